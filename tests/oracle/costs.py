"""Costs, row by row: what every movement is worth, and what stands in Stock.

A product has one store, wherever it lies. What comes in is worth what it cost; what leaves is worth the average of
the store, or the oldest in it; what an order took keeps the value of the pick that took it, and comes back at that.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered
from .landed import landed_shares
from .numbers import rounded
from .stock import PLACES, Movement, movements, on_hand

if TYPE_CHECKING:
    from .book import Book

ZERO = Fraction(0)


@dataclass
class Debt:
    """Units that left a store that had none; `price` once it is settled what they were worth."""

    taker: int
    units: Fraction
    price: Fraction | None = None


@dataclass
class Store:
    """The units of one product: deliveries that are left, oldest first, and debts, oldest first."""

    pooled: bool
    places: int
    worth: list[Fraction]
    lots: list[tuple[Fraction, Fraction]] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)
    left_over: Fraction = ZERO

    def cents(self, value: Fraction) -> Fraction:
        return rounded(value, self.places)

    def bring(self, units: Fraction, value: Fraction) -> None:
        """A delivery pays the debts first, those not yet priced at its own cost."""
        while units and self.debts:
            debt = self.debts.pop(0)
            paid = min(units, debt.units)
            if debt.price is None:
                cost = self.cents(value * paid / units)
                self.worth[debt.taker] += cost
                rest = None
            else:
                cost = self.cents(debt.price * paid / debt.units)
                rest = debt.price - cost
            units = units - paid
            value = value - cost
            if debt.units > paid:
                self.debts.insert(0, Debt(debt.taker, debt.units - paid, rest))
        if not units:
            self.left_over += value
            return
        self.lots.append((units, value + self.left_over))
        self.left_over = ZERO
        if self.pooled:
            self.lots = [
                (
                    sum((u for u, _ in self.lots), ZERO),
                    sum((v for _, v in self.lots), ZERO),
                )
            ]

    def take(self, taker: int, units: Fraction) -> None:
        """The oldest lots first; the rest is a debt."""
        while units and self.lots:
            held, value = self.lots.pop(0)
            taken = min(units, held)
            cost = self.cents(value * taken / held)
            self.worth[taker] += cost
            units -= taken
            if held > taken:
                self.lots.insert(0, (held - taken, value - cost))
        if units:
            self.debts.append(Debt(taker, units))

    def settle(self, cost: Fraction, takers: set[int] | None = None) -> None:
        """Say what debts were worth: those of some movements, or all."""
        for debt in self.debts:
            if debt.price is None and (takers is None or debt.taker in takers):
                debt.price = self.cents(debt.units * cost)
                self.worth[debt.taker] += debt.price

    def share(self, units: Fraction, cost: Fraction) -> Fraction:
        """What units are worth that stay in the store."""
        held = sum((u for u, _ in self.lots), ZERO)
        return self.cents(
            sum((v for _, v in self.lots), ZERO) * units / held
            if held
            else units * cost
        )


Part = tuple[int, Fraction, Fraction, Fraction]
"""Of a pick (its movement), the units from … to, and how many it took."""


class Ways:
    """Which picks the units of every movement of an order are of: first picked, first shipped, returned, put back."""

    def __init__(self, facts: list[Movement]) -> None:
        self.picks: dict[object, list[tuple[int, Fraction]]] = defaultdict(list)
        for at, fact in enumerate(facts):
            if fact.type == "Pick":
                self.picks[fact.line].append((at, fact.quantity))
        self.parts: dict[int, list[Part]] = {}
        shipped: dict[object, Fraction] = defaultdict(Fraction)
        returned: dict[object, Fraction] = defaultdict(Fraction)
        spans: dict[str, tuple[Fraction, Fraction]] = {}
        for at, fact in enumerate(facts):
            if fact.type == "Shipment":
                self._walk(
                    at, fact, shipped[fact.line], shipped[fact.line] + fact.quantity
                )
                shipped[fact.line] += fact.quantity
            if fact.type == "Return":
                if fact.record not in spans:
                    spans[fact.record] = (
                        returned[fact.line],
                        returned[fact.line] + fact.quantity,
                    )
                    returned[fact.line] += fact.quantity
                self._walk(at, fact, *spans[fact.record])
        for at, fact in enumerate(facts):
            if fact.type == "Restock":
                key = str(fact.row["Return"])
                begin, limit = spans.get(key, (ZERO, ZERO))
                end = min(begin + fact.quantity, limit)
                self._walk(at, fact, min(begin, limit), end)
                spans[key] = (end, limit)

    def _walk(self, at: int, fact: Movement, begin: Fraction, end: Fraction) -> None:
        passed = ZERO
        self.parts[at] = []
        for pick, units in self.picks.get(fact.line, []):
            low = max(begin - passed, ZERO)
            high = min(end - passed, units)
            if low < high:
                self.parts[at].append((pick, low, high, units))
            passed += units


def _stated(fact: Movement) -> Fraction | None:
    """The Unit cost of the movement's row."""
    own = fact.row.sheet in ("Stock moves", "Receipts") and fact.type != "Transfer"
    return fact.row["Unit cost"] if own else None


def _is_receipt(fact: Movement) -> bool:
    return fact.row.sheet == "Receipts"


@remembered
def known(book: Book) -> set[str]:
    """The products of which a cost is known."""
    found = {
        row["SKU"]
        for row in book.live("Products")
        if row["Cost"] is not None and book.tracked(row["SKU"])
    }
    moves = [
        row
        for sheet in ("Stock moves", "Receipts")
        for row in book.live(sheet)
        if row["Type"] != "Transfer" and book.tracked(row["SKU"])
    ]
    return found | {row["SKU"] for row in moves if row["Unit cost"] is not None}


@remembered
def _worths(book: Book) -> list[Fraction]:
    """The value of every movement."""
    facts = movements(book)
    ways = Ways(facts)
    worth = [ZERO] * len(facts)
    pooled = book.setting("Costing") == "Average"
    stores: dict[str, Store] = defaultdict(lambda: Store(pooled, book.places, worth))
    prices: dict[str, Fraction] = {}
    landed = landed_shares(book)
    for fact in reversed(facts):
        stated = _stated(fact)
        if stated is not None:
            prices[fact.sku] = stated
    own = {
        row["SKU"]: row["Cost"]
        for row in book.live("Products")
        if row["Cost"] is not None
    }
    for at in _turns(facts, ways):
        fact = facts[at]
        stated = _stated(fact)
        if stated is not None:
            prices[fact.sku] = stated
        _step(
            stores[fact.sku],
            at,
            fact,
            ways,
            stated,
            own.get(fact.sku, prices.get(fact.sku, ZERO)),
            landed.get(fact.row.index, ZERO) if _is_receipt(fact) else ZERO,
        )
    for sku, store in stores.items():
        store.settle(own.get(sku, prices.get(sku, ZERO)))
    for at, fact in enumerate(facts):
        if fact.type in ("Shipment", "Return"):
            worth[at] = _of_picks(ways.parts[at], worth, book.places)
    return worth


def _turns(facts: list[Movement], ways: Ways) -> list[int]:
    """The movements of the stores in turn; what comes back, after the picks that took it."""
    keys = []
    for at, fact in enumerate(facts):
        if fact.source not in PLACES or fact.target not in PLACES:
            last = (
                max([at, *(pick for pick, *_ in ways.parts[at])])
                if fact.type == "Restock"
                else at
            )
            keys.append((last, fact.type == "Restock", at))
    return [at for *_, at in sorted(keys)]


def _step(
    store: Store,
    at: int,
    fact: Movement,
    ways: Ways,
    stated: Fraction | None,
    usual: Fraction,
    freight: Fraction,
) -> None:
    if fact.type == "Restock":
        store.settle(usual, {pick for pick, *_ in ways.parts[at]})
        store.worth[at] = _of_picks(ways.parts[at], store.worth, store.places)
        store.bring(fact.quantity, store.worth[at])
    elif fact.source in PLACES:
        store.worth[at] = store.cents(
            fact.quantity * (usual if stated is None else stated)
        )
        store.worth[at] += freight
        store.bring(fact.quantity, store.worth[at])
    elif fact.target in PLACES:
        store.take(at, fact.quantity)
    else:
        store.worth[at] = store.share(fact.quantity, usual)


def _of_picks(parts: list[Part], worth: list[Fraction], places: int) -> Fraction:
    """What parts of picks are worth: the shares of neighbours add up to the pick's."""
    return sum(
        (
            rounded(worth[pick] * high / units, places)
            - rounded(worth[pick] * low / units, places)
            for pick, low, high, units in parts
        ),
        ZERO,
    )


# --- what is shown -------------------------------------------------------------------------------------
@remembered
def movement_values(book: Book) -> list[Fraction | None]:
    """The Value of every movement; None where no cost is known."""
    facts = movements(book)
    if not known(book):
        return [None] * len(facts)
    values = zip(facts, _worths(book), strict=True)
    return [value if fact.sku in known(book) else None for fact, value in values]


@remembered
def _in_house(book: Book) -> dict[str, Fraction]:
    """The value of every product in all locations."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for fact, value in zip(movements(book), movement_values(book), strict=True):
        if value is not None:
            found[fact.sku] += value * (
                (fact.target not in PLACES) - (fact.source not in PLACES)
            )
    return found


@remembered
def stock_values(book: Book) -> dict[tuple[str, str], Fraction]:
    """Each product's value shared out by what its locations hold, in their order; all at the first with no units."""
    order = {name: at for at, name in enumerate(book.locations())}
    found: dict[tuple[str, str], Fraction] = {}
    for sku, value in _in_house(book).items():
        held = [item for item in on_hand(book).items() if item[0][0] == sku]
        held.sort(key=lambda item: order.get(item[0][1], len(order)))
        total = sum((units for _, units in held), ZERO)
        seen = ZERO
        given = ZERO
        for at, units in held:
            seen += units
            until = rounded(value * seen / total, book.places) if total else value
            found[at] = until - given
            given = until
    return found


@remembered
def unit_costs(book: Book) -> dict[str, Fraction]:
    """The Unit cost of each product that lies somewhere."""
    total: dict[str, Fraction] = defaultdict(Fraction)
    for (sku, _), units in on_hand(book).items():
        total[sku] += units
    return {
        sku: rounded(value / total[sku], 6)
        for sku, value in _in_house(book).items()
        if total[sku]
    }

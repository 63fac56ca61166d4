"""Stock: every movement of units, and what each location holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import RANK, Book, Row, remembered
from .lines import left_containers
from .schema import keys_of

if TYPE_CHECKING:
    from datetime import date

SUPPLIER = "(supplier)"
ADJUSTMENT = "(adjustment)"
PICKED = "(picked)"
CUSTOMER = "(customer)"
RETURNED = "(returned)"
SCRAP = "(scrap)"
PLACES = {SUPPLIER, ADJUSTMENT, PICKED, CUSTOMER, RETURNED, SCRAP}
Balances = dict[tuple[str, str], Fraction]


@dataclass
class Movement:
    """Units of one SKU that leave one place for another. A count's size is known once its turn comes."""

    row: Row
    date: date
    sku: str
    source: str
    target: str
    quantity: Fraction
    type: str
    order: str | None
    line: tuple[str | None, str | None] | None = None

    @property
    def turn(self) -> tuple:
        """A date's openings first, then its counts, then all else by sheet and row."""
        phase = {"Opening": 0, "Count": 1}.get(self.type, 2)
        return self.date, phase, RANK[self.row.sheet], self.row.index

    @property
    def record(self) -> str:
        return str(self.row[keys_of(self.row.sheet)[0]])


@remembered
def movements(book: Book) -> list[Movement]:
    """All movements by date, each with what it really moved; those that move nothing left out."""
    facts = [
        *_stock_moves(book),
        *_receipts(book),
        *_picks(book),
        *_shipments(book),
        *_returns(book),
        *_restocks(book),
    ]
    facts = [fact for fact in facts if book.tracked(fact.sku)]
    held: Balances = defaultdict(Fraction)
    for fact in sorted(facts, key=lambda fact: fact.turn):
        if fact.type == "Count":
            _count(fact, held[fact.sku, fact.target])
        held[fact.sku, fact.source] -= fact.quantity
        held[fact.sku, fact.target] += fact.quantity
    return [
        fact for fact in sorted(facts, key=lambda fact: fact.turn) if fact.quantity != 0
    ]


def _count(fact: Movement, stood: Fraction) -> None:
    """A count moves what the book was out by."""
    out_by = fact.quantity - stood
    fact.quantity = abs(out_by)
    if out_by < 0:
        fact.source, fact.target = fact.target, fact.source


def _stock_moves(book: Book) -> list[Movement]:
    out = []
    for row in book.live("Stock moves"):
        kind = row["Type"]
        quantity = row.number("Quantity")
        source = {"Receipt": SUPPLIER, "Transfer": row["From"]}.get(kind, ADJUSTMENT)
        target = row["To"]
        if kind == "Adjustment" and quantity < 0:
            source, target, quantity = target, source, -quantity
        out.append(
            Movement(row, row["Date"], row["SKU"], source, target, quantity, kind, None)
        )
    return out


def _receipts(book: Book) -> list[Movement]:
    """What suppliers bring; what is sent back goes the other way."""
    out = []
    for row in book.live("Receipts"):
        if row["Location"] is None:
            continue  # a setting in error leaves it blank
        quantity = row.number("Quantity")
        source, target = SUPPLIER, row["Location"]
        if quantity < 0:
            source, target = target, source
        out.append(
            Movement(
                row,
                row["Receipt date"],
                row["SKU"],
                source,
                target,
                abs(quantity),
                "Receipt",
                None,
            )
        )
    return out


def _picks(book: Book) -> list[Movement]:
    out = []
    for row in book.live("Picks"):
        if row.number("Picked") != 0:
            target = PICKED if book.ships(row["Order"]) else CUSTOMER
            out.append(
                Movement(
                    row,
                    row["Pick date"],
                    row["SKU"],
                    row["Location"],
                    target,
                    row.number("Picked"),
                    "Pick",
                    row["Order"],
                    (row["Order"], row["Line"]),
                )
            )
    return out


def _shipments(book: Book) -> list[Movement]:
    return [
        Movement(
            shipment,
            shipment["Ship date"],
            packed["SKU"],
            PICKED,
            CUSTOMER,
            packed.number("Quantity"),
            "Shipment",
            order,
            (order, packed["Line"]),
        )
        for (order, container), shipment in left_containers(book).items()
        for packed in book.live("Packing", Order=order, Container=container)
    ]


def _returns(book: Book) -> list[Movement]:
    out = []
    for row in book.live("Returns"):
        if row["Disposition"] == "Credit only":
            continue
        legs = [(CUSTOMER, RETURNED)] + (
            [(RETURNED, SCRAP)] if row["Disposition"] == "Discard" else []
        )
        for source, target in legs:
            out.append(
                Movement(
                    row,
                    row["Return date"],
                    row["SKU"],
                    source,
                    target,
                    row.number("Quantity"),
                    "Return",
                    row["Order"],
                    (row["Order"], row["Line"]),
                )
            )
    return out


def _restocks(book: Book) -> list[Movement]:
    out = []
    for row in book.live("Restocks"):
        owner = [
            r
            for r in book.rows.get("Returns", [])
            if not r.blank and r["Return"] == row["Return"]
        ]
        order = owner[0]["Order"] if owner else None
        out.append(
            Movement(
                row,
                row["Restock date"],
                row["SKU"],
                RETURNED,
                row["Location"],
                row.number("Quantity"),
                "Restock",
                order,
                (order, owner[0]["Line"]) if owner else None,
            )
        )
    return out


# --- balances ------------------------------------------------------------------------------------------
@remembered
def balances(book: Book) -> Balances:
    """What every place holds of every SKU that it ever saw."""
    held: Balances = defaultdict(Fraction)
    for fact in movements(book):
        held[fact.sku, fact.source] -= fact.quantity
        held[fact.sku, fact.target] += fact.quantity
    return held


@remembered
def on_hand(book: Book) -> Balances:
    """The balances of the locations alone."""
    return {
        at: quantity for at, quantity in balances(book).items() if at[1] not in PLACES
    }


@remembered
def allocated(book: Book) -> Balances:
    """Suggested and not yet picked."""
    out: Balances = defaultdict(Fraction)
    for row in book.live("Picks"):
        if row["Picked"] is None and book.tracked(row["SKU"]):
            out[row["SKU"], row["Location"]] += row.number("Suggested")
    return out


@remembered
def free(book: Book) -> Balances:
    """On hand less allocated, in the pickable locations."""
    promised = allocated(book)
    pickable = set(book.pickable())
    return {
        at: held - promised[at]
        for at, held in on_hand(book).items()
        if at[1] in pickable
    }


@remembered
def below_zero(book: Book) -> list[Movement]:
    """For each SKU and location below 0 at the end, the last movement that took it there."""
    held: Balances = defaultdict(Fraction)
    took: dict[tuple[str, str], Movement] = {}
    for fact in movements(book):
        at = (fact.sku, fact.source)
        if held[at] >= 0 > held[at] - fact.quantity:
            took[at] = fact
        held[at] -= fact.quantity
        held[fact.sku, fact.target] += fact.quantity
    for at, quantity in held.items():
        if quantity >= 0:
            if at in took and at[1] not in PLACES:
                book.warnings.append(f"{at[0]} was below 0 at {at[1]}")
            took.pop(at, None)
    return [fact for at, fact in took.items() if at[1] not in PLACES]

"""What each rule depends on besides its own row: a row in error there may be the cause.

A pick that cannot be read does not count, so more seems packed than was picked. That is one
cause, reported once, at the pick. Which rows may be the missing one is found by what they
have in common with the row that breaks the rule. What cannot be read of a row fits anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product

from sheetflow.checks.named_parts import Part, linked, part_of
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.grouping import grouped
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import index_of
from sheetflow.ledgers.movement_types import ADDING


@dataclass(frozen=True)
class Dependency:
    """A rule depends on the rows of `sheet` that have `parts` in common with its own row.

    Only errors in `columns` matter where any are named. With `earlier`, only rows count that
    are not dated later.
    """

    sheet: str
    parts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    earlier: bool = False


_LINE = ("order", "line", "sku")
_PURCHASE_LINE = ("purchase order", "line", "sku")
_STOCK = ("sku", "location")
_PICKED = (
    Dependency("Picks", _LINE),
    Dependency("Products", ("sku",)),
    Dependency("Order lines", _LINE),
)
_SHIPPED = (
    *_PICKED,
    Dependency("Packing", _LINE),
    Dependency("Shipments", ("order",)),
    Dependency("Orders", ("order",)),
)
_INVOICED = (
    Dependency("Invoice lines", _LINE),
    Dependency("Invoices", ("order",)),
    Dependency("Tax codes", ()),
)
_TO_PAY = (
    Dependency("Order lines", ("order",)),
    Dependency("Orders", ("order",)),
    Dependency("Invoices", ("order",)),
    Dependency("Invoice lines", ("order",)),
    Dependency("Tax codes", ()),
)

DEPENDENCIES: Mapping[str, Sequence[Dependency]] = {
    "LIN01": (Dependency("Order lines", _LINE, ("Order", "Line")),),
    "LIN02": (Dependency("Order lines", ("order", "line"), ("SKU",)),),
    "LIN03": (Dependency("Order lines", ("order", "sku"), ("Order", "SKU")),),
    "PUR06": (
        Dependency("Purchase lines", _PURCHASE_LINE, ("Purchase order", "Line")),
    ),
    "PUR07": (Dependency("Purchase lines", ("purchase order", "line"), ("SKU",)),),
    "PUR08": (
        Dependency(
            "Purchase lines", ("purchase order", "sku"), ("Purchase order", "SKU")
        ),
    ),
    "SHP01": (
        Dependency("Picks", ("order",)),
        Dependency("Packing", ("order",)),
        Dependency("Order lines", ("order",)),
    ),
    "PAC01": _PICKED,
    "SHP03": (Dependency("Packing", ("order", "container")),),
    "SHP04": (Dependency("Orders", ("order",), ("Requires shipping",)),),
    "INV02": _SHIPPED,
    "INV03": (Dependency("Invoice lines", ("invoice", "order")),),
    "RET02": _SHIPPED,
    "RET03": _INVOICED,
    "RET05": _INVOICED,
    "FEE01": (*_INVOICED, *_SHIPPED),
    "AMT02": (Dependency("Invoice lines", ("invoice", "order")),),
    "AGR02": (Dependency("Returns", ("return",)),),
    "RST01": (Dependency("Returns", ("return",)), Dependency("Products", ("sku",))),
    "PAY01": (Dependency("Payments", ("order",)),),
    "PAY04": _TO_PAY,
    "PAY05": _TO_PAY,
    "STK01": tuple(Dependency(sheet, _STOCK) for sheet in ADDING),
    "STK02": tuple(Dependency(sheet, _STOCK, earlier=True) for sheet in ADDING),
    "PUR03": (Dependency("Receipts", _PURCHASE_LINE),),
    "PUR04": (Dependency("Purchase orders", ("purchase order",), ("State",)),),
    "PRL05": (
        Dependency("Prices", ("sku",)),
        Dependency("Orders", ("order",)),
        Dependency("Customers", ()),
        Dependency("Settings", ()),
    ),
    "STA01": (Dependency("Orders", ("order",), ("State",)),),
    "ORD02": (Dependency("Order lines", ("order",), ("Order",)),),
}
"""By code of a rule, what it depends on; a rule that looks only at its own row has no entry."""


HEADERS: Mapping[str, Sequence[str]] = {
    "order": ("Order",),
    "purchase order": ("Purchase order",),
    "line": ("Line",),
    "sku": ("SKU",),
    "location": ("Location", "From", "To"),
    "container": ("Container",),
    "invoice": ("Invoice",),
    "return": ("Return",),
}
"""The columns in which a row names each kind of part."""


AMBIGUOUS: Mapping[str, Sequence[str]] = {
    "KEY02": ("order", "purchase order", "line", "container", "invoice"),
    "LIN01": ("order", "line", "sku"),
    "LIN02": ("order", "line", "sku"),
    "LIN03": ("order", "line", "sku"),
    "STA01": ("order",),
    "PUR04": ("purchase order",),
    "PUR06": _PURCHASE_LINE,
    "PUR07": _PURCHASE_LINE,
    "PUR08": _PURCHASE_LINE,
}
"""Errors in which what a row names does not go together: any one of these parts may be wrong."""

DOUBTFUL = frozenset({*AMBIGUOUS, "AGR01", "CLO01"})
"""Errors that others may follow from though the row counts: it belongs elsewhere, or changed."""

Parts = tuple[object, ...]


class RowErrors:
    """The rows in error, to be found by what they name."""

    def __init__(
        self, book: Book, problems: Sequence[Problem], repeated: Set[int]
    ) -> None:
        """`repeated` are the positions of problems that are the same for several rows."""
        self._book = book
        self._problems = problems
        self._by_sheet = grouped(
            (problem.sheet, at)
            for at, problem in enumerate(problems)
            if _may_be_cause(problem, repeated=at in repeated)
        )
        self._indexes: dict[Dependency, dict[Parts, int]] = {}
        self._orders = index_of(book.orders.order)

    def behind(self, problem: Problem) -> Iterator[int]:
        """The positions of the errors that may explain a problem, one for each dependency."""
        dependencies = DEPENDENCIES.get(problem.code, ())
        known = (each for each in dependencies if each.sheet in self._by_sheet)
        found = (self._find(dependency, problem) for dependency in known)
        return (at for at in found if at is not None)

    def _find(self, dependency: Dependency, problem: Problem) -> int | None:
        """The first error whose row has the parts in common, as far as they can be read."""
        index = self._index(dependency)
        named = [part_of(self._book, problem, kind) for kind in dependency.parts]
        wanted = product(*[(None, *(part or ())) for part in named])
        found = [index[parts] for parts in wanted if parts in index]
        if dependency.earlier:
            day = self._day(problem)
            found = [at for at in found if self._day(self._problems[at]) <= day]
        return min(found, default=None)

    def _index(self, dependency: Dependency) -> dict[Parts, int]:
        """The first error by the parts that its row may name."""
        if dependency not in self._indexes:
            self._indexes[dependency] = self._first_errors(dependency)
        return self._indexes[dependency]

    def _first_errors(self, dependency: Dependency) -> dict[Parts, int]:
        """The first error of a dependency by the parts that its row may name."""
        index: dict[Parts, int] = {}
        for at in self._errors(dependency):
            for parts in self._possible_parts(self._problems[at], dependency):
                index.setdefault(parts, at)
        return index

    def _errors(self, dependency: Dependency) -> list[int]:
        """The errors that matter to a dependency; where days matter, the earliest first."""
        errors = [
            at
            for at in self._by_sheet[dependency.sheet]
            if _matters(self._problems[at], dependency)
        ]
        if dependency.earlier:
            errors.sort(key=lambda at: self._day(self._problems[at]))
        return errors

    def _day(self, problem: Problem) -> int:
        """When the goods of a row moved; a day that cannot be read may be any."""
        header = sheet_schema(problem.sheet).booked_on
        return int(self._book[problem.sheet][header][problem.record])

    def _possible_parts(
        self, problem: Problem, dependency: Dependency
    ) -> Iterator[Parts]:
        """What the row of an error may name, None for what may be anything.

        Where parts do not go together, each of them in turn may be anything.
        """
        named = [self._named(problem, kind) for kind in dependency.parts]
        ambiguous = _ambiguous_parts(problem, dependency)
        wrong = [
            at
            for at, kind in enumerate(dependency.parts)
            if kind in ambiguous and named[at] is not None
        ]
        if not wrong:
            yield from _combinations(named)
        for at in wrong:
            yield from _combinations([*named[:at], None, *named[at + 1 :]])

    def _named(self, problem: Problem, kind: str) -> Part:
        """What the row of an error names; for the wrong cell, what was probably meant."""
        if _is_repeated_key(problem) and kind == "sku":
            return None  # the key of the first row, which counts, may be the wrong one
        if problem.code == "AGR01" and kind == "order":
            return self._order_of_invoice(problem)
        if problem.sheet == "Stock moves" and kind == "location":
            return self._location_of_move(problem)
        if problem.code in AMBIGUOUS or problem.column not in HEADERS.get(kind, ()):
            return part_of(self._book, problem, kind)
        return self._suggested_order(problem) if kind == "order" else None

    def _order_of_invoice(self, problem: Problem) -> Part:
        """The order of the invoice that a row names."""
        invoices = self._book[problem.sheet].link("invoice")
        invoice = int(invoices[problem.record])
        return linked(self._book, "Invoices", invoice, "order")

    def _location_of_move(self, problem: Problem) -> Part:
        """Where a stock move adds units: only these can be missing."""
        if problem.column == "To":
            return None
        return linked(self._book, "Stock moves", problem.record, "to")

    def _suggested_order(self, problem: Problem) -> Part:
        """The order that was probably meant, if any."""
        order = self._orders.get(problem.words.get("guess", ""))
        return None if order is None else frozenset({order})


def _may_be_cause(problem: Problem, *, repeated: bool) -> bool:
    """Whether others may follow from a problem: its row is in error, or may be wrong."""
    if problem.record < 0:
        return False
    is_doubtful = problem.code in DOUBTFUL and not repeated
    return problem.rule.kind == "row error" or is_doubtful


def _matters(problem: Problem, dependency: Dependency) -> bool:
    """Whether an error of the sheet may matter to a dependency: it is in one of its columns."""
    if not dependency.columns or problem.column in dependency.columns:
        return True
    return _is_repeated_key(problem)


def _is_repeated_key(problem: Problem) -> bool:
    """Whether a row repeats a key of several columns: any of them may be wrong."""
    return problem.code == "KEY02" and len(sheet_schema(problem.sheet).key) > 1


def _ambiguous_parts(problem: Problem, dependency: Dependency) -> Sequence[str]:
    """The kinds of parts of which one may be wrong."""
    if len(dependency.parts) < 2 or "location" in dependency.parts:
        return ()
    return AMBIGUOUS.get(problem.code, ())


def _combinations(named: Iterable[Part]) -> Iterator[Parts]:
    """One of each part, in all ways; None for a part that may be anything."""
    return product(*[(None,) if part is None else part for part in named])

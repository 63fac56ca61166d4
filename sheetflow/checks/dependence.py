"""What each rule looks at beside its own row: a row there that is in error may be all that is wrong.

A pick that cannot be read counts for nothing, and what was packed of it is more than was picked. That is one cause, and
is told once: at the pick. Which rows may be the one that is missing is told by what they have in common with the row
that the rule found: what cannot be read of a row fits anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import order_of

Part = frozenset[object] | None
"""What a row names of one kind, as positions or text; None where it cannot be told."""


@dataclass(frozen=True)
class Leans:
    """A rule leans on the rows of `sheet` that have `parts` in common with its own row.

    Only errors in `columns` matter where any are named, and with `before` only rows that are not dated later.
    """

    sheet: str
    parts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    before: bool = False


_LINE = ("order", "line", "sku")
_SHELF = ("sku", "place")
_PICKED = (
    Leans("Picks", _LINE),
    Leans("Products", ("sku",)),
    Leans("Order lines", _LINE),
)
_SHIPPED = (
    *_PICKED,
    Leans("Packing", _LINE),
    Leans("Shipments", ("order",)),
    Leans("Orders", ("order",)),
)
_INVOICED = (
    Leans("Invoice lines", _LINE),
    Leans("Invoices", ("order",)),
    Leans("Tax codes", ()),
)

LEANS: Mapping[str, Sequence[Leans]] = {
    "LIN01": (Leans("Order lines", _LINE, ("Order", "Line")),),
    "LIN02": (Leans("Order lines", ("order", "line"), ("SKU",)),),
    "LIN03": (Leans("Order lines", ("order", "sku"), ("Order", "SKU")),),
    "SHP01": (
        Leans("Picks", ("order",)),
        Leans("Packing", ("order",)),
        Leans("Order lines", ("order",)),
    ),
    "PAC01": _PICKED,
    "SHP03": (Leans("Packing", ("order", "container")),),
    "SHP04": (Leans("Orders", ("order",), ("Requires shipping",)),),
    "INV02": _SHIPPED,
    "INV03": (Leans("Invoice lines", ("invoice", "order")),),
    "RET02": _SHIPPED,
    "RET03": _INVOICED,
    "FEE01": (*_INVOICED, *_SHIPPED),
    "AMT02": (Leans("Invoice lines", ("invoice", "order")),),
    "AGR02": (Leans("Returns", ("return",)),),
    "RST01": (Leans("Returns", ("return",)), Leans("Products", ("sku",))),
    "PAY01": (Leans("Payments", ("order",)),),
    "STK01": (Leans("Stock moves", _SHELF), Leans("Restocks", _SHELF)),
    "STK02": (
        Leans("Stock moves", _SHELF, before=True),
        Leans("Restocks", _SHELF, before=True),
    ),
    "STA01": (Leans("Orders", ("order",), ("State",)),),
    "ORD02": (Leans("Order lines", ("order",), ("Order",)),),
}
"""What the rules lean on, by code; a rule that looks at its own row alone leans on nothing."""


HEADERS: Mapping[str, Sequence[str]] = {
    "order": ("Order",),
    "line": ("Line",),
    "sku": ("SKU",),
    "place": ("Location", "From", "To"),
    "container": ("Container",),
    "invoice": ("Invoice",),
    "return": ("Return",),
}
"""Where a row names each kind of part."""


IN_TURN: Mapping[str, Sequence[str]] = {
    "KEY02": ("order", "line", "container", "invoice"),
    "LIN01": ("order", "line", "sku"),
    "LIN02": ("order", "line", "sku"),
    "LIN03": ("order", "line", "sku"),
    "STA01": ("order",),
}
"""Errors that say that what a row names does not go together: any one of these parts may be the wrong one."""

DOUBTED = frozenset({*IN_TURN, "AGR01", "CLO01"})
"""Errors of which others may follow though their row counts: it belongs elsewhere, or was changed."""


class Faults:
    """The errors of rows, to be found by what their rows name."""

    def __init__(
        self, book: Book, problems: Sequence[Problem], repeated: Set[int]
    ) -> None:
        """`repeated` are the positions of problems of which the same is said of other rows."""
        self._book, self._problems = book, problems
        self._orders = {
            key: at for at, key in reversed(list(enumerate(book.orders.order.tolist())))
        }
        self._of_sheet: dict[str, list[int]] = {}
        self._found: dict[Leans, dict[tuple[object, ...], int]] = {}
        for at, problem in enumerate(problems):
            alone = problem.code in DOUBTED and at not in repeated
            if problem.record >= 0 and (problem.rule.kind == "row error" or alone):
                self._of_sheet.setdefault(problem.sheet, []).append(at)

    def behind(self, problem: Problem) -> Iterator[int]:
        """The positions of the errors that may be all that is wrong at a problem, the first of each kind."""
        for leans in LEANS.get(problem.code, ()):
            if leans.sheet in self._of_sheet:
                found = self._find(leans, problem)
                if found is not None:
                    yield found

    def _find(self, leans: Leans, problem: Problem) -> int | None:
        """The first error whose row has the parts in common: named so, or not to be told there."""
        index = self._index(leans)
        wanted = [parts_of(self._book, problem, part) for part in leans.parts]
        found = [
            index[key]
            for key in product(*[(None, *(part or ())) for part in wanted])
            if key in index
        ]
        if leans.before:
            found = [
                at
                for at in found
                if self._day(self._problems[at]) <= self._day(problem)
            ]
        return min(found, default=None)

    def _index(self, leans: Leans) -> dict[tuple[object, ...], int]:
        """The first error by each thing that its row may be found by; where days matter, the earliest."""
        if leans not in self._found:
            errors = self._of_sheet[leans.sheet]
            if leans.before:
                errors = sorted(errors, key=lambda at: self._day(self._problems[at]))
            index: dict[tuple[object, ...], int] = {}
            for at in errors:
                problem = self._problems[at]
                if (
                    not leans.columns
                    or problem.column in leans.columns
                    or _is_double(problem)
                ):
                    for key in self._keys(problem, leans.parts):
                        index.setdefault(key, at)
            self._found[leans] = index
        return self._found[leans]

    def _day(self, problem: Problem) -> int:
        """When a row says that its goods moved; a day that cannot be read may be any."""
        header = sheet_schema(problem.sheet).booked_on
        return int(self._book[problem.sheet][header][problem.record])

    def _keys(
        self, problem: Problem, parts: Sequence[str]
    ) -> Iterator[tuple[object, ...]]:
        """What an error's row may be found by: its parts, and for IN_TURN the same with one of them left open."""
        named = [self._named(problem, part) for part in parts]
        in_turn = (
            IN_TURN.get(problem.code, ())
            if len(parts) > 1 and "place" not in parts
            else ()
        )
        doubtful = [
            at
            for at, part in enumerate(parts)
            if part in in_turn and named[at] is not None
        ]
        for open_part in doubtful or (-1,):
            kept = [None if at == open_part else part for at, part in enumerate(named)]
            yield from product(*[(None,) if part is None else part for part in kept])

    def _named(self, problem: Problem, part: str) -> Part:
        """What a faulty row names, but for the faulty cell: then what was probably meant, if that can be told."""
        if _is_double(problem) and part == "sku":
            return (
                None  # the first row, which counts, may be the one whose key is wrong
            )
        if problem.code == "AGR01" and part == "order":
            invoice = int(self._book[problem.sheet].link("invoice")[problem.record])
            return _one(int(self._book["Invoices"].link("order")[invoice]))
        if (
            part == "place"
            and problem.sheet == "Stock moves"
            and problem.column != "To"
        ):
            return _one(
                int(self._book["Stock moves"].link("to")[problem.record])
            )  # only what comes in can be missed
        if problem.code in IN_TURN or problem.column not in HEADERS.get(part, ()):
            return parts_of(self._book, problem, part)
        guess = (
            self._orders.get(problem.words.get("guess", ""))
            if part == "order"
            else None
        )
        return None if guess is None else frozenset({guess})


def _is_double(problem: Problem) -> bool:
    """Whether a row has the key of another that is made of several columns: any of them may be wrong."""
    return problem.code == "KEY02" and len(sheet_schema(problem.sheet).key) > 1


def parts_of(book: Book, problem: Problem, part: str) -> Part:
    """What the row of a problem names of one kind."""
    return _PARTS[part](book, problem.sheet, problem.record)


def _one(position: int) -> Part:
    return frozenset({position}) if position >= 0 else None


def _order(book: Book, sheet: str, record: int) -> Part:
    return _one(order_of(book, sheet, record))


def _line(book: Book, sheet: str, record: int) -> Part:
    line = book[sheet]["Line"][record]
    return None if line is None else frozenset({line})


def _sku(book: Book, sheet: str, record: int) -> Part:
    return _one(record if sheet == "Products" else int(book[sheet].link("sku")[record]))


def _place(book: Book, sheet: str, record: int) -> Part:
    """The locations; None where one of them is unknown."""
    frame = book[sheet]
    if sheet != "Stock moves":
        return _one(int(frame.link("location")[record]))
    places = [int(frame.link(name)[record]) for name in ("from", "to")]
    given = [frame[header][record] is not None for header in ("From", "To")]
    known = frozenset(place for place in places if place >= 0)
    return known if len(known) == sum(given) and known else None


def _container(book: Book, sheet: str, record: int) -> Part:
    container = book[sheet]["Container"][record]
    return None if container is None else frozenset({container})


def _linked(link: str, own: str) -> Callable[[Book, str, int], Part]:
    return lambda book, sheet, record: _one(
        record if sheet == own else int(book[sheet].link(link)[record])
    )


_PARTS: Mapping[str, Callable[[Book, str, int], Part]] = {
    "record": lambda _book, sheet, record: frozenset({(sheet, record)}),
    "order": _order,
    "line": _line,
    "sku": _sku,
    "place": _place,
    "container": _container,
    "order line": _linked("line", "Order lines"),
    "invoice": _linked("invoice", "Invoices"),
    "return": _linked("return", "Returns"),
}

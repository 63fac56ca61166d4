"""What a row names: its order, line, product, locations, container, invoice or return.

Two rows have a part in common where they name the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import order_of

Part = frozenset[object] | None
"""What a row names of one kind, as positions or text; None where that is unknown."""


def part_of(book: Book, problem: Problem, kind: str) -> Part:
    """What the row of a problem names of one kind; unknown where the row is gone."""
    if problem.record < 0:
        return None
    return _PARTS[kind](book, problem.sheet, problem.record)


def one(position: int) -> Part:
    """A position as a part; unknown below 0."""
    return frozenset({position}) if position >= 0 else None


def linked(book: Book, sheet: str, record: int, link: str) -> Part:
    """The position that a row refers to."""
    return one(int(book[sheet].link(link)[record]))


def _record(_book: Book, sheet: str, record: int) -> Part:
    return frozenset({(sheet, record)})


def _order(book: Book, sheet: str, record: int) -> Part:
    return one(order_of(book, sheet, record))


def _purchase_order(book: Book, sheet: str, record: int) -> Part:
    is_own = sheet == "Purchase orders"
    return one(record) if is_own else linked(book, sheet, record, "purchase_order")


def _order_line(book: Book, sheet: str, record: int) -> Part:
    is_own = sheet == "Order lines"
    return one(record) if is_own else linked(book, sheet, record, "line")


def _line(book: Book, sheet: str, record: int) -> Part:
    return _text(book, sheet, record, "Line")


def _sku(book: Book, sheet: str, record: int) -> Part:
    is_own = sheet == "Products"
    return one(record) if is_own else linked(book, sheet, record, "sku")


def _container(book: Book, sheet: str, record: int) -> Part:
    return _text(book, sheet, record, "Container")


def _invoice(book: Book, sheet: str, record: int) -> Part:
    is_own = sheet == "Invoices"
    return one(record) if is_own else linked(book, sheet, record, "invoice")


def _return(book: Book, sheet: str, record: int) -> Part:
    is_own = sheet == "Returns"
    return one(record) if is_own else linked(book, sheet, record, "return")


def _text(book: Book, sheet: str, record: int, header: str) -> Part:
    """The text of a column; unknown where it is blank."""
    text = book[sheet][header][record]
    return None if text is None else frozenset({text})


def _location(book: Book, sheet: str, record: int) -> Part:
    """The location, or both of a stock move; unknown where one of them is."""
    if sheet != "Stock moves":
        return linked(book, sheet, record, "location")
    moves = book.stock_moves
    named = [moves.from_index[record], moves.to_index[record]]
    entered = [moves["From"][record] is not None, moves["To"][record] is not None]
    known = frozenset(int(location) for location in named if location >= 0)
    return known if known and len(known) == sum(entered) else None


_PARTS: Mapping[str, Callable[[Book, str, int], Part]] = {
    "record": _record,
    "order": _order,
    "purchase order": _purchase_order,
    "line": _line,
    "sku": _sku,
    "location": _location,
    "container": _container,
    "order line": _order_line,
    "invoice": _invoice,
    "return": _return,
}

"""Problems that are the same for several rows.

They are reported once, at the first row, and that problem names the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.problems import SWAPPED, Problem
from sheetflow.domain.references import order_of
from sheetflow.domain.relations import unknown_codes
from sheetflow.standards.gs1 import sscc_digits

InCommon = Callable[[Book, Problem], object]
"""What the rows with the same cause have in common; None where a row has its own cause."""


def same_cause(book: Book, problem: Problem) -> tuple[object, ...] | None:
    """Equal for problems that have one cause; None for a problem that has its own."""
    if SWAPPED in problem.words and problem.record >= 0 and not problem.more:
        return SWAPPED, problem.words[SWAPPED]
    is_unknown = problem.code in unknown_codes()
    in_common = _value if is_unknown else IN_COMMON.get(problem.code)
    if in_common is None or problem.record < 0 or problem.more:
        return None
    common = in_common(book, problem)
    return None if common is None else (problem.code, common)


def _linked(link: str) -> InCommon:
    """The position that a row refers to."""

    def position(book: Book, problem: Problem) -> object:
        at = int(book[problem.sheet].link(link)[problem.record])
        return at if at >= 0 else None

    return position


def _order(book: Book, problem: Problem) -> object:
    return order_of(book, problem.sheet, problem.record)


def _order_and(header: str) -> InCommon:
    """The order, and the value of a column."""

    def order_and_value(book: Book, problem: Problem) -> object:
        value = book[problem.sheet][header][problem.record]
        return _order(book, problem), value

    return order_and_value


def _purchase_and(header: str) -> InCommon:
    """The purchase order, and the value of a column."""

    def purchase_and_value(book: Book, problem: Problem) -> object:
        frame = book[problem.sheet]
        order = int(frame.link("purchase_order")[problem.record])
        return order, frame[header][problem.record]

    return purchase_and_value


def _value(_book: Book, problem: Problem) -> object:
    return problem.value


def _digits(_book: Book, problem: Problem) -> object:
    """The digits of an SSCC, however it is typed."""
    return sscc_digits(problem.value)


def _container_and_sscc(book: Book, problem: Problem) -> object:
    """The container and its SSCC, for every row of it on Packing."""
    frame = book[problem.sheet]
    order = _order(book, problem)
    return order, frame["Container"][problem.record], problem.value


def _prefix(_book: Book, problem: Problem) -> object:
    return problem.words["prefix"]


def _price(book: Book, problem: Problem) -> object:
    """The product without a price, for every line on which none was typed."""
    frame = book[problem.sheet]
    typed = frame["Unit price"][problem.record] != BLANK
    return None if typed else int(frame.link("sku")[problem.record])


def _refusal(book: Book, problem: Problem) -> object:
    """The reason, where the closing date refuses every action."""
    return problem.words["why"] if book.closed else None


def _column(_book: Book, problem: Problem) -> object:
    return problem.sheet, problem.column, problem.words["relation"]


IN_COMMON: Mapping[str, InCommon] = {
    "LIN01": _order_and("Line"),
    "LIN02": _order_and("Line"),
    "LIN03": _order_and("SKU"),
    "PUR06": _purchase_and("Line"),
    "PUR07": _purchase_and("Line"),
    "PUR08": _purchase_and("SKU"),
    "PIK01": _linked("line"),
    "PAC01": _linked("line"),
    "SHP02": _order_and("Container"),
    "SHP03": _order_and("Container"),
    "SHP04": _order,
    "SSC01": _container_and_sscc,
    "SSC02": _digits,
    "SSC03": _prefix,
    "DAT06": _column,
    "INV02": _linked("line"),
    "RET02": _linked("line"),
    "RET03": _linked("line"),
    "RET05": _linked("line"),
    "RST01": _linked("return"),
    "AGR01": _linked("invoice"),
    "AGR02": _linked("return"),
    "PAY01": _order,
    "PAY02": _linked("invoice"),
    "STA01": _order,
    "PRI01": _price,
    "ACT02": _refusal,
}
"""By code, what the rows with the same cause have in common."""

"""Problems that are one and the same thing said of several rows: told once, at the first, which names the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import order_of
from sheetflow.domain.relations import unknown_codes
from sheetflow.standards.gs1 import sscc_digits

Same = Callable[[Book, Problem], object]
"""What the rows of one cause have in common; None where a row stands for itself."""


def same_thing(book: Book, problem: Problem) -> tuple[object, ...] | None:
    """Problems for which this is equal have one cause; None for one that stands for itself."""
    is_unknown = problem.code in unknown_codes()
    same = _value if is_unknown else SAME.get(problem.code)
    common = same(book, problem) if same and problem.record >= 0 else None
    return None if common is None else (problem.code, common)


def _linked(link: str) -> Same:
    """The position that a row refers to."""

    def position(book: Book, problem: Problem) -> object:
        at = int(book[problem.sheet].link(link)[problem.record])
        return at if at >= 0 else None

    return position


def _order(book: Book, problem: Problem) -> object:
    return order_of(book, problem.sheet, problem.record)


def _order_and(header: str) -> Same:
    """The order, and what stands in a column."""
    return lambda book, problem: (
        _order(book, problem),
        book[problem.sheet][header][problem.record],
    )


def _value(_book: Book, problem: Problem) -> object:
    return problem.value


def _price(book: Book, problem: Problem) -> object:
    """A price that the product lacks: that of every line on which none was typed."""
    frame = book[problem.sheet]
    typed = frame["Unit price"][problem.record] != BLANK
    return None if typed else int(frame.link("sku")[problem.record])


def _refusal(book: Book, problem: Problem) -> object:
    """The closing date refuses every action alike."""
    return problem.words["why"] if book.closed else None


SAME: Mapping[str, Same] = {
    "LIN01": _order_and("Line"),
    "LIN02": _order_and("Line"),
    "LIN03": _order_and("SKU"),
    "PIK01": _linked("line"),
    "PAC01": _linked("line"),
    "SHP02": _order_and("Container"),
    "SHP03": _order_and("Container"),
    "SHP04": _order,
    "SSC02": lambda _book, problem: sscc_digits(problem.value),
    "SSC03": lambda _book, problem: problem.words["prefix"],
    "INV02": _linked("line"),
    "RET02": _linked("line"),
    "RET03": _linked("line"),
    "RST01": _linked("return"),
    "AGR01": _linked("invoice"),
    "AGR02": _linked("return"),
    "PAY01": _order,
    "PAY02": _linked("invoice"),
    "STA01": _order,
    "PRI01": _price,
    "ACT02": _refusal,
}
"""By code, what makes the problems of several rows one."""

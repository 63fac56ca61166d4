"""Rules on price lists: no line is priced otherwise while the row of its list is in error.

The rules are in docs/reference/rules.md, section 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.checks.violations import Rule, Violation
from sheetflow.domain.book import Book
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.list_prices import find_list_prices


def prices_in_doubt(book: Book, lines: Lines) -> Iterator[Violation]:
    """A line without a price that a row of Prices in error may have a price for."""
    if not len(book.prices):
        return
    unknown = find_list_prices(book, book.settings, book.as_of).unknown
    yield Violation("PRL05", "Order lines", "Unit price", lines.counts & unknown)


RULES: tuple[Rule, ...] = (prices_in_doubt,)
"""The rules of this module."""

"""Reminders: which invoices reach a level that their customer was not reminded of yet."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

from .settle import receivables, settle

if TYPE_CHECKING:
    from .book import Book
    from .reading import Sheets

ZERO = Fraction(0)
COLUMNS = ("Reminded", "Reminder level")
USUAL = "7, 21, 45"


def is_reminding(sheets: Sheets) -> bool:
    """Whether what was typed says anything of reminders."""
    settings = [row.get("Setting") for row in sheets.get("Settings", [])]
    rows = sheets.get("Invoices", [])
    return "Reminder days" in settings or any(h in row for row in rows for h in COLUMNS)


def keep_reminders(book: Book, held: set[object]) -> None:
    """Write the level that each invoice has reached, unless its order is on hold or nothing is owed on the whole."""
    closing = book.setting("Closing date")
    if book.setting_in_error or (closing and book.as_of <= closing):
        return
    owing = _owing(book)
    days = [int(day) for day in str(book.setting("Reminder days") or USUAL).split(",")]
    for order in book.live("Orders"):
        if order["Order"] in held or order["Customer"] not in owing:
            continue
        for due in settle(book, order["Order"]).invoices:
            late = _days_late(book, due.row["Due date"])
            level = bisect_right(days, late) if due.balance > 0 and late > 0 else 0
            if level > (due.row["Reminder level"] or 0):
                due.row.write("Reminder level", Fraction(level))
                due.row.write(
                    "Reminded", max(due.row["Reminded"] or book.as_of, book.as_of)
                )


def _days_late(book: Book, due: object) -> int:
    return (book.as_of - (due or book.as_of)).days  # type: ignore[operator,no-any-return]


def _owing(book: Book) -> set[object]:
    """The customers whose overdue invoices are more than what they have on account."""
    owed = {key: sums["Unallocated"] for key, sums in receivables(book).items()}
    for order in book.live("Orders"):
        for due in settle(book, order["Order"]).invoices:
            if due.balance > 0 and _days_late(book, due.row["Due date"]) > 0:
                owed[order["Customer"]] += due.balance
    return {key for key, amount in owed.items() if amount > 0}

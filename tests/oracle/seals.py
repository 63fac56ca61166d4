"""The closed period: rows that were dated in it when it was closed, and what was changed in them since.

See docs/concepts/closing.md. A row is dated by its own date; a packing row by its shipment, an invoice line by its
invoice, a return by the day on which it came back or was credited, whichever is earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import UnreadableError, as_date, as_text, canonical, is_blank
from .schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from .book import Book, Row
    from .reading import Sheets

OWN_DATES = {
    "Stock moves": ("Date",),
    "Receipts": ("Receipt date",),
    "Picks": ("Pick date",),
    "Shipments": ("Ship date",),
    "Invoices": ("Invoice date",),
    "Payments": ("Payment date",),
    "Returns": ("Return date", "Credit date"),
    "Restocks": ("Restock date",),
}
DATED_BY = {
    "Packing": ("Shipments", ("Order", "Container"), "Ship date"),
    "Invoice lines": ("Invoices", ("Invoice",), "Invoice date"),
}
REMINDED = ("Reminded", "Reminder level")
"""What is never sealed: an invoice of a closed period is reminded of too."""
Seals = dict[tuple[str, int], dict[str, object]]
"""The cells of each closed row, by its sheet and where it is in it."""


def seals_of(sheets: Sheets) -> Seals:
    """The seals of a workbook after the run that closed the period; none where no closing date is set."""
    sheets = canonical(sheets)
    closing = _closing_date(sheets)
    if closing is None:
        return {}
    return {
        (sheet, index): dict(row)
        for sheet in (*OWN_DATES, *DATED_BY)
        for index, row in enumerate(sheets.get(sheet, []))
        if _is_closed(sheets, sheet, row, closing)
    }


def _closing_date(sheets: Sheets) -> date | None:
    found = [
        row.get("Value")
        for row in sheets.get("Settings", [])
        if row.get("Setting") == "Closing date"
    ]
    return _day(found[0]) if found else None


def _day(cell: object) -> date | None:
    if is_blank(cell):
        return None
    try:
        return as_date(cell)
    except UnreadableError:
        return None


def _is_closed(
    sheets: Sheets, sheet: str, row: dict[str, object], closing: date
) -> bool:
    if sheet in OWN_DATES:
        days = [_day(row.get(header)) for header in OWN_DATES[sheet]]
    else:
        other, keys, header = DATED_BY[sheet]
        wanted = [as_text(row.get(key)) for key in keys]
        days = [
            _day(found.get(header))
            for found in sheets.get(other, [])
            if [as_text(found.get(key)) for key in keys] == wanted
        ]
    known = [day for day in days if day is not None]
    return bool(known) and min(known) <= closing


def changes_of_closed_rows(book: Book) -> Iterator[tuple[Row, str, str]]:
    """Cells of closed rows that are not as they were; a blank may be filled."""
    for (sheet, index), before in book.seals.items():
        row = book.rows[sheet][index]
        for column in COLUMNS[sheet]:
            was = before.get(column.header)
            if column.derived or column.header in REMINDED or is_blank(was):
                continue
            if _plain(was) != _plain(row.raw.get(column.header)):
                yield row, column.header, "changed in the closed period"
        if is_blank(before.get("Voided")) and not is_blank(row.raw.get("Voided")):
            yield row, "Voided", "voided in the closed period"


def _plain(cell: object) -> object:
    return None if is_blank(cell) else as_text(cell)

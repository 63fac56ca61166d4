"""Reminders as rows."""

from __future__ import annotations

from sheetflow.documents.model import Reminder
from sheetflow.documents.wording.account_wording import (
    reminder_facts,
    reminder_text,
    reminder_title,
)
from sheetflow.documents.xlsx.account_table import (
    GRID,
    open_header,
    open_rows,
    total_rows,
)
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.layout import DocumentLayout, Row, text_rows
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.statement import bank_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

__all__ = ["GRID", "reminder_layout"]

_TEXT_EMS = GRID.ems(9)
_TEXT_HEIGHT = 13.5


def reminder_layout(reminder: Reminder, stationery: Stationery) -> DocumentLayout:
    """A reminder: what the customer is asked to do, and all overdue invoices."""
    seller = stationery.seller
    formats = stationery.formats.of(reminder.currency)
    name = f"{reminder_title(reminder, formats.words)} {reminder.number}"
    return DocumentLayout(
        head=_head(reminder, stationery, formats),
        table_header=[open_header(formats.words)],
        body=open_rows(reminder, formats),
        ending=[Row(8.25), *total_rows(reminder, formats)],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
        notes=bank_rows(reminder, seller),
    )


def _head(
    reminder: Reminder, stationery: Stationery, formats: CellFormats
) -> list[Row]:
    words = formats.words
    text = wrap(reminder_text(reminder, formats), _TEXT_EMS)
    return [
        *letterhead(stationery, reminder_title(reminder, words), GRID),
        *address_block(reminder.buyer, reminder_facts(reminder, words), formats, GRID),
        Row(20.25),
        *text_rows(text, "text", _TEXT_HEIGHT),
        Row(12),
    ]

"""Statements of account as rows."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.documents.model import Reminder, Seller, Statement
from sheetflow.documents.wording.account_wording import (
    bucket_names,
    statement_facts,
    statement_title,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.priced_wording import bank_texts
from sheetflow.documents.xlsx.account_table import (
    GRID,
    activity_header,
    activity_rows,
    open_header,
    open_rows,
    total_rows,
)
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.layout import Cell, DocumentLayout, Row, text_rows
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.table_rows import LINE_HEIGHT, header_row, headings
from sheetflow.documents.xlsx.text_wrapping import wrap

__all__ = ["GRID", "bank_rows", "statement_layout"]

_BANK_EMS = GRID.ems(8.5)
_BANK_HEIGHT = 13.5

_BUCKET_COLUMNS = (1, 2, 3, 5, 7, 8)
"""The columns of the table of ages; narrow ones are left out."""


def statement_layout(statement: Statement, stationery: Stationery) -> DocumentLayout:
    """A statement of account: what is open and on account, or what happened, and how old it all is."""
    seller = stationery.seller
    formats = stationery.formats.of(statement.currency)
    words = formats.words
    name = f"{words.text('Statement')} {statement.number}"
    return DocumentLayout(
        head=_head(statement, stationery, formats),
        table_header=[_table_header(statement, words)],
        body=_body(statement, formats),
        ending=_ending(statement, formats),
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
        notes=bank_rows(statement, seller),
    )


def _head(
    statement: Statement, stationery: Stationery, formats: CellFormats
) -> list[Row]:
    words = formats.words
    facts = statement_facts(statement, stationery.seller, words)
    return [
        *letterhead(stationery, statement_title(words), GRID),
        *address_block(statement.buyer, facts, formats, GRID),
        Row(20.25),
    ]


def _table_header(statement: Statement, words: Words) -> Row:
    return activity_header(words) if statement.activity else open_header(words)


def _body(statement: Statement, formats: CellFormats) -> list[Row]:
    if statement.activity:
        return activity_rows(statement.activity, formats)
    return open_rows(statement, formats)


def _ending(statement: Statement, formats: CellFormats) -> list[Row]:
    return [
        Row(8.25),
        *total_rows(statement, formats),
        Row(18),
        *_aging_rows(statement, formats),
    ]


def _aging_rows(statement: Statement, formats: CellFormats) -> list[Row]:
    """How long the open amounts have been due, as on the sheet Receivables."""
    return [_aging_header(statement, formats.words), _aging_row(statement, formats)]


def _aging_header(statement: Statement, words: Words) -> Row:
    names = dict(zip(_BUCKET_COLUMNS, bucket_names(statement, words), strict=True))
    ages = [names.get(column, "") for column in range(1, len(GRID.widths))]
    by_age = words.text("By age")
    return header_row([(by_age, "head"), *headings(ages, "head right")])


def _aging_row(statement: Statement, formats: CellFormats) -> Row:
    amounts = _aging_amounts(statement)
    cells = [
        Cell(column, amounts.get(column), "line number", formats.amount_cell)
        for column in range(len(GRID.widths))
    ]
    return Row(LINE_HEIGHT, tuple(cells))


def _aging_amounts(statement: Statement) -> dict[int, Decimal]:
    """The open amounts by age, and last the amount on account, by column."""
    amounts = [amount for _, amount in statement.buckets]
    amounts.append(statement.unallocated)
    return dict(zip(_BUCKET_COLUMNS, amounts, strict=True))


def bank_rows(document: Statement | Reminder, seller: Seller) -> list[Row]:
    """Where to pay what is owed."""
    texts = bank_texts(seller.bank, document.total)
    lines = [line for text in texts for line in wrap(text, _BANK_EMS)]
    if not lines:
        return []
    return [Row(12), *text_rows(lines, "note", _BANK_HEIGHT)]

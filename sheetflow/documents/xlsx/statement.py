"""Statements of account as rows."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.documents.model import OnAccount, OpenItem, Seller, Statement
from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.account_wording import (
    balance_label,
    bucket_names,
    statement_facts,
    statement_title,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.priced_wording import bank_texts
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import (
    Cell,
    DocumentLayout,
    Row,
    blank_cells,
    text_rows,
)
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.sum_rows import sum_rows
from sheetflow.documents.xlsx.table_rows import (
    LINE_HEIGHT,
    Text,
    header_row,
    headings,
    line_rows,
)
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((11.5, 11, 15, 10.5, 10.5, 7.5, 11, 11.5), label_column=4)
INVOICE, ORDER, REFERENCE, DATE, DUE, DAYS_LATE, TOTAL, BALANCE = range(8)
BALANCE_LETTER = "H"

_INVOICE_EMS = GRID.ems(9, INVOICE, ORDER)
_ORDER_EMS = GRID.ems(8, ORDER, REFERENCE)
_REFERENCE_EMS = GRID.ems(8, REFERENCE, DATE)
_BANK_EMS = GRID.ems(8.5)
_BANK_HEIGHT = 13.5

_LEFT_HEADINGS = ("Invoice", "Order", "Your reference")
_RIGHT_HEADINGS = ("Date", "Due", "Days late", "Total", "Balance")

_BUCKET_COLUMNS = (1, 2, 3, 4, 6, 7)
"""The columns of the table of ages; the narrow one of days late is left out."""


def statement_layout(statement: Statement, stationery: Stationery) -> DocumentLayout:
    """A statement of account: the open invoices, what is on account, and how old it all is."""
    seller = stationery.seller
    formats = stationery.formats.of(statement.currency)
    words = formats.words
    name = f"{words.text('Statement')} {statement.number}"
    return DocumentLayout(
        head=_head(statement, stationery, formats),
        table_header=[_table_header(words)],
        body=_body(statement, formats),
        ending=_ending(statement, formats),
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
        notes=_bank_rows(statement, seller),
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


def _table_header(words: Words) -> Row:
    text = words.text
    left = [text(word) for word in _LEFT_HEADINGS]
    right = [text(word) for word in _RIGHT_HEADINGS]
    return header_row(
        [
            *headings(left, "head"),
            *headings(right, "head right"),
        ]
    )


def _body(statement: Statement, formats: CellFormats) -> list[Row]:
    items = [row for item in statement.items for row in _item_rows(item, formats)]
    return [*items, *_on_account_rows(statement, formats)]


def _on_account_rows(statement: Statement, formats: CellFormats) -> list[Row]:
    return [_on_account_row(account, formats) for account in statement.on_account]


def _item_rows(item: OpenItem, formats: CellFormats) -> list[Row]:
    texts = (
        Text(INVOICE, wrap(item.number, _INVOICE_EMS), "line"),
        Text(ORDER, wrap(item.order, _ORDER_EMS), "line grey"),
        Text(REFERENCE, wrap(item.customer_po, _REFERENCE_EMS), "line grey"),
    )
    return line_rows(texts, _item_cells(item, formats))


def _item_cells(item: OpenItem, formats: CellFormats) -> tuple[Cell, ...]:
    date_format = formats.date_cell
    amount_format = formats.amount_cell
    return (
        Cell(DATE, item.date, "line right", date_format),
        Cell(DUE, item.due, "line right", date_format),
        Cell(DAYS_LATE, item.days_late or None, "line right"),
        Cell(TOTAL, item.total, "line right", amount_format),
        Cell(BALANCE, item.balance, "line number", amount_format),
    )


def _on_account_row(account: OnAccount, formats: CellFormats) -> Row:
    text = formats.words.text("On account, {order}", order=account.order)
    cells = (
        Cell(0, text, "line"),
        *blank_cells(range(1, BALANCE), "line"),
        Cell(BALANCE, account.amount, "line number", formats.amount_cell),
    )
    return Row(LINE_HEIGHT, cells, "line")


def _ending(statement: Statement, formats: CellFormats) -> list[Row]:
    return [
        Row(8.25),
        *_total_rows(statement, formats),
        Row(18),
        *_aging_rows(statement, formats),
    ]


def _total_rows(statement: Statement, formats: CellFormats) -> list[Row]:
    total = SumLine("total", balance_label(statement, formats.words), statement.total)
    return sum_rows([total], _total_formula(statement), formats, GRID)


def _total_formula(statement: Statement) -> dict[str, str]:
    """The sum of the lines; none where there are no lines."""
    at = BALANCE_LETTER
    if statement.items or statement.on_account:
        return {"total": f"SUM({at}{{line}}:{at}{{line_last}})"}
    return {}


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


def _bank_rows(statement: Statement, seller: Seller) -> list[Row]:
    lines = _bank_lines(statement, seller)
    if not lines:
        return []
    return [Row(12), *text_rows(lines, "note", _BANK_HEIGHT)]


def _bank_lines(statement: Statement, seller: Seller) -> list[str]:
    texts = bank_texts(seller.bank, statement.total)
    return [line for text in texts for line in wrap(text, _BANK_EMS)]

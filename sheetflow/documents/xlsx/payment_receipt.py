"""Receipts for payments and refunds as rows."""

from __future__ import annotations

from sheetflow.documents.model import PaymentReceipt
from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.account_wording import (
    receipt_facts,
    receipt_reference,
    receipt_text,
    receipt_title,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, DocumentLayout, Row, text_rows
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.sum_rows import sum_rows
from sheetflow.documents.xlsx.table_rows import Text, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((15, 19, 16, 13, 12, 13), label_column=3)
NUMBER, ORDER, INVOICE, DATE, BLANK, AMOUNT = range(6)

_TEXT_EMS = GRID.ems(9)
_NUMBER_EMS = GRID.ems(9, NUMBER, ORDER)
_ORDER_EMS = GRID.ems(8, ORDER, INVOICE)
_INVOICE_EMS = GRID.ems(8, INVOICE, DATE)


def receipt_layout(receipt: PaymentReceipt, stationery: Stationery) -> DocumentLayout:
    """A receipt: that money came, and what it is for."""
    formats = stationery.formats.of(receipt.currency)
    words = formats.words
    seller = stationery.seller
    name = f"{receipt_title(receipt, words)} {receipt.number}"
    total = SumLine("total", _total_label(receipt, words), receipt.amount)
    return DocumentLayout(
        head=_head(receipt, stationery, formats),
        table_header=[_table_header(receipt, words)],
        body=_body(receipt, formats),
        ending=[Row(8.25), *sum_rows([total], {}, formats, GRID)],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
    )


def _total_label(receipt: PaymentReceipt, words: Words) -> str:
    return words.text("Total {currency}", currency=receipt.currency)


def _head(
    receipt: PaymentReceipt, stationery: Stationery, formats: CellFormats
) -> list[Row]:
    words = formats.words
    text = wrap(receipt_text(receipt, formats), _TEXT_EMS)
    return [
        *letterhead(stationery, receipt_title(receipt, words), GRID),
        *address_block(receipt.buyer, receipt_facts(receipt, words), formats, GRID),
        Row(20.25),
        *text_rows(text, "text", 13.5),
        Row(12),
    ]


def _table_header(receipt: PaymentReceipt, words: Words) -> Row:
    text = words.text
    return header_row(
        [
            (text("Refund" if receipt.is_refund else "Payment"), "head"),
            (text("Order"), "head"),
            (text("Invoice"), "head"),
            (text("Date"), "head right"),
            ("", "head right"),
            (text("Amount"), "head right"),
        ]
    )


def _body(receipt: PaymentReceipt, formats: CellFormats) -> list[Row]:
    texts = (
        Text(NUMBER, wrap(receipt.number, _NUMBER_EMS), "line"),
        Text(ORDER, wrap(receipt_reference(receipt), _ORDER_EMS), "line grey"),
        Text(INVOICE, wrap(receipt.invoice, _INVOICE_EMS), "line grey"),
    )
    cells = (
        Cell(DATE, receipt.date, "line right", formats.date_cell),
        Cell(BLANK, None, "line"),
        Cell(AMOUNT, receipt.amount, "line number", formats.amount_cell),
    )
    return line_rows(texts, cells)

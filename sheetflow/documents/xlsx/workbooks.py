"""Which workbooks a set of documents makes, and how each kind of document is laid out in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from sheetflow.documents.model import (
    FILE_STEMS,
    Document,
    Documents,
    Seller,
    seller_on_file,
)
from sheetflow.documents.wording.document_formats import seller_formats
from sheetflow.documents.xlsx import (
    container_label,
    credit_note,
    delivery_note,
    goods_in_list,
    packing_slip,
    payment_receipt,
    pick_list,
    price_list,
    priced_document,
    purchase_order,
    reminder,
    statement,
)
from sheetflow.documents.xlsx.arrangement import Arrangement
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.document_workbook import DocumentWorkbook
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import DocumentLayout
from sheetflow.documents.xlsx.letterhead import Stationery
from sheetflow.documents.xlsx.page_setup import SheetSetup
from sheetflow.documents.xlsx.paper_sizes import Paper, paper_of


class _Kind(NamedTuple):
    """How a kind of document is laid out: the sheet's name, its columns, and what makes rows of a document.

    A container may need several labels; a document of all other kinds is laid out once.
    `unused` says which columns are empty in a whole file; they are left out.
    """

    sheet_name: str
    grid: Grid
    lay_out: Callable[[Any, Stationery], DocumentLayout | list[DocumentLayout]]
    unused: Callable[[Any], frozenset[int]] = lambda _: frozenset()
    description: int = 1


def _priced(
    sheet_name: str, lay_out: Callable[[Any, Stationery], DocumentLayout]
) -> _Kind:
    """A kind of document with prices."""
    unused = priced_document.unused_columns
    return _Kind(sheet_name, priced_document.GRID, lay_out, unused)


_KINDS = {
    "quotes": _priced("Quotes", priced_document.quote_layout),
    "orders": _priced("Order confirmations", priced_document.confirmation_layout),
    "proforma": _priced("Proforma invoices", priced_document.proforma_layout),
    "picks": _Kind(
        "Pick lists",
        pick_list.GRID,
        pick_list.pick_list_layout,
        pick_list.unused_columns,
        pick_list.DESCRIPTION,
    ),
    "packing": _Kind(
        "Packing slips", packing_slip.GRID, packing_slip.packing_slip_layout
    ),
    "labels": _Kind("Labels", container_label.GRID, container_label.label_layouts),
    "deliveries": _Kind(
        "Delivery notes", delivery_note.GRID, delivery_note.delivery_note_layout
    ),
    "invoices": _priced("Invoices", priced_document.invoice_layout),
    "credits": _Kind("Credit notes", credit_note.GRID, credit_note.credit_note_layout),
    "statements": _Kind("Statements", statement.GRID, statement.statement_layout),
    "reminders": _Kind("Reminders", reminder.GRID, reminder.reminder_layout),
    "receipts": _Kind("Receipts", payment_receipt.GRID, payment_receipt.receipt_layout),
    "prices": _Kind("Price lists", price_list.GRID, price_list.price_list_layout),
    "purchases": _Kind(
        "Purchase orders", purchase_order.GRID, purchase_order.purchase_order_layout
    ),
    "arrivals": _Kind("Goods in", goods_in_list.GRID, goods_in_list.goods_in_layout),
}


def workbook_writers(
    documents: Documents,
) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
    """The workbooks of these documents: each file's name, and what writes it into a binary file."""
    for kind, chosen in documents.by_kind():
        seller = documents.seller_of(kind)
        formats = seller_formats(seller, CellFormats)
        stationery = Stationery(seller, _paper(kind, seller), formats)
        write = partial(_write, _KINDS[kind], chosen, stationery)
        yield f"{FILE_STEMS[kind]}.xlsx", write


LABEL = container_label.GRID
"""A label is never mirrored: its place on the paper is that of the labels."""


def _paper(kind: str, seller: Seller) -> Paper:
    if kind == "labels":
        return container_label.label_paper(seller.style.label_format)
    return paper_of(seller.style.paper)


def _write(
    kind: _Kind,
    documents: Sequence[Document],
    stationery: Stationery,
    target: BinaryIO,
) -> None:
    name = stationery.formats.words.text(kind.sheet_name)
    arrangement = Arrangement(kind.unused(documents), kind.description)
    stationery = replace(stationery, arrangement=arrangement)
    grid = arrangement.grid(kind.grid)
    is_mirrored = stationery.formats.words.is_from_right and kind.grid != LABEL
    setup = SheetSetup(name, grid.widths, stationery.paper, is_mirrored)
    workbook = DocumentWorkbook(target, stationery.seller, setup)
    workbook.write(
        layout
        for document in documents
        for layout in _laid_out(kind, document, stationery)
    )


def _laid_out(
    kind: _Kind, document: Document, stationery: Stationery
) -> list[DocumentLayout]:
    """A document on the stationery of who issued it."""
    seller = seller_on_file(document, stationery.seller)
    own = replace(stationery, seller=seller)
    made = kind.lay_out(document, own.of(document))
    return made if isinstance(made, list) else [made]

"""Documents as workbooks that just print: one for each kind, a block for each document.

Cells hold true values with formats, totals are formulas with their values beside them, and no text is taken for a
formula. This package and its babel and xlsxwriter are imported only when something is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from sheetflow.documents.model import FILE_STEMS, Document, Documents, Seller
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.xlsx import (
    account_sheets,
    goods_sheets,
    label_pages,
    priced_sheets,
)
from sheetflow.documents.xlsx.document_workbook import Binder, Binding
from sheetflow.documents.xlsx.pagination import Sheet
from sheetflow.documents.xlsx.paper_sizes import Paper, paper_of

__all__ = ["books_of"]


class _Kind(NamedTuple):
    """How a kind is laid out: the sheet's name, the widths of its columns, and one document as rows."""

    name: str
    widths: Sequence[float]
    lay_out: Callable[[Any], Sheet]
    paper: Paper


def workbook_writers(
    documents: Documents,
) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
    """The workbooks of these documents: each file's name, and what writes it into a binary file."""
    seller = documents.seller
    kinds = _kinds(seller, Formats(seller.style.locale, seller.currency))
    for kind, chosen in documents.by_kind():
        yield f"{FILE_STEMS[kind]}.xlsx", partial(_write, seller, kinds[kind], chosen)


def _kinds(seller: Seller, formats: Formats) -> dict[str, _Kind]:
    paper, label = (
        paper_of(seller.style.paper),
        label_pages.label_paper(seller.style.label_format),
    )
    prices = priced_sheets.PricedSheets(seller, paper, formats)
    things = goods_sheets.GoodsSheets(seller, paper, formats)
    credits = account_sheets.CreditSheets(seller, paper, formats).credit_note
    statement = account_sheets.StatementSheets(seller, paper, formats).statement
    return {
        "quotes": _Kind("Quotes", priced_sheets.GRID.widths, prices.quote, paper),
        "orders": _Kind(
            "Order confirmations", priced_sheets.GRID.widths, prices.confirmation, paper
        ),
        "picks": _Kind(
            "Pick lists", goods_sheets.PICK_GRID.widths, things.pick_list, paper
        ),
        "packing": _Kind(
            "Packing slips",
            goods_sheets.PACKING_GRID.widths,
            things.packing_slip,
            paper,
        ),
        "labels": _Kind(
            "Labels",
            label_pages.GRID.widths,
            label_pages.LabelSheets(seller, label, formats).label,
            label,
        ),
        "invoices": _Kind("Invoices", priced_sheets.GRID.widths, prices.invoice, paper),
        "credits": _Kind(
            "Credit notes", account_sheets.CREDIT_GRID.widths, credits, paper
        ),
        "statements": _Kind(
            "Statements", account_sheets.STATEMENT_GRID.widths, statement, paper
        ),
    }


def _write(
    seller: Seller, kind: _Kind, documents: Sequence[Document], target: BinaryIO
) -> None:
    Binder(target, seller, Binding(kind.name, kind.widths, kind.paper)).bind(
        map(kind.lay_out, documents)
    )

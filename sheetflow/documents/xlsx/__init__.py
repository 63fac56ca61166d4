"""Documents as workbooks that just print: one for each kind, a block for each document.

Cells hold true values with formats, totals are formulas with their values beside them, and no text is taken for a
formula. This package and its babel and xlsxwriter are imported only when something is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from sheetflow.documents.model import FILE_STEMS, Document, Documents, House
from sheetflow.documents.wording.formats import Formats
from sheetflow.documents.xlsx import accounts, goods, labels, priced
from sheetflow.documents.xlsx.binder import Binder, Binding
from sheetflow.documents.xlsx.pages import Sheet
from sheetflow.documents.xlsx.paper import Paper, paper_of

__all__ = ["books_of"]


class _Kind(NamedTuple):
    """How a kind is laid out: the sheet's name, the widths of its columns, and one document as rows."""

    name: str
    widths: Sequence[float]
    lay_out: Callable[[Any], Sheet]
    paper: Paper


def books_of(documents: Documents) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
    """The workbooks of these documents: each file's name, and what writes it into a binary file."""
    house = documents.house
    kinds = _kinds(house, Formats(house.style.locale, house.currency))
    for kind, chosen in documents.by_kind():
        yield f"{FILE_STEMS[kind]}.xlsx", partial(_write, house, kinds[kind], chosen)


def _kinds(house: House, formats: Formats) -> dict[str, _Kind]:
    paper, label = (
        paper_of(house.style.paper),
        labels.label_paper(house.style.label_format),
    )
    prices = priced.PricedSheets(house, paper, formats)
    things = goods.GoodsSheets(house, paper, formats)
    credits = accounts.CreditSheets(house, paper, formats).credit_note
    statement = accounts.StatementSheets(house, paper, formats).statement
    return {
        "quotes": _Kind("Quotes", priced.GRID.widths, prices.quote, paper),
        "orders": _Kind(
            "Order confirmations", priced.GRID.widths, prices.confirmation, paper
        ),
        "picks": _Kind("Pick lists", goods.PICK_GRID.widths, things.pick_list, paper),
        "packing": _Kind(
            "Packing slips", goods.PACKING_GRID.widths, things.packing_slip, paper
        ),
        "labels": _Kind(
            "Labels",
            labels.GRID.widths,
            labels.LabelSheets(house, label, formats).label,
            label,
        ),
        "invoices": _Kind("Invoices", priced.GRID.widths, prices.invoice, paper),
        "credits": _Kind("Credit notes", accounts.CREDIT_GRID.widths, credits, paper),
        "statements": _Kind(
            "Statements", accounts.STATEMENT_GRID.widths, statement, paper
        ),
    }


def _write(
    house: House, kind: _Kind, documents: Sequence[Document], target: BinaryIO
) -> None:
    Binder(target, house, Binding(kind.name, kind.widths, kind.paper)).bind(
        map(kind.lay_out, documents)
    )

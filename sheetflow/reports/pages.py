"""A report as PDF: the figures, their totals, and what they agree with."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sheetflow.documents.gather.seller import seller_of
from sheetflow.documents.model import DocumentFile
from sheetflow.documents.pdf import compile_pdf
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.domain.book import Book
from sheetflow.reports.formats import Heading
from sheetflow.reports.sheets import MARGIN, NARROWEST, WIDEST, agreement_text
from sheetflow.reports.tables import Column, Report, Value
from sheetflow.reports.wording import worded, worded_cells


def pdf_file(report: Report, book: Book, heading: Heading, stem: str) -> DocumentFile:
    """The report as PDF. Raises SheetflowError where PDFs cannot be made."""
    seller = seller_of(book.settings, book.as_of, Path())
    usual = Formats(seller.style.locale, seller.currency)
    formats = heading.formats or usual
    data = {"report": _data(report, formats, heading), "title": worded(report.title)}
    return compile_pdf("report", data, seller).named(stem)


def _data(report: Report, formats: Formats, heading: Heading) -> dict[str, Any]:
    """What the layout `report.typ` reads."""
    table = report.figures
    columns = [
        _cells(column, table.values(column), formats) for column in table.columns
    ]
    closing = [agreement_text(each, heading) for each in report.agreements]
    return {
        "title": worded(report.title),
        "covers": f"{report.covers}   {heading.currency}",
        "columns": [
            _column(*each) for each in zip(table.columns, columns, strict=True)
        ],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "totals": _totals(report, formats),
        "closing": [*closing, *map(worded, report.notes)],
    }


def _column(column: Column, cells: list[str]) -> dict[str, object]:
    """A column's header, whether it is text, and how wide it is next to the others."""
    header = worded(column.header)
    longest = max(map(len, [header, *cells]))
    weight = min(max(longest + MARGIN, NARROWEST), WIDEST)
    return {"header": header, "is_text": column.kind == "text", "weight": weight}


def _totals(report: Report, formats: Formats) -> list[str]:
    """The last line of the table."""
    table = report.figures
    totals = []
    for column in table.columns:
        shown = _writer(column.kind, formats)
        totals.append(shown(table.total(column)) if column.total else "")
    totals[0] = totals[0] or worded("Total")
    return totals


def _cells(column: Column, values: list[Value], formats: Formats) -> list[str]:
    """The values of a column as text."""
    shown = _writer(column.kind, formats)
    texts = ["" if value is None else shown(value) for value in values]
    return worded_cells(column, texts) if column.kind == "text" else texts


def _writer(kind: str, formats: Formats) -> Callable[[Any], str]:
    """How values of a kind are written."""
    if kind == "money":
        return formats.amount
    if kind == "quantity":
        return formats.quantity
    if kind == "percent":
        return partial(_percent, formats)
    return str


def _percent(formats: Formats, percent: Decimal) -> str:
    """A percentage with two decimals, or as many as it has."""
    exact = formats.quantity(percent)
    decimals = len(exact.partition(formats.decimal_mark)[2])
    mark = "" if decimals else formats.decimal_mark
    return exact + mark + "0" * (2 - decimals)

"""Reports as files: a workbook, and CSV and PDF where they are requested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sheetflow.documents.model import DocumentFile
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import catalogue
from sheetflow.domain.languages import language_of
from sheetflow.exporting.csv_text import Cell, csv_text
from sheetflow.reports.formats import Heading
from sheetflow.reports.sheets import write_report
from sheetflow.reports.tables import Column, Report, Table
from sheetflow.reports.wording import worded, worded_cells
from sheetflow.standards.currencies import minor_digits

if TYPE_CHECKING:
    from sheetflow.documents.xlsx.cell_formats import CellFormats


def heading_of(book: Book) -> Heading:
    """What reports of a workbook are printed for."""
    texts = book.settings.texts
    currency = book.settings.currency
    return Heading(
        company=texts.get("Company") or "",
        currency=currency,
        digits=minor_digits(currency),
        paper=texts.get("Paper") or "A4",
        formats=_formats_of(book),
    )


def _formats_of(book: Book) -> CellFormats | None:
    """The formats of the workbook's language; None for English."""
    language = language_of(catalogue().language)
    if language is None:
        return None
    from sheetflow.documents.xlsx.cell_formats import CellFormats

    locale = book.settings.texts.get("Locale") or language.locale
    return CellFormats(locale, book.settings.currency, language.code)


def workbook_file(report: Report, heading: Heading, stem: str) -> DocumentFile:
    """A report as a workbook."""
    return DocumentFile(f"{stem}.xlsx", write_report(report, heading))


def csv_files(report: Report, stem: str) -> Iterator[DocumentFile]:
    """The figures, and the documents behind them, as CSV."""
    yield _csv_file(report.figures, stem)
    yield _csv_file(report.documents, f"{stem}-documents")


def _csv_file(table: Table, stem: str) -> DocumentFile:
    headers = [worded(header) for header in table.headers]
    columns = [_csv_cells(table, column) for column in table.columns]
    rows = zip(*columns, strict=True)
    text = csv_text(headers, rows)
    return DocumentFile(f"{stem}.csv", text.encode("utf-8-sig"))


def _csv_cells(table: Table, column: Column) -> list[Cell]:
    """A column as CSV has it: dates as ISO text."""
    if column.kind == "text":
        return [*worded_cells(column, table.frame[column.header].tolist())]
    return [
        value.isoformat() if isinstance(value, date) else value
        for value in table.values(column)
    ]

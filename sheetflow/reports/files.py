"""Reports as files: a workbook, and CSV and PDF where they are requested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheetflow.documents.model import DocumentFile
from sheetflow.domain.book import Book
from sheetflow.domain.own_texts import own_name
from sheetflow.exporting.csv_text import Cell, csv_text
from sheetflow.reports.sheets import Heading, write_report
from sheetflow.reports.tables import Report, Table, Value
from sheetflow.standards.currencies import minor_digits


def heading_of(book: Book) -> Heading:
    """What reports of a workbook are printed for."""
    texts = book.settings.texts
    currency = book.settings.currency
    return Heading(
        company=texts.get("Company") or "",
        currency=currency,
        digits=minor_digits(currency),
        paper=texts.get("Paper") or "A4",
    )


def workbook_file(report: Report, heading: Heading, stem: str) -> DocumentFile:
    """A report as a workbook."""
    return DocumentFile(f"{stem}.xlsx", write_report(report, heading))


def csv_files(report: Report, stem: str) -> Iterator[DocumentFile]:
    """The figures, and the documents behind them, as CSV."""
    yield _csv_file(report.figures, stem)
    yield _csv_file(report.documents, f"{stem}-documents")


def _csv_file(table: Table, stem: str) -> DocumentFile:
    headers = [own_name(header) for header in table.headers]
    rows = [[_csv_cell(value) for value in row] for row in table.rows()]
    text = csv_text(headers, rows)
    return DocumentFile(f"{stem}.csv", text.encode("utf-8-sig"))


def _csv_cell(value: Value) -> Cell:
    """A value as CSV has it: dates as ISO text."""
    return value.isoformat() if isinstance(value, date) else value

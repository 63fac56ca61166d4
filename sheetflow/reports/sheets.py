"""A report as a workbook made for reading: figures with live totals, and the documents behind them.

The sheet of figures has a line for each group. Its first text is a link to the documents
that it is made of, and its amounts are sums of theirs. xlsxwriter is imported where this
module is.
"""

from __future__ import annotations

import io
from decimal import Decimal

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import (  # type: ignore[import-untyped]
    xl_rowcol_to_cell,
)
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.numbers import MICRO
from sheetflow.reports.figure_columns import (
    FIRST,
    HEADER_ROW,
    document_columns,
    figure_columns,
    linked_column,
    plain_number,
)
from sheetflow.reports.formats import (
    Heading,
    ReportFormats,
    Style,
    is_after_number,
)
from sheetflow.reports.rows import SheetRows, with_rows
from sheetflow.reports.tables import Agreement, Column, Report, Table
from sheetflow.reports.wording import worded

WIDTHS = {"date": 12, "quantity": 11, "money": 14, "percent": 10, "whole": 10}
MARGIN = 2
"""How much wider than its header a column is, in characters."""

NARROWEST = 8
WIDEST = 40
"""How wide columns of text are, in characters."""


PAPER_SIZES = {"A4": 9, "Letter": 1}
PLAIN_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Text stays text, whatever it begins with."""

HEADER: Style = {"bold": True, "bg_color": "1F3864", "font_color": "FFFFFF"}
TITLE: Style = {"bold": True, "font_size": 14}
TOTAL: Style = {"bold": True, "top": 1}
NOTE: Style = {"italic": True, "font_color": "595959"}
LINK: Style = {"font_color": "0563C1", "underline": 1}


def write_report(report: Report, heading: Heading) -> bytes:
    """A report as the bytes of a workbook."""
    skeleton = io.BytesIO()
    with Workbook(skeleton, PLAIN_TEXT) as workbook:
        formats = ReportFormats(workbook, heading)
        page = workbook.add_worksheet(worded("Report"))
        behind = workbook.add_worksheet(worded("Documents"))
        _Figures(page, report, formats).write()
        _write_documents(behind, report, formats)
    rows = [
        SheetRows(worded("Report"), FIRST + 1, figure_columns(report)),
        SheetRows(worded("Documents"), FIRST + 1, document_columns(report)),
    ]
    return with_rows(skeleton.getvalue(), rows)


class _Figures:
    """The sheet of figures."""

    def __init__(self, page: Worksheet, report: Report, formats: ReportFormats) -> None:
        self.page = page
        self.report = report
        self.formats = formats
        self.table = report.figures
        self.last = FIRST + len(self.table)
        """The row of the totals."""

    def write(self) -> None:
        """The heading, the formats of the lines, the totals, and what they agree with."""
        _set_up(self.page, self.report, self.table, self.formats)
        if len(self.table):
            linked = linked_column(self.table)
            _write_formats(self.page, self.table, self.formats, linked)
        self._write_totals()
        self._write_agreements()

    def _write_totals(self) -> None:
        """The live totals of the columns that are summed."""
        total = self.formats.style(**TOTAL)
        for at, column in enumerate(self.table.columns):
            if not column.total:
                text = worded("Total") if at == 0 else ""
                self.page.write_string(self.last, at, text, total)
                continue
            style = self.formats.of(self.table, column, **TOTAL)
            value = plain_number(self.table.total(column))
            self.page.write_formula(self.last, at, self._sum(at), style, value)

    def _sum(self, at: int) -> str:
        if self.last == FIRST:
            return "=0"
        first = xl_rowcol_to_cell(FIRST, at)
        last = xl_rowcol_to_cell(self.last - 1, at)
        return f"=SUM({first}:{last})"

    def _write_agreements(self) -> None:
        """What the figures must agree with, then the notes."""
        row = self.last + 2
        for agreement in self.report.agreements:
            self._write_agreement(row, agreement)
            row += 1
        note = self.formats.style(**NOTE)
        for text in self.report.notes:
            self.page.write_string(row, 0, worded(text), note)
            row += 1

    def _write_agreement(self, row: int, agreement: Agreement) -> None:
        """`Net tax = Tax of Invoices less …`, the expected figure, and whether it is the same."""
        text = agreement_text(agreement, self.formats.heading)
        style = self.formats.style(**NOTE)
        self.page.write_string(row, 0, text, style)


def agreement_text(agreement: Agreement, heading: Heading) -> str:
    """`Net tax 12.00 = Tax of Invoices less Credit tax of Returns`."""
    figure = _amount(agreement.figure, agreement, heading)
    source = worded(agreement.source)
    what = worded(agreement.what)
    if agreement.agrees:
        return f"{what} {figure} = {source}"
    expected = _amount(agreement.expected, agreement, heading)
    return f"{what} {figure} {worded('DIFFERS from')} {source}: {expected}"


def _amount(millionths: int, agreement: Agreement, heading: Heading) -> str:
    amount = Decimal(millionths) / MICRO
    formats = heading.formats
    if formats is not None:
        is_money = agreement.is_money
        return formats.amount(amount) if is_money else formats.quantity(amount)
    digits = heading.digits if agreement.is_money else 0
    whole = amount == amount.to_integral_value()
    return f"{amount:,.{digits}f}" if digits or whole else f"{amount.normalize():,f}"


def _write_documents(page: Worksheet, report: Report, formats: ReportFormats) -> None:
    """The heading of the documents, and the formats of their rows."""
    table = report.documents
    _set_up(page, report, table, formats)
    if len(table):
        _write_formats(page, table, formats)
        last = FIRST + len(table) - 1
        page.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)


def _write_formats(
    page: Worksheet, table: Table, formats: ReportFormats, linked: int = -1
) -> None:
    """One row of blank cells in the formats of the columns; `linked` is one of links."""
    for at, column in enumerate(table.columns):
        is_link = at == linked
        style = formats.style(**LINK) if is_link else formats.of(table, column)
        page.write_blank(FIRST, at, None, style)


# -- pages


def _set_up(
    page: Worksheet, report: Report, table: Table, formats: ReportFormats
) -> None:
    """The heading, the headers and the page setup of a sheet."""
    heading = formats.heading
    about = f"{heading.company}   {report.covers}   {heading.currency}".strip()
    page.write_string(0, 0, worded(report.title), formats.style(**TITLE))
    page.write_string(1, 0, about, formats.style(**NOTE))
    for at, column in enumerate(table.columns):
        _write_header(page, at, column, table, formats)
    page.freeze_panes(FIRST, 0)
    page.hide_gridlines(2)
    _set_up_printing(page, report, heading)


def _write_header(
    page: Worksheet, at: int, column: Column, table: Table, formats: ReportFormats
) -> None:
    is_text = column.kind == "text"
    side = "left" if is_text else "right"
    indent = 1 if is_text and is_after_number(table, column) else 0
    style = formats.style(**HEADER, align=side, indent=indent)
    title = worded(column.header)
    page.write_string(HEADER_ROW, at, title, style)
    page.set_column(at, at, _width(table, column, title))


def _width(table: Table, column: Column, title: str) -> int:
    """How wide a column is, in characters."""
    if column.kind != "text":
        return max(WIDTHS[column.kind], len(title) + MARGIN)
    texts = [len(str(text)) for text in table.frame[column.header].unique()]
    longest = max([len(title), *texts])
    return min(max(longest + MARGIN, NARROWEST), WIDEST)


def _set_up_printing(page: Worksheet, report: Report, heading: Heading) -> None:
    """As wide as the paper, with the headers on every page."""
    page.set_landscape()
    page.set_paper(PAPER_SIZES.get(heading.paper, PAPER_SIZES["A4"]))
    page.repeat_rows(HEADER_ROW)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    title = worded(report.title).replace("&", "&&")
    page.set_footer(f"&L{title}&C{report.covers}&R&P / &N")

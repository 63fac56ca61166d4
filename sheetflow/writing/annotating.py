"""A workbook that was checked, not run: its problems are written where they are, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheetflow.domain.schema import CHECK
from sheetflow.engine.process import Result
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Workbook
from sheetflow.writing.derived_positions import DerivedSheets, place_derived_sheets
from sheetflow.writing.fact_positions import place_checked_sheets
from sheetflow.writing.first_line import first_line
from sheetflow.writing.issues import Located, check_texts, issue_columns
from sheetflow.writing.ledger_sheets import Columns
from sheetflow.writing.marks import put_marks
from sheetflow.writing.row_checks import write_row_checks
from sheetflow.writing.sheets import write_derived_columns, write_derived_sheet


def annotate_workbook(
    workbook: Workbook,
    layouts: Mapping[str, Layout],
    derived: Mapping[str, str],
    result: Result,
    located: Sequence[Located],
) -> None:
    """Write Issues, the column Check, the marks and notes.

    `derived` are the workbook's own names of the derived sheets.
    """
    _annotate_facts(workbook, layouts, result, located)
    currency = result.book.settings.currency
    sheets = DerivedSheets(workbook, derived, currency)
    [issues] = place_derived_sheets(sheets, ["Issues"]).values()
    line = first_line(result, was_run=False)
    write_derived_sheet(workbook, issues, issue_columns(located), currency, line)


def _annotate_facts(
    workbook: Workbook,
    layouts: Mapping[str, Layout],
    result: Result,
    located: Sequence[Located],
) -> None:
    """Write the column Check, the marks and notes of the sheets of facts."""
    book = result.book
    positions = place_checked_sheets(workbook, layouts, book.settings.currency)
    texts = check_texts(result, located, book, positions)
    order_checks: Columns = {CHECK: list(texts["Orders"].values())}
    write_derived_columns(workbook, positions, book, {"Orders": order_checks})
    write_row_checks(workbook, positions, book, texts)
    put_marks(workbook, located, book, positions)

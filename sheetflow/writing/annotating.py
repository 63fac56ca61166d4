"""A workbook that was looked at, not run: what is wrong in it, written where it is wrong, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheetflow.domain.schema import CHECK
from sheetflow.engine.process import Result
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Workbook
from sheetflow.writing.first_line import first_line
from sheetflow.writing.issues import Located, check_texts, issue_columns
from sheetflow.writing.marks import put_marks
from sheetflow.writing.placed import DerivedPlaces, place_checked
from sheetflow.writing.row_checks import write_row_checks
from sheetflow.writing.sheets import write_derived_columns, write_derived_sheet


def annotate_workbook(
    workbook: Workbook,
    layouts: Mapping[str, Layout],
    derived: Mapping[str, str],
    result: Result,
    located: Sequence[Located],
) -> None:
    """Write Issues, the column Check, the marks and notes. `derived` are the workbook's own names of derived sheets."""
    book, currency = result.book, result.book.settings.currency
    places = place_checked(workbook, layouts, currency)
    texts = check_texts(result, located, book, places)
    write_derived_columns(
        workbook, places, book, {"Orders": {CHECK: list(texts["Orders"].values())}}
    )
    write_row_checks(workbook, places, book, texts)
    put_marks(workbook, located, book, places)
    issues = DerivedPlaces(workbook, derived, currency)["Issues"]
    write_derived_sheet(
        workbook,
        issues,
        issue_columns(located),
        currency,
        first_line(result, was_run=False),
    )

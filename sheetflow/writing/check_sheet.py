"""The sheet Checks as cells: its formulas refer to their own rows."""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.controls.reconciliation.reconcile import Check, check_columns
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.ledger_sheets import Columns
from sheetflow.writing.positions import SheetPosition

_REFERRED_TO = ("Engine", "Workbook", "Difference")


def check_sheet(position: SheetPosition, checks: Sequence[Check]) -> Columns:
    """The sheet Checks as columns."""
    return check_cells(position, checks, position.header_row + 1)


def check_cells(
    position: SheetPosition, checks: Sequence[Check], first_row: int
) -> Columns:
    """The rows of Checks from `first_row` on, as columns."""
    letters = [column_name(position.columns[header]) for header in _REFERRED_TO]
    return check_columns(checks, first_row, letters)

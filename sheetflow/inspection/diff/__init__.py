"""What changed between two workbooks: by sheet, key and column, wherever rows and columns have moved to."""

from __future__ import annotations

from sheetflow.inspection.diff.comparing import difference
from sheetflow.inspection.diff.model import Change, Difference, SheetDifference

__all__ = ["Change", "Difference", "SheetDifference", "difference"]

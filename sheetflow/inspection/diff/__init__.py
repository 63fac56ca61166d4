"""What changed between two workbooks: by sheet, key and column.

Rows and columns may have moved. Begin with `comparing.py`.
"""

from __future__ import annotations

from sheetflow.inspection.diff.comparing import difference
from sheetflow.inspection.diff.differences import Change, Difference, SheetDifference

__all__ = ["Change", "Difference", "SheetDifference", "difference"]

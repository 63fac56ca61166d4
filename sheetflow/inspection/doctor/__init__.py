"""What in a workbook needs attention before a first run: looked at, never changed."""

from __future__ import annotations

from sheetflow.inspection.doctor.finding import GROUPS, Finding
from sheetflow.inspection.doctor.visit import examine

__all__ = ["GROUPS", "Finding", "examine"]

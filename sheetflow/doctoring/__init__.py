"""What in a workbook needs attention before a first run: looked at, never changed."""

from __future__ import annotations

from sheetflow.doctoring.finding import GROUPS, Finding
from sheetflow.doctoring.visit import examine

__all__ = ["GROUPS", "Finding", "examine"]

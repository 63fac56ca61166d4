"""Closing a period: the rows of Settings' Closing date and before are sealed, and a later change to one is found.

When the date is set, every row dated on or before it gets a fingerprint on the derived sheet Closed period; a run
compares them. Moving the date forward seals more rows, moving it back (or clearing it) opens the period again. Nothing
of this is done where no date is set.
"""

from __future__ import annotations

from sheetflow.controls.closing.guard import ClosedPeriod, Guard
from sheetflow.controls.closing.openings import opening_problems
from sheetflow.controls.closing.seals import read_seals, seal_columns
from sheetflow.controls.closing.totals import TotalsChange, closed_totals, total_changes

__all__ = [
    "ClosedPeriod",
    "Guard",
    "TotalsChange",
    "closed_totals",
    "opening_problems",
    "read_seals",
    "seal_columns",
    "total_changes",
]

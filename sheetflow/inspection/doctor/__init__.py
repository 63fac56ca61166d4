"""What in a workbook needs attention before its first run. The doctor only reads.

`examination.py` runs the examinations, one module each. What each kind of finding says
is in `findings.toml`.
"""

from __future__ import annotations

from sheetflow.inspection.doctor.examination import examine
from sheetflow.inspection.doctor.findings import GROUPS, Finding

__all__ = ["GROUPS", "Finding", "examine"]

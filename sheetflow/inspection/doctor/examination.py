"""All examinations, in the order in which people read their findings."""

from __future__ import annotations

from pathlib import Path

from sheetflow.inspection.doctor.cell_findings import cell_findings
from sheetflow.inspection.doctor.examined_workbook import open_examined
from sheetflow.inspection.doctor.file_findings import file_findings
from sheetflow.inspection.doctor.findings import GROUPS, Finding
from sheetflow.inspection.doctor.name_findings import name_findings
from sheetflow.inspection.doctor.range_findings import range_findings
from sheetflow.inspection.doctor.space_findings import space_findings

EXAMINATIONS = (
    name_findings,
    cell_findings,
    range_findings,
    file_findings,
    space_findings,  # last, because it adds columns to try
)


def examine(path: Path) -> list[Finding]:
    """What in the workbook needs attention, the most serious first. The file is only read.

    Raises SheetflowError if the file cannot be read.
    """
    examined = open_examined(path)
    found: list[Finding] = []
    for examination in EXAMINATIONS:
        found.extend(examination(examined))
    return sorted(found, key=_severity)


def _severity(finding: Finding) -> int:
    return GROUPS.index(finding.kind.group)

"""All that the doctor looks at, in the order in which people read of it."""

from __future__ import annotations

from pathlib import Path

from sheetflow.inspection.doctor.cells import look_at_cells
from sheetflow.inspection.doctor.finding import GROUPS, Finding
from sheetflow.inspection.doctor.growth import look_at_ranges
from sheetflow.inspection.doctor.names import look_at_names
from sheetflow.inspection.doctor.patient import open_patient
from sheetflow.inspection.doctor.room import look_at_room
from sheetflow.inspection.doctor.whole import look_at_whole


def examine(path: Path) -> list[Finding]:
    """What in the workbook needs attention, the gravest first; it is only looked at.

    Raises SheetflowError where the file cannot be read.
    """
    patient = open_patient(path)
    looks = (look_at_names, look_at_cells, look_at_ranges, look_at_whole, look_at_room)
    found = [finding for look in looks for finding in look(patient)]
    return sorted(found, key=lambda finding: GROUPS.index(finding.kind.group))

"""The workbook as a whole: signature, macros, links to other files, protection, sizes near the limits."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.phrases import counted
from sheetflow.inspection.doctor.finding import Finding, listed
from sheetflow.inspection.doctor.patient import Patient
from sheetflow.workbook.guards.extent import LAST_ROW, MOST_CELLS
from sheetflow.workbook.guards.file_kinds import LARGEST_FILE
from sheetflow.workbook.package.guard import MOST_SHEETS

_NEAR = 0.6
_MOST_FORMATS = 64_000  # Excel's own limit: Microsoft, "Excel specifications and limits", Unique cell formats
_NEW_YEAR = (
    "Start a new workbook for a new year (sheetflow new --like) before it stops a run."
)
_STRAY = "Delete the stray cells far below and to the right (Ctrl+End shows the last), or move old rows away."


def look_at_whole(patient: Patient) -> Iterator[Finding]:
    """What concerns all of the file."""
    package = patient.workbook.package
    if package.signed:
        yield Finding("signature")
    if package.is_macro:
        yield Finding("macros")
    yield from _links(patient)
    yield from _protection(patient)
    yield from _sizes(patient)


def _links(patient: Patient) -> Iterator[Finding]:
    """Formulas that read other files."""
    package = patient.workbook.package
    relations = package.rels(package.workbook).values()
    books = [
        r.target for r in relations if r.is_a("externalLink") and package.has(r.target)
    ]
    if books:
        targets = [
            t.target
            for book in books
            for t in package.rels(book).values()
            if t.external
        ]
        files = listed(list(dict.fromkeys(map(_file_name, targets))))
        count = counted(len(books), "other file")
        yield Finding(
            "external-link",
            words={"count": count, "files": f": {files}" if files else ""},
        )


def _file_name(target: str) -> str:
    return target.replace("\\", "/").rpartition("/")[2]


def _protection(patient: Patient) -> Iterator[Finding]:
    """Sheets and the workbook that Excel keeps people from changing."""
    document = patient.workbook.document
    for sheet in document.sheet_parts:
        guards = document.sheet(sheet).part.all("sheetProtection")
        if any(element.get("sheet") in ("1", "true") for element in guards):
            yield Finding("protected-sheet", sheet)
    lock = document.workbook.first("workbookProtection", document.workbook.root)
    if lock and lock.get("lockStructure") in ("1", "true"):
        yield Finding("protected-workbook")


def _sizes(patient: Patient) -> Iterator[Finding]:
    """What comes near a limit, beyond which a run stops."""
    document = patient.workbook.document
    if patient.size > _NEAR * LARGEST_FILE:
        yield _size(
            "",
            f"The file has {patient.size >> 20} MB",
            f"{LARGEST_FILE >> 20} MB",
            _NEW_YEAR,
        )
    for sheet, extent in patient.workbook.package.extents.items():
        if extent.row > _NEAR * LAST_ROW:
            yield _size(
                sheet,
                f"The sheet reaches to row {extent.row:,}",
                f"{LAST_ROW:,} rows",
                _STRAY,
            )
        elif extent.cells > _NEAR * MOST_CELLS:
            yield _size(
                sheet,
                f"The sheet reaches over {extent.cells:,} cells",
                f"{MOST_CELLS:,}",
                _STRAY,
            )
    if len(document.sheet_parts) > _NEAR * MOST_SHEETS:
        yield _size(
            "",
            f"There are {len(document.sheet_parts)} sheets",
            f"{MOST_SHEETS}",
            "Delete those not in use.",
        )
    if document.cell_formats > _NEAR * _MOST_FORMATS:
        yield _size(
            "",
            f"There are {document.cell_formats:,} cell formats",
            f"Excel's {_MOST_FORMATS:,}",
            _NEW_YEAR,
        )


def _size(sheet: str, what: str, limit: str, remedy: str) -> Finding:
    return Finding(
        "size", sheet, words={"what": what, "limit": limit, "remedy": remedy}
    )

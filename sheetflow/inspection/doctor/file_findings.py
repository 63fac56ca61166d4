"""The file itself: signature, macros, links to other files, protection, its size."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.phrases import counted
from sheetflow.inspection.doctor.examined_workbook import ExaminedWorkbook
from sheetflow.inspection.doctor.findings import Finding, listed
from sheetflow.workbook.guards.extent_scan import Extent
from sheetflow.workbook.guards.file_kinds import LARGEST_FILE
from sheetflow.workbook.guards.sheet_extent import LAST_ROW, MOST_CELLS
from sheetflow.workbook.package.package_checks import MOST_SHEETS

_WORTH_REPORTING = 0.6
"""The share of a limit from which on a size is reported."""

_MOST_FORMATS = 64_000
"""Microsoft, "Excel specifications and limits", Unique cell formats."""

_TRUE = ("1", "true")

_NEW_YEAR = "Start a new workbook for the new year (sheetflow new --like … --carry-over) before runs stop."
_STRAY = (
    "Delete stray cells far below and to the right (Ctrl+End shows the last one), "
    "or move old rows elsewhere."
)


def file_findings(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """What concerns the whole file."""
    package = examined.workbook.package
    if package.signed:
        yield Finding("signature")
    if package.is_macro:
        yield Finding("macros")
    yield from _links(examined)
    yield from _protection(examined)
    yield from _file_size(examined)
    yield from _sheet_sizes(examined)
    yield from _counts(examined)


def _links(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Formulas that read other files."""
    books = _linked_books(examined)
    if books:
        files = listed(_linked_files(examined, books))
        words = {
            "count": counted(len(books), "other file"),
            "files": f": {files}" if files else "",
        }
        yield Finding("external-link", words=words)


def _linked_books(examined: ExaminedWorkbook) -> list[str]:
    """The parts that describe the workbooks that formulas read."""
    package = examined.workbook.package
    return [
        relation.target
        for relation in package.relationships(package.workbook).values()
        if relation.is_a("externalLink") and package.has(relation.target)
    ]


def _linked_files(examined: ExaminedWorkbook, books: list[str]) -> list[str]:
    """The names of the linked files, each once."""
    package = examined.workbook.package
    names = [
        _file_name(relation.target)
        for book in books
        for relation in package.relationships(book).values()
        if relation.external
    ]
    return list(dict.fromkeys(names))


def _file_name(target: str) -> str:
    return target.replace("\\", "/").rpartition("/")[2]


def _protection(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Sheets, and the workbook, that Excel protects from changes."""
    document = examined.workbook.document
    for sheet in document.sheet_parts:
        guards = document.sheet(sheet).part.all("sheetProtection")
        if any(element.get("sheet") in _TRUE for element in guards):
            yield Finding("protected-sheet", sheet)
    lock = document.workbook.first("workbookProtection", document.workbook.root)
    if lock and lock.get("lockStructure") in _TRUE:
        yield Finding("protected-workbook")


# -- sizes close to a limit, beyond which a run stops


def _file_size(examined: ExaminedWorkbook) -> Iterator[Finding]:
    if examined.size > _WORTH_REPORTING * LARGEST_FILE:
        what = f"The file is {examined.size >> 20} MB"
        yield _size("", what, f"{LARGEST_FILE >> 20} MB", _NEW_YEAR)


def _sheet_sizes(examined: ExaminedWorkbook) -> Iterator[Finding]:
    for sheet, extent in examined.workbook.package.extents.items():
        yield from _sheet_size(sheet, extent)


def _sheet_size(sheet: str, extent: Extent) -> Iterator[Finding]:
    """The used rows of a sheet, or else its used cells."""
    if extent.row > _WORTH_REPORTING * LAST_ROW:
        what = f"The sheet is used down to row {extent.row:,}"
        yield _size(sheet, what, f"{LAST_ROW:,} rows", _STRAY)
    elif extent.cells > _WORTH_REPORTING * MOST_CELLS:
        what = f"The sheet uses {extent.cells:,} cells"
        yield _size(sheet, what, f"{MOST_CELLS:,}", _STRAY)


def _counts(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """How many sheets and cell formats there are."""
    document = examined.workbook.document
    yield from _sheet_count(len(document.sheet_parts))
    yield from _format_count(document.cell_formats)


def _sheet_count(sheets: int) -> Iterator[Finding]:
    if sheets > _WORTH_REPORTING * MOST_SHEETS:
        remedy = "Delete sheets that you do not use."
        yield _size("", f"There are {sheets} sheets", f"{MOST_SHEETS}", remedy)


def _format_count(formats: int) -> Iterator[Finding]:
    if formats > _WORTH_REPORTING * _MOST_FORMATS:
        what = f"There are {formats:,} cell formats"
        yield _size("", what, f"Excel's {_MOST_FORMATS:,}", _NEW_YEAR)


def _size(sheet: str, what: str, limit: str, remedy: str) -> Finding:
    words = {"what": what, "limit": limit, "remedy": remedy}
    return Finding("size", sheet, words=words)

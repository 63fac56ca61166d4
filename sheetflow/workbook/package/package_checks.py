"""The checks before any parser sees a file, in their order.

Kind, sizes, names, checksums, XML, and the extent of the sheets. python-calamine
allocates the whole rectangle from A1 to the farthest cell, and aborts the process when
it cannot; and every cell may name one long shared string. Both are bounded here, from
the cells themselves.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.content_types import CONTENT_TYPES
from sheetflow.workbook.archive.well_formed import check_xml, plain_xml
from sheetflow.workbook.archive.xml_elements import find_elements
from sheetflow.workbook.guards.file_kinds import (
    LARGEST_FILE,
    NOT_A_WORKBOOK,
    check_document_kind,
    check_kind,
    check_zip_kind,
    too_large,
)
from sheetflow.workbook.guards.shared_strings import SharedStrings
from sheetflow.workbook.guards.sheet_extent import check_extent, check_extents
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sheetflow.workbook.archive.relationships import Relationship
    from sheetflow.workbook.archive.zip_format import Member
    from sheetflow.workbook.native.functions import Scan
    from sheetflow.workbook.package.package_reader import PackageReader

__all__ = [
    "NOT_A_WORKBOOK",
    "check_kind",
    "check_members",
    "check_part",
    "check_workbook",
    "read_file",
    "worksheets",
]

LARGEST_PART = 700 << 20
LARGEST_TOTAL = 2 << 30
MOST_MEMBERS = 20_000
MOST_SHEETS = 500
MOST_RELATIONSHIPS = 100_000
"""The relationships of one part: Excel keeps 65,530 links in a sheet."""

MOST_TYPES = 2 * MOST_MEMBERS
"""The entries of [Content_Types].xml."""

RATIO_FROM = 64 << 20
LARGEST_RATIO = 200
STRICT_FROM = 400 << 20
STRICT_TOTAL = 1 << 30
STRICT_RATIO = 50
"""How far sizes beyond these may unpack: the sheets of real workbooks, some 20 times."""

_ENCRYPTED = 0x0001


def read_file(path: Path) -> bytes:
    """The bytes of a workbook on disk. Raises SheetflowError, with the path in front."""
    try:
        size = path.stat().st_size
        if path.is_file() and size > LARGEST_FILE:
            raise SheetflowError(f"{path}: {too_large(size)}")
        return path.read_bytes()
    except OSError as error:
        raise SheetflowError(f"{path}: {_unreadable(error)}") from None


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the name and the folder"
    if isinstance(error, IsADirectoryError):
        return "this is a folder, not a workbook; name the workbook in it"
    if isinstance(error, PermissionError):
        return (
            "you are not allowed to read the file; "
            "close it where it is open, or ask for permission to read it"
        )
    return (
        f"the file cannot be read ({error.strerror}); "
        "copy it to this computer's disk and try again"
    )


# ------------------------------------------------------------------ the container


def check_members(entries: Iterable[Member]) -> list[Member]:
    """The entries as a list.

    Raises RefusedError for names, sizes and flags that no workbook has.
    """
    checked = list(entries)
    seen: set[str] = set()
    for entry in checked:
        _check_name(entry.name, seen)
        seen.add(entry.name.lower())
        _check_size(entry)
        if entry.flags & _ENCRYPTED:
            raise RefusedError(f"it is a zip file with a password; unpack it, {RESAVE}")
    _check_total(checked)
    _check_overlaps(checked)
    return checked


def _check_name(name: str, seen: set[str]) -> None:
    """Readers disagree about which of two equal names (`seen`: in lower case) counts."""
    if not _is_safe(name):
        raise RefusedError(
            f"it has a part with the unsafe name {printable(name)}; {RESAVE}"
        )
    if name.lower() in seen:
        raise RefusedError(f"it has the part {printable(name)} twice; {REPAIR}")


def _is_safe(name: str) -> bool:
    """A name with `..` or a drive would leave the folder when it is unpacked."""
    folders = name.split("/")
    return ".." not in folders and ":" not in folders[0] and name.isprintable()


def _check_total(entries: list[Member]) -> None:
    size = sum(entry.size for entry in entries)
    compressed = sum(entry.compressed for entry in entries)
    is_bomb = size > STRICT_TOTAL and size > STRICT_RATIO * compressed
    if size > LARGEST_TOTAL or is_bomb:
        most = (STRICT_TOTAL if is_bomb else LARGEST_TOTAL) >> 30
        raise RefusedError(
            f"it unpacks to more than {most} GB; delete unused sheets and pictures"
        )


def _check_size(entry: Member) -> None:
    if entry.size > LARGEST_PART or _is_bomb(entry):
        size = f"unpacks to {entry.size >> 20:,} MB, too much for a workbook"
        raise RefusedError(f"the part {printable(entry.name)} {size}; {RESAVE}")


def _is_bomb(entry: Member) -> bool:
    """Whether a large part is far smaller in the file than any sheet of cells is."""
    if entry.size > STRICT_FROM:
        return entry.size > STRICT_RATIO * entry.compressed
    return entry.size > RATIO_FROM and entry.size > LARGEST_RATIO * entry.compressed


def _check_overlaps(entries: list[Member]) -> None:
    """Entries that share bytes make gigabytes out of kilobytes."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header):
        if entry.header < end:
            name = printable(entry.name)
            raise RefusedError(
                f"the part {name} overlaps another, as in a zip bomb; {RESAVE}"
            )
        end = entry.header + len(entry.raw_name) + entry.compressed


# ------------------------------------------------------------------ the parts


def check_part(name: str, content: bytes, scan: Scan | None = None) -> None:
    """Raises RefusedError when a part that is XML by its name must not be parsed.

    `scan` is that of a big sheet, where C has read its rows.
    """
    if name.lower().endswith(".rels"):
        _check_entries(name, content, MOST_RELATIONSHIPS)
    if name.lower() == CONTENT_TYPES.lower():
        _check_entries(name, content, MOST_TYPES)
    if name.lower().endswith((".xml", ".rels")):
        rows = (scan.start, scan.end) if scan else None
        check_xml(name, content, rows)


def _check_entries(name: str, content: bytes, most: int) -> None:
    """A tag for each entry, and a few around them; in UTF-16 too, `<` is one byte."""
    if content.count(b"<") > most:
        raise RefusedError(
            f"the part {printable(name)} has more than {most:,} entries; {RESAVE}"
        )


def check_workbook(package: PackageReader) -> None:
    """Check every part that the readers need, and fill in `package.extents`.

    Raises SheetflowError for a part that is missing, damaged or beyond the limits.
    """
    _check_workbook_kind(package)
    _part_of_kind(package, "styles")
    strings = SharedStrings(_part_of_kind(package, "sharedStrings"))
    for sheet in filter(package.may_read, package.worksheets):
        content = _plain_sheet(package, sheet)
        scan = package.scan(package.worksheets[sheet])
        package.extents[sheet] = check_extent(sheet, content, scan)
        strings.add(sheet, content)
    read = partial(_plain_sheet, package)
    strings.finish(read)
    check_extents(package.extents, read)


def _check_workbook_kind(package: PackageReader) -> None:
    mimetype = package.read("mimetype") if package.has("mimetype") else b""
    check_zip_kind([name.lower() for name in package.parts], mimetype)
    check_document_kind(package.content_type_of(package.workbook))


def _plain_sheet(package: PackageReader, sheet: str) -> bytes:
    """A sheet's XML in UTF-8."""
    return _plain_part(package, package.worksheets[sheet])


def _plain_part(package: PackageReader, part: str) -> bytes:
    return plain_xml(part, package.read(part))


def _part_of_kind(package: PackageReader, kind: str) -> bytes:
    """The workbook's part of a kind in UTF-8, empty where it has none."""
    part = package.part_of_kind(kind)
    return _plain_part(package, part) if part else b""


def worksheets(
    package: PackageReader, content: bytes, relationships: dict[str, Relationship]
) -> dict[str, str]:
    """The part of each worksheet by name, from the workbook part's content.

    Raises RefusedError when there are too many sheets or none, or one is missing.
    """
    found: dict[str, str] = {}
    for attributes in _sheet_attributes(package.workbook, content):
        name = attributes.get("name", "")
        relationship = relationships.get(_relationship_id(attributes))
        if relationship is None or not package.has(relationship.target):
            raise RefusedError(
                f"the content of the sheet {printable(name)} is missing; {REPAIR}"
            )
        if relationship.is_a("worksheet"):
            found[name] = package.part_name(relationship.target)
    if not found:
        raise RefusedError(
            "it has no worksheet; choose a workbook with at least one sheet of cells"
        )
    return found


def _sheet_attributes(part: str, content: bytes) -> list[dict[str, str]]:
    """The attributes of each `<sheet>` of the workbook part, chart sheets too."""
    root, *found = find_elements(part, plain_xml(part, content))
    if root.local != "workbook":
        raise RefusedError(f"its main part is not a workbook; {RESAVE}")
    sheets = [element.attributes for element in found if element.local == "sheet"]
    if len(sheets) > MOST_SHEETS:
        count = f"{len(sheets):,} sheets, more than {MOST_SHEETS}"
        raise RefusedError(f"it has {count}; delete those not in use")
    return sheets


def _relationship_id(attributes: dict[str, str]) -> str:
    """The `r:id` of an element, under whatever prefix."""
    ids = (value for key, value in attributes.items() if key.endswith(":id"))
    return next(ids, "")

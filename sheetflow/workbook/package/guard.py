"""What is looked at before a parser sees a file: kind, sizes, names, checksums, XML, the sheets' extent.

python-calamine allocates the whole rectangle from A1 to the farthest cell, and aborts the process when it
cannot; a shared string may be named by every cell. Both are bounded here, from the cells themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive import parts
from sheetflow.workbook.archive.wellformed import check_xml, plain_xml
from sheetflow.workbook.guards.extent import check_extent, check_extents
from sheetflow.workbook.guards.file_kinds import (
    LARGEST_FILE,
    NOT_A_WORKBOOK,
    check_document_kind,
    check_kind,
    check_zip_kind,
    too_large,
)
from sheetflow.workbook.guards.shared_texts import SharedTexts
from sheetflow.workbook.refusal import REPAIR, RESAVE, RefusedError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sheetflow.workbook.archive.archive import Member
    from sheetflow.workbook.archive.parts import Relationship
    from sheetflow.workbook.package.package import Package

__all__ = [
    "NOT_A_WORKBOOK",
    "check_kind",
    "check_members",
    "check_part",
    "check_workbook",
    "read_file",
    "worksheets",
]

LARGEST_PART, LARGEST_TOTAL = 400 << 20, 1 << 30
MOST_MEMBERS, MOST_SHEETS = 20_000, 500
RATIO_FROM, LARGEST_RATIO = 64 << 20, 200
_ENCRYPTED = 0x0001


def read_file(path: Path) -> bytes:
    """The bytes of a workbook on disk. Raises SheetflowError naming the path where that is not possible."""
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
        return "the file may not be read; close it where it is open, or ask for permission to read it"
    return f"the file cannot be read ({error.strerror}); copy it to this computer's disk and try again"


# ------------------------------------------------------------------ the container


def check_members(entries: Iterable[Member]) -> list[Member]:
    """The entries as a list. Raises RefusedError for names, sizes and flags that no workbook has."""
    checked = list(entries)
    seen: set[str] = set()
    for entry in checked:
        _check_name(entry.name, seen)
        _check_size(entry)
        if entry.flags & _ENCRYPTED:
            raise RefusedError(f"it is a zip file with a password; unpack it, {RESAVE}")
    if sum(entry.size for entry in checked) > LARGEST_TOTAL:
        raise RefusedError(
            f"it unpacks to more than {LARGEST_TOTAL >> 30} GB; delete unused sheets and pictures"
        )
    _check_overlaps(checked)
    return checked


def _check_name(name: str, seen: set[str]) -> None:
    """Readers disagree about which of two equal names counts; `..` leaves the folder when it is unpacked."""
    if (
        ".." in name.split("/")
        or ":" in name.partition("/")[0]
        or not name.isprintable()
    ):
        raise RefusedError(
            f"it holds a part with the unsafe name {shown(name)}; {RESAVE}"
        )
    if name.lower() in seen:
        raise RefusedError(f"it holds the part {shown(name)} twice; {REPAIR}")
    seen.add(name.lower())


def _check_size(entry: Member) -> None:
    inflated = entry.size > RATIO_FROM and entry.size > LARGEST_RATIO * entry.compressed
    if entry.size > LARGEST_PART or inflated:
        size = f"unpacks to {entry.size >> 20:,} MB, too much for a workbook"
        raise RefusedError(f"the part {shown(entry.name)} {size}; {RESAVE}")


def _check_overlaps(entries: list[Member]) -> None:
    """Entries that share bytes make gigabytes of kilobytes."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header):
        if entry.header < end:
            raise RefusedError(
                f"the part {shown(entry.name)} overlaps another, as in a zip bomb; {RESAVE}"
            )
        end = entry.header + len(entry.raw_name) + entry.compressed


# ------------------------------------------------------------------ the parts


def check_part(name: str, content: bytes) -> None:
    """Raises RefusedError when a part that is XML by its name must not be parsed."""
    if name.lower().endswith((".xml", ".rels")):
        check_xml(name, content)


def check_workbook(package: Package) -> None:
    """Raises SheetflowError unless every part that the readers need is there, sound and within the limits."""
    mimetype = package.read("mimetype") if package.has("mimetype") else b""
    check_zip_kind([name.lower() for name in package.parts], mimetype)
    check_document_kind(package.content_type_of(package.workbook))
    _part_of(package, "styles")
    texts = SharedTexts(_part_of(package, "sharedStrings"))
    for sheet, part in package.worksheets.items():
        content = _sheet(package, part)
        package.extents[sheet] = check_extent(sheet, content)
        texts.add(content)
    check_extents(
        package.extents, lambda sheet: _sheet(package, package.worksheets[sheet])
    )


def _sheet(package: Package, part: str) -> bytes:
    return plain_xml(part, package.read(part))


def _part_of(package: Package, kind: str) -> bytes:
    """The workbook's part of a kind in UTF-8, empty where it has none."""
    for relation in package.rels(package.workbook).values():
        if relation.is_a(kind) and package.has(relation.target):
            return plain_xml(relation.target, package.read(relation.target))
    return b""


def worksheets(
    package: Package, content: bytes, rels: dict[str, Relationship]
) -> dict[str, str]:
    """The part of each worksheet by name. Raises RefusedError when there are too many, or one is missing."""
    root, *found = parts.elements(
        package.workbook, plain_xml(package.workbook, content)
    )
    if root.local != "workbook":
        raise RefusedError(f"its main part is not a workbook; {RESAVE}")
    sheets = [element.attributes for element in found if element.local == "sheet"]
    if len(sheets) > MOST_SHEETS:
        raise RefusedError(
            f"it has {len(sheets):,} sheets, more than {MOST_SHEETS}; delete those not in use"
        )
    placed: dict[str, str] = {}
    for attributes in sheets:
        name = attributes.get("name", "")
        relation = rels.get(
            next(
                (value for key, value in attributes.items() if key.endswith(":id")), ""
            )
        )
        if relation is None or not package.has(relation.target):
            raise RefusedError(
                f"the content of the sheet {shown(name)} is missing; {REPAIR}"
            )
        if relation.is_a("worksheet"):
            placed[name] = package.part_name(relation.target)
    if not placed:
        raise RefusedError(
            "it has no worksheet; give a workbook with at least one sheet of cells"
        )
    return placed

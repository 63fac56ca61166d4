"""The workbook's list of sheets: names that are free, and new sheets at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import namespace_prefix, required
from sheetflow.workbook.archive.xml_text import RELATIONS, STRICT_RELATIONS, quoted

if TYPE_CHECKING:
    from sheetflow.workbook.package.document import Document

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

LONGEST_NAME = 31
"""Excel's limit for the name of a sheet, in characters."""

_BAD_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")


def reserve_name(document: Document, name: str) -> None:
    """Take a name for a new sheet. Raises SheetflowError if it is taken or not allowed."""
    lowered = name.casefold()
    if not _is_allowed(name) or lowered in _taken_names(document):
        raise SheetflowError(
            f"cannot add a sheet named {name!r}: the name is taken or not allowed; "
            "rename the other sheet"
        )
    document.new_sheets.add(lowered)


def _is_allowed(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and not _BAD_NAME.search(name)


def _taken_names(document: Document) -> set[str]:
    """The names of all sheets, new ones too, in lower case."""
    present = {element.get("name").casefold() for element in document.sheet_elements}
    return present | document.new_sheets


def list_sheet(document: Document, name: str, sheet_part: str) -> None:
    """Put the sheet last into the workbook's list, so that all others keep their number."""
    workbook = document.workbook
    relation = document.relate(document.package.workbook, "worksheet", sheet_part)
    namespace = STRICT_RELATIONS if document.package.strict else RELATIONS
    prefix = namespace_prefix(workbook.root, namespace)
    declared = "" if prefix else f' xmlns:r="{namespace}"'
    xml = (
        f'<{workbook.prefix}sheet name="{quoted(name)}" '
        f'sheetId="{_free_number(document)}"{declared} '
        f'{prefix or "r"}:id="{relation}"/>'
    )
    workbook.append_child(required(workbook.first("sheets"), "list of sheets"), xml)


def _free_number(document: Document) -> int:
    """The id of the newest sheet."""
    numbers = (element.number("sheetId") for element in document.sheet_elements)
    return max(numbers, default=0) + len(document.new_sheets)

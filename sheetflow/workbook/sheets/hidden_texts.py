"""Texts that are kept in a workbook out of sight: hidden names whose formula is a text.

Excel, LibreOffice and openpyxl keep them when they save, whatever becomes of the sheets.
A text in a formula has at most 255 characters, so a longer one takes several names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sheetflow.workbook.archive.xml_part import Element
    from sheetflow.workbook.package.document import Document

MOST = 200
"""How many characters of a text one name keeps."""


def read_hidden_text(document: Document, name: str) -> str:
    """The text that is kept under a name; empty where there is none.

    Characters outside printable ASCII and quotes must have been encoded by the writer.
    """
    return "".join(map(_unquoted, _pieces(document, name)))


def _pieces(document: Document, name: str) -> list[str]:
    """The pieces of a text in their order, each in quotes."""
    elements = _elements(document, name)
    return [document.workbook.text(elements[at]) for at in sorted(elements)]


def _unquoted(piece: str) -> str:
    return piece.strip().removeprefix('"').removesuffix('"')


def hidden_names(document: Document, name: str, text: str) -> Mapping[str, str]:
    """The formulas that keep a text, by name; names that are no longer needed are blank."""
    pieces = [text[at : at + MOST] for at in range(0, len(text), MOST)]
    numbers = range(1, max(len(pieces), *_elements(document, name), 0) + 1)
    blanks = [""] * (len(numbers) - len(pieces))
    numbered = zip(numbers, [*pieces, *blanks], strict=True)
    return {f"{name}.{number}": f'"{piece}"' for number, piece in numbered}


def put_names(
    document: Document, formulas: Mapping[str, str], titles: Mapping[int, str]
) -> None:
    """Set hidden names of the workbook to these formulas.

    `titles` are the rows to repeat on every printed page of new sheets, by the position of the sheet, from 0.
    """
    part = document.workbook
    known = dict(_workbook_names(document))
    for name in formulas.keys() & known.keys():
        part.set_text(known[name], formulas[name])
        if known[name].get("hidden") not in ("1", "true"):
            part.set_attribute(known[name], "hidden", "1")  # LibreOffice shows them
    new = {name: text for name, text in formulas.items() if name not in known}
    px = part.prefix
    hidden = [
        f'<{px}definedName name="{name}" hidden="1">{escape(text)}</{px}definedName>'
        for name, text in new.items()
    ]
    repeated = [
        f'<{px}definedName name="_xlnm.Print_Titles" localSheetId="{at}">{escape(rows)}</{px}definedName>'
        for at, rows in titles.items()
    ]
    if hidden or repeated:
        _add_names(document, "".join((*repeated, *hidden)))


# The elements before the list of names in a workbook, the last of them first.
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


def _add_names(document: Document, xml: str) -> None:
    part = document.workbook
    px = part.prefix
    names = part.first("definedNames", part.root)
    if names:
        part.append_child(names, xml)
        return
    elements = (part.first(before, part.root) for before in _BEFORE_NAMES)
    after = next(element for element in elements if element)
    part.insert_after(after, f"<{px}definedNames>{xml}</{px}definedNames>")


def workbook_name(document: Document, name: str) -> Element | None:
    """The element of a name of the whole workbook."""
    return next(
        (found for key, found in _workbook_names(document) if key == name), None
    )


def _workbook_names(document: Document) -> Iterator[tuple[str, Element]]:
    for element in document.workbook.all("definedName"):
        if not element.get("localSheetId"):
            yield element.get("name"), element


def _elements(document: Document, name: str) -> dict[int, Element]:
    """The elements that keep a text, by number."""
    numbered = re.compile(re.escape(name) + r"\.(\d+)")
    found = ((numbered.fullmatch(key), one) for key, one in _workbook_names(document))
    return {int(match[1]): element for match, element in found if match}

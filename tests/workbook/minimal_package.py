"""Small workbooks made by hand, part by part, for tests of the package; zipfile packs them."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"


def sheet(rows: str) -> bytes:
    """A worksheet around some <row> elements."""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


def strings(*texts: str) -> bytes:
    """A string table."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}">{items}</sst>'.encode()


def relationships(*entries: tuple[str, str, str]) -> bytes:
    """A rels part of (id, kind, target)."""
    body = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>'
        for i, kind, to in entries
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'.encode()


def parts(changed: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The parts of a workbook with one sheet, Orders, of two cells; some of them replaced or added."""
    standard = {
        CONTENT_TYPES: (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>'
        ).encode(),
        ROOT_RELS: relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        WORKBOOK: (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        WORKBOOK_RELS: relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        SHEET: sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row>'
        ),
        STRINGS: strings("Order"),
        STYLES: f'<styleSheet xmlns="{MAIN}"/>'.encode(),
    }
    return {**standard, **(changed or {})}


def zipped(entries: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """The parts as a zip file. Pairs may name a part twice."""
    file = BytesIO()
    pairs = entries.items() if hasattr(entries, "items") else entries
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", UserWarning)
        for name, content in pairs:
            container.writestr(
                zipfile.ZipInfo(name, (2024, 2, 29, 12, 30, 0)),
                content,
                zipfile.ZIP_DEFLATED,
            )
    return file.getvalue()


def workbook(changed: Mapping[str, bytes] | None = None) -> bytes:
    """A small workbook as a file, some of its parts replaced or added."""
    return zipped(parts(changed))


def with_sheet(rows: str) -> bytes:
    """A small workbook whose one sheet holds these <row> elements."""
    return workbook({SHEET: sheet(rows)})

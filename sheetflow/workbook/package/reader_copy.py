"""A workbook of nothing but cells for the fast reader: what the guards have seen, under the usual names.

So the reader finds its parts however the package names them, reads them in UTF-8 whatever they were written
in, and sees no byte that the guards did not: two programs may take one zip file for two different ones.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from sheetflow.workbook.archive import archive
from sheetflow.workbook.archive.parts import CONTENT_TYPES
from sheetflow.workbook.archive.wellformed import plain_xml
from sheetflow.workbook.archive.xml_part import quoted

if TYPE_CHECKING:
    from sheetflow.workbook.archive.archive import Entry
    from sheetflow.workbook.package.package import Package

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/></Types>'
)
_PLACES = {
    "worksheet": "worksheets/sheet{}.xml",
    "sharedStrings": "sharedStrings.xml",
    "styles": "styles.xml",
    "chartsheet": "chartsheets/sheet{}.xml",
}


def reader_copy(package: Package) -> bytes:
    """The package's cells, styles and texts as an .xlsx file of the plainest kind.

    A sheet of a few cells far apart is named in it but missing, so that the fast reader, which would take a gigabyte
    for its empty grid, says that it cannot read it.
    """
    sparse = {
        part for sheet, part in package.worksheets.items() if package.is_sparse(sheet)
    }
    entries = [_entry(package, package.workbook, "xl/workbook.xml")]
    relations = []
    for number, (name, relation) in enumerate(
        package.rels(package.workbook).items(), 1
    ):
        kind = relation.type.rpartition("/")[2]
        place = _PLACES.get(kind, "other/{}.xml").format(number)
        relations.append((name, kind, place))
        wanted = kind in ("worksheet", "sharedStrings", "styles") and package.has(
            relation.target
        )
        if wanted and package.part_name(relation.target) not in sparse:
            entries.append(_entry(package, relation.target, f"xl/{place}"))
    entries.append(_made("xl/_rels/workbook.xml.rels", _relationships(relations)))
    entries.append(
        _made(
            "_rels/.rels",
            _relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
        )
    )
    entries.append(_made(CONTENT_TYPES, _TYPES.encode()))
    file = BytesIO()
    archive.write(file, entries)
    return file.getvalue()


def _entry(package: Package, part: str, place: str) -> Entry:
    """A part under another name: still compressed if the reader can take it as it is."""
    content = package.read(part)
    plain = plain_xml(part, content)
    packed = package.packed(part) if plain is content else None
    if packed is None:
        return _made(place, plain)
    member, data = packed
    return replace(member, name=place, raw_name=place.encode()), data, True


def _made(place: str, content: bytes) -> Entry:
    return archive.new_member(place), content, False


def _relationships(relations: list[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{quoted(name)}" Type="{_TRANSITIONAL}/{kind}" Target="{place}"/>'
        for name, kind, place in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()

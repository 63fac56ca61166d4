"""A plain copy of a workbook's cells for the fast reader, under the usual names.

So the reader finds its parts however the package names them, reads them in UTF-8
whatever they were written in, and sees no byte that the guards did not: two programs
may read one zip file as two different ones.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive import zip_writer
from sheetflow.workbook.archive.content_types import CONTENT_TYPES
from sheetflow.workbook.archive.well_formed import plain_xml
from sheetflow.workbook.archive.xml_text import quoted
from sheetflow.workbook.archive.zip_format import new_member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sheetflow.workbook.archive.zip_format import Entry
    from sheetflow.workbook.package.package_reader import PackageReader

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/></Types>'
)
_NEW_NAMES = {
    "worksheet": "worksheets/sheet{}.xml",
    "sharedStrings": "sharedStrings.xml",
    "styles": "styles.xml",
    "chartsheet": "chartsheets/sheet{}.xml",
}
_READ = ("worksheet", "sharedStrings", "styles")


class _Related(NamedTuple):
    """A part that the workbook part names: by what id, of what kind, and where it goes."""

    id: str
    kind: str
    part: str
    new_name: str


def reader_copy(package: PackageReader) -> bytes:
    """The package's cells, styles and texts as an .xlsx file of the plainest kind.

    A sheet of a few cells far apart is named in it but missing: for its empty grid the
    fast reader would take a gigabyte, so it has to report that it cannot read the sheet.
    """
    related = list(_related_parts(package))
    entries = [
        _copied_entry(package, package.workbook, "xl/workbook.xml"),
        *_copied_entries(package, related),
        _new_entry("xl/_rels/workbook.xml.rels", _workbook_relationships(related)),
        _new_entry("_rels/.rels", _package_relationships()),
        _new_entry(CONTENT_TYPES, _TYPES.encode()),
    ]
    file = BytesIO()
    zip_writer.write(file, entries)
    return file.getvalue()


def _related_parts(package: PackageReader) -> Iterator[_Related]:
    relationships = package.relationships(package.workbook).items()
    for number, (name, relationship) in enumerate(relationships, 1):
        kind = relationship.type.rpartition("/")[2]
        new_name = _NEW_NAMES.get(kind, "other/{}.xml").format(number)
        yield _Related(name, kind, relationship.target, new_name)


def _copied_entries(package: PackageReader, related: list[_Related]) -> Iterator[Entry]:
    """The parts that the fast reader reads."""
    left_out = _parts_left_out(package)
    for each in related:
        if _is_read(package, each) and package.part_name(each.part) not in left_out:
            yield _copied_entry(package, each.part, f"xl/{each.new_name}")


def _parts_left_out(package: PackageReader) -> set[str]:
    """The sheets that are not copied: nobody chose them, or they have few cells for the size of their grid."""
    return {
        part
        for sheet, part in package.worksheets.items()
        if package.is_sparse(sheet) or not package.may_read(sheet)
    }


def _is_read(package: PackageReader, related: _Related) -> bool:
    return related.kind in _READ and package.has(related.part)


def _copied_entry(package: PackageReader, part: str, new_name: str) -> Entry:
    """A part under another name: still compressed if the reader can take it as it is."""
    content = package.read(part)
    plain = plain_xml(part, content)
    compressed = package.compressed_bytes(part) if plain is content else None
    if compressed is None:
        return _new_entry(new_name, plain)
    member, data = compressed
    renamed = replace(member, name=new_name, raw_name=new_name.encode())
    return renamed, data, True


def _new_entry(name: str, content: bytes) -> Entry:
    return new_member(name), content, False


def _workbook_relationships(related: list[_Related]) -> bytes:
    return _relationships_xml(
        _relationship_xml(each.id, each.kind, each.new_name) for each in related
    )


def _package_relationships() -> bytes:
    main = _relationship_xml("rId1", "officeDocument", "xl/workbook.xml")
    return _relationships_xml([main])


def _relationship_xml(name: str, kind: str, target: str) -> str:
    return (
        f'<Relationship Id="{quoted(name)}" Type="{_TRANSITIONAL}/{kind}"'
        f' Target="{target}"/>'
    )


def _relationships_xml(entries: Iterable[str]) -> bytes:
    inside = "".join(entries)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()

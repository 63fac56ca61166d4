"""The shop of own_workbook.py with what only Excel makes: pivot tables, slicers, threads, extended dropdowns."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from own_workbook import made
from packages import parts

from sheetflow.starters.samples.shop import shop_tables

LAST = len(shop_tables("quickstart")["Picks"].rows) + 1
"""The last row of Picks; its totals row is below."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MICROSOFT = "application/vnd.ms-excel."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

HIDDEN_ROWS = (4, 5)
"""Rows of Picks that are grouped and hidden."""


class _Package:
    """The parts of a workbook, and more of them."""

    def __init__(self, data: bytes) -> None:
        self.parts = {
            name: part.decode("latin-1") for name, part in parts(data).items()
        }

    def sheet(self, name: str) -> str:
        """The part of a sheet."""
        book = self.parts["xl/workbook.xml"]
        relations = self.parts["xl/_rels/workbook.xml.rels"]
        [number] = re.findall(rf'<sheet name="{name}"[^>]*r:id="(\w+)"', book)
        [target] = re.findall(rf'Id="{number}"[^>]*Target="([^"]+)"', relations)
        return f"xl/{target}"

    def add(self, name: str, content_type: str, xml: str) -> None:
        """A new part with its type."""
        self.parts[name] = _HEAD + xml
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        self.insert("[Content_Types].xml", "</Types>", override)

    def relate(self, part: str, kind: str, target: str, number: str) -> None:
        """A relationship of a part, which has others already or not."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels"
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        self.parts.setdefault(
            path, f'{_HEAD}<Relationships xmlns="{space}"></Relationships>'
        )
        relation = f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/>'
        self.insert(path, "</Relationships>", relation)

    def insert(self, part: str, before: str, xml: str) -> None:
        text = self.parts[part]
        assert text.count(before) >= 1, (part, before)
        at = text.rindex(before)
        self.parts[part] = text[:at] + xml + text[at:]

    def to_bytes(self) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in self.parts.items():
                package.writestr(name, text.encode("latin-1"))
        return file.getvalue()


def decorated(path: Path) -> Path:
    """The shop as an owner of many years has it."""
    made(path, totals=True)
    package = _Package(path.read_bytes())
    _add_extended_formats(package)
    _add_pivot(package, 1, f'ref="A1:I{LAST}" sheet="Picks"')
    _add_pivot(package, 2, 'name="TPicks"')
    _add_slicer(package)
    _add_thread(package)
    _hide_rows(package)
    _add_ranges(package)
    path.write_bytes(package.to_bytes())
    return path


def _extension(uri: str, xml: str) -> str:
    return f'<ext xmlns:x14="{_X14}" uri="{uri}">{xml}</ext>'


def _dropdown(source: str, cells: str) -> str:
    """A dropdown that refers to another sheet, as Excel 2010 writes it."""
    xml = (
        f'<x14:dataValidations xmlns:xm="{_XM}" count="1"><x14:dataValidation type="list" allowBlank="1">'
        f"<x14:formula1><xm:f>{source}</xm:f></x14:formula1><xm:sqref>{cells}</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations>"
    )
    return _extension("{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}", xml)


def _add_extended_formats(package: _Package) -> None:
    """Dropdowns and icons of the newer kind, on Picks and on a sheet of the owner's."""
    picks = package.sheet("Picks")
    icons = (
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{_XM}">'
        '<x14:cfRule type="expression" priority="9" id="{0C1AF2E1-0000-4000-8000-000000000001}">'
        f"<xm:f>COUNTIF(Picks!$B$2:$B${LAST},B2)&gt;3</xm:f></x14:cfRule>"
        f"<xm:sqref>B2:C{LAST}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
    )
    package.insert(picks, "</extLst>", _dropdown("Locations!$A$2:$A$4", f"E2:E{LAST}"))
    package.insert(
        picks, "</extLst>", _extension("{78C0D931-6437-407d-A8EE-F0AAD7539E65}", icons)
    )
    own = package.sheet("Dashboard")
    package.insert(own, "</extLst>", _dropdown(f"Picks!$A$2:$A${LAST}", "A20:A30"))


def _add_pivot(package: _Package, number: int, source: str) -> None:
    """A pivot table on the owner's sheet over the picks."""
    cache = f"xl/pivotCache/pivotCacheDefinition{number}.xml"
    pivot = f"xl/pivotTables/pivotTable{number}.xml"
    fields = '<cacheFields count="1"><cacheField name="Order" numFmtId="0"><sharedItems/></cacheField></cacheFields>'
    package.add(
        cache,
        f"{_CONTENT}pivotCacheDefinition+xml",
        f'<pivotCacheDefinition xmlns="{_MAIN}" saveData="0" recordCount="0">'
        f'<cacheSource type="worksheet"><worksheetSource {source}/></cacheSource>{fields}</pivotCacheDefinition>',
    )
    package.add(
        pivot,
        f"{_CONTENT}pivotTable+xml",
        f'<pivotTableDefinition xmlns="{_MAIN}" name="Pivot{number}" cacheId="{number}" dataCaption="Values">'
        f'<location ref="T{number * 10}:U{number * 10 + 2}" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="1"><pivotField showAll="0"/></pivotFields></pivotTableDefinition>',
    )
    relation = f"{_RELATIONS}/pivotCacheDefinition"
    package.relate(
        "xl/workbook.xml",
        relation,
        f"pivotCache/pivotCacheDefinition{number}.xml",
        f"rIdC{number}",
    )
    package.relate(
        pivot, relation, f"../pivotCache/pivotCacheDefinition{number}.xml", "rId1"
    )
    package.relate(
        package.sheet("Dashboard"),
        f"{_RELATIONS}/pivotTable",
        f"../pivotTables/pivotTable{number}.xml",
        f"rIdP{number}",
    )
    listed = f'<pivotCache cacheId="{number}" r:id="rIdC{number}"/>'
    if "<pivotCaches>" not in package.parts["xl/workbook.xml"]:
        package.insert("xl/workbook.xml", "</workbook>", "<pivotCaches></pivotCaches>")
    package.insert("xl/workbook.xml", "</pivotCaches>", listed)


def _add_slicer(package: _Package) -> None:
    """A slicer of the table of Picks."""
    package.add(
        "xl/slicerCaches/slicerCache1.xml",
        f"{_MICROSOFT}slicerCache+xml",
        f'<slicerCacheDefinition xmlns="{_X14}" name="Slicer_Picker" sourceName="Picker"><extLst>'
        f'<x:ext xmlns:x="{_MAIN}" xmlns:x15="{_X15}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">'
        '<x15:tableSlicerCache tableId="9" column="9"/></x:ext></extLst></slicerCacheDefinition>',
    )
    package.add(
        "xl/slicers/slicer1.xml",
        f"{_MICROSOFT}slicer+xml",
        f'<slicers xmlns="{_X14}"><slicer name="Picker" cache="Slicer_Picker" rowHeight="241300"/></slicers>',
    )
    kind = "http://schemas.microsoft.com/office/2007/relationships"
    package.relate(
        "xl/workbook.xml",
        f"{kind}/slicerCache",
        "slicerCaches/slicerCache1.xml",
        "rIdS1",
    )
    own = package.sheet("Dashboard")
    package.relate(own, f"{kind}/slicer", "../slicers/slicer1.xml", "rIdS1")
    listed = f'<x14:slicerList><x14:slicer xmlns:r="{_RELATIONS}" r:id="rIdS1"/></x14:slicerList>'
    package.insert(
        own, "</extLst>", _extension("{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}", listed)
    )


def _add_thread(package: _Package) -> None:
    """A thread of comments at the note of Orders, in which two people talk."""
    first = "{11111111-0000-4000-8000-000000000001}"
    second = "{11111111-0000-4000-8000-000000000002}"
    person = "{22222222-0000-4000-8000-000000000001}"
    package.add(
        "xl/threadedComments/threadedComment1.xml",
        f"{_MICROSOFT}threadedcomments+xml",
        f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="M2" dT="2026-01-05T10:00:00.00" '
        f'personId="{person}" id="{first}"><text>Has Joan said yes?</text></threadedComment><threadedComment ref="M2" '
        f'dT="2026-01-06T10:00:00.00" personId="{person}" id="{second}" parentId="{first}"><text>Not yet</text>'
        "</threadedComment></ThreadedComments>",
    )
    package.add(
        "xl/persons/person.xml",
        f"{_MICROSOFT}person+xml",
        f'<personList xmlns="{_THREADS}"><person displayName="Ola" id="{person}" userId="ola" providerId="None"/>'
        "</personList>",
    )
    kind = "http://schemas.microsoft.com/office/2017/10/relationships"
    orders = package.sheet("Orders")
    package.relate(
        orders,
        f"{kind}/threadedComment",
        "../threadedComments/threadedComment1.xml",
        "rIdT1",
    )
    package.relate("xl/workbook.xml", f"{kind}/person", "persons/person.xml", "rIdT1")
    [comments] = [name for name in package.parts if name.startswith("xl/comments")]
    package.parts[comments] = package.parts[comments].replace(
        "<author>Ola</author>", f"<author>tc={first}</author>"
    )


def _hide_rows(package: _Package) -> None:
    """Group and hide some picks."""
    picks = package.sheet("Picks")
    for row in HIDDEN_ROWS:
        old = f'<row r="{row}"'
        assert old in package.parts[picks]
        new = f'{old} outlineLevel="1" hidden="1"'
        package.parts[picks] = package.parts[picks].replace(old, new)


def _add_ranges(package: _Package) -> None:
    """Ranges that may be edited, errors that are ignored, and names of every kind."""
    picks = package.sheet("Picks")
    protected = (
        '<sheetProtection sheet="1" objects="1"/><protectedRanges>'
        f'<protectedRange sqref="F2:I{LAST}" name="Counts"/></protectedRanges>'
    )
    text = package.parts[picks].replace("</sheetData>", f"</sheetData>{protected}", 1)
    ignored = f'<ignoredErrors><ignoredError sqref="B2:B{LAST}" numberStoredAsText="1"/></ignoredErrors>'
    before = min(
        text.index(mark) for mark in ("<drawing ", "<tableParts") if mark in text
    )
    package.parts[picks] = text[:before] + ignored + text[before:]
    names = (
        f'<definedName name="Pickers">TPicks[Picker]</definedName>'
        f'<definedName name="TotalPicked">SUM(Picks!$G$2:$G${LAST})</definedName>'
        f'<definedName name="WithTotals">Picks!$A$1:$J${LAST + 1}</definedName>'
        f'<definedName name="FirstPicks">Picks!$A$2:$A$6</definedName>'
    )
    package.insert("xl/workbook.xml", "</definedNames>", names)

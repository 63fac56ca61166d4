"""What the format says of the parts that a run writes: order of elements, attributes, and what must fit together.

After ECMA-376 part 1, annex A (SpreadsheetML; transitional and strict say the same here but for their namespaces) and
part 2 (content types, relationships). Only the elements that sheetflow writes or adds to are looked at; elements and
attributes of other namespaces are extensions, which readers pass over.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from packages import local, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Element = ElementTree.Element

MAIN = {
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
}

# Children in their order: ? at most one, * any number, + at least one.
CHILDREN = {
    "workbook": "fileVersion? fileSharing? workbookPr? workbookProtection? bookViews? sheets functionGroups? "
    "externalReferences? definedNames? calcPr? oleSize? customWorkbookViews? pivotCaches? smartTagPr? smartTagTypes? "
    "webPublishing? fileRecoveryPr* webPublishObjects? extLst?",
    "sheets": "sheet+",
    "worksheet": "sheetPr? dimension? sheetViews? sheetFormatPr? cols* sheetData sheetCalcPr? sheetProtection? "
    "protectedRanges? scenarios? autoFilter? sortState? dataConsolidate? customSheetViews? mergeCells? phoneticPr? "
    "conditionalFormatting* dataValidations? hyperlinks? printOptions? pageMargins? pageSetup? headerFooter? "
    "rowBreaks? colBreaks? customProperties? cellWatches? ignoredErrors? smartTags? drawing? legacyDrawing? "
    "legacyDrawingHF? drawingHF? picture? oleObjects? controls? webPublishItems? tableParts? extLst?",
    "sheetPr": "tabColor? outlinePr? pageSetUpPr?",
    "sheetView": "pane? selection* pivotSelection* extLst?",
    "cols": "col+",
    "sheetData": "row*",
    "row": "c* extLst?",
    "c": "f? v? is? extLst?",
    "is": "t? r* rPh* phoneticPr?",
    "conditionalFormatting": "cfRule+ extLst?",
    "cfRule": "formula* colorScale? dataBar? iconSet? extLst?",
    "dataValidations": "dataValidation+",
    "dataValidation": "formula1? formula2?",
    "tableParts": "tablePart*",
    "styleSheet": "numFmts? fonts? fills? borders? cellStyleXfs? cellXfs? cellStyles? dxfs? "
    "tableStyles? colors? extLst?",
    "numFmts": "numFmt+",
    "fonts": "font*",
    "fills": "fill+",
    "borders": "border+",
    "cellStyleXfs": "xf+",
    "cellXfs": "xf+",
    "dxfs": "dxf*",
    "dxf": "font? numFmt? fill? alignment? border? protection? extLst?",
    "xf": "alignment? protection? extLst?",
    "patternFill": "fgColor? bgColor?",
    "table": "autoFilter? sortState? tableColumns tableStyleInfo? extLst?",
    "tableColumns": "tableColumn+",
    "tableColumn": "calculatedColumnFormula? totalsRowFormula? xmlColumnPr? extLst?",
    "autoFilter": "filterColumn* sortState? extLst?",
}

_COLOUR = "auto indexed rgb theme tint"
ATTRIBUTES = {
    "sheet": "name sheetId state id",
    "calcPr": "calcId calcMode fullCalcOnLoad refMode iterate iterateCount iterateDelta fullPrecision calcCompleted "
    "calcOnSave concurrentCalc concurrentManualCount forceFullCalc",
    "dimension": "ref",
    "pageSetUpPr": "autoPageBreaks fitToPage",
    "tabColor": _COLOUR,
    "pane": "xSplit ySplit topLeftCell activePane state",
    "selection": "pane activeCell activeCellId sqref",
    "col": "min max width style hidden bestFit customWidth phonetic outlineLevel collapsed",
    "row": "r spans s customFormat ht hidden customHeight outlineLevel collapsed thickTop thickBot ph",
    "c": "r s t cm vm ph",
    "f": "t aca ref dt2D dtr del1 del2 r1 r2 ca si bx",
    "cfRule": "type dxfId priority stopIfTrue aboveAverage percent bottom operator text timePeriod rank "
    "stdDev equalAverage",
    "conditionalFormatting": "pivot sqref",
    "dataValidations": "disablePrompts xWindow yWindow count",
    "dataValidation": "type errorStyle imeMode operator allowBlank showDropDown showInputMessage showErrorMessage "
    "errorTitle error promptTitle prompt sqref",
    "pageMargins": "left right top bottom header footer",
    "numFmt": "numFmtId formatCode",
    "xf": "numFmtId fontId fillId borderId xfId quotePrefix pivotButton applyNumberFormat applyFont applyFill "
    "applyBorder applyAlignment applyProtection",
    "alignment": "horizontal vertical textRotation wrapText indent relativeIndent justifyLastLine shrinkToFit "
    "readingOrder mergeCell",
    "fgColor": _COLOUR,
    "bgColor": _COLOUR,
    "patternFill": "patternType",
    "table": "id name displayName comment ref tableType headerRowCount insertRow insertRowShift totalsRowCount "
    "totalsRowShown published headerRowDxfId dataDxfId totalsRowDxfId headerRowBorderDxfId tableBorderDxfId "
    "totalsRowBorderDxfId headerRowCellStyle dataCellStyle totalsRowCellStyle connectionId",
    "tableColumns": "count",
    "tableColumn": "id uniqueName name totalsRowFunction totalsRowLabel queryTableFieldId headerRowDxfId dataDxfId "
    "totalsRowDxfId headerRowCellStyle dataCellStyle totalsRowCellStyle",
    "autoFilter": "ref",
    "Relationship": "Id Type Target TargetMode",
    "Override": "PartName ContentType",
    "Default": "Extension ContentType",
}
REQUIRED = {
    "sheet": "name sheetId id", "col": "min max", "cfRule": "priority", "dataValidation": "sqref",
    "table": "id displayName ref", "tableColumn": "id name", "numFmt": "numFmtId formatCode",
    "pageMargins": "left right top bottom header footer", "Relationship": "Id Type Target",
    "Override": "PartName ContentType", "Default": "Extension ContentType",
}  # fmt: skip
CELL_TYPES = {"b", "n", "e", "s", "str", "inlineStr", "d"}
COUNTED = {
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "dxfs",
    "numFmts",
    "dataValidations",
    "tableColumns",
}
ONCE_EACH = {"font"}

_AREA = re.compile(
    r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)
_LOOKED_AT = re.compile(
    r"(xl/workbook|xl/styles|xl/(worksheets|tables)/[^/]+)\.xml|.*\.rels|\[Content_Types\]\.xml"
)


def faults(data: bytes) -> list[str]:
    """Everything in a package that is against the rules: the part, and what is wrong."""
    package = parts(data)
    trees = {
        name: ElementTree.fromstring(content)
        for name, content in package.items()
        if _LOOKED_AT.fullmatch(name)
    }
    styles = trees.get("xl/styles.xml", ElementTree.Element("none"))
    found = [
        f"{name}: {fault}"
        for name, root in trees.items()
        for fault in _of_elements(root)
    ]
    found += [f"xl/styles.xml: {fault}" for fault in _of_styles(styles)]
    for name, root in trees.items():
        if local(root.tag) == "worksheet":
            found += [f"{name}: {fault}" for fault in _of_sheet(root, styles)]
    found += _of_tables(trees, package)
    return [*found, *_of_workbook(trees), *_of_package(trees, package)]


# -- elements by themselves


def _of_elements(root: Element) -> Iterator[str]:
    for element in root.iter():
        name = local(element.tag)
        if element.tag.removesuffix(name) in {*MAIN, *_PACKAGE}:
            yield from _of_attributes(name, element)
            yield from _of_children(name, element)


_PACKAGE = {
    "{http://schemas.openxmlformats.org/package/2006/relationships}",
    "{http://schemas.openxmlformats.org/package/2006/content-types}",
}
_PATTERNS = {
    parent: re.compile(
        "".join(
            f"(?:{word.rstrip('?*+')} ){word[-1] if word[-1] in '?*+' else ''}"
            for word in said.split()
        )
    )
    for parent, said in CHILDREN.items()
}


def _of_children(name: str, element: Element) -> Iterator[str]:
    children = [
        local(child.tag)
        for child in element
        if "}" not in child.tag or child.tag.partition("}")[0] + "}" in MAIN
    ]
    if name in _PATTERNS and not _PATTERNS[name].fullmatch(
        "".join(f"{child} " for child in children)
    ):
        yield f"<{name}> holds {' '.join(dict.fromkeys(children))} in an order that is not the schema's"
    if name in ONCE_EACH and len(set(children)) < len(children):
        yield f"<{name}> holds an element twice"
    if name in COUNTED and element.get("count", str(len(children))) != str(
        len(children)
    ):
        yield f"<{name} count={element.get('count')}> holds {len(children)}"


def _of_attributes(name: str, element: Element) -> Iterator[str]:
    plain = {
        key if "}" not in key else local(key)
        for key in element.attrib
        if "}" not in key or "relationships}" in key
    }
    if name in ATTRIBUTES and (unknown := plain - set(ATTRIBUTES[name].split())):
        yield f"<{name}> has the attributes {sorted(unknown)}, which it does not know"
    if missing := set(REQUIRED.get(name, "").split()) - plain:
        yield f"<{name}> lacks {sorted(missing)}"


# -- what must fit together


def _named(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if local(element.tag) == name]


def _count(styles: Element, box: str) -> int:
    return sum(len(element) for element in styles if local(element.tag) == box)


def _twice(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _of_styles(styles: Element) -> Iterator[str]:
    boxes = {
        "fontId": "fonts",
        "fillId": "fills",
        "borderId": "borders",
        "xfId": "cellStyleXfs",
    }
    formats = [
        element.get("numFmtId")
        for box in styles
        if local(box.tag) == "numFmts"
        for element in box
    ]
    if again := _twice(formats):
        yield f"number formats {again} are there twice"
    for xf in _named(styles, "xf"):
        for attribute, box in boxes.items():
            if int(xf.get(attribute, 0)) >= max(1, _count(styles, box)):
                yield f"<xf {attribute}={xf.get(attribute)}>: there is none"
        if int(xf.get("numFmtId", 0)) >= 164 and xf.get("numFmtId") not in formats:
            yield f"<xf numFmtId={xf.get('numFmtId')}>: there is none"


def _place(text: str) -> tuple[int, int]:
    found = _AREA.fullmatch(text)
    assert found, text
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _of_sheet(root: Element, styles: Element) -> Iterator[str]:
    rows = [int(row.get("r", 0)) for row in _named(root, "row") if row.get("r")]
    if rows != sorted(set(rows)):
        yield "rows are not in their order"
    for row in _named(root, "row"):
        cells = [_place(cell.get("r", "")) for cell in row if cell.get("r")]
        if cells != sorted(set(cells)) or any(
            place[0] != int(row.get("r", 0)) for place in cells
        ):
            yield f"the cells of row {row.get('r')} are not in their order"
    yield from _of_cells(root, _count(styles, "cellXfs"))
    for rule in _named(root, "cfRule"):
        if int(rule.get("dxfId", 0)) >= max(1, _count(styles, "dxfs")):
            yield f"<cfRule dxfId={rule.get('dxfId')}>: there is none"
    columns = [
        (int(col.get("min", 0)), int(col.get("max", 0))) for col in _named(root, "col")
    ]
    if any(a[1] >= b[0] for a, b in pairwise(columns)):
        yield "columns overlap"
    yield from _of_ranges(root)


def _of_cells(root: Element, styles: int) -> Iterator[str]:
    for cell in _named(root, "c"):
        kind = cell.get("t", "n")
        inside = {local(child.tag) for child in cell}
        if int(cell.get("s") or 0) >= max(1, styles):
            yield f"cell {cell.get('r')} has the style {cell.get('s')}, which there is not"
        if (
            kind not in CELL_TYPES
            or (kind == "inlineStr") != ("is" in inside)
            or (kind == "inlineStr" and "v" in inside)
        ):
            yield f"cell {cell.get('r')} of the type {kind} holds {sorted(inside)}"


def _of_ranges(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag.partition("}")[0] + "}" in MAIN:
            for attribute in ("ref", "sqref"):
                said = element.get(attribute)
                if said is not None and not all(
                    _AREA.fullmatch(area) for area in said.split()
                ):
                    yield f"<{local(element.tag)} {attribute}={said!r}> is no range"


def _of_tables(trees: dict[str, Element], package: dict[str, bytes]) -> Iterator[str]:
    tables = {name: root for name, root in trees.items() if local(root.tag) == "table"}
    for attribute in ("id", "displayName"):
        if again := _twice(
            root.get(attribute, "").casefold() for root in tables.values()
        ):
            yield f"tables have the same {attribute} {again}"
    for name, root in tables.items():
        first, _, last = root.get("ref", "").partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        columns = _named(root, "tableColumn")
        if right - left + 1 != len(columns) or bottom <= top:
            yield f"{name}: {root.get('ref')} does not fit {len(columns)} columns and a row"
        if again := _twice(column.get("name", "").casefold() for column in columns):
            yield f"{name}: columns are called the same: {again}"
        if again := _twice(column.get("id") for column in columns):
            yield f"{name}: columns have the same id: {again}"
        totals = int(root.get("totalsRowCount", 0))
        for filtered in (child for child in root if local(child.tag) == "autoFilter"):
            data = filtered.get("ref", "").partition(":")[2]
            if data and _place(data)[0] != bottom - totals:
                yield f"{name}: its filter ends at {data}"
        yield from _of_headers(name, root, package, trees)


def _of_headers(
    name: str, table: Element, package: dict[str, bytes], trees: dict[str, Element]
) -> Iterator[str]:
    """The cells of the header row say what the table's columns are called: else Excel repairs the file."""
    sheet = next(
        (
            s
            for s, root in trees.items()
            if local(root.tag) == "worksheet" and name in _targets(trees, s)
        ),
        "",
    )
    if not sheet or table.get("headerRowCount") == "0":
        return
    top, left = _place(table.get("ref", "").partition(":")[0])
    texts = _texts(package)
    row = next(
        (row for row in _named(trees[sheet], "row") if row.get("r") == str(top)),
        ElementTree.Element("row"),
    )
    shown = {
        _place(cell.get("r", ""))[1]: _text(cell, texts)
        for cell in row
        if cell.get("r")
    }
    for number, column in enumerate(_named(table, "tableColumn"), left):
        wanted = re.sub(r"_x000[adAD]_", "\n", column.get("name", "")).replace(
            "\r\n", "\n"
        )
        if shown.get(number, "").replace("\r\n", "\n") != wanted:
            yield f"{name}: the header over {column.get('name')} says {shown.get(number)!r}"


def _texts(package: dict[str, bytes]) -> list[str]:
    strings = package.get("xl/sharedStrings.xml")
    if not strings:
        return []
    return [
        "".join(t.text or "" for t in _named(item, "t"))
        for item in ElementTree.fromstring(strings)
    ]


def _text(cell: Element, shared: list[str]) -> str:
    inside = "".join(
        part.text or "" for part in cell.iter() if local(part.tag) in ("t", "v")
    )
    return shared[int(inside)] if cell.get("t") == "s" else inside


def _of_workbook(trees: dict[str, Element]) -> Iterator[str]:
    root = trees.get("xl/workbook.xml")
    if root is None:
        return
    sheets = [sheet for sheet in _named(root, "sheet") if sheet.get("sheetId")]
    if again := _twice(sheet.get("name", "").casefold() for sheet in sheets) + _twice(
        s.get("sheetId") for s in sheets
    ):
        yield f"xl/workbook.xml: sheets have the same name or number: {again}"
    for name in _named(root, "definedName"):
        scope = name.get("localSheetId")
        if scope is not None and int(scope) >= len(sheets):
            yield f"xl/workbook.xml: the name {name.get('name')} belongs to a sheet that there is not"


# -- the package


def _source(rels: str) -> str:
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _targets(trees: dict[str, Element], source: str) -> dict[str, str]:
    """The parts that a part names, with the ids by which it does."""
    folder, name = posixpath.split(source)
    rels = trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if rels is None:
        return {}
    inside = [r for r in rels if r.get("TargetMode") != "External"]
    joined = {
        posixpath.normpath(posixpath.join("/", folder, r.get("Target", ""))): r.get(
            "Id", ""
        )
        for r in inside
    }
    return {target.lstrip("/"): number for target, number in joined.items()}


def _of_package(trees: dict[str, Element], package: dict[str, bytes]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    overrides = [
        override.get("PartName", "").lstrip("/")
        for override in types
        if local(override.tag) == "Override"
    ]
    defaults = {
        default.get("Extension", "").lower()
        for default in types
        if local(default.tag) == "Default"
    }
    if again := _twice(name.lower() for name in overrides):
        yield f"content types: {again} twice"
    known = {name.lower() for name in package}
    yield from (
        f"content types: there is no {name}"
        for name in overrides
        if name.lower() not in known
    )
    for name in package:
        bare = name.lower() not in {override.lower() for override in overrides}
        if (
            bare
            and name != "[Content_Types].xml"
            and name.rpartition(".")[2].lower() not in defaults
        ):
            yield f"content types: {name} has none"
    for rels in (name for name in package if name.endswith(".rels")):
        source = _source(rels)
        yield from (
            f"{rels}: there is no {target}"
            for target in _targets(trees, source)
            if target.lower() not in known
        )
        if again := _twice(r.get("Id") for r in trees[rels]):
            yield f"{rels}: the same id twice: {again}"
        if source in trees:
            used = {
                v
                for e in trees[source].iter()
                for k, v in e.attrib.items()
                if k.endswith("relationships}id")
            }
            yield from (
                f"{source}: it names {n}, which there is not"
                for n in used - {r.get("Id") for r in trees[rels]}
            )

"""What a workbook can have besides its cells, and how each feature is found in the package.

A feature is a relationship of a certain kind, or an element of a certain kind of part.
Findings are counted by sheet (or for the workbook), and by the feature's name or cell if
it has one: so a sheet or a chart that was added cannot make up for a lost one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from benchmarks.packageparts import WORKBOOK, Parts, elements, local

Counts = Counter[tuple[str, ...]]
TRUE = ("1", "true")


@dataclass(frozen=True)
class Linked:
    """Found as relationships whose type ends like this."""

    kind: str


@dataclass(frozen=True)
class Element:
    """Found as elements (a|b: either) in parts with this root.

    `having` is an attribute that it must have, `values` the values that it may have (none:
    any); `key` tells one from another.
    """

    root: str
    name: str
    key: str = ""
    having: str = ""
    values: tuple[str, ...] = ()

    def fits(self, element: ElementTree.Element) -> bool:
        """Whether the attribute is there, with one of the values."""
        value = element.get(self.having) if self.having else ""
        return value is not None and (not self.values or value in self.values)


FEATURES: dict[str, Linked | Element] = {
    "Charts": Linked("chart"),
    "Series of charts": Element("chartSpace", "ser"),
    "Extensions in charts": Element("chartSpace", "ext"),
    "Colours and styles of charts": Linked("chartColorStyle"),
    "Charts of the newer kinds (waterfall, map …)": Linked("chartEx"),
    "Sparklines": Element("worksheet", "x14:sparkline"),
    "Pictures": Element("wsDr", "pic"),
    "Shapes and text boxes": Element("wsDr", "sp"),
    "Groups of shapes": Element("wsDr", "grpSp"),
    "Form controls": Linked("ctrlProp"),
    "Embedded objects (OLE)": Element("worksheet", "oleObject"),
    "Notes": Element("comments", "comment", key="ref"),
    "Formatted text in notes": Element("comments", "r"),
    "Threaded comments": Element("ThreadedComments", "threadedComment", key="ref"),
    "Pivot tables": Linked("pivotTable"),
    "Records of pivot caches": Linked("pivotCacheRecords"),
    "Slicers": Element("x14:slicers", "x14:slicer", key="name"),
    "Timelines": Element("timelines", "timeline", key="name"),
    "Tables": Element("table", "table", key="displayName"),
    "Totals rows of tables": Element(
        "table", "table", key="displayName", having="totalsRowCount"
    ),
    "Calculated columns of tables": Element("table", "calculatedColumnFormula"),
    "Filter criteria of tables": Element("table", "filterColumn"),
    "Styles of tables, the owner's own": Element(
        "styleSheet", "tableStyle", key="name"
    ),
    "Query tables": Linked("queryTable"),
    "Data connections": Element("connections", "connection", key="name"),
    "Custom XML (Power Query and others)": Linked("customXml"),
    "External links": Linked("externalLink"),
    "Defined names": Element("workbook", "definedName", key="name"),
    "Print areas": Element(
        "workbook",
        "definedName",
        key="localSheetId",
        having="name",
        values=("_xlnm.Print_Area",),
    ),
    "Conditional formats": Element("worksheet", "cfRule"),
    "Data bars": Element("worksheet", "dataBar"),
    "Conditional formats, extended": Element("worksheet", "x14:cfRule"),
    "Validations": Element("worksheet", "dataValidation"),
    "Validations, extended": Element("worksheet", "x14:dataValidation"),
    "Filters": Element("worksheet", "autoFilter"),
    "Filter criteria": Element("worksheet", "filterColumn"),
    "Sort states": Element("worksheet", "sortState"),
    "Array formulas": Element(
        "worksheet", "f", key="ref", having="t", values=("array",)
    ),
    "Dynamic arrays and other cell metadata": Element(
        "worksheet", "c", key="r", having="cm"
    ),
    "Rich values (pictures in cells, data types)": Element(
        "worksheet", "c", key="r", having="vm"
    ),
    "What-if data tables": Element(
        "worksheet", "f", key="ref", having="t", values=("dataTable",)
    ),
    "Merged cells": Element("worksheet", "mergeCell", key="ref"),
    "Hyperlinks": Element("worksheet", "hyperlink", key="ref"),
    "Phonetic guides": Element("sst", "rPh"),
    "Frozen panes": Element(
        "worksheet", "pane", having="state", values=("frozen", "frozenSplit")
    ),
    "Hidden rows": Element("worksheet", "row", key="r", having="hidden", values=TRUE),
    "Hidden columns": Element("worksheet", "col", having="hidden", values=TRUE),
    "Hidden sheets": Element(
        "workbook", "sheet", key="name", having="state", values=("hidden", "veryHidden")
    ),
    "Colours of tabs": Element("worksheet", "tabColor"),
    "Headers and footers": Element("worksheet", "oddHeader|oddFooter"),
    "Pictures in headers": Element("worksheet", "legacyDrawingHF"),
    "Printer settings": Linked("printerSettings"),
    "Protected sheets": Element("worksheet", "sheetProtection"),
    "Ranges that may be edited": Element("worksheet", "protectedRange", key="name"),
    "Protected workbook": Element("workbook", "workbookProtection"),
    "Cell styles": Element("styleSheet", "cellStyle", key="name"),
    "Palettes": Element("styleSheet", "indexedColors"),
    "Custom views": Element("worksheet", "customSheetView"),
    "Named sheet views": Linked("namedSheetView"),
    "Consolidations": Element("worksheet", "dataConsolidate"),
    "Check boxes in cells": Linked("FeaturePropertyBag"),
    "Add-ins (web extensions)": Linked("webextensiontaskpanes"),
    "Own document properties": Linked("custom-properties"),
    "Dates from 1904": Element(
        "workbook", "workbookPr", having="date1904", values=TRUE
    ),
    "Macros (VBA)": Linked("vbaProject"),
    "Signatures of macros": Linked("vbaProjectSignature"),
    "Signatures of the workbook": Linked("origin"),
}


def findings(data: bytes) -> dict[str, Counts]:
    """Every feature of a workbook: how often it is there, by sheet, and by its own name or cell."""
    package = Parts(data)
    scopes = {WORKBOOK: package.reached("")} | {
        name: package.reached(part) for name, part in package.sheets().items()
    }
    found: dict[str, Counts] = {name: Counter() for name in FEATURES}
    for scope, reached in scopes.items():
        parts: dict[str, None] = {}
        for part, relation in reached:
            parts[part] = None
            if relation and package.has(relation):
                for name in _LINKED.get(relation.kind, ()):
                    found[name][scope,] += 1
        for part in parts:
            for name, key in _in_part(package, part):
                found[name][scope, key] += 1
    return found


def kept(before: Counts, after: Counts) -> bool:
    """Whether everything that was there is still there."""
    return before <= after


_LINKED: dict[str, list[str]] = {}
_ELEMENTS: dict[tuple[str, str], list[tuple[str, Element]]] = {}
for _name, _feature in FEATURES.items():
    if isinstance(_feature, Linked):
        _LINKED.setdefault(_feature.kind, []).append(_name)
    else:
        for _either in _feature.name.split("|"):
            _ELEMENTS.setdefault((_feature.root, _either), []).append((_name, _feature))


def _in_part(package: Parts, part: str) -> Iterator[tuple[str, str]]:
    """The features that are elements of one part, each with its own name or cell."""
    root = package.root(part) if part in package.parts else None
    if root is None:
        return
    for element in elements(root):
        for name, feature in _ELEMENTS.get((local(root.tag), local(element.tag)), ()):
            if feature.fits(element):
                yield name, element.get(feature.key, "")

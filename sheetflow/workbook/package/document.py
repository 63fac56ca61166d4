"""A package as a workbook: its sheets, tables, styles and names, found once and kept with their edits."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import MAIN, STRICT_MAIN, Element, XmlPart
from sheetflow.workbook.cells.excel_tables import Table, read_table
from sheetflow.workbook.cells.sheet_xml import SheetXml
from sheetflow.workbook.refusal import naming
from sheetflow.workbook.styles.styles import Styles

if TYPE_CHECKING:
    from sheetflow.workbook.model import TableInfo
    from sheetflow.workbook.package.package import Package

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NO_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}"/>'
)


class Document:
    """The parts of a workbook, each parsed when first asked for and written back if it was edited."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._parts: dict[str, XmlPart] = {}
        self._sheets: dict[str, SheetXml] = {}
        self._tables: dict[str, list[Table]] = {}
        self.new_sheets: set[str] = set()  # casefolded names of the sheets added

    def xml(self, name: str) -> XmlPart:
        """A part other than a sheet."""
        if name not in self._parts:
            self._parts[name] = XmlPart(self.package.read(name))
        return self._parts[name]

    @property
    def workbook(self) -> XmlPart:
        return self.xml(self.package.workbook)

    @property
    def namespace(self) -> str:
        return STRICT_MAIN if self.package.strict else MAIN

    @cached_property
    def date1904(self) -> bool:
        properties = self.workbook.first("workbookPr")
        return bool(properties and properties.get("date1904") in ("1", "true"))

    @cached_property
    def sheet_elements(self) -> list[Element]:
        """Every `<sheet>` of the workbook, chart sheets too; a sheet's place in this list is its localSheetId."""
        return self.workbook.all("sheet", self.workbook.first("sheets"))

    @property
    def sheet_parts(self) -> dict[str, str]:
        """The worksheets' names and parts in the order of their tabs."""
        return self.package.worksheets

    def sheet(self, name: str) -> SheetXml:
        """A worksheet's XML. Raises SheetflowError where there is no such sheet."""
        if name not in self._sheets:
            if name not in self.sheet_parts:
                raise SheetflowError(
                    f"the workbook has no sheet {name!r}: add it, or correct its name"
                )
            self._sheets[name] = SheetXml(self.package.read(self.sheet_parts[name]))
        return self._sheets[name]

    def tables(self, sheet: str) -> list[Table]:
        """The tables of a worksheet. Raises SheetflowError where one is damaged."""
        if sheet not in self._tables:
            relations = self.package.rels(self.sheet_parts[sheet]).values()
            names = [
                r.target
                for r in relations
                if r.type.endswith("/table") and self.package.has(r.target)
            ]
            with naming(self.package.name):
                self._tables[sheet] = [
                    read_table(name, self.xml(name))
                    for name in map(self.package.part_name, names)
                ]
        return self._tables[sheet]

    def update_table(self, sheet: str, table: Table, info: TableInfo) -> None:
        """Remember what an edit has made of a table."""
        self._tables[sheet] = [
            known._replace(info=info) if known.part_name == table.part_name else known
            for known in self.tables(sheet)
        ]

    @cached_property
    def styles(self) -> Styles:
        """The workbook's formats; a workbook without any gets a part for them."""
        return Styles(
            self.xml(self.package.part_name(self._styles_part or self._add_styles()))
        )

    @property
    def _styles_part(self) -> str:
        """The part that holds the formats; '' where there is none."""
        relations = self.package.rels(self.package.workbook).values()
        found = next((r.target for r in relations if r.type.endswith("/styles")), "")
        return found if found and self.package.has(found) else ""

    @property
    def cell_formats(self) -> int:
        """How many different looks of cells there are."""
        part = self._styles_part
        box = self.xml(self.package.part_name(part)).first("cellXfs") if part else None
        return box.number("count") if box else 0

    def styles_showing(self, date: bool) -> set[str]:
        """The styles that show dates (or, if not asked for dates, percentages); a workbook without styles has none."""
        return self.styles.matching(date) if self._styles_part else set()

    def _add_styles(self) -> str:
        name = self.free_name("xl/styles{}.xml")
        self.package.add(name, _NO_STYLES.format(self.namespace).encode(), _STYLES_TYPE)
        self.relate(self.package.workbook, "styles", name)
        return name

    def free_name(self, pattern: str) -> str:
        """The first part name of the pattern, numbered from 1, that no part has."""
        number = 1
        while self.package.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    @cached_property
    def _relations(self) -> list[tuple[str, str]]:
        """The type and the part of every relationship of the package."""
        found = []
        for part in list(self.package.parts):
            if not part.endswith(".rels"):
                found += [
                    (r.type, r.target)
                    for r in self.package.rels(part).values()
                    if not r.external
                ]
        return found

    def parts_related(self, suffix: str) -> list[str]:
        """All parts that some part names by a relationship of this type (`/chart`, `/pivotCacheDefinition`)."""
        named = (
            target
            for kind, target in self._relations
            if kind.endswith(suffix) and self.package.has(target)
        )
        return list(dict.fromkeys(map(self.package.part_name, named)))

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relationship of this kind (`table`) and return its id."""
        self._relations.append((f"/{kind}", target))
        return self.package.relate(source, kind, target)

    def finish(self) -> None:
        """Write every edited part back into the package."""
        if "styles" in self.__dict__:
            self.styles.finish()
        for name, part in self._parts.items():
            if part.changed:
                self.package.write(name, part.result())
        for sheet, xml in self._sheets.items():
            if xml.part.changed:
                self.package.write(self.sheet_parts[sheet], xml.part.result())

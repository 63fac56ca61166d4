"""A package as a workbook: its sheets, tables, styles and names, kept with their edits."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import Element, XmlPart
from sheetflow.workbook.archive.xml_text import MAIN, STRICT_MAIN
from sheetflow.workbook.cells.excel_tables import Table, read_table
from sheetflow.workbook.cells.sheet_xml import SheetXml
from sheetflow.workbook.refusal import naming_file
from sheetflow.workbook.styles.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.workbook.archive.relationships import Relationship
    from sheetflow.workbook.model import TableInfo
    from sheetflow.workbook.package.package import Package

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NO_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}"/>'
)


class Document:
    """The parts of a workbook, each parsed when first needed and written if edited."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._parts: dict[str, XmlPart] = {}
        self._sheets: dict[str, SheetXml] = {}
        self._tables: dict[str, list[Table]] = {}
        self._styles: Styles | None = None
        self.new_sheets: set[str] = set()  # casefolded names of the sheets added
        self.letter_paper = False  # for the new sheets; else A4

    # -- parts and sheets

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
        """Every `<sheet>` of the workbook, chart sheets too.

        A sheet's index in this list is its localSheetId.
        """
        return self.workbook.all("sheet", self.workbook.first("sheets"))

    @property
    def sheet_parts(self) -> dict[str, str]:
        """The part of each worksheet by name, in tab order."""
        return self.package.worksheets

    def sheet(self, name: str) -> SheetXml:
        """A worksheet's XML. Raises SheetflowError where there is no such sheet."""
        if name not in self._sheets:
            self._sheets[name] = self._read_sheet(name)
        return self._sheets[name]

    def _read_sheet(self, name: str) -> SheetXml:
        if name not in self.sheet_parts:
            raise SheetflowError(
                f"the workbook has no sheet {name!r}; add it, or correct its name"
            )
        part = self.sheet_parts[name]
        return SheetXml(self.package.read(part), self.package.scan(part))

    # -- tables

    def tables(self, sheet: str) -> list[Table]:
        """The tables of a worksheet. Raises SheetflowError where one is damaged."""
        if sheet not in self._tables:
            self._tables[sheet] = self._read_tables(sheet)
        return self._tables[sheet]

    def _read_tables(self, sheet: str) -> list[Table]:
        parts = self._table_parts(sheet)
        with naming_file(self.package.name):
            return [read_table(part, self.xml(part)) for part in parts]

    def _table_parts(self, sheet: str) -> Iterator[str]:
        """The parts of a worksheet's tables."""
        relationships = self.package.relationships(self.sheet_parts[sheet])
        for relationship in relationships.values():
            if relationship.is_a("table") and self.package.has(relationship.target):
                yield self.package.part_name(relationship.target)

    def update_table(self, sheet: str, table: Table, info: TableInfo) -> None:
        """Remember what an edit has made of a table."""
        self._tables[sheet] = [
            known._replace(info=info) if known.part_name == table.part_name else known
            for known in self.tables(sheet)
        ]

    # -- styles

    def ensure_styles(self) -> Styles:
        """The workbook's formats; a workbook without any gets a part for them."""
        if self._styles is None:
            part = self._styles_part or self._add_styles_part()
            self._styles = Styles(self.xml(self.package.part_name(part)))
        return self._styles

    @property
    def _styles_part(self) -> str:
        """The part with the formats; '' if there is none."""
        relationships = self.package.relationships(self.package.workbook).values()
        targets = (each.target for each in relationships if each.is_a("styles"))
        first = next(targets, "")
        return first if first and self.package.has(first) else ""

    @property
    def cell_formats(self) -> int:
        """How many different cell formats there are."""
        part = self._styles_part
        if not part:
            return 0
        formats = self.xml(self.package.part_name(part)).first("cellXfs")
        return formats.number("count") if formats else 0

    def styles_showing(self, date: bool) -> set[str]:
        """The styles that show dates or (`date` False) percentages."""
        if not self._styles_part:
            return set()
        return self.ensure_styles().matching(date)

    def _add_styles_part(self) -> str:
        name = self.free_name("xl/styles{}.xml")
        content = _NO_STYLES.format(self.namespace).encode()
        self.package.add(name, content, _STYLES_TYPE)
        self.relate(self.package.workbook, "styles", name)
        return name

    # -- relationships and names

    def free_name(self, pattern: str) -> str:
        """The first part name of the pattern, numbered from 1, that no part has."""
        number = 1
        while self.package.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    @cached_property
    def _relationships(self) -> list[tuple[str, str]]:
        """The type and the target of every internal relationship of the package."""
        found = self._all_relationships()
        return [(each.type, each.target) for each in found if not each.external]

    def _all_relationships(self) -> Iterator[Relationship]:
        for part in list(self.package.parts):
            if not part.endswith(".rels"):
                yield from self.package.relationships(part).values()

    def parts_related(self, suffix: str) -> list[str]:
        """All parts that a relationship of this type (`/chart`) leads to, each once."""
        targets = [
            target
            for kind, target in self._relationships
            if kind.endswith(suffix) and self.package.has(target)
        ]
        return list(dict.fromkeys(map(self.package.part_name, targets)))

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relationship of this kind (`table`) and return its id."""
        self._relationships.append((f"/{kind}", target))
        return self.package.relate(source, kind, target)

    # -- saving

    def finish(self) -> None:
        """Write every edited part back into the package."""
        if self._styles is not None:
            self._styles.finish()
        for name, part in self._parts.items():
            if part.changed:
                self.package.write(name, part.result())
        for sheet in list(self._sheets):
            self.finish_sheet(sheet)

    def finish_sheet(self, sheet: str) -> None:
        """Write an edited sheet back into the package, and let go of what was read of it.

        So a run does not hold the old and the new cells of all sheets at once.
        """
        part = self.sheet(sheet).part
        if part.changed:
            self.package.write(self.sheet_parts[sheet], part.result())
            del self._sheets[sheet]

"""The workbook under examination, with our sheets located as far as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sheetflow.domain.catalogue import fact_sheets, sheet_schema
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import Layout, find_layout
from sheetflow.reading.own_names import own_names_of
from sheetflow.reading.settings import conventions_of
from sheetflow.reading.sheet_names import match_sheets
from sheetflow.reading.sheets import read_sheet
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.workbook import Grid, Workbook
from sheetflow.workbook.cells.cell_references import Area, Growth, parse_reference
from sheetflow.workbook.cells.data_region import DataRegion, find_region
from sheetflow.workbook.cells.sheet_xml import SheetXml
from sheetflow.workbook.formulas.growing_ranges import Grown


@dataclass(frozen=True)
class ExaminedWorkbook:
    """A workbook, our sheets in it, and why some of them cannot be read.

    The mappings have the sheets' names in our schemas as keys: `matched` maps them to
    the names in the workbook, `unfound` to the reason why there is no layout. `size` is
    the file's size in bytes.
    """

    workbook: Workbook
    size: int
    matched: Mapping[str, str]
    layouts: Mapping[str, Layout]
    unfound: Mapping[str, str] = field(default_factory=dict)

    @property
    def fact_layouts(self) -> dict[str, Layout]:
        """The layouts of the sheets of facts whose header was found."""
        return {
            sheet: layout
            for sheet, layout in self.layouts.items()
            if sheet in fact_sheets()
        }

    @property
    def facts(self) -> Iterator[tuple[Layout, Grid]]:
        """Every sheet of facts whose header was found, and its cells."""
        for layout in self.fact_layouts.values():
            yield layout, self.workbook.read(layout.name)

    @cached_property
    def conventions(self) -> TextConventions:
        """What numbers and dates mean that are stored as text."""
        layout = self.layouts.get("Settings")
        if layout is None:
            return NO_LOCALE
        return conventions_of(read_sheet(self.workbook.read(layout.name), layout))

    @property
    def others(self) -> list[str]:
        """The owner's own sheets."""
        ours = self.matched.values()
        return [name for name in self.workbook.sheets if name not in ours]

    @property
    def derived_names(self) -> dict[str, str]:
        """The workbook's own names of the derived sheets that it has."""
        return {
            sheet: name
            for sheet, name in self.matched.items()
            if sheet not in fact_sheets()
        }

    @cached_property
    def regions(self) -> dict[str, DataRegion]:
        """The region of the rows of each of our sheets, by its name in the workbook.

        Settings gets no rows, and a sheet without columns (Dashboard) has none.
        """
        return {
            layout.name: self._region(layout)
            for sheet, layout in self.layouts.items()
            if sheet != "Settings" and layout.columns
        }

    def _region(self, layout: Layout) -> DataRegion:
        grid = self.workbook.read(layout.name)
        tables = self.workbook.document.tables(layout.name)
        return find_region(grid, tables, layout.header_row, layout.columns.values())

    def growth(self, sheet: str) -> Grown:
        """What happens to ranges over a sheet of ours when it gets one more row."""
        region = self.regions[sheet]
        first = region.header_row + 1
        last = max(region.last_row, first)
        growth = Growth(first, last, last + 1, region.first_column, region.last_column)
        return Grown(sheet, growth, region.totals_rows, region.table is not None)


def open_examined(path: Path) -> ExaminedWorkbook:
    """Open a workbook, signed or not. Raises SheetflowError if it cannot be read."""
    workbook = Workbook.open(path, read_only=True)
    layouts: dict[str, Layout] = {}
    unfound: dict[str, str] = {}
    with own_names_of(workbook):
        matched = match_sheets(workbook.sheets)
        for sheet, name in matched.items():
            try:
                layouts[sheet] = find_layout(workbook.read(name), sheet_schema(sheet))
            except SheetflowError as error:
                unfound[sheet] = str(error)
    return ExaminedWorkbook(workbook, path.stat().st_size, matched, layouts, unfound)


def merged_areas(xml: SheetXml) -> list[Area]:
    """The merged cells of a sheet."""
    areas = (
        parse_reference(element.get("ref")) for element in xml.part.all("mergeCell")
    )
    return [area for area in areas if area]


def records_area(layout: Layout) -> Area:
    """The cells below a sheet's header that its records use, at least one row."""
    first_row = layout.header_row + 1
    last_row = max(layout.last_row, first_row)
    columns = layout.columns.values()
    return Area(first_row, min(columns), last_row, max(columns))

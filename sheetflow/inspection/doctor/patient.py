"""A workbook as the doctor sees it: our sheets found in it as far as they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sheetflow.domain.schema import FACTS, sheet_schema
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import Layout, find_layout, match_sheets
from sheetflow.workbook import Grid, Workbook
from sheetflow.workbook.cells.cell_references import Area, Growth, parse_loose
from sheetflow.workbook.cells.data_region import Region, find_region
from sheetflow.workbook.cells.sheet_xml import SheetXml
from sheetflow.workbook.formulas.growing_ranges import Grown


@dataclass(frozen=True)
class Patient:
    """A workbook, our sheets in it by their contract names, and why some of them cannot be read."""

    workbook: Workbook
    size: int
    matched: Mapping[str, str]
    layouts: Mapping[str, Layout]
    unfound: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> Iterator[tuple[Layout, Grid]]:
        """Every sheet of facts whose header was found, and its cells."""
        for sheet, layout in self.layouts.items():
            if sheet in FACTS:
                yield layout, self.workbook.read(layout.name)

    @property
    def others(self) -> list[str]:
        """The owner's own sheets."""
        return [
            name for name in self.workbook.sheets if name not in self.matched.values()
        ]

    @property
    def derived_names(self) -> dict[str, str]:
        """The workbook's own names of the derived sheets that it has."""
        return {
            sheet: name for sheet, name in self.matched.items() if sheet not in FACTS
        }

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Where the rows of each of our sheets stand, by the sheet's name in the workbook."""
        return {
            layout.name: self._region(layout)
            for sheet, layout in self.layouts.items()
            if sheet != "Settings"
        }

    def _region(self, layout: Layout) -> Region:
        grid, tables = (
            self.workbook.read(layout.name),
            self.workbook.document.tables(layout.name),
        )
        return find_region(grid, tables, layout.header_row, layout.columns.values())

    def growth(self, sheet: str) -> Grown:
        """What becomes of ranges over a sheet of ours when it gets one row more."""
        region = self.regions[sheet]
        first, last = region.header_row + 1, max(region.last_row, region.header_row + 1)
        growth = Growth(first, last, last + 1, region.first_column, region.last_column)
        return Grown(sheet, growth, region.totals_rows, region.table is not None)


def open_patient(path: Path) -> Patient:
    """Look at a workbook, signed or not. Raises SheetflowError where it cannot be read at all."""
    workbook = Workbook.open(path, to_look_at=True)
    matched = match_sheets(workbook.sheets)
    layouts: dict[str, Layout] = {}
    unfound: dict[str, str] = {}
    for sheet, name in matched.items():
        try:
            layouts[sheet] = find_layout(workbook.read(name), sheet_schema(sheet))
        except SheetflowError as error:
            unfound[sheet] = str(error)
    return Patient(workbook, path.stat().st_size, matched, layouts, unfound)


def merged_areas(xml: SheetXml) -> list[Area]:
    """The merged cells of a sheet."""
    areas = (parse_loose(element.get("ref")) for element in xml.part.all("mergeCell"))
    return [area for area in areas if area]


def records_area(layout: Layout) -> Area:
    """The cells in which a sheet's records stand, or may stand, below its header."""
    columns = layout.columns.values()
    return Area(
        layout.header_row + 1,
        min(columns),
        max(layout.last_row, layout.header_row + 1),
        max(columns),
    )

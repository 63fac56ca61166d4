"""The sheet Stock of a workbook: the row of each product and location."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.reading.locate import Layout, find_derived
from sheetflow.reading.own_names import own_names_of
from sheetflow.reading.sheet_names import match_sheets
from sheetflow.workbook import Workbook
from sheetflow.workbook.cells.cell_references import cell_name

KEY = ("SKU", "Location")


@dataclass(frozen=True)
class StockSheet:
    """Its layout, and the row of each SKU and location; None and no rows where it is missing."""

    layout: Layout | None = None
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls, workbook: Workbook) -> StockSheet:
        """The sheet as the last run wrote it."""
        layout = _layout(workbook)
        if layout is None:
            return cls()
        grid = workbook.read(layout.name)
        skus, locations = (
            grid.column(layout.columns[header])[layout.header_row :] for header in KEY
        )
        keys = zip(map(str, skus), map(str, locations), strict=True)
        first = layout.header_row + 1
        return cls(layout, {key: row for row, key in enumerate(keys, first)})

    def cell(self, sku: str, location: str, header: str) -> str:
        """`Stock!D9`; an empty string where there is no such row or column."""
        row = self.rows.get((sku, location))
        if self.layout is None or row is None or header not in self.layout.columns:
            return ""
        return f"{self.layout.name}!{cell_name(row, self.layout.columns[header])}"


def _layout(workbook: Workbook) -> Layout | None:
    """Where the sheet is; None where it, or one of its key columns, is missing."""
    with own_names_of(workbook):
        name = match_sheets(workbook.sheets).get("Stock")
        if name is None:
            return None
        layout = find_derived(workbook.read(name), sheet_schema("Stock"))
    if layout is None or not set(KEY) <= set(layout.columns):
        return None
    return layout

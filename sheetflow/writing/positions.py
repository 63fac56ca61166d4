"""The position of a sheet in its workbook: name, header row and columns.

fact_positions.py finds those of the sheets of facts, derived_positions.py those of the sheets that the engine writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sheetflow.domain.schema import SheetSchema
from sheetflow.reading.locate import Layout
from sheetflow.workbook.cells.cell_references import column_name

LINE_ABOVE = 2
"""How many rows above its headers the first line of Issues is."""


@dataclass(frozen=True)
class SheetPosition:
    """The position of one sheet: its name, header row, and columns by header.

    `yielded` are the columns with one of our headers that were left to the owner.
    """

    schema: SheetSchema
    name: str
    header_row: int
    columns: Mapping[str, int]
    is_new: bool = False
    yielded: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, layout: Layout, added: Mapping[str, int] = MappingProxyType({})
    ) -> SheetPosition:
        """The position of a sheet that is in the workbook, with the columns `added` to it."""
        return cls(
            layout.schema,
            layout.name,
            layout.header_row,
            {**layout.columns, **added},
            yielded=layout.yielded,
        )

    @property
    def derived(self) -> set[int]:
        """The columns that every run rewrites."""
        return {
            self.columns[column.header]
            for column in self.schema.derived_columns
            if column.header in self.columns
        }

    def cell(self, header: str, row: int) -> str:
        """The address of a cell, or of the row's first column where the sheet has no such column."""
        return f"{column_name(self.column(header))}{row}"

    def column(self, header: str) -> int:
        """The column of a header, or the sheet's first where it has no such column."""
        return self.columns.get(header) or min(self.columns.values())


def numbered_columns(schema: SheetSchema) -> dict[str, int]:
    """The columns of a sheet that we make: in the order of its declaration."""
    shown = schema.columns_in_use
    return {column.header: number for number, column in enumerate(shown, 1)}

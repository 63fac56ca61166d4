"""The books to verify: a workbook as it stands, and what its facts come to on the day of its last run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.engine.process import Result, examine
from sheetflow.errors import SheetflowError
from sheetflow.opening import Opened, open_workbook
from sheetflow.pipeline import prepared_facts
from sheetflow.reading.locate import find_derived
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.writing.positions import SheetPosition


@dataclass(frozen=True)
class Books:
    """A workbook, what its facts come to, and where its sheets of facts stand."""

    opened: Opened
    result: Result
    positions: Mapping[str, SheetPosition]

    @cached_property
    def derived(self) -> Mapping[str, SheetPosition]:
        """Where the derived sheets stand that are there."""
        found = {}
        for sheet, name in self.opened.derived.items():
            layout = find_derived(self.opened.workbook.read(name), sheet_schema(sheet))
            if layout is not None:
                found[sheet] = SheetPosition(
                    layout.schema, name, layout.header_row, layout.columns
                )
        return found

    def cell(self, sheet: str, header: str, row: int) -> str:
        """`Stock!D5`: the cell of a column in a row of Excel."""
        place = self.positions.get(sheet) or self.derived[sheet]
        return f"{place.name}!{cell_name(row, place.column(header))}"


def open_books(path: Path) -> Books:
    """Read a workbook. Raises SheetflowError where it cannot be processed, or no run has ever written it."""
    opened = open_workbook(path, adopt=True)
    if not opened.log:
        raise SheetflowError(
            f"{path}: there is no Run log to verify; sheetflow run writes it"
        )
    day = opened.log[-1].cells.get("As of")
    as_of = day if isinstance(day, date) else date.today()
    result = examine(prepared_facts(opened, path.parent, as_of))
    return Books(opened, result, opened.positions)

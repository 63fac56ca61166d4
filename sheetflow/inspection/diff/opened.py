"""The two workbooks, and which of their sheets must be read: one that is byte for byte the same differs in nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sheetflow.domain.schema import DERIVED, FACTS, sheet_schema
from sheetflow.errors import naming
from sheetflow.inspection.diff.sides import Side, side_of
from sheetflow.reading.locate import (
    find_derived,
    find_layout,
    match_sheets,
    require_sheets,
)
from sheetflow.workbook import Workbook

KEPT_BY_RUNS = frozenset({"Run log", "Closed period"})
"""What every run adds to says nothing about the business; `sheetflow verify` is for these."""

COMPARED = tuple(
    sheet
    for sheet in (*FACTS, *DERIVED)
    if sheet_schema(sheet).key and sheet not in KEPT_BY_RUNS
)
"""The sheets whose records can be told apart by a key."""


@dataclass(frozen=True)
class Opened:
    """A workbook, and the names that the sheets of the contract have in it."""

    path: Path
    workbook: Workbook
    names: Mapping[str, str]

    def side(self, sheet: str) -> Side | None:
        """The records of a sheet; None where it is not there. Raises SheetflowError where it lacks a column."""
        if sheet not in self.names:
            return None
        with naming(self.path):
            grid, schema = self.workbook.read(self.names[sheet]), sheet_schema(sheet)
            layout = (
                find_derived(grid, schema)
                if schema.derived
                else find_layout(grid, schema)
            )
            return side_of(grid, layout) if layout else None

    def parts(self, sheet: str) -> list[bytes]:
        """All that the cells of a sheet are read from."""
        package, document = self.workbook.package, self.workbook.document
        shared = [
            part
            for kind in ("/sharedStrings", "/styles")
            for part in document.parts_related(kind)
        ]
        tables = [table.part_name for table in document.tables(self.names[sheet])]
        names = [package.worksheets[self.names[sheet]], *tables, *shared]
        return [package.read(name) for name in names]


def open_workbook(path: str | Path) -> Opened:
    """A workbook, whatever it holds besides the facts. Raises SheetflowError, which names the file."""
    with naming(Path(path)):
        workbook = Workbook.open(Path(path), to_look_at=True)
        names = match_sheets(workbook.sheets)
        require_sheets(names, workbook.sheets)
    return Opened(Path(path), workbook, names)


def sides(
    old: Opened, new: Opened, *, facts_only: bool
) -> Iterator[tuple[Side | None, Side | None]]:
    """The sheets that may differ, in the order of the contract."""
    for sheet in COMPARED:
        if not (facts_only and sheet in DERIVED) and not _alike(old, new, sheet):
            yield old.side(sheet), new.side(sheet)


def _alike(old: Opened, new: Opened, sheet: str) -> bool:
    """Whether both workbooks hold the same bytes for a sheet, so that it need not be read."""
    if (
        sheet not in old.names
        or sheet not in new.names
        or old.workbook.date1904 != new.workbook.date1904
    ):
        return False
    return old.parts(sheet) == new.parts(sheet)

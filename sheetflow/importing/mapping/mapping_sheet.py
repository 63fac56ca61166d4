"""The sheet Mapping with proposals: what a person has typed there stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheetflow.domain.catalogue import Catalogue, declared_by, sheet_schema
from sheetflow.importing.mapping.own_sheets import own_sheets
from sheetflow.importing.mapping.proposals import Proposal, Proposals, propose
from sheetflow.reading.locate import Layout, find_layout, match_sheets
from sheetflow.workbook import Value, Workbook
from sheetflow.writing.sheet_designs import sheet_design

MAPPING = "Mapping"
HEADERS = ("Sheet", "Column", "Value", "Here", "Use", "Why")

Key = tuple[str, str, str]


def map_names(
    workbook: Workbook, sheets: Catalogue, *, accepts: bool = False
) -> tuple[Proposals, int]:
    """Propose names for all sheets of a workbook, and write Mapping into it.

    `accepts` puts all proposals in force. Returns the proposals, and how many rows were added.
    """
    with declared_by(sheets):
        name = match_sheets(workbook.sheets).get(MAPPING)
        own = [each for each in own_sheets(workbook) if each.name != name]
        proposals = propose(own)
        rows = [
            _row(each, accepts=accepts) for each in proposals.found if not each.is_same
        ]
        if name is None:
            _add_sheet(workbook, rows)
            return proposals, len(rows)
        added = _new_rows(workbook, name, rows)
        return proposals, added


def _row(proposal: Proposal, *, accepts: bool) -> list[Value]:
    use = "Yes" if proposal.is_certain or accepts else "?"
    column = proposal.column or None
    return [proposal.sheet, column, None, proposal.here, use, proposal.why]


def _add_sheet(workbook: Workbook, rows: Sequence[Sequence[Value]]) -> None:
    """Add the sheet; without rows it shows how names are given."""
    schema = sheet_schema(MAPPING)
    facts = tuple(column for column in schema.columns if not column.derived)
    design = sheet_design(schema)
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in facts]
    columns = design.columns[: len(facts)]
    workbook.add_sheet(replace(design, columns=columns, cells=cells))


def _new_rows(workbook: Workbook, name: str, rows: Sequence[Sequence[Value]]) -> int:
    """Add the rows for what Mapping does not name yet; returns how many."""
    grid = workbook.read(name)
    layout = find_layout(grid, sheet_schema(MAPPING))
    known = {_key(row, layout) for row in grid.rows[layout.header_row :]}
    added = [row for row in rows if (row[0] or "", row[1] or "", "") not in known]
    if added:
        columns = _by_column(added, layout)
        workbook.append_rows(name, layout.header_row, columns)
    return len(added)


def _by_column(
    rows: Sequence[Sequence[Value]], layout: Layout
) -> dict[int, list[Value]]:
    """The values of each column that the sheet has."""
    return {
        layout.columns[header]: [row[at] for row in rows]
        for at, header in enumerate(HEADERS)
        if header in layout.columns
    }


def _key(row: Sequence[object], layout: Layout) -> Key:
    """What a row of Mapping names."""
    sheet, column, word = (_text(row, layout, header) for header in HEADERS[:3])
    return sheet, column, word


def _text(row: Sequence[object], layout: Layout, header: str) -> str:
    """What a row has in a column; empty where the sheet does not have it."""
    if header not in layout.columns:
        return ""
    return str(row[layout.columns[header] - 1] or "").strip()

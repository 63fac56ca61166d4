"""The sheet Mapping with proposals: what a person has typed there stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sheetflow.domain.catalogue import Catalogue, declared_by, sheet_schema
from sheetflow.domain.schema import SheetSchema, loose
from sheetflow.importing.mapping.chosen_names import ChosenName, chosen_rows
from sheetflow.importing.mapping.own_sheets import OwnColumn, OwnSheet, own_sheets
from sheetflow.importing.mapping.proposals import Proposal, Proposals, propose
from sheetflow.importing.mapping.text_settings import TextSettings, text_settings
from sheetflow.reading.locate import Layout, find_layout
from sheetflow.reading.sheet_names import match_sheets
from sheetflow.workbook import Value, Workbook
from sheetflow.writing.sheet_designs import sheet_design

MAPPING = "Mapping"
HEADERS = ("Sheet", "Column", "Value", "Here", "Use", "Why")

SETTINGS = "Settings"

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Mapped:
    """What was proposed, how many rows Mapping got, and the settings that were added.

    `unclear` is a text that can be read in several ways, where no locale is stated.
    """

    proposals: Proposals
    rows: int
    settings: dict[str, str]
    unclear: str = ""

    @property
    def added(self) -> int:
        """How much was written into the workbook."""
        return self.rows + len(self.settings)


def map_names(
    workbook: Workbook,
    sheets: Catalogue,
    *,
    accepts: bool = False,
    locale: str = "",
    chosen: Sequence[ChosenName] | None = None,
) -> Mapped:
    """Propose names for all sheets of a workbook, and write Mapping into it.

    `accepts` puts all proposals in force. `locale` is how its texts are written, where a
    person said so. `chosen` are a person's answers, which count instead of the proposals.
    Raises SheetflowError for an answer that names nothing.
    """
    with declared_by(sheets):
        name = match_sheets(workbook.sheets).get(MAPPING)
        own = owners_sheets(workbook, sheets)
        proposals = propose(own)
        if chosen is None:
            rows = _proposed_rows(proposals, accepts=accepts)
        else:
            rows = [
                _chosen_row(*row) for row in chosen_rows(chosen, own, proposals.found)
            ]
        settings = text_settings(own, proposals.found, locale)
        if name is None:
            _add_sheet(workbook, rows)
            added = len(rows)
        else:
            added = _new_rows(workbook, name, rows)
            if chosen is not None:
                added += _change_rows(workbook, name, rows)
        return Mapped(
            proposals, added, _add_settings(workbook, settings), settings.unclear
        )


def owners_sheets(workbook: Workbook, sheets: Catalogue) -> list[OwnSheet]:
    """The sheets of the owner, without what a run derived."""
    return list(_owners(own_sheets(workbook), sheets))


def _owners(own: Sequence[OwnSheet], sheets: Catalogue) -> Iterator[OwnSheet]:
    """The sheets of the owner, without what a run derived: whole sheets, and columns of others."""
    matched = {
        name: sheet for sheet, name in match_sheets([s.name for s in own]).items()
    }
    for each in own:
        schema = sheets[matched[each.name]] if each.name in matched else None
        if schema is None:
            yield each
        elif schema.sheet != MAPPING and not _is_derived(each, schema):
            yield replace(each, columns=list(_typed_columns(each, schema)))


def _is_derived(own: OwnSheet, schema: SheetSchema) -> bool:
    """Whether a sheet is one that a run wrote: it has all of its headers."""
    there = {loose(column.header) for column in own.columns}
    return schema.derived and {loose(each.title) for each in schema.columns} <= there


def _typed_columns(own: OwnSheet, schema: SheetSchema) -> Iterator[OwnColumn]:
    """The columns that a run did not derive."""
    derived = {loose(each.title) for each in schema.columns if each.derived}
    return (each for each in own.columns if loose(each.header) not in derived)


def _add_settings(workbook: Workbook, found: TextSettings) -> dict[str, str]:
    """Add the settings that the workbook does not state; returns them as it calls them."""
    name = match_sheets(workbook.sheets).get(SETTINGS)
    schema = sheet_schema(SETTINGS)
    if name is None:
        if found.values:
            titles = [_setting_title(setting) for setting in found.values]
            cells = [titles, list(found.values.values())]
            design = sheet_design(schema)
            workbook.add_sheet(replace(design, columns=design.columns[:2], cells=cells))
        return _by_title(found.values)
    grid = workbook.read(name)
    layout = find_layout(grid, schema)
    stated = {loose(str(cell)) for cell in grid.column(layout.columns["Setting"])}
    values = {
        setting: value
        for setting, value in found.values.items()
        if not stated & {loose(setting), loose(_setting_title(setting))}
    }
    if values:
        columns = {
            layout.columns["Setting"]: [_setting_title(each) for each in values],
            layout.columns["Value"]: list(values.values()),
        }
        workbook.append_rows(name, layout.header_row, columns)
    return _by_title(values)


def _by_title(values: dict[str, str]) -> dict[str, str]:
    return {_setting_title(setting): value for setting, value in values.items()}


def _setting_title(setting: str) -> str:
    """What the workbook calls a setting."""
    declared = sheet_schema(SETTINGS).settings
    return next(each.title for each in declared if each.name == setting)


def _proposed_rows(proposals: Proposals, *, accepts: bool) -> list[list[Value]]:
    """A row for each name that a run does not find by itself."""
    return [_row(each, accepts=accepts) for each in proposals.found if not each.is_same]


def _chosen_row(sheet: str, column: str, here: str, use: str, why: str) -> list[Value]:
    return [sheet, column or None, None, here, use, why]


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


def _change_rows(workbook: Workbook, name: str, rows: Sequence[Sequence[Value]]) -> int:
    """Put answers into the rows that Mapping has; returns how many rows changed."""
    grid = workbook.read(name)
    layout = find_layout(grid, sheet_schema(MAPPING))
    answers = {(str(row[0] or ""), str(row[1] or ""), ""): row for row in rows}
    changed = 0
    for number, there in enumerate(
        grid.rows[layout.header_row :], layout.header_row + 1
    ):
        answer = answers.get(_key(there, layout))
        if answer is not None and not _says(there, answer, layout):
            _change_row(workbook, name, layout, number, answer)
            changed += 1
    return changed


ANSWERED = ("Here", "Use")
"""The columns of Mapping that an answer changes in a row that is there."""


def _says(there: Sequence[object], answer: Sequence[Value], layout: Layout) -> bool:
    """Whether a row has an answer already."""
    return all(
        _text(there, layout, header) == answer[HEADERS.index(header)]
        for header in ANSWERED
    )


def _change_row(
    workbook: Workbook,
    name: str,
    layout: Layout,
    number: int,
    answer: Sequence[Value],
) -> None:
    for header in ANSWERED:
        if header in layout.columns:
            value = answer[HEADERS.index(header)]
            workbook.set_cells(name, layout.columns[header], [number], [value])


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

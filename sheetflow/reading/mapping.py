"""The sheet Mapping: what a workbook calls its sheets, columns, settings and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.domain.catalogue import Catalogue
from sheetflow.domain.languages import words_of
from sheetflow.domain.messages import listed, message
from sheetflow.domain.own_names import Naming
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import Layout, find_layout
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Grid

HEADERS = ("Sheet", "Column", "Value", "Here")


@dataclass(frozen=True)
class MappingRow:
    """One row that is in use, with its Excel row."""

    naming: Naming
    row: int


def read_mapping(
    grid: Grid, contract: Catalogue, schema: SheetSchema
) -> list[MappingRow]:
    """The rows of Mapping that are in use.

    Raises SheetflowError that names every cell with a name that the contract does not have,
    and two names for one thing, or two things with one name.
    """
    layout = find_layout(grid, schema)
    reader = _MappingReader(grid, layout, contract)
    rows = list(reader.rows())
    problems = [*reader.problems, *_repeated(rows)]
    if problems:
        raise SheetflowError("; ".join(_message(each, layout) for each in problems))
    return rows


def refuse_absent(
    rows: Sequence[MappingRow], layout: Layout, names: Mapping[str, Iterable[str]]
) -> None:
    """Refuse names of sheets and columns that are not in the workbook.

    `names` are the headers of each sheet that is there, by the sheet's own name. Raises
    SheetflowError.
    """
    headers = [loose(header) for found in names.values() for header in found]
    there = {"sheet": {loose(name) for name in names}, "column": set(headers)}
    problems = []
    for each in rows:
        kind = "column" if each.naming.column else "sheet"
        is_name = not each.naming.word
        if is_name and loose(each.naming.here) not in there[kind]:
            problems.append(_absent(each, kind, names))
    if problems:
        raise SheetflowError("; ".join(_message(each, layout) for each in problems))


def _absent(
    mapped: MappingRow, kind: str, names: Mapping[str, Iterable[str]]
) -> Problem:
    """The problem of a name that nothing in the workbook has."""
    known = list(names)
    if kind == "column":
        known = [header for found in names.values() for header in found]
    near = did_you_mean(mapped.naming.here, known)
    words = {"kind": kind, "suggestion": near}
    return _problem("MAP03", mapped.row, "Here", mapped.naming.here, words)


def _problem(
    code: str, row: int, column: str, value: str, words: dict[str, str]
) -> Problem:
    """A problem of Mapping; its record is the Excel row."""
    return Problem(code, "Mapping", row, column, value, words)


def _message(problem: Problem, layout: Layout) -> str:
    """A problem as one sentence with its cell."""
    column = layout.columns.get(problem.column) or min(layout.columns.values())
    cell = f"{layout.name}!{column_name(column)}{problem.record}"
    return f"{cell}: {problem.text}. {problem.remedy} ({problem.code})"


class _MappingReader:
    """Reads Mapping row by row, and collects what is wrong."""

    def __init__(self, grid: Grid, layout: Layout, contract: Catalogue) -> None:
        self._grid = grid
        self._layout = layout
        self._contract = contract
        self._sheets = {loose(sheet): schema for sheet, schema in contract.items()}
        self.problems: list[Problem] = []

    def rows(self) -> Iterator[MappingRow]:
        """The rows in use that name something of the contract."""
        for row in range(self._layout.header_row + 1, self._layout.last_row + 1):
            if self._is_used(row):
                naming = self._naming(row)
                if naming is not None:
                    yield MappingRow(naming, row)

    def _text(self, header: str, row: int) -> str:
        column = self._layout.columns.get(header)
        value = self._grid.value(row, column) if column else ""
        return "" if value is None else str(value).strip()

    def _is_used(self, row: int) -> bool:
        use = loose(self._text("Use", row))
        column = self._layout.schema.column("Use")
        meant = column.own.meant if column.own else {}
        is_in_use = use == "" or meant.get(use, use).casefold() == "yes"
        return is_in_use and bool(self._text("Here", row))

    def _naming(self, row: int) -> Naming | None:
        """What a row names; None where that is not in the contract."""
        sheet, column, word, here = (self._text(header, row) for header in HEADERS)
        schema = self._sheets.get(loose(sheet))
        schemas = [schema] if schema else list(self._contract.values())
        columns = _columns(schemas, column)
        words = _words(schemas, columns)
        spelled = words.get(loose(word), "")
        if sheet and schema is None:
            self._report(row, "Sheet", sheet, list(self._contract))
        elif column and not columns:
            known = [header for each in schemas for header in each.headers]
            self._report(row, "Column", column, known)
        elif word and not spelled:
            self._report(row, "Value", word, list(words.values()))
        elif not (sheet or column or word):
            self._report(row, "Here", here, [])
        else:
            header = columns[0].header if columns else ""
            return Naming(schema.sheet if schema else "", header, spelled, here)
        return None

    def _report(self, row: int, column: str, value: str, known: list[str]) -> None:
        """Report a name that the contract does not have."""
        words = {"kind": _KINDS[column], "suggestion": did_you_mean(value, known)}
        self.problems.append(_problem("MAP01", row, column, value, words))


_KINDS = {
    "Sheet": message("sheet"),
    "Column": message("column"),
    "Value": message("word or setting"),
    "Here": message("sheet or column for"),
}


def _columns(schemas: Sequence[SheetSchema], header: str) -> list[Column]:
    """The columns of that header in these sheets."""
    wanted = loose(header)
    return [
        column
        for schema in schemas
        for column in schema.columns
        if wanted and loose(column.header) == wanted
    ]


def _words(schemas: Sequence[SheetSchema], columns: Sequence[Column]) -> dict[str, str]:
    """The words that these columns may hold, as they are compared; settings too."""
    among = columns or [column for schema in schemas for column in schema.columns]
    words = [word for column in among for word in words_of(column)]
    settings = [setting for schema in schemas for setting in schema.settings]
    words += [setting.name for setting in settings]
    words += [word for setting in settings for word in setting.choices]
    words += ["Yes", "No"] if settings else []
    return {loose(word): word for word in words}


def _repeated(rows: Sequence[MappingRow]) -> Iterator[Problem]:
    """Two names for one thing, and one name for two things."""
    things: dict[tuple[str, str, str], MappingRow] = {}
    names: dict[tuple[str, str, str], MappingRow] = {}
    for each in rows:
        naming = each.naming
        thing = (naming.sheet, naming.column, naming.word)
        first = things.setdefault(thing, each)
        if first is not each:
            words = {"rows": listed([str(first.row), str(each.row)])}
            yield _problem("MAP02", each.row, "Here", naming.here, words)
        column = naming.column if naming.word else ""
        kind = "word" if naming.word else "column" if naming.column else "sheet"
        name = (naming.sheet, f"{kind} {column}", loose(naming.here))
        first = names.setdefault(name, each)
        if first is not each and things[thing] is each:
            words = {"rows": listed([str(first.row), str(each.row)])}
            yield _problem("MAP04", each.row, "Here", naming.here, words)

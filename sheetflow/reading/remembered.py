"""What a workbook had at its last run: sheets and columns of facts, and how many facts.

It is kept in the workbook (see workbook/sheets/hidden_texts.py), so that a sheet or a
column that is gone or was renamed is noticed: without it, its facts would be left out of
the next run and nobody would see.

The text is `Payments=Money in:8,Payment:8,Amount=Paid:8|Orders:12,…`: for each sheet and
column its name in the contract, its own name where that is another, and how many facts it
has. Other characters than these are encoded as in an address of the web.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from sheetflow.domain.catalogue import catalogue, fact_sheets, sheet_schema
from sheetflow.domain.messages import counted_message, joined, message
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import nearest
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import (
    Layout,
    column_without_header,
    find_closest,
    find_derived,
)
from sheetflow.workbook.model import Grid

NAME = "_sheetflow_sheets"
"""The hidden names under which a workbook keeps it."""

RUN_LOG = "Run log"
"""The only sheet that a run writes and that nothing can derive again."""

_PLAIN = " !#$'()*+/;?@[]^`{}-_.~"
"""The characters that need no encoding, besides letters and digits of ASCII."""


@dataclass(frozen=True)
class Remembered:
    """A sheet or a column: its own name, and how many facts it had."""

    name: str
    facts: int


@dataclass(frozen=True)
class RememberedSheet(Remembered):
    """A sheet with its columns of facts, by their header in the contract."""

    columns: Mapping[str, Remembered] = field(default_factory=dict)


Memory = Mapping[str, RememberedSheet]
"""The sheets of facts that a workbook had, by their name in the contract."""


# -- as a text


def memory_text(memory: Memory) -> str:
    """What is remembered, as the text that the workbook keeps."""
    return "|".join(_sheet_text(sheet, one) for sheet, one in memory.items())


def _sheet_text(sheet: str, remembered: RememberedSheet) -> str:
    columns = remembered.columns.items()
    return ",".join(
        [_one_text(sheet, remembered), *(_one_text(name, one) for name, one in columns)]
    )


def _one_text(contract: str, remembered: Remembered) -> str:
    own = "" if remembered.name == contract else f"={_encoded(remembered.name)}"
    return f"{_encoded(contract)}{own}:{remembered.facts}"


def _encoded(name: str) -> str:
    return quote(name, safe=_PLAIN)


def parse_memory(text: str) -> Memory:
    """What a workbook remembers; sheets and columns that are not in the contract are left out."""
    memory: dict[str, RememberedSheet] = {}
    for part in text.split("|") if text else ():
        head, *columns = [_parse_one(one) for one in part.split(",")]
        sheet, remembered = head
        if sheet in catalogue():
            headers = sheet_schema(sheet).headers
            known = {header: one for header, one in columns if header in headers}
            memory[sheet] = RememberedSheet(remembered.name, remembered.facts, known)
    return memory


def with_run_log(memory: Memory, last_run: int) -> Memory:
    """What is remembered, with the Run log, which has a row per run; as it is before the first run."""
    if not last_run:
        return memory
    return {**memory, RUN_LOG: RememberedSheet(sheet_schema(RUN_LOG).title, last_run)}


def _parse_one(text: str) -> tuple[str, Remembered]:
    names, _, facts = text.rpartition(":")
    contract, _, own = names.partition("=")
    return unquote(contract), Remembered(unquote(own or contract), int(facts))


# -- what is missing


@dataclass(frozen=True)
class Missing:
    """A sheet or a column that is gone; `near` is what may be meant, if anything.

    `without_header` are the letters of a column that has no header, which may be the one.
    """

    sheet: str
    column: str
    remembered: Remembered
    near: str
    is_required: bool
    without_header: str = ""

    @property
    def key(self) -> str:
        """How it is named after --forget: `Payments`, `Orders!Quote`."""
        return f"{self.sheet}!{self.column}" if self.column else self.sheet

    @property
    def own_key(self) -> str:
        """The same with what the workbook calls them: `Zahlungen`, `Aufträge!Angebot`."""
        schema = sheet_schema(self.sheet)
        if not self.column:
            return schema.title
        return f"{schema.title}!{schema.title_of(self.column)}"

    def is_meant(self, keys: Collection[str]) -> bool:
        """Whether one of these keys after --forget names it."""
        return not {loose(self.key), loose(self.own_key)}.isdisjoint(keys)

    @property
    def text(self) -> str:
        """What is gone, how many facts it had, and what may be meant."""
        return message(
            "{what} is gone ({facts} at the last run{near})",
            what=self._what(),
            facts=self._facts(),
            near=self._near(),
        )

    def _what(self) -> str:
        name = self.remembered.name
        if self.column:
            sheet = sheet_schema(self.sheet).title
            return message("the column {column} of {sheet}", column=name, sheet=sheet)
        return message("the sheet {sheet}", sheet=name)

    def _facts(self) -> str:
        """How many facts it had at the last run."""
        count = self.remembered.facts
        if self.column:
            return counted_message(count, "{count} cell", "{count} cells")
        return counted_message(count, "{count} row", "{count} rows")

    def _near(self) -> str:
        if self.near:
            return message(", nearest found: {name}", name=self.near)
        if not self.without_header:
            return ""
        return message(
            ", and column {column} has no header: if it is merged with the one before, unmerge them",
            column=self.without_header,
        )


def refuse_missing(
    memory: Memory,
    grids: Mapping[str, Grid],
    others: Sequence[Grid],
    forget: Collection[str],
) -> None:
    """Refuse a workbook that lacks a sheet or column which it had at its last run.

    `grids` are its sheets of facts by their name in the contract, `others` those that are
    not in the contract. `forget` names what is meant to be gone. Raises SheetflowError
    that names the rest, or a name in `forget` that is not missing.
    """
    missing = list(_missing(memory, grids, others))
    meant = {loose(key) for key in forget}
    for key in forget:
        if not any(one.is_meant({loose(key)}) for one in missing):
            raise SheetflowError(
                f'--forget "{key}": it is not missing; leave it out, or check the name'
            )
    left = [one for one in missing if not one.is_meant(meant) or one.is_required]
    if left:
        raise SheetflowError(_refusal(left))


def _refusal(missing: Sequence[Missing]) -> str:
    """What is gone, and both remedies."""
    gone = joined([one.text for one in missing], "; ")
    if any(one.is_required for one in missing):
        return counted_message(
            len(missing),
            "{gone}. Rename it back, or put it back from a copy",
            "{gone}. Rename them back, or put them back from a copy",
            gone=gone,
        )
    return counted_message(
        len(missing),
        "{gone}. Rename it back, or put it back from a copy; "
        "if it is meant to be gone, run with {options}",
        "{gone}. Rename them back, or put them back from a copy; "
        "if they are meant to be gone, run with {options}",
        gone=gone,
        options=" ".join(f'--forget "{one.own_key}"' for one in missing),
    )


def _missing(
    memory: Memory, grids: Mapping[str, Grid], others: Sequence[Grid]
) -> Iterator[Missing]:
    for sheet in (*fact_sheets(), RUN_LOG):
        if sheet not in memory:
            continue
        if sheet in grids:
            yield from _missing_columns(sheet, memory[sheet], grids[sheet])
        else:
            near = _nearest_sheet(sheet, memory[sheet], others)
            is_required = sheet_schema(sheet).required
            yield Missing(sheet, "", memory[sheet], near, is_required)


def _nearest_sheet(
    sheet: str, remembered: RememberedSheet, others: Sequence[Grid]
) -> str:
    """The sheet with the most similar name, else the first with the same headers."""
    names = [grid.name for grid in others]
    near = nearest(remembered.name, names) or nearest(sheet, names)
    return near or _first_with_headers(sheet, others)


def _first_with_headers(sheet: str, others: Sequence[Grid]) -> str:
    schema = sheet_schema(sheet)
    return next((grid.name for grid in others if find_derived(grid, schema)), "")


def _missing_columns(
    sheet: str, remembered: RememberedSheet, grid: Grid
) -> Iterator[Missing]:
    schema = sheet_schema(sheet)
    layout = find_closest(grid, schema)
    there = layout.columns if layout else {}
    headers = list(owner_headers(grid, layout).values()) if layout else []
    blank = column_without_header(grid.rows[layout.header_row - 1]) if layout else ""
    for header, one in remembered.columns.items():
        if header not in there:
            near = nearest(one.name, headers) or nearest(header, headers)
            is_required = header in schema.required_headers
            yield Missing(sheet, header, one, near, is_required, blank)


def owner_headers(grid: Grid, layout: Layout) -> dict[int, str]:
    """The headers of the columns that are the owner's, by column."""
    cells = _owner_cells(grid, layout)
    return {at: cell for at, cell in cells.items() if isinstance(cell, str) and cell}


def _owner_cells(grid: Grid, layout: Layout) -> dict[int, object]:
    """The cells of the header row that are the owner's."""
    row = grid.rows[layout.header_row - 1]
    return {column: row[column - 1] for column in sorted(layout.owners)}

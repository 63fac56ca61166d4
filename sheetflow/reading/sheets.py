"""Sheets to a book's frames: every cell typed by the declared kind of its column, everything unreadable named.

This is the first half of reading: what each cell says by itself. What the rows say together (references, duplicates,
filled blanks) is in filling.py and checks/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

import numpy as np

from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame, blank_column
from sheetflow.domain.frames import kind_of
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.phrases import listed
from sheetflow.domain.problems import Problem, rules
from sheetflow.domain.schema import Column, Kind, Setting, SheetSchema, attribute, loose
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.reading.cells import (
    Fault,
    is_blank,
    read_choices,
    read_colours,
    read_column,
    read_company_prefixes,
    read_currencies_in_use,
    read_ibans,
    read_locales,
    read_yes_no,
    shown,
)
from sheetflow.reading.locate import Layout
from sheetflow.standards.currencies import currencies_in_use, minor_unit
from sheetflow.standards.locales import locale_names
from sheetflow.workbook.model import Grid


@dataclass(frozen=True)
class RawSheet:
    """One sheet as read: its frame, its faults by cell, and the raw cells of every fact column (for messages)."""

    frame: Frame
    problems: list[Problem]
    raw: Mapping[str, Sequence[object]]


def read_sheet(grid: Grid, layout: Layout) -> RawSheet:
    """The records of one sheet. A row whose fact cells are all blank is no row."""
    schema, top = layout.schema, layout.header_row
    rows = grid.rows[top : layout.last_row]
    cells = {
        c.header: [row[layout.columns[c.header] - 1] for row in rows]
        for c in schema.facts
        if c.header in layout.columns
    }
    kept = _filled_rows(list(cells.values()), len(rows))
    if len(kept) < len(rows):
        cells = {
            header: [column[at] for at in kept] for header, column in cells.items()
        }
    numbers = np.array(kept, dtype=np.int64) + top + 1
    problems: list[Problem] = []
    columns: dict[str, AnyArray] = {}
    for column in schema.facts:
        if column.header in cells:
            columns[column.header], faults = _read(
                grid, layout, column, cells[column.header], numbers
            )
            problems += _problems(schema, column, cells[column.header], faults)
        else:
            columns[column.header] = blank_column(column, len(kept))
    frame = kind_of(schema)(
        schema, numbers, columns, valid=np.ones(len(kept), dtype=bool)
    )
    problems += [*_below_the_table(layout, numbers), *_below_the_totals(grid, layout)]
    return RawSheet(frame, problems, cells)


def _below_the_table(layout: Layout, rows: IntArray) -> list[Problem]:
    """A warning on the first of the records that stand below their table, which is to be grown over them."""
    if not layout.table_end or not len(rows) or rows[-1] <= layout.table_end:
        return []
    first = int(np.searchsorted(rows, layout.table_end, side="right"))
    words = {"rows": _rows_text(rows[first:].tolist()), "end": str(layout.table_end)}
    return [
        Problem(
            "TAB01", layout.schema.sheet, first, next(iter(layout.columns)), "", words
        )
    ]


def _below_the_totals(grid: Grid, layout: Layout) -> list[Problem]:
    """An error that names the rows below a table's totals row that look like records, but are none."""
    totals = next(
        (
            t
            for t in grid.tables
            if t.totals_rows and t.last_data_row == layout.table_end
        ),
        None,
    )
    if totals is None:
        return []
    needed = [layout.columns[header] - 1 for header in layout.schema.required_headers]
    others = [table for table in grid.tables if table is not totals]
    below = [
        number
        for number, row in enumerate(grid.rows[totals.last_row :], totals.last_row + 1)
        if all(row[at] != "" and not is_blank(row[at]) for at in needed)
        and not any(table.holds(number, needed[0] + 1) for table in others)
    ]
    return (
        [Problem("TAB02", layout.schema.sheet, -1, "", "", {"rows": _rows_text(below)})]
        if below
        else []
    )


def _rows_text(rows: Sequence[int]) -> str:
    """`row 12`, `rows 12 to 15`; rows in between may be blank."""
    return f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} to {rows[-1]}"


def _filled_rows(columns: Sequence[Sequence[object]], size: int) -> list[int]:
    """The rows in which any of these columns holds something."""
    if columns and all(cell != "" and not is_blank(cell) for cell in columns[0]):
        return list(range(size))
    rows = zip(*columns, strict=True)
    return [
        at
        for at, row in enumerate(rows)
        if not all(cell == "" or is_blank(cell) for cell in row)
    ]


def _read(
    grid: Grid,
    layout: Layout,
    column: Column,
    cells: Sequence[object],
    numbers: IntArray,
) -> tuple[AnyArray, list[Fault]]:
    """One column's typed values and faults."""

    def percents() -> set[int]:
        wanted = grid.percent_rows(layout.columns[column.header])
        return (
            {at for at, number in enumerate(numbers.tolist()) if number in wanted}
            if wanted
            else set()
        )

    return read_column(cells, column, percents)


def _problems(
    schema: SheetSchema,
    column: Column,
    cells: Sequence[object],
    faults: Sequence[Fault],
) -> list[Problem]:
    return [
        Problem(code, schema.sheet, at, column.header, shown(cells[at]), words)
        for at, code, words in _with_near(faults, cells, column.choices)
    ]


def _with_near(
    faults: Sequence[Fault], cells: Sequence[object], choices: Sequence[str]
) -> list[Fault]:
    """Faults in cells that hold one of a few words, each with the word that was probably meant."""
    found: list[Fault] = []
    near: dict[tuple[str, str], str] = {}
    for at, code, words in faults:
        typed = (code, shown(cells[at]))
        if code in _WORDS and typed not in near:
            near[typed] = did_you_mean(
                typed[1], choices if code == "CHO01" else _WORDS[code]()
            )
        found.append(
            (at, code, {**words, "near": near[typed]} if typed in near else words)
        )
    return found


_WORDS: Mapping[str, Callable[[], Sequence[str]]] = {
    "CHO01": tuple,
    "YES01": lambda: ("Yes", "No"),
    "CUR01": lambda: sorted(currencies_in_use()),
    "SET03": locale_names,
}
"""The words of which a cell should hold one, by the code of what is wrong with it; CHO01's are its column's own."""


def read_settings(raw: RawSheet | None) -> tuple[Settings, str, list[Problem]]:
    """The settings, the text of the default location (blank: not set), and what is wrong with their values."""
    if raw is None:
        return Settings(), "", []
    schema = sheet_schema("Settings")
    known = {loose(setting.name): setting for setting in schema.settings}
    values: dict[str, object] = {}
    problems: list[Problem] = []
    cells = raw.raw["Value"]
    for at, name in enumerate(raw.frame["Setting"].tolist()):
        setting = known.get(loose(name)) if name else None
        if not name:
            continue  # of a cell that lacks or cannot be read, the column says so
        if setting is None:
            near = did_you_mean(name, [item.name for item in schema.settings])
            problems.append(
                Problem("SET01", "Settings", at, "Setting", name, {"near": near})
            )
        elif setting.name in values:
            problems.append(_set_twice(raw.frame, setting, at, cells))
        elif not is_blank(cells[at]):
            value, fault = _setting_value(setting, cells[at])
            values[setting.name] = value
            problems += [
                Problem(code, "Settings", at, "Value", shown(cells[at]), words)
                for _, code, words in fault
            ]
    location = values.pop("Default location", None)
    return _settings(values), str(location or ""), problems


def _set_twice(
    frame: Frame, setting: Setting, at: int, cells: Sequence[object]
) -> Problem:
    """A setting that another row sets already: the rows that set it are named, the first counts."""
    names = frame["Setting"].tolist()
    same = [
        row
        for row, name in enumerate(names)
        if name and loose(name) == loose(setting.name)
    ]
    alike = [
        str(frame.rows[row]) for row in same if row == at or not is_blank(cells[row])
    ]
    words = {
        "key": f'Setting "{setting.name}"',
        "rows": listed(alike),
        "first": alike[0],
    }
    return Problem("KEY02", "Settings", at, "Setting", names[at], words)


def _setting_value(setting: Setting, cell: object) -> tuple[object, list[Fault]]:
    """One value by the kind of its setting; None where it cannot be read (then the default holds)."""
    if setting.kind == "choice":
        values, faults = read_choices([cell], setting.choices)
    elif setting.kind in _READERS:
        values, faults = _READERS[setting.kind]([cell])
    else:
        values, faults = read_column([cell], _as_column(setting))
    broken = any(rules()[code].is_error for _, code, _ in faults)
    return (None if broken else values.tolist()[0]), _with_near(
        faults, [cell], setting.choices
    )


def _as_column(setting: Setting) -> Column:
    """A column whose cells are read as the value of this setting is."""
    is_key = setting.kind == "location"
    return Column(setting.name, "key" if is_key else cast(Kind, setting.kind))


_READERS = {
    "currency": read_currencies_in_use,
    "gs1-prefix": read_company_prefixes,
    "yes-no": read_yes_no,
    "colour": read_colours,
    "iban": read_ibans,
    "locale": read_locales,
}
"""How settings of a kind of their own are read."""


def _settings(values: Mapping[str, object]) -> Settings:
    """Settings from the values that could be read."""
    own = {field.name for field in fields(Settings)}
    words: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for setting in sheet_schema("Settings").settings:
        value = values.get(setting.name)
        if value is None:
            continue
        if attribute(setting.name) not in own:
            texts[setting.name] = str(value)
        else:
            is_yes_no = setting.kind == "yes-no"
            words[attribute(setting.name)] = bool(value) if is_yes_no else value
    currency = str(words.get("currency", Settings.currency))
    return Settings(**words, minor_unit=minor_unit(currency), texts=texts)

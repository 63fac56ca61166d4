"""`sheetflow new`: an empty workbook in which every sheet is a table with headers, help and dropdowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from sheetflow.domain.schema import (
    Setting,
    SheetSchema,
    fact_schemas,
    loose,
    sheet_schema,
)
from sheetflow.errors import SheetflowError
from sheetflow.starters.drawing import DATES, Studio, validation
from sheetflow.starters.putting import put
from sheetflow.starters.start_here import draw_start_here
from sheetflow.starters.takeover import Taken, take_over
from sheetflow.workbook.model import ColumnDesign, Look, SheetDesign, Value
from sheetflow.writing.sheet_designs import KEY_RANGES, LAST_CHOICE_ROW, sheet_design

_FORMATS = {"date": DATES, "gs1-prefix": "@"}
"""How the cells of some kinds of settings are formatted: a prefix as text keeps a 0 that it begins with."""


def new_workbook(path: Path, like: Path | None = None) -> None:
    """Write an empty workbook; `like` names one whose settings, customers, products, locations and tax codes it gets.

    Raises SheetflowError where the file exists, is not to be called .xlsx, cannot be written, or `like` cannot be read.
    """
    if path.suffix.lower() != ".xlsx":
        raise SheetflowError(
            f"{path}: a new workbook's name must end in .xlsx; call it {path.stem or 'book'}.xlsx"
        )
    taken = take_over(like) if like else {}
    put(lambda target: _draw(target, path.name, taken), path)


def _draw(target: BinaryIO, file: str, taken: Taken) -> None:
    """Draw the workbook; `file` is its name."""
    studio = Studio(target)
    draw_start_here(studio, file)
    currency = _currency(taken)
    for schema in fact_schemas():
        if schema.sheet == "Settings":
            _draw_settings(studio, taken)
        else:
            studio.draw(
                _filled(sheet_design(schema, currency), schema, taken), LAST_CHOICE_ROW
            )
    studio.book.close()


def _currency(taken: Taken) -> str:
    """The currency taken over, else the default one."""
    _, value = _their_settings(taken).get(loose("Currency"), ("", None))
    return str(value or "USD").upper()


def _their_settings(taken: Taken) -> dict[str, tuple[str, Value]]:
    """The names and values taken over, by the name as it is matched."""
    columns = taken.get("Settings", {})
    names, values = columns.get("Setting", ()), columns.get("Value", ())
    return {
        loose(str(name)): (str(name), value)
        for name, value in zip(names, values, strict=False)
        if name
    }


def _filled(design: SheetDesign, schema: SheetSchema, taken: Taken) -> SheetDesign:
    """The design with the rows that were taken over."""
    columns = taken.get(schema.sheet, {})
    cells = tuple(tuple(columns.get(header, ())) for header in schema.headers)
    return replace(design, cells=cells)


# -- Settings: every setting has its row


def _draw_settings(studio: Studio, taken: Taken) -> None:
    """Every setting with what was taken over, a dropdown where it has choices, and what it means beside it."""
    schema = sheet_schema("Settings")
    names, values = _settings_rows(schema.settings, taken)
    known = {setting.name: setting for setting in schema.settings}
    meanings = [_meaning(known[name]) if name in known else "" for name in names]
    columns = (
        ColumnDesign("Setting", 24),
        ColumnDesign("Value", 40, Look(wrap=True)),
        ColumnDesign("Meaning", 100, Look(derived=True)),
    )
    design = SheetDesign(
        "Settings",
        columns,
        (names, values, meanings),
        tab_colour=studio.theme.header_fill,
    )
    sheet = studio.draw(design)
    for row, name in enumerate(names, design.header_row):
        if name in known:
            setting = known[name]
            sheet.data_validation(row, 1, row, 1, validation(_value_design(setting)))
            if setting.kind in _FORMATS and values[row - design.header_row] is None:
                sheet.write_blank(
                    row, 1, None, studio.cell(Look(_FORMATS[setting.kind]))
                )


def _settings_rows(
    settings: Sequence[Setting], taken: Taken
) -> tuple[list[str], list[Value]]:
    """The names of all settings, then those that only the other workbook has, and their values."""
    theirs = _their_settings(taken)
    names = [setting.name for setting in settings]
    values = [theirs.pop(loose(name), (name, None))[1] for name in names]
    return [*names, *(name for name, _ in theirs.values())], [
        *values,
        *(value for _, value in theirs.values()),
    ]


def _meaning(setting: Setting) -> str:
    default = f" Blank: {setting.default}." if setting.default else ""
    return f"{setting.help}{default}"


def _value_design(setting: Setting) -> ColumnDesign:
    choices: tuple[str, ...] | str = (
        ("Yes", "No") if setting.kind == "yes-no" else setting.choices
    )
    if setting.kind == "location":
        choices = KEY_RANGES["Locations"]
    return ColumnDesign(setting.name, choices=choices or None, help=_meaning(setting))

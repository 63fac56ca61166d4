"""`sheetflow new`: an empty workbook.

Every sheet is a table with headers, help and dropdowns.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.catalogue import fact_schemas, sheet_schema
from sheetflow.domain.schema import Setting, SheetSchema, loose
from sheetflow.errors import SheetflowError
from sheetflow.starters.master_data import MasterData, read_master_data
from sheetflow.starters.new_file import write_new_file
from sheetflow.starters.start_here import draw_start_here
from sheetflow.starters.workbook_writer import DATES, WorkbookWriter, validation
from sheetflow.workbook.model import CellLook, ColumnDesign, SheetDesign, Value
from sheetflow.writing.sheet_designs import (
    LAST_CHOICE_ROW,
    own_key_ranges,
    sheet_design,
)

_FORMATS = {"date": DATES, "gs1-prefix": "@"}
"""Number formats of some kinds of settings: as text, a prefix keeps its first 0."""


def new_workbook(path: Path, like: Path | None = None) -> None:
    """Write an empty workbook.

    `like` names a workbook whose settings, customers, products, locations and tax
    codes are copied. Raises SheetflowError where the file exists, does not end in
    .xlsx or cannot be written, or `like` cannot be read.
    """
    if path.suffix.lower() != ".xlsx":
        raise SheetflowError(
            f"{path}: a new workbook's name must end in .xlsx; call it "
            f"{path.stem or 'book'}.xlsx"
        )
    data = read_master_data(like) if like else {}
    write_new_file(path, partial(_draw, path.name, data))


def _draw(name: str, data: MasterData, target: BinaryIO) -> None:
    writer = WorkbookWriter(target)
    draw_start_here(writer, name)
    currency = _currency(data)
    for schema in fact_schemas():
        if schema.sheet == "Settings":
            _draw_settings(writer, data)
        else:
            design = _with_rows(sheet_design(schema, currency), schema, data)
            writer.draw(design, LAST_CHOICE_ROW)
    writer.book.close()


def _with_rows(
    design: SheetDesign, schema: SheetSchema, data: MasterData
) -> SheetDesign:
    """The design with the rows that are copied."""
    columns = data.get(schema.sheet, {})
    cells = tuple(tuple(columns.get(header, ())) for header in schema.headers)
    return replace(design, cells=cells)


# -- Settings: one row per setting

SettingRow = tuple[str, Value]
"""The name and the value of a setting."""

_COLUMNS = (
    ColumnDesign("Setting", 24),
    ColumnDesign("Value", 40, CellLook(wrap=True)),
    ColumnDesign("Meaning", 100, CellLook(derived=True)),
)


def _copied_settings(data: MasterData) -> dict[str, SettingRow]:
    """The settings that are copied, by the name as it is matched."""
    columns = data.get("Settings", {})
    names = columns.get("Setting", ())
    values = columns.get("Value", ())
    rows = zip(names, values, strict=False)
    return {loose(str(name)): (str(name), value) for name, value in rows if name}


def _currency(data: MasterData) -> str:
    """The currency that is copied, or the default one."""
    _, value = _copied_settings(data).get(loose("Currency"), ("", None))
    return str(value or "USD").upper()


def _setting_rows(data: MasterData) -> list[SettingRow]:
    """All settings with the values that are copied, then those we do not know."""
    copied = _copied_settings(data)
    rows = []
    for setting in sheet_schema("Settings").settings:
        _, value = copied.pop(loose(setting.name), ("", None))
        rows.append((setting.name, value))
    return [*rows, *copied.values()]


def _draw_settings(writer: WorkbookWriter, data: MasterData) -> None:
    """Every setting with its value, a dropdown of its choices, and what it means."""
    known = {setting.name: setting for setting in sheet_schema("Settings").settings}
    rows = _setting_rows(data)
    names = [name for name, _ in rows]
    values = [value for _, value in rows]
    meanings = [_meaning(known[name]) if name in known else "" for name in names]
    design = SheetDesign(
        "Settings",
        _COLUMNS,
        (names, values, meanings),
        tab_colour=writer.theme.header_fill,
    )
    sheet = writer.draw(design)
    for row, (name, value) in enumerate(rows, design.header_row):
        if name in known:
            _set_up_value(writer, sheet, row, known[name], value)


def _set_up_value(
    writer: WorkbookWriter, sheet: Worksheet, row: int, setting: Setting, value: Value
) -> None:
    """The dropdown of a setting's value, and the format of a blank one."""
    sheet.data_validation(row, 1, row, 1, validation(_value_design(setting)))
    number_format = _FORMATS.get(setting.kind)
    if number_format and value is None:
        sheet.write_blank(row, 1, None, writer.cell(CellLook(number_format)))


def _meaning(setting: Setting) -> str:
    default = f" Blank: {setting.default}." if setting.default else ""
    return f"{setting.help}{default}"


def _value_design(setting: Setting) -> ColumnDesign:
    choices = _choices(setting) or None
    return ColumnDesign(setting.name, choices=choices, help=_meaning(setting))


def _choices(setting: Setting) -> tuple[str, ...] | str:
    """What the dropdown of a setting offers: words, or the range that has them."""
    if setting.kind == "yes-no":
        return ("Yes", "No")
    if setting.kind == "location":
        return own_key_ranges()["Locations"]
    return setting.choices

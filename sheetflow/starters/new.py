"""`sheetflow new`: an empty workbook.

Every sheet is a table with headers, help and dropdowns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.catalogue import (
    Catalogue,
    catalogue,
    declared_by,
    fact_schemas,
    sheet_schema,
)
from sheetflow.domain.languages import language_of
from sheetflow.domain.messages import own_text, translation
from sheetflow.domain.own_names import Names
from sheetflow.domain.parts import parts_of, with_parts
from sheetflow.domain.schema import Setting, SheetSchema, loose
from sheetflow.errors import SheetflowError
from sheetflow.starters.master_data import MasterData, read_master_data
from sheetflow.starters.new_file import write_new_file
from sheetflow.starters.start_here import draw_start_here
from sheetflow.starters.workbook_writer import DATES, WorkbookWriter, validation
from sheetflow.workbook.model import CellLook, ColumnDesign, SheetDesign, Value
from sheetflow.writing.own_words import in_own_words
from sheetflow.writing.sheet_designs import (
    LAST_CHOICE_ROW,
    own_key_ranges,
    sheet_design,
)

_FORMATS = {"date": DATES, "gs1-prefix": "@"}
"""Number formats of some kinds of settings: as text, a prefix keeps its first 0."""


def new_workbook(
    path: Path,
    like: Path | None = None,
    language: str | None = None,
    parts: Collection[str] = (),
    rows: MasterData = MappingProxyType({}),
) -> Catalogue:
    """Write an empty workbook; returns its declarations, with the names of its language.

    `like` names a workbook whose settings, customers, products, locations and tax
    codes are copied; `language` is the language of its sheets, columns and words, by its
    code. Without one it is that of `like`, else English. `parts` are those that it gets besides what every workbook
    has (domain/parts.py). `rows` are those of other sheets to start with. Raises
    SheetflowError where the file exists, does not end in .xlsx or cannot be written, or
    `like` cannot be read.
    """
    if path.suffix.lower() != ".xlsx":
        raise SheetflowError(
            f"{path}: a new workbook's name must end in .xlsx; call it "
            f"{path.stem or 'book'}.xlsx"
        )
    data = {**(read_master_data(like) if like else {}), **rows}
    code = language or _copied_language(data)
    named = Names(language_of(code)).applied_to(catalogue())
    own = with_parts(named, {*parts, *_copied_parts(data)})
    with declared_by(own):
        write_new_file(path, partial(_draw, path.name, _with_language(data, code)))
    return own


def _copied_language(data: MasterData) -> str:
    """The language that is copied; empty where none is stated."""
    _, value = _copied_settings(data).get(loose("Language"), ("", None))
    return str(value or "")


def _copied_parts(data: MasterData) -> set[str]:
    """The parts of which rows are copied, or a column that has something in it."""
    filled = [sheet for sheet, columns in data.items() if any(columns.values())]
    parts = parts_of({sheet: sheet_schema(sheet) for sheet in filled})
    return parts | {
        column.part
        for sheet, columns in data.items()
        for column in sheet_schema(sheet).facts
        if column.part and any(columns.get(column.header, ()))
    }


def _with_language(data: MasterData, code: str) -> MasterData:
    """The data that is copied, and the language as a setting.

    Without data of an earlier workbook, its country's currency and locale are settings too.
    """
    language = language_of(code)
    if language is None:
        return data
    settings = _copied_settings(data)
    settings[loose("Language")] = ("Language", language.code)
    if not data:
        settings[loose("Currency")] = ("Currency", language.currency)
        settings[loose("Locale")] = ("Locale", language.locale)
    names, values = zip(*settings.values(), strict=True)
    return {**data, "Settings": {"Setting": names, "Value": values}}


def _draw(name: str, data: MasterData, target: BinaryIO) -> None:
    writer = WorkbookWriter(target)
    draw_start_here(writer, name)
    currency = _currency(data)
    for schema in fact_schemas():
        is_drawn = schema.in_template or schema.sheet in data
        if not (is_drawn and schema.in_use):
            continue
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
    cells = tuple(
        tuple(in_own_words(column, columns.get(column.header, ())))
        for column in schema.columns_in_use
    )
    return replace(design, cells=cells)


# -- Settings: one row per setting

SettingRow = tuple[str, Value]
"""The name and the value of a setting."""


def _setting_columns(schema: SheetSchema) -> tuple[ColumnDesign, ...]:
    return (
        ColumnDesign(schema.title_of("Setting"), 24),
        ColumnDesign(schema.title_of("Value"), 40, CellLook(wrap=True)),
        ColumnDesign(own_text("Meaning"), 100, CellLook(derived=True)),
    )


def _in_own_words(setting: Setting, value: Value) -> Value:
    """A value that is copied, in the words of the new workbook."""
    words = setting.own.words if setting.own else {}
    return words.get(value, value) if isinstance(value, str) else value


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
        if not setting.in_use and loose(setting.name) not in copied:
            continue
        _, value = copied.pop(loose(setting.name), ("", None))
        rows.append((setting.title, _in_own_words(setting, value)))
    return [*rows, *copied.values()]


def _draw_settings(writer: WorkbookWriter, data: MasterData) -> None:
    """Every setting with its value, a dropdown of its choices, and what it means."""
    schema = sheet_schema("Settings")
    known = {setting.title: setting for setting in schema.settings}
    rows = _setting_rows(data)
    design = SheetDesign(
        schema.title,
        _setting_columns(schema),
        _setting_cells(rows, known),
        tab_colour=writer.theme.header_fill,
    )
    sheet = writer.draw(design)
    for row, (name, value) in enumerate(rows, design.header_row):
        if name in known:
            _set_up_value(writer, sheet, row, known[name], value)


def _setting_cells(
    rows: Sequence[SettingRow], known: Mapping[str, Setting]
) -> tuple[list[Value], ...]:
    """The columns of Settings: the names, the values and what they mean."""
    names: list[Value] = [name for name, _ in rows]
    values = [value for _, value in rows]
    meanings: list[Value] = [
        _meaning(known[name]) if name in known else "" for name, _ in rows
    ]
    return names, values, meanings


def _set_up_value(
    writer: WorkbookWriter, sheet: Worksheet, row: int, setting: Setting, value: Value
) -> None:
    """The dropdown of a setting's value, and the format of a blank one."""
    sheet.data_validation(row, 1, row, 1, validation(_value_design(setting)))
    number_format = _FORMATS.get(setting.kind)
    if number_format and value is None:
        sheet.write_blank(row, 1, None, writer.cell(CellLook(number_format)))


def _meaning(setting: Setting) -> str:
    meaning = translation(setting.help)
    if not setting.default:
        return meaning
    blank = own_text("Blank: {value}.", value=_own_default(setting))
    return f"{meaning} {blank}"


def _own_default(setting: Setting) -> str:
    """The default of a setting in the workbook's own words."""
    words = setting.own.words if setting.own else {}
    return words.get(setting.default, setting.default)


def _value_design(setting: Setting) -> ColumnDesign:
    choices = _choices(setting) or None
    return ColumnDesign(setting.name, choices=choices, help=_meaning(setting))


def _choices(setting: Setting) -> tuple[str, ...] | str:
    """What the dropdown of a setting offers: words, or the range that has them."""
    if setting.kind == "location":
        return own_key_ranges()["Locations"]
    words = setting.own.words if setting.own else {}
    choices = ("Yes", "No") if setting.kind == "yes-no" else setting.choices
    return tuple(words.get(choice, choice) for choice in choices)

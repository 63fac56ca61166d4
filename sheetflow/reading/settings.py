"""The sheet Settings: each value read by the kind of its setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, cast

from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import listed, message
from sheetflow.domain.problems import Problem, rules
from sheetflow.domain.schema import Column, Kind, Setting, attribute, loose
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.reading.cells import Fault, Read, is_blank, shown
from sheetflow.reading.code_cells import (
    read_colours,
    read_company_prefixes,
    read_currencies_in_use,
    read_day_lists,
    read_ibans,
    read_languages,
    read_locales,
)
from sheetflow.reading.columns import in_contract_words, read_column
from sheetflow.reading.date_cells import read_yes_no
from sheetflow.reading.sheets import RawSheet
from sheetflow.reading.suggested_words import with_suggestions
from sheetflow.reading.text_cells import read_choices
from sheetflow.reading.text_conventions import TextConventions
from sheetflow.standards.currencies import is_in_use, minor_unit
from sheetflow.standards.locales import is_locale

_READERS: Mapping[str, Callable[[Sequence[object]], Read]] = {
    "currency": read_currencies_in_use,
    "gs1-prefix": read_company_prefixes,
    "yes-no": read_yes_no,
    "days-list": read_day_lists,
    "colour": read_colours,
    "iban": read_ibans,
    "locale": read_locales,
    "language": read_languages,
}
"""What reads the settings that are not read as a column of a sheet is."""


def read_settings(raw: RawSheet | None) -> tuple[Settings, str, list[Problem]]:
    """The settings, the text of the default location (blank: not set), and what is wrong with their values."""
    if raw is None:
        return Settings(), "", []
    reader = _SettingsReader(raw)
    for at, name in enumerate(raw.frame["Setting"].tolist()):
        if name:  # where the cell is blank or cannot be read, its column reports it
            reader.read_row(at, name)
    location = reader.values.pop("Default location", None)
    return _settings(reader.values), str(location or ""), reader.problems


def known_settings(settings: Iterable[Setting]) -> dict[str, Setting]:
    """Settings by every name that they may have in the workbook, as names are compared."""
    known: dict[str, Setting] = {}
    for setting in settings:
        known.setdefault(loose(setting.names[0]), setting)
    for setting in settings:
        for name in setting.names:
            known.setdefault(loose(name), setting)
    return known


def record_of_setting(settings: Frame, name: str) -> int:
    """The row of a setting, by its name in the contract, whatever the workbook calls it; -1 where it is not there."""
    known = known_settings(settings.schema.settings)
    for record, cell in enumerate(settings["Setting"].tolist()):
        setting = known.get(loose(cell)) if cell else None
        if setting is not None and setting.name == name:
            return record
    return -1


def conventions_of(raw: RawSheet | None) -> TextConventions:
    """What numbers and dates mean that are stored as text, by Locale and Currency; both are optional."""
    stated = _stated_texts(raw) if raw else {}
    known = known_settings(sheet_schema("Settings").settings)
    locale = stated.get("Locale", "")
    currency = stated.get("Currency", known[loose("Currency")].default).upper()
    return TextConventions(
        locale if is_locale(locale) else "", currency if is_in_use(currency) else ""
    )


def _stated_texts(raw: RawSheet) -> dict[str, str]:
    """The settings whose value is a text, by name; of one that is named twice, the first."""
    known = known_settings(raw.frame.schema.settings)
    stated: dict[str, str] = {}
    names = raw.frame["Setting"].tolist()
    for name, cell in zip(names, raw.raw["Value"], strict=True):
        setting = known.get(loose(name)) if name else None
        if setting and isinstance(cell, str):
            stated.setdefault(setting.name, cell.strip())
    return stated


@dataclass
class _SettingsReader:
    """Reads Settings row by row: the values by setting, and the problems."""

    raw: RawSheet
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def known(self) -> Mapping[str, Setting]:
        """All settings, by their names as they are compared."""
        settings = self.raw.frame.schema.settings
        return known_settings(settings)

    @property
    def cells(self) -> Sequence[object]:
        """The cells of the column Value."""
        return self.raw.raw["Value"]

    def read_row(self, at: int, name: str) -> None:
        """Read the setting in one row."""
        setting = self.known.get(loose(name))
        if setting is None:
            self.problems.append(self._unknown(at, name))
        elif setting.name in self.values:
            self.problems.append(self._set_twice(setting, at))
        elif not is_blank(self.cells[at]):
            self._read_value(setting, at)

    def _unknown(self, at: int, name: str) -> Problem:
        """A setting that there is not."""
        titles = dict.fromkeys(setting.title for setting in self.known.values())
        near = did_you_mean(name, list(titles))
        return Problem("SET01", "Settings", at, "Setting", name, {"suggestion": near})

    @cached_property
    def conventions(self) -> TextConventions:
        """What numbers and dates mean that are stored as text."""
        return conventions_of(self.raw)

    def _read_value(self, setting: Setting, at: int) -> None:
        cell = self.cells[at]
        value, faults = _setting_value(setting, cell, self.conventions)
        self.values[setting.name] = value
        self.problems += [
            Problem(code, "Settings", at, "Value", shown(cell), words)
            for _, code, words in faults
        ]

    def _set_twice(self, setting: Setting, at: int) -> Problem:
        """A setting that another row sets already: the rows that set it are named, the first is used."""
        names = self.raw.frame["Setting"].tolist()
        rows = [
            str(self.raw.frame.rows[row])
            for row, name in enumerate(names)
            if name
            and self.known.get(loose(name)) is setting
            and (row == at or not is_blank(self.cells[row]))
        ]
        words = {
            "key": message(
                '{column} "{key}"',
                column=sheet_schema("Settings").title_of("Setting"),
                key=setting.title,
            ),
            "rows": listed(rows),
            "first": rows[0],
            "next": "",
        }
        return Problem("KEY02", "Settings", at, "Setting", names[at], words)


def _setting_value(
    setting: Setting, cell: object, conventions: TextConventions
) -> tuple[object, list[Fault]]:
    """One value by the kind of its setting; None where it cannot be read (then the default is used)."""
    values, faults = _read(setting, cell, conventions)
    if setting.at_most and values[0] > setting.at_most:
        faults = [*faults, Fault(0, "NUM11", {"largest": str(setting.at_most)})]
    is_broken = any(rules()[fault.code].is_error for fault in faults)
    value = None if is_broken else values.tolist()[0]
    return value, with_suggestions(faults, [cell], _shown_words(setting))


def _shown_words(setting: Setting) -> list[str]:
    """The words of which a setting needs one, as the workbook writes them."""
    words = setting.own.words if setting.own else {}
    return [words.get(choice, choice) for choice in setting.choices]


def _read(setting: Setting, cell: object, conventions: TextConventions) -> Read:
    if setting.own and setting.own.meant:
        [cell] = in_contract_words([cell], setting.own.meant)
    if setting.kind == "choice":
        return read_choices([cell], setting.choices, _shown_words(setting))
    if setting.kind in _READERS:
        return _READERS[setting.kind]([cell])
    return read_column([cell], _as_column(setting), conventions=conventions)


def _as_column(setting: Setting) -> Column:
    """A column whose cells are read as the value of this setting is."""
    is_key = setting.kind == "location"
    return Column(setting.name, "key" if is_key else cast(Kind, setting.kind))


def _settings(values: Mapping[str, object]) -> Settings:
    """Settings from the values that could be read."""
    own = {field.name for field in fields(Settings)}
    words: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for setting in sheet_schema("Settings").settings:
        value = values.get(setting.name)
        if value is None:
            continue
        name = attribute(setting.name)
        if name not in own:
            texts[setting.name] = str(value)
        else:
            words[name] = bool(value) if setting.kind == "yes-no" else value
    currency = str(words.get("currency", Settings.currency))
    return Settings(**words, minor_unit=minor_unit(currency), texts=texts)

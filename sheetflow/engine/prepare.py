"""Prepare a book: the sheets as read become a book with references resolved and blanks filled.

What is wrong on the way is kept as problems.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sheetflow.checks.columns import check_columns
from sheetflow.checks.deposits import check_deposits
from sheetflow.checks.keys import check_keys
from sheetflow.checks.on_hold import is_setting_in_error
from sheetflow.checks.price_lists import check_price_lists
from sheetflow.defaults import fill_blanks
from sheetflow.domain.arrays import stable_order
from sheetflow.domain.book import Book, Settings, WarehouseLocations
from sheetflow.domain.catalogue import fact_sheets
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import empty_frame
from sheetflow.domain.letter_case import fill_as_written
from sheetflow.domain.number_series import Issued
from sheetflow.domain.problems import Problem
from sheetflow.domain.resolve import resolve, resolve_locations
from sheetflow.domain.schema import Setting, loose
from sheetflow.domain.step import Note
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.reading.settings import read_settings
from sheetflow.reading.sheets import RawSheet

if TYPE_CHECKING:
    from sheetflow.engine.custom import CustomCheck

DEFAULT_LOCATION = loose("Default location")
PRICE_LIST = loose("Price list")
"""The names of settings as names are compared."""


@dataclass(frozen=True)
class Prepared:
    """A book ready for its actions: as typed, and with its blanks filled.

    `problems` are those of its rows, `notes` say what was filled that a person should know.
    `closed` is what was changed in a closed period, and which numbers are used again; `checks` are the user's own.
    """

    typed: Book
    book: Book
    problems: list[Problem]
    notes: list[Note]
    closed: list[Problem] = field(default_factory=list)
    checks: Sequence[CustomCheck] = ()


def prepare(
    raw: Mapping[str, RawSheet], as_of: int, issued: Issued | None = None
) -> Prepared:
    """Read, resolve, check and fill the sheets of facts.

    New numbers are above those that were `issued` before.
    """
    settings, default_location, problems = read_settings(raw.get("Settings"))
    draft = _draft(raw)
    warehouse = resolve_locations(draft, default_location)
    resolve(draft, warehouse)
    check_keys(draft)
    check_columns(draft, _with_known_currency(draft["Settings"], settings, problems))
    check_price_lists(draft)
    check_deposits(draft)
    at = _default_location(warehouse, default_location)
    if default_location and default_location not in warehouse.codes:
        unknown = _unknown_default(draft["Settings"], default_location, warehouse)
        problems.append(unknown)
    problems += _unknown_price_list(draft, settings)
    of_settings = [*problems, *draft.problems]
    has_error = is_setting_in_error(draft["Settings"], of_settings)
    settings = replace(
        settings, default_location=at, has_error=has_error, issued=issued or {}
    )
    typed = Book(dict(draft.frames), settings, warehouse, as_of)
    fill_as_written(draft)
    book, notes = fill_blanks(draft, typed)
    return Prepared(typed, book, [*problems, *draft.problems_with_orders()], notes)


def _with_known_currency(
    of_settings: Frame, settings: Settings, problems: Sequence[Problem]
) -> Settings:
    """The settings; without a minor unit while the Currency is in error, since it is unknown."""
    unknown = loose("Currency") in _settings_in_error(of_settings, problems)
    return replace(settings, minor_unit=1) if unknown else settings


def _settings_in_error(of_settings: Frame, problems: Sequence[Problem]) -> set[str]:
    """The names of the settings with errors, as names are compared."""
    names = of_settings["Setting"]
    errors = [problem for problem in problems if problem.rule.is_error]
    records = {problem.record for problem in errors if problem.record >= 0}
    return {loose(names[record] or "") for record in records}


def _draft(raw: Mapping[str, RawSheet]) -> DraftBook:
    """The frames as they were read, with what is wrong in their cells."""
    sheets = fact_sheets()
    frames = {
        sheet: raw[sheet].frame if sheet in raw else empty_frame(sheet)
        for sheet in sheets
    }
    draft = DraftBook(frames)
    read = [raw[sheet] for sheet in sheets if sheet in raw]
    draft.add([problem for each in read for problem in _of_cells(each)])
    return draft


def _of_cells(raw: RawSheet) -> list[Problem]:
    """The problems of a sheet's cells.

    The values of settings are left out: each is read by its own kind (`read_settings`).
    """
    return [
        problem
        for problem in raw.problems
        if (problem.sheet, problem.column) != ("Settings", "Value")
    ]


def _default_location(warehouse: WarehouseLocations, default: str) -> int:
    """The position of Settings' Default location; -1 where no goods can be picked anywhere.

    Without one it is the first pickable location by Priority, then name.
    """
    codes: list[str] = warehouse.codes.tolist()
    if default in codes:
        return codes.index(default)
    ranked = stable_order(warehouse.rank)
    pickable = ranked[warehouse.pickable[ranked]]
    return int(pickable[0]) if len(pickable) else -1


def _unknown_price_list(draft: DraftBook, settings: Settings) -> list[Problem]:
    """Settings' Price list has no row in Prices."""
    known = set(draft.prices.price_list.tolist()) - {None}
    name = settings.price_list
    if not name or name in known:
        return []
    record = _row_of_setting(draft["Settings"], PRICE_LIST)
    words = {"suggestion": did_you_mean(name, sorted(known))}
    return [Problem("PRL04", "Settings", record, "Value", name, words)]


def _row_of_setting(settings: Frame, name: str) -> int:
    """The row of a setting, whose name is as names are compared; -1 for none."""
    known = {loose(each) for each in _setting(settings, name).names}
    names = [loose(text or "") for text in settings["Setting"].tolist()]
    return next((at for at, text in enumerate(names) if text in known), -1)


def _setting(settings: Frame, name: str) -> Setting:
    """The declaration of a setting."""
    declared = settings.schema.settings
    return next(each for each in declared if loose(each.name) == name)


def _unknown_default(
    settings: Frame, default: str, warehouse: WarehouseLocations
) -> Problem:
    """Settings' Default location names none."""
    record = _row_of_setting(settings, DEFAULT_LOCATION)
    words = {"suggestion": did_you_mean(default, warehouse.codes.tolist())}
    return Problem("LOC01", "Settings", record, "Value", default, words)

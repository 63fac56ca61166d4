"""Profiles of exports: the columns of a file for a program that has no format of its own.

Each is declared in schemas/exports/, or in a folder exports/ beside the workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from sheetflow.domain.catalogue import schemas_folder
from sheetflow.domain.declarations import DeclarationError, load
from sheetflow.errors import SheetflowError
from sheetflow.exporting.format_list import GENERIC, Format

OF_ENTRIES = (
    "date",
    "number",
    "document",
    "kind",
    "customer",
    "text",
    "source",
    "currency",
    "amount",
)
OF_POSTINGS = (*OF_ENTRIES, "account", "account name", "debit", "credit", "side")
OF_BOOKINGS = (*OF_ENTRIES, "debit account", "credit account")  # fmt: skip
"""What a column may have: `amount` is signed in postings, above 0 in bookings."""

DATE_PARTS = (("%d",), ("%m",), ("%Y", "%y"))
"""What the form of a date has: day, month and year."""

Rows = Literal["postings", "bookings"]
VALUES: Mapping[Rows, Collection[str]] = {
    "postings": OF_POSTINGS,
    "bookings": OF_BOOKINGS,
}


class ExportColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """A column: what it has in each row, or a `constant`; a text has at most `longest` characters."""

    header: str
    value: str = ""
    constant: str = ""
    longest: int = 0


class ExportProfile(Struct, frozen=True, forbid_unknown_fields=True):
    """How a program wants its file.

    `rows` are one per posting, or one per booking from a debit account to a credit account.
    `decimal` is the sign before decimals, `dates` the form of dates, `sides` are the words
    for debit and credit.
    """

    title: str
    rows: Rows
    columns: tuple[ExportColumn, ...]
    source: str = ""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] = "."
    dates: str = "%Y-%m-%d"
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1"] = "utf-8"
    ending: Literal[".csv", ".txt", ".tsv"] = ".csv"
    has_headers: bool = True
    sides: tuple[str, str] = ("D", "C")


@dataclass(frozen=True, kw_only=True)
class ProfiledFormat(Format):
    """A format whose columns a profile names."""

    profile: ExportProfile

    @property
    def write(self) -> partial[list[str]]:
        """The function that writes it, imported now."""
        write: Any = super().write
        return partial(write, self.profile)


def generic_format(workbook: Path, name: str | None) -> ProfiledFormat:
    """The format of a profile by its name. Raises SheetflowError where there is none, or it cannot be read."""
    profile = _named(_known_profiles(workbook), name or GENERIC)
    return ProfiledFormat(
        "texts of entries",
        "generic.generic_texts",
        profile.ending,
        profile.encoding,
        profile=profile,
    )


def _named(profiles: Mapping[str, ExportProfile], name: str) -> ExportProfile:
    if name in profiles:
        return profiles[name]
    raise SheetflowError(
        f"there is no export profile {name}; use one of: {', '.join(profiles)}; or write "
        f"exports/{name}.toml beside the workbook"
    )


def _known_profiles(workbook: Path) -> dict[str, ExportProfile]:
    """All profiles by name; those beside the workbook come first."""
    folder = workbook.parent / "exports"
    try:
        own = _profiles_in(folder)
    except DeclarationError as error:
        raise SheetflowError(
            f"{folder}: {error}; correct the file, or take it out of the folder"
        ) from error
    return {**_shipped(), **own}


@cache
def _shipped() -> Mapping[str, ExportProfile]:
    return _profiles_in(schemas_folder() / "exports")


def _profiles_in(folder: Path) -> dict[str, ExportProfile]:
    return {path.stem: load_profile(path) for path in sorted(folder.glob("*.toml"))}


def load_profile(path: Path) -> ExportProfile:
    """The profile in a file. Raises DeclarationError, with the line, where it cannot be read."""
    profile = load(path, ExportProfile)
    wrong = next(_faults(profile), None)
    if wrong is not None:
        word, reason = wrong
        raise DeclarationError(path.name, _line_with(path, word), reason)
    return profile


def _line_with(path: Path, word: str) -> int:
    """The first line with a word."""
    lines = path.read_text("utf-8").splitlines()
    return next((at for at, line in enumerate(lines, 1) if word in line), 1)


def _faults(profile: ExportProfile) -> Iterator[tuple[str, str]]:
    """What is wrong in a profile: the word, and why."""
    if not profile.columns:
        yield "columns", "there is no column"
    if not all(any(sign in profile.dates for sign in part) for part in DATE_PARTS):
        yield (
            f'"{profile.dates}"',
            f"{profile.dates} is not a form of dates; write one such as %d.%m.%Y",
        )
    for column in profile.columns:
        yield from _column_faults(column, list(VALUES[profile.rows]))


def _column_faults(column: ExportColumn, known: list[str]) -> Iterator[tuple[str, str]]:
    if column.value and column.value not in known:
        known_text = ", ".join(known)
        yield (
            f'"{column.value}"',
            f"there is no value {column.value}; it is one of: {known_text}",
        )
    if column.value and column.constant:
        yield column.header, f"{column.header} has a value and a constant"
    if not column.value and not column.constant:
        yield column.header, f"{column.header} has neither a value nor a constant"

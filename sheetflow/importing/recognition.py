"""What kind of file a source is: by a profile, by what Imports remembers, or by a proposal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import catalogue, fact_schemas
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.importing.answers import (
    OPEN,
    YES,
    ImportsRow,
    answered_columns,
    answers_of,
)
from sheetflow.importing.flat_lists import Answer, flat_columns, profile_of
from sheetflow.importing.mapping.chosen_names import BY_HAND
from sheetflow.importing.mapping.flat_columns import Guess, guess_columns
from sheetflow.importing.matching import Cells
from sheetflow.importing.profiles import (
    Profile,
    fitting_profile,
    known_profiles,
    named_profile,
)
from sheetflow.importing.rows import table_profile
from sheetflow.importing.source import Source

TABLE = "table"
"""`--as table:Products` takes a list whose headers are those of the sheet."""


@dataclass(frozen=True)
class Recognised:
    """The kind of a source. Without a profile nothing comes in before Imports is answered.

    `rows` are what Imports gets, from the `guesses`; `open` are the columns that are only likely; `unused` those
    that are like nothing that is known.
    """

    name: str
    profile: Profile | None
    rows: Sequence[Cells] = ()
    guesses: Sequence[Guess] = ()
    open: Sequence[str] = ()
    unused: Sequence[str] = field(default=())


def recognise(
    workbook: Path,
    book: Book,
    source: Source,
    name: str | None,
    chosen: Sequence[Answer] | None = None,
) -> Recognised:
    """The kind of a source. Raises SheetflowError where it cannot be found out.

    `chosen` is what its columns are, as a person says; what Imports remembers comes first.
    """
    if name is not None and name.startswith(f"{TABLE}:"):
        return _table(source, name)
    profiles = known_profiles(workbook)
    answered = answered_columns(book)
    if name is not None and name not in answered:
        return _usable(name, named_profile(profiles, name), source)
    fitting = name if name in answered else fitting_profile(source, profiles)
    if fitting in profiles and fitting not in answered:
        return _usable(fitting, profiles[fitting], source)
    remembered = fitting or _remembered(answered, source)
    if remembered:
        return _from_answers(remembered, answered[remembered], source)
    taken = set(profiles) | set(answered)
    if chosen is not None:
        return _chosen(source, chosen, taken)
    return _proposed(source, taken)


def _table(source: Source, name: str) -> Recognised:
    """A list whose headers are those of a sheet."""
    sheet = name.partition(":")[2]
    titles = {
        loose(each): key for key, schema in catalogue().items() for each in schema.names
    }
    if loose(sheet) not in titles:
        hint = did_you_mean(sheet, [schema.title for schema in catalogue().values()])
        raise SheetflowError(f"--as {name}: there is no sheet {sheet}{hint}")
    key = titles[loose(sheet)]
    return Recognised(f"{TABLE}:{key}", table_profile(source, key))


def _usable(name: str, profile: Profile, source: Source) -> Recognised:
    """A source that a profile knows. Raises SheetflowError where it is of no use."""
    if profile.kind == "useless":
        raise SheetflowError(f"{source.path}: {profile.instead}")
    return Recognised(name, profile)


# -- what Imports remembers


def _remembered(
    answered: Mapping[str, Sequence[ImportsRow]], source: Source
) -> str | None:
    """The profile in Imports that has most columns, all of which the source has."""
    there = set(source.headers)
    fitting = [
        name
        for name, rows in answered.items()
        if {row.source_column for row in rows} <= there
    ]
    return max(fitting, key=lambda name: len(answered[name]), default=None)


def _from_answers(name: str, rows: Sequence[ImportsRow], source: Source) -> Recognised:
    """A source that Imports knows, by what is in force there."""
    named = {row.source_column for row in rows}
    unused = [header for header in source.headers if header not in named]
    open_rows = [row for row in rows if row.use == OPEN]
    still_open = [
        f"{row.source_column} is {row.sheet}, {row.column}" for row in open_rows
    ]
    profile = profile_of(name, answers_of(rows), source)
    return Recognised(name, profile, open=still_open, unused=unused)


# -- proposals


def _proposed(source: Source, taken: set[str]) -> Recognised:
    """An unknown source with what its columns may be. Raises SheetflowError where nothing fits."""
    guesses = guess_columns(source)
    if not guesses:
        raise _unknown(source)
    name = _free_name(source.path.stem, taken)
    sure = [guess.answer for guess in guesses if guess.use == YES]
    waits = any(guess.waits for guess in guesses)
    named = {guess.answer.source_column for guess in guesses}
    return Recognised(
        name,
        None if waits else profile_of(name, sure, source),
        [_row(name, guess) for guess in guesses],
        guesses,
        [_open_column(guess) for guess in guesses if guess.use == OPEN],
        [header for header in source.headers if header not in named],
    )


def _chosen(source: Source, chosen: Sequence[Answer], taken: set[str]) -> Recognised:
    """An unknown source, whose columns a person has named. Raises SheetflowError where they are not enough."""
    _require_columns(source, chosen)
    name = _free_name(source.path.stem, taken)
    profile = profile_of(name, chosen, source)
    if profile is None:
        raise SheetflowError(
            f"{source.path}: these columns are not enough for a row; choose what is needed"
        )
    named = {answer.source_column for answer in chosen}
    return Recognised(
        name,
        profile,
        [_row(name, Guess(answer, YES, BY_HAND)) for answer in chosen],
        unused=[header for header in source.headers if header not in named],
    )


def _require_columns(source: Source, chosen: Sequence[Answer]) -> None:
    """Raises SheetflowError where an answer names a column that is not ours or not there."""
    ours = {(each.sheet, each.column) for each in flat_columns().columns}
    for schema in fact_schemas():
        ours |= {(schema.sheet, column.header) for column in schema.facts}
    for answer in chosen:
        if (answer.sheet, answer.column) not in ours:
            raise SheetflowError(
                f"{answer.sheet}, {answer.column}: sheetflow has no such sheet or column"
            )
        if answer.source_column not in source.headers:
            raise SheetflowError(
                f"{source.path}: there is no column {answer.source_column} in this file"
            )


def _open_column(guess: Guess) -> str:
    answer = guess.answer
    return f"{answer.source_column} is {answer.sheet}, {answer.column}"


def _row(name: str, guess: Guess) -> Cells:
    """One row of Imports."""
    return {
        "Profile": name,
        "Source column": guess.answer.source_column,
        "Sheet": guess.answer.sheet,
        "Column": guess.answer.column,
        "Use": guess.use,
        "Why": guess.why,
    }


def _unknown(source: Source) -> SheetflowError:
    """The error for a source that no profile knows."""
    return SheetflowError(
        f"{source.path}: no profile knows a file with these columns: "
        f"{', '.join(source.headers[:8])}. Name one with --as (see --list), or use "
        "--as table:SHEET with the headers of a sheet"
    )


def _free_name(stem: str, taken: set[str]) -> str:
    """A name for a kind of file: the file's own, without dates and numbers."""
    words = re.findall(r"[^\W\d_]+", stem.casefold())
    name = "-".join(words) or "list"
    numbered = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in numbered if each not in taken)

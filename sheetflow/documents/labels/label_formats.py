"""Label formats: what labels are printed on, as label_formats.toml declares it. All lengths in millimetres, exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from sheetflow.domain.declarations import load_tables
from sheetflow.errors import SheetflowError

Lengths: TypeAlias = tuple[Fraction, Fraction]
"""Across and down."""

_UNITS = {"mm": Fraction(1), "in": Fraction(254, 10)}


class LabelFormat(Struct, frozen=True, forbid_unknown_fields=True):
    """What label_formats.toml says of one: lengths as texts, in its unit."""

    about: str
    unit: Literal["mm", "in"]
    page: tuple[str, str]
    columns: int
    rows: int
    label: tuple[str, str]
    first: tuple[str, str]
    pitch: tuple[str, str]
    margin: str
    corner: str = "0"
    turned: bool = False


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of labels, or a label printer's one label; label_formats.toml explains the words."""

    name: str
    about: str
    page: Lengths
    columns: int
    rows: int
    label: Lengths
    first: Lengths
    pitch: Lengths
    margin: Fraction
    corner: Fraction = Fraction(0)
    turned: bool = False

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    @property
    def read(self) -> Lengths:
        """The size of a label as it is read: width and height."""
        width, height = self.label
        return (height, width) if self.turned else (width, height)


@dataclass(frozen=True)
class LabelPlacement:
    """Where on the sheet a person wants the labels.

    `start_at` is the position of the first one (from 1, row by row); all of them are moved by `nudge` to the right and
    down, in millimetres.
    """

    start_at: int = 1
    nudge: Lengths = (Fraction(0), Fraction(0))


DEFAULT_PLACEMENT = LabelPlacement()


@dataclass(frozen=True)
class LabelPosition:
    """Where a label goes: the page, from 0, and the label's upper left corner."""

    page: int
    left: Fraction
    top: Fraction


# -- as declared


@cache
def label_sheets() -> dict[str, LabelSheet]:
    """All that labels can be printed on, by the words of the setting Label format."""
    declared = load_tables(Path(__file__).with_name("label_formats.toml"), LabelFormat)
    return {name: _sheet(name, words) for name, words in declared.items()}


def label_sheet(name: str) -> LabelSheet:
    """What labels are printed on, by the word of the setting Label format."""
    return label_sheets()[name]


def _sheet(name: str, words: LabelFormat) -> LabelSheet:
    unit = _UNITS[words.unit]
    return LabelSheet(
        name,
        words.about,
        page=_lengths(words.page, unit),
        columns=words.columns,
        rows=words.rows,
        label=_lengths(words.label, unit),
        first=_lengths(words.first, unit),
        pitch=_lengths(words.pitch, unit),
        margin=Fraction(words.margin) * unit,
        corner=Fraction(words.corner) * unit,
        turned=words.turned,
    )


def _lengths(texts: tuple[str, str], unit: Fraction) -> Lengths:
    across, down = texts
    return Fraction(across) * unit, Fraction(down) * unit


# -- positions


def label_positions(
    sheet: LabelSheet, count: int, placement: LabelPlacement
) -> Iterator[LabelPosition]:
    """Where `count` labels go, row by row. Raises SheetflowError where the sheet has no such first position."""
    if not 1 <= placement.start_at <= sheet.count:
        raise _no_such_position(sheet, placement)
    first = placement.start_at - 1
    for index in range(first, first + count):
        yield _position(sheet, index, placement.nudge)


def _no_such_position(sheet: LabelSheet, placement: LabelPlacement) -> SheetflowError:
    labels = "1 label" if sheet.count == 1 else f"{sheet.count} labels"
    return SheetflowError(
        f"--start-at {placement.start_at}: a sheet of {sheet.name} has {labels}"
    )


def _position(sheet: LabelSheet, index: int, nudge: Lengths) -> LabelPosition:
    """The position of a label, counted from 0 over all sheets."""
    page, on_page = divmod(index, sheet.count)
    row, column = divmod(on_page, sheet.columns)
    left = sheet.first[0] + column * sheet.pitch[0] + nudge[0]
    top = sheet.first[1] + row * sheet.pitch[1] + nudge[1]
    return LabelPosition(page, left, top)

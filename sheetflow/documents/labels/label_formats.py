"""What labels are printed on: sizes and places, as sheets.toml declares them. All lengths in millimetres, exact."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from sheetflow.errors import SheetflowError

Lengths = tuple[Fraction, Fraction]
"""Across and down."""

_UNITS = {"mm": Fraction(1), "in": Fraction(254, 10)}


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of labels, or a label printer's one label; see sheets.toml for what the words mean."""

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
    """Where on the paper a person wants the labels: the first at place `start_at` (from 1, row by row), all of them
    `nudge` further to the right and down, in millimetres.
    """

    start_at: int = 1
    nudge: Lengths = (Fraction(0), Fraction(0))


DEFAULT_PLACEMENT = LabelPlacement()


@dataclass(frozen=True)
class LabelPosition:
    """Where a label goes: the sheet of paper, from 0, and its upper left corner."""

    page: int
    left: Fraction
    top: Fraction


@cache
def label_sheets() -> dict[str, LabelSheet]:
    """All that labels can be printed on, by the words of the setting Label format."""
    tables = tomllib.loads(
        files("sheetflow.documents.labels")
        .joinpath("label_formats.toml")
        .read_text(encoding="utf-8")
    )
    return {name: _sheet(name, table) for name, table in tables.items()}


def label_sheet(name: str) -> LabelSheet:
    """What labels are printed on, by the word of the setting Label format."""
    return label_sheets()[name]


def _sheet(name: str, table: dict[str, Any]) -> LabelSheet:
    unit = _UNITS[table["unit"]]
    page, label, first, pitch = (
        _lengths(table[word], unit) for word in ("page", "label", "first", "pitch")
    )
    return LabelSheet(
        name,
        table["about"],
        page=page,
        columns=table["columns"],
        rows=table["rows"],
        label=label,
        first=first,
        pitch=pitch,
        margin=Fraction(table["margin"]) * unit,
        corner=Fraction(table.get("corner", 0)) * unit,
        turned=table.get("turned", False),
    )


def _lengths(texts: list[str], unit: Fraction) -> Lengths:
    across, down = (Fraction(text) * unit for text in texts)
    return across, down


def label_positions(
    sheet: LabelSheet, count: int, placing: LabelPlacement
) -> Iterator[LabelPosition]:
    """Where `count` labels go, row by row. Raises SheetflowError where the sheet has no such first place."""
    if not 1 <= placing.start_at <= sheet.count:
        places = "1 label" if sheet.count == 1 else f"{sheet.count} labels"
        raise SheetflowError(
            f"--start-at {placing.start_at}: a sheet of {sheet.name} has {places}"
        )
    right, down = placing.nudge
    for at in range(placing.start_at - 1, placing.start_at - 1 + count):
        page, place = divmod(at, sheet.count)
        row, column = divmod(place, sheet.columns)
        left = sheet.first[0] + column * sheet.pitch[0] + right
        yield LabelPosition(page, left, sheet.first[1] + row * sheet.pitch[1] + down)

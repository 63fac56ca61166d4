"""Label formats: what labels are printed on, as label_formats.toml declares it. All lengths in millimetres, exact."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from sheetflow.errors import SheetflowError

Lengths: TypeAlias = tuple[Fraction, Fraction]
"""Across and down."""

_UNITS = {"mm": Fraction(1), "in": Fraction(254, 10)}


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
    resource = files("sheetflow.documents.labels") / "label_formats.toml"
    tables = tomllib.loads(resource.read_text(encoding="utf-8"))
    return {name: _sheet(name, table) for name, table in tables.items()}


def label_sheet(name: str) -> LabelSheet:
    """What labels are printed on, by the word of the setting Label format."""
    return label_sheets()[name]


def _sheet(name: str, table: dict[str, Any]) -> LabelSheet:
    unit = _UNITS[table["unit"]]
    return LabelSheet(
        name,
        table["about"],
        page=_lengths(table["page"], unit),
        columns=table["columns"],
        rows=table["rows"],
        label=_lengths(table["label"], unit),
        first=_lengths(table["first"], unit),
        pitch=_lengths(table["pitch"], unit),
        margin=Fraction(table["margin"]) * unit,
        corner=Fraction(table.get("corner", 0)) * unit,
        turned=table.get("turned", False),
    )


def _lengths(texts: Sequence[str], unit: Fraction) -> Lengths:
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

"""What a trace is made from: a checked workbook, and where its facts stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.book import Book
from sheetflow.ledgers.all import Ledgers
from sheetflow.numbers import IntArray, Mask
from sheetflow.running import Run


@dataclass(frozen=True)
class Source:
    """A checked workbook."""

    run: Run

    @property
    def book(self) -> Book:
        """Its facts."""
        return self.run.result.book

    @property
    def ledgers(self) -> Ledgers:
        """What the engine derives from them."""
        return self.run.result.ledgers

    @property
    def unit(self) -> int:
        """The minor unit of Settings' currency, in millionths."""
        return self.book.settings.minor_unit

    def place(self, sheet: str, record: int) -> str:
        """`Sheet!row` of a fact, as in the workbook."""
        place = self.run.places.get(sheet)
        return f"{place.name if place else sheet}!{int(self.book[sheet].rows[record])}"

    def of_order(self, sheet: str, order: int) -> IntArray:
        """The live rows of a sheet that belong to an order."""
        frame = self.book[sheet]
        return rows(frame.live & (frame.link("order") == order))


def rows(where: Mask) -> IntArray:
    """Positions under a mask."""
    return np.flatnonzero(where)

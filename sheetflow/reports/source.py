"""What a report is made from: the facts at the end of its period, and those before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, total_by
from sheetflow.domain.periods import Period
from sheetflow.engine.process import Result
from sheetflow.ledgers.all import Ledgers, build_ledgers
from sheetflow.ledgers.as_of import facts_as_of
from sheetflow.reports.tables import RECORD, SHEET

DAY = "_day"
VOID_DAY = "_void_day"
PART = "_part"
"""Columns of rows: the day, the day on which it was voided (BLANK for never), which part of a record it is."""


@dataclass(frozen=True)
class ReportOptions:
    """How a report is requested."""

    by: tuple[str, ...] = ()
    basis: str = "invoice"
    product: str = ""
    location: str = ""


@dataclass(frozen=True)
class View:
    """The facts up to a day, and what is derived from them."""

    book: Book
    ledgers: Ledgers


@dataclass(frozen=True)
class Source:
    """A finished workbook and a period of it."""

    result: Result
    period: Period = field(default_factory=Period)

    @cached_property
    def closing(self) -> View:
        """What was true at the end of the period; without one, all facts."""
        if self.period.until is None:
            return View(self.result.book, self.result.ledgers)
        return self._at(self.period.last)

    @cached_property
    def opening(self) -> View | None:
        """What was true before the period; None where it has no beginning."""
        return self._at(self.period.first - 1) if self.period.since else None

    def _at(self, day: int) -> View:
        book = facts_as_of(self.result.book, day)
        return View(book, build_ledgers(book))

    def change(self, figure: Callable[[View], int]) -> int:
        """A figure at the end of the period less that before it."""
        before = figure(self.opening) if self.opening else 0
        return figure(self.closing) - before

    def before(self, figure: Callable[[View], int]) -> int:
        """A figure before the period; 0 where it has no beginning."""
        return figure(self.opening) if self.opening else 0

    def in_period(
        self, rows: Callable[[View], pd.DataFrame], amounts: Sequence[str]
    ) -> pd.DataFrame:
        """The rows of the period, and what changed in it of those before.

        A row that was voided in the period is in it below 0. So what was true before
        the period and these rows come to what is true at its end.
        """
        now = rows(self.closing)
        if self.opening is None:
            return now
        is_new = now[DAY].to_numpy() >= self.period.first
        earlier = _negated(rows(self.opening), amounts)
        earlier[DAY] = self._days_of_change(earlier[VOID_DAY].to_numpy())
        changed = _sum_of_equal(pd.concat([earlier, now[~is_new]]), amounts)
        return pd.concat([now[is_new], changed], ignore_index=True)

    def _days_of_change(self, void_days: IntArray) -> IntArray:
        """When rows of before the period changed: as they were voided, or on its first day."""
        first = self.period.first
        is_in = (void_days >= first) & (void_days <= self.period.last)
        return np.where(is_in, void_days, first)

    def title(self, sheet: str, header: str = "") -> str:
        """What the workbook calls a sheet, or a column of it."""
        schema = self.result.book[sheet].schema
        return schema.title_of(header) if header else schema.title

    def void_days(self, sheet: str) -> IntArray:
        """When each row of a sheet was voided, whatever day the report is of; BLANK for never."""
        days: IntArray = self.result.book[sheet]["Voided"]
        return days


def _negated(rows: pd.DataFrame, amounts: Sequence[str]) -> pd.DataFrame:
    """Rows with their amounts below 0."""
    return rows.assign(**{header: -rows[header] for header in amounts})


def _sum_of_equal(rows: pd.DataFrame, amounts: Sequence[str]) -> pd.DataFrame:
    """One row for each part of a record, with the sums of its amounts; none where all are 0."""
    keys = rows.groupby([SHEET, RECORD, PART], sort=False)
    group: IntArray = keys.ngroup().to_numpy().astype(np.int64)
    found = rows[~pd.Series(group).duplicated().to_numpy()].copy()
    changed = np.zeros(len(found), dtype=bool)
    for header in amounts:
        sums = total_by(group, rows[header].to_numpy(), len(found))
        found[header] = sums
        changed |= np.asarray(sums != 0, dtype=bool)
    return found[changed]

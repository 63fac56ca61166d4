"""The days that a report covers: a month, a quarter, any days, or everything up to a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])", re.ASCII)


@dataclass(frozen=True)
class Period:
    """The first and the last day; None where there is none."""

    since: date | None = None
    until: date | None = None

    @property
    def file_text(self) -> str:
        """The period as a part of a file's name; empty for all dates."""
        days = [str(day) for day in (self.since, self.until) if day]
        return "-to-".join(days)

    def includes(self, day: int) -> bool:
        """Whether a day number is in the period."""
        return self.first <= day <= self.last

    @property
    def first(self) -> int:
        """The first day as a number; 0 for none."""
        return self.since.toordinal() if self.since else 0

    @property
    def last(self) -> int:
        """The last day as a number; that of the last date for none."""
        return self.until.toordinal() if self.until else date.max.toordinal()


def month_of(typed: str) -> Period:
    """The month that is typed as 2026-03. Raises ValueError."""
    found = _MONTH.fullmatch(typed)
    if not found:
        raise ValueError(f"{typed} is not a month; write it as 2026-03")
    year = int(found[1])
    month = int(found[2])
    if not (1 <= month <= 12 and year >= 1):
        raise ValueError(f"{typed} is not a month; write it as 2026-03")
    return _months(year, month, month)


def quarter_of(typed: str) -> Period:
    """The quarter that is typed as 2026Q1. Raises ValueError."""
    found = _QUARTER.fullmatch(typed)
    if not found or found[1] == "0000":
        raise ValueError(f"{typed} is not a quarter; write it as 2026Q1")
    last = 3 * int(found[2])
    return _months(int(found[1]), last - 2, last)


def _months(year: int, first: int, last: int) -> Period:
    """The days from the first of one month to the last of another."""
    end = monthrange(year, last)[1]
    return Period(date(year, first, 1), date(year, last, end))

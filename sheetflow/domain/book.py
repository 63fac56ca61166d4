"""The book: one frame of typed columns for each sheet of facts, and the settings.

A frame remembers the Excel row of every record, as every record of a ledger should. Its columns are numpy arrays: text
as objects (None where blank), numbers in millionths and dates as proleptic day numbers as int64 (`BLANK` where blank),
yes-no as 1 and 0. References are resolved once, when the book is read, to positions in the frame that they name
(`links`, -1 where there is none), so that a rule over 100,000 rows is a handful of array operations. Books and frames
are never changed: a step returns new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sheetflow.domain.numbers import (
    BLANK,
    LARGEST_SUM,
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
)
from sheetflow.domain.schema import Column, SheetSchema
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    import pandas as pd

PERCENT = 10_000
"""One percent, as percentages are held."""


def units_of(column: Column) -> int:
    """What 1 is in a column of this kind."""
    return (
        PERCENT if column.kind == "percent" else 1 if column.kind == "whole" else MICRO
    )


def blank_column(column: Column, size: int) -> AnyArray:
    """A column in which nothing was entered."""
    return (
        np.full(size, None, dtype=object)
        if column.is_text
        else np.full(size, BLANK, dtype=np.int64)
    )


@dataclass(frozen=True)
class Frame:
    """The records of one sheet.

    `rows` holds the Excel row of each record, 0 for one that this run appended; `valid` is False where a row error
    makes the record count for nothing.
    """

    schema: SheetSchema
    rows: IntArray
    columns: Mapping[str, AnyArray]
    links: Mapping[str, IntArray] = field(default_factory=dict)
    valid: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @classmethod
    def empty(cls, schema: SheetSchema) -> Frame:
        """A sheet without records."""
        columns = {column.header: blank_column(column, 0) for column in schema.facts}
        return cls(
            schema, np.zeros(0, dtype=np.int64), columns, valid=np.zeros(0, dtype=bool)
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, header: str) -> AnyArray:
        return self.columns[header]

    def number(self, header: str, blank: int = 0) -> IntArray:
        """A column of numbers, dates or yes-no, with `blank` where nothing was entered."""
        values = self.columns[header]
        return np.where(values == BLANK, blank, values)

    def given(self, header: str) -> Mask:
        """Where something was entered."""
        values = self.columns[header]
        blank: Mask = (
            np.equal(values, NOTHING) if values.dtype == object else values == BLANK
        )
        return ~blank

    def link(self, name: str) -> IntArray:
        """The positions that the records refer to in another frame; -1 where there is none."""
        found = self.links.get(name)
        return np.full(len(self), -1, dtype=np.int64) if found is None else found

    @property
    def live(self) -> Mask:
        """Which records count: no row error, and not voided."""
        return (
            self.valid & ~self.given("Voided") if self.schema.voidable else self.valid
        )

    def put(self, header: str, values: AnyArray) -> Frame:
        """The frame with one column replaced."""
        return replace(self, columns={**self.columns, header: values})

    def fill(self, header: str, where: Mask, values: AnyArray | int | str) -> Frame:
        """The frame with `values` (of the whole column, or one for all) in the rows under `where`."""
        try:
            column = np.asarray(values, dtype=self.columns[header].dtype)
        except OverflowError as error:
            raise SheetflowError(
                f"{self.schema.sheet}: an amount in {header} would be {LARGEST_SUM:,} or more, which cannot be kept "
                "exactly; look for quantities and prices that are too large"
            ) from error
        return self.put(header, np.where(where, column, self.columns[header]))

    def linked(self, **links: IntArray) -> Frame:
        """The frame with these links replaced."""
        return replace(self, links={**self.links, **links})

    def extended(
        self, size: int, values: Mapping[str, Any], links: Mapping[str, IntArray]
    ) -> Frame:
        """The frame with `size` new records; a value may be a column or one value for all,
        what is not named is blank.
        """
        columns = {}
        for column in self.schema.facts:
            fresh = blank_column(column, size)
            if column.header in values:
                fresh[:] = values[column.header]
            columns[column.header] = np.concatenate(
                [self.columns[column.header], fresh]
            )
        none = np.full(size, -1, dtype=np.int64)
        names = set(self.links) | set(links)
        joined = {
            name: np.concatenate([self.link(name), links.get(name, none)])
            for name in names
        }
        rows = np.concatenate([self.rows, np.zeros(size, dtype=np.int64)])
        return replace(
            self,
            rows=rows,
            columns=columns,
            links=joined,
            valid=np.r_[self.valid, np.ones(size, dtype=bool)],
        )

    def voided(self, where: Mask, day: int) -> Frame:
        """The frame with the records under `where` voided on a day."""
        return self.fill("Voided", where, day)

    def to_pandas(self) -> pd.DataFrame:
        """The facts as a pandas DataFrame: index = Excel row, exact Decimals, dates, None where blank."""
        import pandas as pd

        index = pd.Index(self.rows, name="row")
        columns = {
            c.header: pd.Series(
                plain_values(c, self.columns[c.header]), index=index, dtype=object
            )
            for c in self.schema.facts
        }
        return pd.DataFrame(columns, index=index)


def plain_values(column: Column, values: AnyArray) -> list[Any]:
    """A column as plain Python values: str, Decimal (int for whole numbers), date, "Yes" and "No", None where blank."""
    if column.is_text:
        return list(values)
    if column.kind == "date":
        return [
            None if day == BLANK else date.fromordinal(day) for day in values.tolist()
        ]
    if column.kind == "yes-no":
        return [
            None if value == BLANK else "Yes" if value else "No"
            for value in values.tolist()
        ]
    units = Decimal(units_of(column))
    return [
        None if value == BLANK else Decimal(value) / units for value in values.tolist()
    ]


@dataclass(frozen=True)
class Settings:
    """What Settings say, with the defaults of schemas/settings.toml where they are blank."""

    company: str = ""
    currency: str = "USD"
    minor_unit: int = MICRO // 100
    default_location: int = -1
    pick_strategy: str = "Order location first"
    invoice_policy: str = "Shipped"
    requires_shipping: bool = True
    prices_include_tax: bool = False
    tax_rounding: str = "Document"
    allow_negative_stock: bool = False
    allow_expired_quotes: bool = False
    terms_days: int = 30
    closing_date: int = BLANK
    costing: str = "Average"
    quote_prefix: str = "SQ-"
    order_prefix: str = "SO-"
    invoice_prefix: str = "INV-"
    credit_note_prefix: str = "CN-"
    gs1_prefix: str = ""
    dashboard: bool | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """The locations, whether a sheet lists them or not:
    codes, their ranks by Priority then name, and which are pickable.
    """

    codes: AnyArray
    rank: IntArray
    pickable: Mask

    def __len__(self) -> int:
        return len(self.codes)


Derived = TypeVar("Derived")


def once_per_book(derive: Callable[[Book], Derived]) -> Callable[[Book], Derived]:
    """What is derived from a book is derived once: a book never changes, a step makes a new one."""

    @wraps(derive)
    def remembered(book: Book) -> Derived:
        if derive not in book.remembered:
            book.remembered[derive] = derive(book)
        found: Derived = book.remembered[derive]
        return found

    return remembered


@dataclass(frozen=True)
class Book:
    """Everything that one run works with: facts by sheet, settings, places, and the run's date as a day number."""

    frames: Mapping[str, Frame]
    settings: Settings
    places: Places
    as_of: int
    remembered: dict[object, Any] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __getitem__(self, sheet: str) -> Frame:
        return self.frames[sheet]

    def put(self, *frames: Frame) -> Book:
        """The book with some sheets replaced."""
        return replace(
            self,
            frames={**self.frames, **{frame.schema.sheet: frame for frame in frames}},
        )

    @property
    def closed(self) -> bool:
        """Whether the run's date is on or before the closing date."""
        return (
            self.settings.closing_date != BLANK
            and self.as_of <= self.settings.closing_date
        )

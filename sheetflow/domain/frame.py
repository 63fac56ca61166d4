"""A frame: the records of one sheet as typed columns.

A frame remembers the Excel row of every record, as every record of a ledger should. Its columns are numpy arrays: text
as objects (None where blank), numbers in millionths and dates as proleptic day numbers as int64 (`BLANK` where blank),
yes-no as 1 and 0. References are resolved once, when the book is read, to positions in the frame that they name
(`links`, -1 where there is none), so that a rule over 100,000 rows is a handful of array operations. A frame is never
changed: what changes it returns a new one.

The frame of a sheet that schemas/ declares has its columns as attributes (frames.py): `lines.quantity`. Three kinds:

    Amounts   quantities, prices, money, percentages: 0 where blank
    Values    text (None where blank); dates, yes-no and whole numbers (BLANK where blank)
    Given     `has_quantity`: where something was entered
    Index     `order_index`: the position that a reference names in its frame, -1 for none

On the class, an attribute names its column: `lines.fill(OrderLines.unit_price, where, prices)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from sheetflow.domain.arrays import (
    all_rows,
    blank_texts,
    no_links,
    no_rows,
    only_rows,
    zeros,
)
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
from sheetflow.domain.typed_columns import TypedColumn, header_of
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    import pandas as pd

PERCENT = 10_000
"""One percent, as percentages are stored."""


def units_of(column: Column) -> int:
    """What 1 is in a column of this kind."""
    return (
        PERCENT if column.kind == "percent" else 1 if column.kind == "whole" else MICRO
    )


def _new_cells(column: Column, size: int, values: Mapping[str, Any]) -> AnyArray:
    """The cells of a column in new records: its value there, else blank."""
    cells = blank_column(column, size)
    if column.header in values:
        cells[:] = values[column.header]
    return cells


def blank_column(column: Column, size: int) -> AnyArray:
    """A column in which nothing was entered."""
    return blank_texts(size) if column.is_text else np.full(size, BLANK, dtype=np.int64)


@dataclass(frozen=True)
class Frame:
    """The records of one sheet.

    `rows` holds the Excel row of each record, 0 for one that this run appended; `valid` is False where a row error
    makes the record count for nothing. `in_error` has the records whose cell in a column has a row error.
    """

    schema: SheetSchema
    rows: IntArray
    columns: Mapping[str, AnyArray]
    links: Mapping[str, IntArray] = field(default_factory=dict)
    valid: Mask = field(default_factory=lambda: no_rows(0))
    in_error: Mapping[str, Sequence[int]] = field(default_factory=dict)

    SHEET: ClassVar[str] = ""
    """The sheet of a frame with typed columns."""

    @classmethod
    def empty(cls, schema: SheetSchema) -> Self:
        """A sheet without records."""
        columns = {column.header: blank_column(column, 0) for column in schema.facts}
        return cls(schema, zeros(0), columns, valid=no_rows(0))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str | TypedColumn) -> AnyArray:
        return self.columns[header_of(column)]

    def number(self, column: str | TypedColumn, blank: int = 0) -> IntArray:
        """A column of numbers, dates or yes-no, with `blank` where nothing was entered."""
        values = self.columns[header_of(column)]
        return np.where(values == BLANK, blank, values)

    def given(self, column: str | TypedColumn) -> Mask:
        """Where something was entered."""
        values = self.columns[header_of(column)]
        if values.dtype == object:
            blank: Mask = np.equal(values, NOTHING)
            return ~blank
        given: Mask = values != BLANK
        return given

    def is_in_error(self, column: str | TypedColumn) -> Mask:
        """Where the cell of a column has a row error, so that what it says is unknown."""
        records = self.in_error.get(header_of(column), ())
        return only_rows(list(records), len(self))

    def link(self, name: str) -> IntArray:
        """The positions that the records refer to in another frame; -1 if there is none."""
        found = self.links.get(name)
        return no_links(len(self)) if found is None else found

    @property
    def live(self) -> Mask:
        """Which records count: no row error, and not voided."""
        return (
            self.valid & ~self.given("Voided") if self.schema.voidable else self.valid
        )

    def put(self, column: str | TypedColumn, values: AnyArray) -> Self:
        """The frame with one column replaced."""
        return replace(self, columns={**self.columns, header_of(column): values})

    def fill(
        self, column: str | TypedColumn, where: Mask, values: AnyArray | int | str
    ) -> Self:
        """The frame with `values` (a whole column, or one for all) in the rows under `where`.

        Raises SheetflowError where an amount is too large to be kept exactly.
        """
        header = header_of(column)
        before = self.columns[header]
        try:
            after = np.asarray(values, dtype=before.dtype)
        except OverflowError as error:
            raise self._too_large(header) from error
        return self.put(header, np.where(where, after, before))

    def put_at(
        self,
        column: str | TypedColumn,
        rows: IntArray | Mask | list[int],
        values: AnyArray | Sequence[object] | str | None,
    ) -> Self:
        """The frame with these values, or one for all, in these rows of a column."""
        changed = self[column].copy()
        changed[rows] = values
        return self.put(column, changed)

    def _too_large(self, header: str) -> SheetflowError:
        return SheetflowError(
            f"{self.schema.sheet}: an amount in {header} would be {LARGEST_SUM:,} or more, which cannot be kept "
            "exactly; look for quantities and prices that are too large"
        )

    def linked(self, **links: IntArray) -> Self:
        """The frame with these links replaced."""
        return replace(self, links={**self.links, **links})

    def extended(
        self, size: int, values: Mapping[str, Any], links: Mapping[str, IntArray]
    ) -> Self:
        """The frame with `size` new records.

        A value may be a column or one value for all; what is not named is blank.
        """
        return replace(
            self,
            rows=np.concatenate([self.rows, zeros(size)]),
            columns=self._extended_columns(size, values),
            links=self._extended_links(size, links),
            valid=np.concatenate([self.valid, all_rows(size)]),
        )

    def _extended_columns(
        self, size: int, values: Mapping[str, Any]
    ) -> dict[str, AnyArray]:
        columns = {}
        for column in self.schema.facts:
            fresh = _new_cells(column, size, values)
            before = self.columns[column.header]
            columns[column.header] = np.concatenate([before, fresh])
        return columns

    def _extended_links(
        self, size: int, links: Mapping[str, IntArray]
    ) -> dict[str, IntArray]:
        none = no_links(size)
        names = set(self.links) | set(links)
        return {
            name: np.concatenate([self.link(name), links.get(name, none)])
            for name in names
        }

    def void(self, where: Mask, day: int) -> Self:
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
        return _dates(values)
    if column.kind == "yes-no":
        return _yes_or_no(values)
    return _decimals(values, units_of(column))


def _dates(values: AnyArray) -> list[date | None]:
    days = values.tolist()
    return [None if day == BLANK else date.fromordinal(day) for day in days]


def _yes_or_no(values: AnyArray) -> list[str | None]:
    return [
        None if value == BLANK else "Yes" if value else "No"
        for value in values.tolist()
    ]


def _decimals(values: AnyArray, units: int) -> list[Decimal | None]:
    exact = Decimal(units)
    return [
        None if value == BLANK else Decimal(value) / exact for value in values.tolist()
    ]

"""The workbook in memory: rows of cells as typed next to what they mean, and the problems found."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .numbers import as_decimal, places_of
from .schema import PREFIXES, SETTING_DEFAULTS, SHEET_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

RANK = {sheet: number for number, sheet in enumerate(SHEET_ORDER)}


class Stops(Exception):  # noqa: N818 (the contract's word: the run stops)
    """The workbook cannot be processed at all."""


@dataclass(eq=False)
class Row:
    """One row: `raw` as it stands in the sheet, `value` as it was read, `bad` where a row error stands."""

    sheet: str
    index: int
    raw: dict[str, object]
    value: dict[str, object] = field(default_factory=dict)
    bad: bool = False
    blank: bool = False
    book: Book | None = field(default=None, repr=False, compare=False)

    def __getitem__(self, header: str):
        return self.value.get(header)

    def number(self, header: str) -> Fraction:
        """A number, 0 where the cell is blank."""
        found = self.value.get(header)
        return found if isinstance(found, Fraction) else Fraction(0)

    def write(self, header: str, value: object) -> None:
        if self.book is not None:
            self.book.memory.clear()
        self.value[header] = value
        self.raw[header] = (
            as_decimal(value) if isinstance(value, Fraction) else _cell(value)
        )

    @property
    def live(self) -> bool:
        """Whether the row counts: readable, and not voided."""
        return not self.blank and not self.bad and self.value.get("Voided") is None


def _cell(value: object) -> object:
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else value


@dataclass(frozen=True)
class Problem:
    """A row error or a rule error, and the orders that it holds."""

    sheet: str
    index: int
    column: str
    kind: str
    orders: frozenset[str] = frozenset()
    row_error: bool = False


def remembered(function):
    """What a function of the book and its arguments gave, until the next cell is written."""

    @functools.wraps(function)
    def ask(book: Book, *arguments):
        key = (function, *arguments)
        if key not in book.memory:
            book.memory[key] = function(book, *arguments)
        return book.memory[key]

    return ask


Index = dict[tuple[object, ...], list[Row]]
"""Rows by some of their cells."""


def _indexed(rows: Iterable[Row], headers: tuple[str, ...]) -> Index:
    found: Index = {}
    for row in rows:
        cells = tuple(row[header] for header in headers)
        found.setdefault(cells, []).append(row)
    return found


@dataclass
class Book:
    as_of: date
    rows: dict[str, list[Row]]
    settings: dict[str, object] = field(default_factory=dict)
    row_errors: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    own_locations: bool = True
    issued_credits: set[int] = field(default_factory=set)
    memory: dict[tuple, object] = field(default_factory=dict)
    seals: dict[tuple[str, int], dict[str, object]] = field(default_factory=dict)

    @property
    def setting_in_error(self) -> bool:
        """Whether a setting is in error: nothing is filled from a default then."""
        return any(problem.sheet == "Settings" for problem in self.row_errors)

    # --- rows -------------------------------------------------------------------------------------------
    def live(self, sheet: str, **wanted: object) -> list[Row]:
        """The rows that count, those alone whose cells are as wanted (`Order="SO-1"`)."""
        headers = tuple(header.replace("_", " ") for header in wanted)
        cells = tuple(wanted.values())
        return list(self._live_rows(sheet, headers).get(cells, ()))

    @remembered
    def _live_rows(self, sheet: str, headers: tuple[str, ...]) -> Index:
        """The rows that count, by their cells under some headers."""
        return _indexed((r for r in self.rows.get(sheet, []) if r.live), headers)

    @remembered
    def _all_rows(self, sheet: str, header: str) -> Index:
        """The rows by a cell, bad ones and voided ones too."""
        rows = (r for r in self.rows.get(sheet, []) if not r.blank)
        return _indexed(rows, (header,))

    def find(self, sheet: str, key_header: str, key: object) -> Row | None:
        """The one row that counts under a key."""
        rows = self._live_rows(sheet, (key_header,)).get((key,), ())
        return next(iter(rows), None)

    def first(self, sheet: str, key_header: str, key: object) -> Row | None:
        """The first row under a key, in error or not."""
        rows = self._all_rows(sheet, key_header).get((key,), ())
        return next(iter(rows), None)

    def known(self, sheet: str, header: str, key: object) -> bool:
        """Whether any row at all, bad ones and voided ones too, has this key."""
        return (key,) in self._all_rows(sheet, header)

    def append(self, sheet: str, **cells: object) -> Row:
        rows = self.rows.setdefault(sheet, [])
        row = Row(sheet, len(rows), {}, book=self)
        self.memory.clear()
        for header, value in cells.items():
            row.write(header.replace("_", " "), value)
        rows.append(row)
        return row

    def next_key(self, sheet: str, header: str, prefix: str | None = None) -> str:
        """One more than the highest number in use under the prefix, whatever became of its row."""
        prefix = PREFIXES[sheet] if prefix is None else prefix
        used = [0]
        for row in self.rows.get(sheet, []):
            match = re.fullmatch(re.escape(prefix) + r"(\d+)", str(row[header] or ""))
            if match:
                used.append(int(match.group(1)))
        return f"{prefix}{max(used) + 1:06d}"

    def next_sscc(self) -> str | None:
        """A container's number under the company's prefix: one more than the highest in use, and its check digit."""
        prefix = self.settings.get("GS1 company prefix")
        if prefix is None:
            return None
        used = [0]
        for row in self.rows.get("Packing", []) + self.rows.get("Shipments", []):
            match = re.fullmatch(
                r"(\d)" + str(prefix) + r"(\d+)\d", str(row["SSCC"] or "")
            )
            if match and len(match.group()) == 18:
                used.append(int(match.group(1) + match.group(2)))
        number = str(max(used) + 1).zfill(17 - len(str(prefix)))
        digits = number[0] + str(prefix) + number[1:]
        total = sum(3 * int(digit) for digit in digits[::2]) + sum(
            int(digit) for digit in digits[1::2]
        )
        return digits + str((10 - total % 10) % 10)

    def sscc_of(self, order: object, container: object) -> object:
        """That of a container: what Packing says of it, else the next."""
        rows = self.live("Packing", Order=order, Container=container)
        known = [row["SSCC"] for row in rows if row["SSCC"] is not None]
        return known[0] if known else self.next_sscc()

    def error(self, row: Row, column: str, kind: str) -> None:
        """A row error: the row counts for nothing."""
        row.bad = True
        self.memory.clear()
        self.row_errors.append(
            Problem(
                row.sheet, row.index, column, kind, self.orders_of(row), row_error=True
            )
        )

    def orders_of(self, row: Row) -> frozenset[str]:
        """The orders that an error in this row holds."""
        if row.sheet in ("Customers", "Products"):
            return (
                frozenset()
            )  # worked out once all rows are read: see `held_by_masters`
        if row.sheet == "Restocks":
            owner = [
                r
                for r in self.rows.get("Returns", [])
                if not r.blank and r["Return"] == row["Return"]
            ]
            return frozenset(
                str(r["Order"]) for r in owner[:1] if r["Order"] is not None
            )
        order = row["Order"]
        return frozenset() if order is None else frozenset([str(order)])

    # --- settings and what follows from them ------------------------------------------------------------
    def setting(self, name: str):
        value = self.settings.get(name)
        return SETTING_DEFAULTS.get(name) if value is None else value

    @property
    def places(self) -> int:
        return places_of(str(self.setting("Currency")))

    def order(self, key: object) -> Row | None:
        return self.find("Orders", "Order", key)

    def customer_of(self, order: Row | None) -> Row | None:
        return self.find("Customers", "Customer", order["Customer"]) if order else None

    @remembered
    def ships(self, order_key: object) -> bool:
        """Whether the order requires shipping."""
        order = self.first("Orders", "Order", order_key)
        own = order["Requires shipping"] if order else None
        return bool(self.setting("Requires shipping") if own is None else own)

    def tracked(self, sku: object) -> bool:
        product = self.first("Products", "SKU", sku)
        return product is None or product["Track stock"] is not False

    def state(self, order: Row) -> str:
        return str(order["State"] or "Order")

    def exempt(self, order: Row | None) -> bool:
        customer = self.customer_of(order)
        return customer is not None and customer["Tax exempt"] is True

    def terms_of(self, order: Row | None) -> int:
        customer = self.customer_of(order)
        for row in (order, customer):
            if row is not None and row["Terms (days)"] is not None:
                return int(row["Terms (days)"])
        return int(self.setting("Terms (days)"))

    def tax_code_on(self, code: object, day: date) -> Row | None:
        """The row of a tax code with the latest From date that is not after the day."""
        rows = [r for r in self.rows.get("Tax codes", []) if r.live]
        starts = [
            (r["From date"] or date.min, -r.index, r)
            for r in rows
            if r["Tax code"] == code and (r["From date"] or date.min) <= day
        ]
        return max(starts, key=lambda start: start[:2])[2] if starts else None

    def rates_of(self, code: object, day: date) -> tuple[Fraction, Fraction, bool]:
        """Tax 1 %, Tax 2 % and whether the second is computed on the first."""
        row = None if code in (None, "None") else self.tax_code_on(code, day)
        if row is None:
            return Fraction(0), Fraction(0), False
        return row.number("Tax 1 %"), row.number("Tax 2 %"), row["Compound"] is True

    # --- locations --------------------------------------------------------------------------------------
    @remembered
    def locations(self) -> list[str]:
        """All locations by Priority (blank last), then name."""
        if self.own_locations:
            rows = self.live("Locations")
            return [
                r["Location"]
                for r in sorted(
                    rows, key=lambda r: (_last(r["Priority"]), r["Location"])
                )
            ]
        named = [
            row[c] for row in self.rows.get("Stock moves", []) for c in ("From", "To")
        ]
        named += [row["Default location"] for row in self.rows.get("Products", [])]
        for sheet in ("Purchase orders", "Receipts"):
            named += [row["Location"] for row in self.rows.get(sheet, [])]
        named.append(self.settings.get("Default location"))
        return sorted({str(name) for name in named if name is not None})

    def is_place(self, name: object) -> bool:
        """Whether a location exists; one whose own row is bad does too."""
        if not self.own_locations:
            return name in self.locations()
        return name is not None and self.known("Locations", "Location", name)

    @remembered
    def pickable(self) -> list[str]:
        if not self.own_locations:
            return self.locations()
        return [
            n
            for n in self.locations()
            if self.find("Locations", "Location", n)["Pickable"] is not False
        ]

    def home_of(self, order: Row, sku: object) -> str | None:
        """The order's Location, else the product's, else Settings', else the first pickable one."""
        product = self.find("Products", "SKU", sku)
        for name in (
            order["Location"],
            product and product["Default location"],
            self.settings.get("Default location"),
        ):
            if name is not None:
                return str(name)
        return next(iter(self.pickable()), None)

    # --- orders in the order in which they are served ---------------------------------------------------
    @remembered
    def served(self) -> Iterable[Row]:
        def turn(row: Row) -> tuple:
            return (
                row["Ship by"] is None,
                row["Ship by"] or row["Order date"],
                row["Order date"],
                row.index,
            )

        return sorted(self.live("Orders"), key=turn)


def _last(value: object) -> tuple[bool, object]:
    return value is None, value or 0

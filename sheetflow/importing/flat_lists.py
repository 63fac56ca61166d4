"""A flat list of sales, one row per order line: what its columns are, as a profile of orders.

schemas/words/flat_lists.toml declares what such columns may be and how they are called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from msgspec import Struct

from sheetflow.domain.catalogue import schemas_folder, sheet_schema
from sheetflow.domain.declarations import load
from sheetflow.domain.schema import Column, loose
from sheetflow.importing.profiles import (
    CustomerColumns,
    OrderColumns,
    Orders,
    Profile,
)
from sheetflow.importing.source import Source

NEEDED = ("number", "date", "quantity")
"""The parts without which a list has no orders."""

MONEY = frozenset({"price", "line_total", "line_percent", "shipping", "tax", "total"})
"""The parts that an order's total is made of."""

OF_THE_ORDER = ("shipping", "tax", "total")
"""The amounts that a list may state for each line or for each order."""


class FlatColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a column of a flat list may be: the part of an order, and where it goes."""

    sheet: str
    column: str
    part: str
    names: Sequence[str]
    joined: bool = False

    @property
    def declared(self) -> Column:
        """The column of the contract."""
        return sheet_schema(self.sheet).column(self.column)


class FlatColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """All that the columns of a flat list may be."""

    postcodes: Sequence[str]
    columns: Sequence[FlatColumn]


@cache
def flat_columns() -> FlatColumns:
    """What the columns of a flat list may be."""
    return load(schemas_folder() / "words" / "flat_lists.toml", FlatColumns)


@dataclass(frozen=True)
class Answer:
    """What one column of a source is, as a row of the sheet Imports says."""

    source_column: str
    sheet: str
    column: str


def is_order_list(parts: Iterable[str]) -> bool:
    """Whether columns with these parts are enough for orders."""
    found = set(parts)
    return (
        found >= set(NEEDED)
        and bool(found & {"sku", "description"})
        and bool(found & {"price", "line_total"})
    )


def parts_of(answers: Iterable[Answer]) -> dict[str, list[str]]:
    """The headers of the source by the part of an order that they fill."""
    known = {(each.sheet, each.column): each.part for each in flat_columns().columns}
    parts: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        part = known.get((answer.sheet, answer.column))
        if part:
            parts[part].append(answer.source_column)
    return dict(parts)


def profile_of(name: str, answers: Sequence[Answer], source: Source) -> Profile | None:
    """The profile that the answers make of a source; None where they are not enough."""
    headers = tuple(answer.source_column for answer in answers)
    parts = parts_of(answers)
    if is_order_list(parts):
        orders = _orders(parts, source)
        return Profile(name, "orders", headers, orders=orders)
    rows = _rows(answers)
    if not rows:
        return None
    return Profile(
        title=name, kind="rows", headers=headers, rows=rows, number=_key(rows)
    )


def _orders(parts: Mapping[str, Sequence[str]], source: Source) -> Orders:
    """How orders are read from a flat list."""
    columns = _order_columns(parts)
    summed = [name for part in OF_THE_ORDER for name in columns.get(part, ())]
    differing = _differing(source, columns["number"][0], summed)
    return Orders(
        columns=OrderColumns(**columns),
        customer=_customer(parts),
        per_line=(*columns.get("line_total", ()), *differing),
    )


def _order_columns(parts: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The headers by column of an order; line totals have price and percentage in them."""
    columns = {
        part: tuple(names)
        for part, names in parts.items()
        if part in OrderColumns.__struct_fields__
    }
    if "line_total" in columns:
        columns.pop("line_percent", None)
        columns.pop("price", None)
    return columns


def _customer(parts: Mapping[str, Sequence[str]]) -> CustomerColumns:
    """Where a flat list names the customer; an address of the order is theirs too."""
    address = tuple(parts.get("address", ()))
    country = tuple(parts.get("customer.country", ()))
    postcodes = {loose(name) for name in flat_columns().postcodes}
    return CustomerColumns(
        code=tuple(parts.get("customer.code", ())),
        name=tuple(parts.get("customer.name", ())),
        email=tuple(parts.get("customer.email", ())),
        phone=tuple(parts.get("customer.phone", ())),
        billing_address=tuple(parts.get("customer.billing_address", ()))
        or (*address, *country),
        shipping_address=(*address, *country) if address else (),
        country=country,
        postcode=tuple(name for name in address if loose(name) in postcodes),
    )


def _differing(source: Source, number: str, names: Sequence[str]) -> Iterator[str]:
    """The amounts that differ within some order: they are stated for each line."""
    for name in names:
        if _differs(source, number, name):
            yield name


def _differs(source: Source, number: str, name: str) -> bool:
    first: dict[str, str] = {}
    return any(
        first.setdefault(row[number], row[name]) != row[name] for row in source.rows
    )


# -- lists for one sheet


def _rows(answers: Sequence[Answer]) -> dict[str, dict[str, str]]:
    """What fills the columns of each sheet that has all that it requires."""
    filled: dict[str, dict[str, str]] = defaultdict(dict)
    for answer in answers:
        filled[answer.sheet].setdefault(answer.column, answer.source_column)
    return {
        sheet: columns
        for sheet, columns in filled.items()
        if set(sheet_schema(sheet).required_headers) <= set(columns)
    }


def _key(rows: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The headers of the source that make a row the same row: the key of its sheet."""
    for sheet, columns in rows.items():
        key = sheet_schema(sheet).key
        if all(header in columns for header in key):
            return tuple(columns[header] for header in key)
    return ()

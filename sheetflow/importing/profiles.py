"""Profiles: what the columns of a source mean.

Each is declared in schemas/imports/, or in a folder imports/ beside the workbook. A profile
of orders says which columns have the parts of an order; one of rows says which column of the
source fills which column of a sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from sheetflow.domain.catalogue import schemas_folder
from sheetflow.domain.declarations import load
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.importing.source import Source

Names = tuple[str, ...]
"""Headers of the source; the first that has something counts, or all of them are joined."""


class CustomerColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """The headers of a customer's parts; those of an address are its lines."""

    code: Names = ()
    name: Names = ()
    email: Names = ()
    phone: Names = ()
    billing_address: Names = ()
    shipping_address: Names = ()
    country: Names = ()
    postcode: Names = ()


class OrderColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """The headers of the parts of an order and of its lines.

    `line_total` is what a line comes to where the source has no unit price; `discount` is
    taken from the whole order, `line_discount` from its line. `total` is what the source says
    it comes to; `gift_card` and `refunded` are what of it was paid so and paid back.
    """

    number: Names
    date: Names
    sku: Names
    quantity: Names
    price: Names = ()
    line_total: Names = ()
    barcode: Names = ()
    description: Names = ()
    line_discount: Names = ()
    discount: Names = ()
    shipping: Names = ()
    tax: Names = ()
    total: Names = ()
    currency: Names = ()
    tax_included: Names = ()
    status: Names = ()
    cancelled: Names = ()
    fulfilled: Names = ()
    paid_on: Names = ()
    payment_status: Names = ()
    method: Names = ()
    reference: Names = ()
    refunded: Names = ()
    notes: Names = ()


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What the source writes where something is so; without case."""

    paid: Names = ()
    cancelled: Names = ()
    fulfilled: Names = ()
    tax_included: Names = ()


class Orders(Struct, frozen=True, forbid_unknown_fields=True):
    """How a source of orders is read.

    `sums_lines` says that discounts, shipping and tax are stated for each line and add up to
    those of the order; without it the first row of an order has them. `tax_is_included` says
    that prices include tax wherever the source does not say.
    """

    columns: OrderColumns
    customer: CustomerColumns = CustomerColumns()
    words: Words = Words()
    sums_lines: bool = False
    tax_is_included: bool = False


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of source.

    It is known by having all of its `headers`. `decimal` is the sign before decimals, `dates`
    the formats of its dates. `orders` is how orders are read from it; `rows` says what fills
    the columns of a sheet, by the sheet's name; `number` are the headers of what makes a row
    the same row.
    """

    title: str
    kind: Literal["orders", "rows"]
    headers: Names
    source: str = ""
    decimal: Literal[".", ","] = "."
    dates: Names = ()
    orders: Orders | None = None
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    number: Names = ()
    name: str = ""


def own_profiles(folder: Path) -> dict[str, Profile]:
    """The profiles in a folder, by the names of their files. Raises DeclarationError."""
    return {path.stem: load(path, Profile) for path in sorted(folder.glob("*.toml"))}


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """The profiles that come with the program."""
    return own_profiles(schemas_folder() / "imports")


def known_profiles(workbook: Path) -> dict[str, Profile]:
    """All profiles by name; those beside the workbook come first."""
    return {**shipped_profiles(), **own_profiles(workbook.parent / "imports")}


def find_profile(
    source: Source, profiles: Mapping[str, Profile], name: str | None
) -> tuple[str, Profile]:
    """The profile of a source, by its name or else by the source's headers.

    Of several, the one with most headers counts. Raises SheetflowError where there is none.
    """
    if name is not None:
        if name not in profiles:
            hint = did_you_mean(name, list(profiles))
            raise SheetflowError(
                f"there is no profile {name}{hint}; there are: {', '.join(profiles)}"
            )
        return name, profiles[name]
    fitting = [each for each in profiles if fits(source, profiles[each])]
    if not fitting:
        raise SheetflowError(
            f"{source.path}: no profile knows a file with these columns: "
            f"{', '.join(source.headers[:8])}. Name one with --as, or use --as table with "
            "the headers of a sheet"
        )
    best = max(fitting, key=lambda each: len(profiles[each].headers))
    return best, profiles[best]


def fits(source: Source, profile: Profile) -> bool:
    """Whether a source has all headers by which a profile knows its files."""
    there = {header.casefold() for header in source.headers}
    known = {header.casefold() for header in profile.headers}
    return bool(known) and known <= there


def first_of(row: Mapping[str, str], names: Sequence[str]) -> str:
    """The first of these columns that has something."""
    return next((row[name] for name in names if row.get(name)), "")


def all_of(row: Mapping[str, str], names: Sequence[str]) -> str:
    """What these columns have, each on a line of its own."""
    return "\n".join(row[name] for name in names if row.get(name))

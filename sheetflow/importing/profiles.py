"""Profiles: what the columns of a source mean.

Each is declared in schemas/imports/, or in a folder imports/ beside the workbook. A profile
of orders says which columns have the parts of an order; one of rows says which column of the
source fills which column of a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from sheetflow.domain.catalogue import catalogue, schemas_folder, sheet_schema
from sheetflow.domain.declarations import DeclarationError, load
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.importing.source import Source

Names = tuple[str, ...]
"""Headers of the source; the first that has something counts, or all of them are joined."""

Amounts = tuple[str, ...]
"""Headers whose amounts are added up; one after a minus is taken away."""


class CustomerColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """The headers of a customer's parts; those of an address are its lines.

    `full_name` are the parts of a name. `unnamed` is the name of the one customer who gets all
    orders that name nobody.
    """

    code: Names = ()
    name: Names = ()
    full_name: Names = ()
    email: Names = ()
    phone: Names = ()
    billing_address: Names = ()
    shipping_address: Names = ()
    country: Names = ()
    postcode: Names = ()
    unnamed: str = ""


class OrderColumns(Struct, frozen=True, forbid_unknown_fields=True):
    """The headers of the parts of an order and of its lines.

    A row is a line where one of `line` has something; without them, where it has a quantity.
    `line_total` is what a line comes to where the source has no unit price; `discount` is
    taken from the whole order, `line_discount` from its line, `line_percent` likewise but in
    percent. `refund` says that a row was paid back, as does a quantity below 0. `taxable`
    says whether a line is taxed. `total` is what the source says that the order comes to;
    `unpaid` and `refunded` are what of it was not paid, and paid back.
    """

    number: Names
    date: Names
    quantity: Names
    sku: Names = ()
    line: Names = ()
    price: Names = ()
    line_total: Amounts = ()
    barcode: Names = ()
    description: Names = ()
    line_discount: Amounts = ()
    line_percent: Names = ()
    taxable: Names = ()
    discount: Amounts = ()
    shipping: Amounts = ()
    tax: Amounts = ()
    total: Amounts = ()
    currency: Names = ()
    tax_included: Names = ()
    status: Names = ()
    refund: Names = ()
    cancelled: Names = ()
    fulfilled: Names = ()
    paid_on: Names = ()
    payment_status: Names = ()
    method: Names = ()
    reference: Names = ()
    refunded: Amounts = ()
    unpaid: Amounts = ()
    notes: Names = ()


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What the source writes where something is so: without case, `*` for any letters."""

    paid: Names = ()
    refund: Names = ()
    untaxed: Names = ()
    cancelled: Names = ()
    fulfilled: Names = ()
    tax_included: Names = ()


class Orders(Struct, frozen=True, forbid_unknown_fields=True):
    """How a source of orders is read.

    The amounts of an order are those of its first row that has one; those under the headers
    of `per_line` are stated for each line and add up. `tax_is_included` says whether prices
    include tax wherever the source does not say; without it, whichever comes to the total.
    With `collects_tax` the source may pay the tax itself, as marketplaces must.
    """

    columns: OrderColumns
    customer: CustomerColumns = CustomerColumns()
    words: Words = Words()
    per_line: Names = ()
    collects_tax: bool = False
    tax_is_included: bool | None = None


class Tracking(Struct, frozen=True, forbid_unknown_fields=True):
    """How tracking numbers are read: the headers that each part may have, one of which counts.

    A source with one of `unlike` is a list of orders and has no tracking numbers to take.
    `voided` is what `status` says of a label that was not used.
    """

    order: Names
    number: Names
    container: Names = ()
    carrier: Names = ()
    service: Names = ()
    status: Names = ()
    unlike: Names = ()
    voided: Names = ()


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of source.

    It is known by having all of its `headers`. `decimal` is the sign before decimals, `dates`
    the formats of its dates. `orders` is how orders are read from it; `rows` says what fills
    the columns of a sheet, by the sheet's name; `tracking` is how tracking numbers are read,
    and what a source of them is known by; `number` are the headers of what makes a row
    the same row. Rows in which a text begins with one of `leaves_out` are left out. `instead`
    says what to do with a source that is known and of no use.
    """

    title: str
    kind: Literal["orders", "rows", "tracking", "useless"]
    headers: Names
    source: str = ""
    decimal: Literal[".", ","] = "."
    dates: Names = ()
    orders: Orders | None = None
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tracking: Tracking | None = None
    number: Names = ()
    leaves_out: Names = ()
    instead: str = ""


def profiles_in(folder: Path) -> dict[str, Profile]:
    """The profiles in a folder, by the names of their files. Raises DeclarationError."""
    return {path.stem: load_profile(path) for path in sorted(folder.glob("*.toml"))}


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """The profiles that come with the program."""
    return profiles_in(schemas_folder() / "imports")


def known_profiles(workbook: Path) -> dict[str, Profile]:
    """All profiles by name; those beside the workbook come first.

    Raises SheetflowError where one of those cannot be read.
    """
    folder = workbook.parent / "imports"
    try:
        own = profiles_in(folder)
    except DeclarationError as error:
        raise SheetflowError(
            f"{folder}: {error}; correct the file, or take it out of the folder"
        ) from error
    return {**shipped_profiles(), **own}


# -- what a profile may say


def load_profile(path: Path) -> Profile:
    """The profile in a file. Raises DeclarationError, with the line, where it cannot be read."""
    profile = load(path, Profile)
    wrong = next(_faults(profile), None)
    if wrong is not None:
        word, reason = wrong
        line = _line_with(path.read_text("utf-8"), word)
        raise DeclarationError(path.name, line, reason)
    return profile


def _line_with(text: str, word: str) -> int:
    """The first line with a word."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if word in line), 1)


def _faults(profile: Profile) -> Iterator[tuple[str, str]]:
    """What is wrong in a profile: the word, and why."""
    if profile.kind == "orders" and profile.orders is None:
        yield "orders", "the table [orders.columns] is missing"
    if profile.kind == "rows" and not profile.rows:
        yield "rows", "a table such as [rows.Products] is missing"
    if profile.kind == "tracking" and profile.tracking is None:
        yield "tracking", "the table [tracking] is missing"
    if profile.kind == "useless" and not profile.instead:
        yield "useless", "the word 'instead' is missing"
    for sheet, columns in profile.rows.items():
        yield from _column_faults(sheet, columns)


def _column_faults(sheet: str, columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Sheets and columns that do not exist."""
    if sheet not in catalogue():
        yield (
            sheet,
            f"there is no sheet {sheet}{did_you_mean(sheet, list(catalogue()))}",
        )
        return
    facts = [column.header for column in sheet_schema(sheet).facts]
    for header in columns:
        if header.removeprefix("-") not in facts:
            hint = did_you_mean(header, facts)
            yield header, f"{sheet} has no column {header} to fill{hint}"


# -- which profile knows a source


def named_profile(profiles: Mapping[str, Profile], name: str) -> Profile:
    """A profile by its name. Raises SheetflowError where there is none."""
    if name in profiles:
        return profiles[name]
    hint = did_you_mean(name, list(profiles))
    raise SheetflowError(
        f"there is no profile {name}{hint}; sheetflow import --list shows all"
    )


def fitting_profile(source: Source, profiles: Mapping[str, Profile]) -> str | None:
    """The name of the profile that knows a source by its headers; of several, that with most."""
    fitting = [name for name, profile in profiles.items() if fits(source, profile)]
    return max(fitting, key=lambda name: len(profiles[name].headers), default=None)


def fits(source: Source, profile: Profile) -> bool:
    """Whether a source has all headers by which a profile knows its files."""
    there = {header.casefold() for header in source.headers}
    if profile.tracking:
        return _has_tracking(there, profile.tracking)
    known = {header.casefold() for header in profile.headers}
    return bool(known) and known <= there


def _has_tracking(there: set[str], tracking: Tracking) -> bool:
    """Whether headers have an order and a tracking number, and are not those of a list of orders."""
    has_order = _has_one(there, tracking.order)
    has_number = _has_one(there, tracking.number)
    return has_order and has_number and not _has_one(there, tracking.unlike)


def _has_one(there: set[str], names: Names) -> bool:
    return any(name.casefold() in there for name in names)


def first_of(row: Mapping[str, str], names: Sequence[str]) -> str:
    """The first of these columns that has something."""
    return next((row[name] for name in names if row.get(name)), "")


def all_of(row: Mapping[str, str], names: Sequence[str]) -> str:
    """What these columns have, each on a line of its own."""
    return "\n".join(row[name] for name in names if row.get(name))

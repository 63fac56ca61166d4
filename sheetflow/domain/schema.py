"""What schemas/ may say of a sheet and its columns: the only description of them.

The checks, the numbers of new rows, the empty template with its dropdowns, the styles of
derived columns and the reference page all come from there. catalogue.py reads them.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct, structs

Kind = Literal[
    "key",
    "text",
    "choice",
    "yes-no",
    "country",
    "currency",
    "language",
    "quantity",
    "price",
    "money",
    "percent",
    "date",
    "whole",
    "light",
    "number",
]
SettingKind = Kind | Literal["location", "gs1-prefix", "locale", "colour", "iban"]

Part = Literal["", "prices", "purchasing"]
"""A part of the workbook that its owner may do without; "" is what every workbook has."""

DocumentKind = Literal["quotes", "orders", "picks", "packing", "invoices"]
"""The documents that can show a column of Orders, as `sheetflow print --only` names them."""

NUMBER_KINDS = frozenset({"quantity", "price", "money", "percent", "whole", "number"})

CHECK = "Check"
"""The right-most derived column of every sheet of facts but Settings: what is wrong in a row."""


class OwnNames(Struct, frozen=True):
    """What a workbook calls a sheet, a column or a setting, and the words of a column.

    It is never declared in schemas/: own_names.py makes it for one workbook. `known` are all
    names by which it is found there, the first that counts first. `words` are the workbook's
    own words by those of the contract; `meant` are the words of the contract by every word
    known for them, as `loose` compares them.
    """

    title: str
    known: tuple[str, ...]
    words: Mapping[str, str] = {}
    meant: Mapping[str, str] = {}


class Series(Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers that a column is filled from: a prefix and six digits, counted up.

    The prefix is fixed, or the value of a setting; `quotes` is the setting for rows whose
    State is Quote.
    """

    prefix: str = ""
    setting: str = ""
    quotes: str = ""


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a sheet.

    A `required` cell must hold something; of a `required_header` the header must be there,
    and the cells may be blank. `filled` says in words what is filled into a blank cell, and
    `series` where it is the next number, of which numbers.

    A column that `references` a sheet names a row of it by its key; the frame keeps the
    positions under `reference_name`, or without one under the name that the sheet gives
    itself. With `none`, the word None names no row.

    A blank cell that refers to what the row in another column refers to is `taken_from` that
    column: a payment's order is its invoice's.

    `formerly` is the header that an earlier version wrote: a derived sheet that has it keeps it.

    A number may be `at_most` this much; 0 for no limit.

    A `counter` counts 1, 2, 3 …; `counts_within` names the column within whose rows a blank
    one is filled. A `costed` column comes into a workbook only once a cost is known there.
    One of a `part` is used only where the workbook has that part, which is `in_use` then.
    One that `yields` is left to the owner where theirs has the same name, and does without
    where there is no room for it. `wrap` and `link` are how its cells look: broken into
    lines, and as what can be clicked. `shown_on` are the documents that show a column of
    Orders as a fact of their order. The cells of one that `names_sheets` are names of sheets.
    """

    header: str
    kind: Kind
    formerly: str = ""
    required: bool = False
    required_header: bool = False
    filled: str = ""
    series: Series | None = None
    counter: bool = False
    counts_within: str = ""
    derived: bool = False
    references: str = ""
    reference_name: str = ""
    taken_from: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""
    negative: bool = False
    positive: bool = False
    at_most: int = 0
    none: bool = False
    costed: bool = False
    yields: bool = False
    wrap: bool = False
    link: bool = False
    shown_on: tuple[DocumentKind, ...] = ()
    names_sheets: bool = False
    part: Part = ""
    width: float = 12
    help: str = ""
    own: OwnNames | None = None
    in_use: bool = True

    @property
    def title(self) -> str:
        """What the workbook calls it."""
        return self.own.title if self.own else self.header

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is found, the first that counts first; none where it is not in use."""
        if not self.in_use:
            return ()
        known = self.own.known if self.own else (self.header,)
        return (*known, self.formerly) if self.formerly else known

    def called(self, title: str) -> Column:
        """The column, which has own names, as it is called in a workbook."""
        return structs.replace(self, own=_called(self.own, title, self.header))

    def own_word(self, word: str) -> str:
        """A word of the contract as this workbook writes it: `Started, Paid` too."""
        if self.own is None or not self.own.words:
            return word
        words = self.own.words
        if word in words:
            return words[word]
        return ", ".join(words.get(part, part) for part in word.split(", "))

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMBER_KINDS

    @property
    def is_text(self) -> bool:
        """Whether its cells are kept as text."""
        return not self.is_number and self.kind not in ("date", "yes-no")


class Setting(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of Settings: its name, how its value is read, and its default.

    An error in a setting that `holds_orders` puts all orders on hold.
    """

    name: str
    kind: SettingKind
    default: str = ""
    choices: tuple[str, ...] = ()
    holds_orders: bool = True
    at_most: int = 0
    part: Part = ""
    help: str = ""
    own: OwnNames | None = None
    in_use: bool = True

    @property
    def title(self) -> str:
        """What the workbook calls it."""
        return self.own.title if self.own else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is found, the first that counts first."""
        return self.own.known if self.own else (self.name,)


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """What rows that refer to a sheet call it, and the problem where they name no row."""

    name: str
    code: str


class CompositeReference(Struct, frozen=True, forbid_unknown_fields=True):
    """Several columns that together name a row by its key, as Order and Line do."""

    columns: tuple[str, ...]
    references: str
    name: str


class SheetSchema(Struct, frozen=True, forbid_unknown_fields=True):
    """One sheet of the workbook; `position` says where it comes among the others.

    A row with the same key as another is another version of it where the column `dated` says
    since when it holds; blank: always. `reference` is how other sheets refer to it, and
    `composite` is what several columns of it name together. `booked_on` is the date column
    by which a closed period seals its rows, and `sealed_columns` are the columns that it seals
    where people still fill in others, which also means that a row may come late;
    `booked_through` is the sheet whose date counts instead. `order_activity` rows record
    what happens to an order: a quote has none, and Re-open voids them; `only_if_shipped`
    ones an order has only where it requires shipping. What is `issued` stays as it is: what
    was changed in it is put back, or voided and issued again. `moves_units` is the column of the
    units that a row takes into or out of stock. An error in a row of
    a sheet that `holds_orders` puts every order that names the row on hold. `master_data`
    is what a new workbook takes over from another. A sheet that is not `compared` is left
    out by diff; one that is not `in_template` is not in an empty workbook. One of a `part` is
    used only in a workbook that has a sheet of that part, which is `in_use` then.
    """

    sheet: str
    about: str
    position: int
    columns: tuple[Column, ...]
    required: bool = False
    derived: bool = False
    key: tuple[str, ...] = ()
    identified_by: tuple[str, ...] = ()
    dated: str = ""
    reference: Reference | None = None
    composite: CompositeReference | None = None
    booked_on: str = ""
    booked_through: str = ""
    sealed_columns: tuple[str, ...] = ()
    order_activity: bool = False
    only_if_shipped: bool = False
    issued: bool = False
    moves_units: str = ""
    holds_orders: bool = False
    master_data: bool = False
    compared: bool = True
    in_template: bool = True
    part: Part = ""
    settings: tuple[Setting, ...] = ()
    own: OwnNames | None = None
    in_use: bool = True

    @property
    def title(self) -> str:
        """What the workbook calls it."""
        return self.own.title if self.own else self.sheet

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is found, the first that counts first; none where it is not in use."""
        if not self.in_use:
            return ()
        return self.own.known if self.own else (self.sheet,)

    def column(self, header: str) -> Column:
        """The column of that header; an unknown one is our own mistake."""
        return next(column for column in self.columns if column.header == header)

    def called(self, name: str, titles: Mapping[str, str]) -> SheetSchema:
        """The sheet, which has own names, as it is called in a workbook, and its columns."""
        columns = tuple(
            column.called(titles[column.header]) if column.header in titles else column
            for column in self.columns
        )
        own = _called(self.own, name, self.sheet)
        return structs.replace(self, columns=columns, own=own)

    def title_of(self, header: str) -> str:
        """What the workbook calls a column; a name that is not one of the sheet's stays."""
        if self.own is None:
            return header
        titles = {column.header: column.title for column in self.columns}
        return titles.get(header, header)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of all columns, in the order of the contract."""
        return tuple(column.header for column in self.columns)

    @property
    def required_headers(self) -> tuple[str, ...]:
        """The headers that the header row must hold."""
        return tuple(
            column.header
            for column in self.columns
            if column.required or column.required_header
        )

    @property
    def facts(self) -> tuple[Column, ...]:
        """The columns that people type into."""
        return tuple(column for column in self.columns if not column.derived)

    @property
    def derived_columns(self) -> tuple[Column, ...]:
        """The columns that every run writes again."""
        return tuple(
            column for column in self.columns if column.derived and column.in_use
        )

    @property
    def columns_in_use(self) -> tuple[Column, ...]:
        """The columns without those of a part that the workbook does not have."""
        return tuple(column for column in self.columns if column.in_use)

    @property
    def voidable(self) -> bool:
        """Whether its rows can be voided."""
        return any(column.header == "Voided" for column in self.columns)

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that identify a row of a derived sheet from one run to the next."""
        return self.identified_by or self.key

    @property
    def numbered(self) -> Column | None:
        """The column of its key that is filled with the next number."""
        return next(
            (c for c in self.columns if c.series and c.header in self.key), None
        )


def _called(own: OwnNames | None, title: str, contract: str) -> OwnNames:
    """The names with the title that is in the workbook; the contract's own spelling is kept."""
    names = own or OwnNames(contract, (contract,))
    is_contracts = loose(title) == loose(contract)
    return structs.replace(names, title=contract if is_contracts else title)


def attribute(name: str) -> str:
    """The attribute of a column, a sheet or a setting: `Discount %` is `discount_percent`."""
    words = name.replace("%", "percent").lower()
    found = re.sub(r"\W+", "_", words).strip("_")
    is_taken = keyword.iskeyword(found) or found in _FRAMES_OWN
    return f"{found}_" if is_taken else found


_FRAMES_OWN = frozenset({"number"})
"""Attributes that every frame has (frame.py)."""


_LOOSE = re.compile(r"[\s_\-]+")
_LONGEST_NAME = 64


def loose(name: str) -> str:
    """A sheet's name or a header as it is matched:
    without case, doubled spaces, a trailing `*`, `_` and `-` as spaces.
    """
    return _loose_name(name) if len(name) <= _LONGEST_NAME else _loose(name)


def _loose(name: str) -> str:
    return _LOOSE.sub(" ", name.strip().rstrip("*")).strip().casefold()


_loose_name = lru_cache(4096)(_loose)
"""The same, remembered: the names of the contract are compared in every workbook."""

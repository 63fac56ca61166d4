"""What schemas/ may say of a column, and of a setting."""

from __future__ import annotations

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
    "e-address",
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


SettingKind = (
    Kind | Literal["location", "gs1-prefix", "locale", "colour", "iban", "days-list"]
)


Part = Literal[
    "",
    "accounts",
    "credit",
    "deposits",
    "einvoices",
    "fees",
    "prices",
    "purchasing",
    "reminders",
]
"""A part of the workbook that its owner may do without; "" is what every workbook has."""


DocumentKind = Literal["quotes", "orders", "proforma", "picks", "packing", "invoices"]
"""The documents that can show a column of Orders, as `sheetflow print --only` names them."""


NUMBER_KINDS = frozenset({"quantity", "price", "money", "percent", "whole", "number"})


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
    itself. With `none`, the word None names no row. A row is part of the order that it
    names, unless `belongs` is false.

    A blank cell that refers to what the row in another column refers to is `taken_from` that
    column: a payment's order is its invoice's.

    An `unsealed` column is left out of what a closed period seals: it is filled later too.

    `formerly` is another header that counts, such as one that an earlier version wrote: a sheet that has it keeps it.

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
    belongs: bool = True
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
    unsealed: bool = False
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
        return structs.replace(self, own=retitled(self.own, title, self.header))

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


def retitled(own: OwnNames | None, title: str, contract: str) -> OwnNames:
    """The names with the title that is in the workbook; the contract's own spelling is kept."""
    names = own or OwnNames(contract, (contract,))
    is_contracts = loose(title) == loose(contract)
    return structs.replace(names, title=contract if is_contracts else title)


_LOOSE = re.compile(r"[\s_\-]+")


def loose(name: str) -> str:
    """A sheet's name or a header as it is matched:
    without case, doubled spaces, a trailing `*`, `_` and `-` as spaces.
    """
    return _loose_name(name) if len(name) <= _LONGEST_NAME else _loose(name)


_LONGEST_NAME = 64


def _loose(name: str) -> str:
    return _LOOSE.sub(" ", name.strip().rstrip("*")).strip().casefold()


_loose_name = lru_cache(4096)(_loose)
"""The same, remembered: the names of the contract are compared in every workbook."""

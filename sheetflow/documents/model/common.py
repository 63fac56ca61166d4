"""What all documents share: who sends them, to whom, how they look, and the files they become."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

Lines: TypeAlias = tuple[str, ...]
"""An address, or another text of several lines."""


OrderFacts: TypeAlias = tuple[tuple[str, str | dt.date], ...]
"""What an order says in columns that are shown on its documents: header and value."""


class DocumentFile(NamedTuple):
    """A rendered file: its name, its content, and the characters in it that no font has (PDFs only)."""

    name: str
    content: bytes
    missing_glyphs: str = ""


@dataclass(frozen=True)
class Party:
    """One side of a document: the seller, or a customer with the address that the document needs.

    `country` is an ISO 3166 code where it is known: the seller's from Settings, a buyer's from Customers, or from its
    tax number.
    """

    name: str
    address: Lines = ()
    code: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    tax_number: str = ""
    country: str = ""

    @property
    def contact_lines(self) -> Lines:
        """The contact person, on a separate line; no line where it repeats the name."""
        if not self.contact or self.contact == self.name:
            return ()
        return (self.contact,)


@dataclass(frozen=True)
class Bank:
    """Where customers pay: the seller's own words, and the account for machines to read."""

    details: Lines = ()
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True)
class Style:
    """How the documents look.

    `colour` is RRGGBB, `logo` a picture that exists, `templates` the seller's own layouts, `fonts` a folder of fonts.
    """

    locale: str = "en_US"
    paper: str = "A4"
    colour: str = "1F3864"
    footer: str = ""
    logo: Path | None = None
    label_format: str = "4x6"
    templates: tuple[Path, ...] = ()
    fonts: Path | None = None


@dataclass(frozen=True)
class Seller:
    """Who sends all documents of a run, and how they look. `as_of` is the run's date."""

    party: Party
    bank: Bank
    style: Style
    currency: str
    as_of: dt.date
    gs1_prefix: str = ""

"""What all documents share: who sends them, to whom, how they look, and the files they become."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

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
    tax number. `language` is the customer's, as in Customers. `e_address` is where electronic invoices go, as typed.
    `correspondent` is today's contact person of a document that was issued without one: only e-mails name it.
    """

    name: str
    address: Lines = ()
    code: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    tax_number: str = ""
    country: str = ""
    language: str = ""
    e_address: str = ""
    correspondent: str = ""

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

    `locale` and `language` are those that Settings state, "" where they do not.
    `colour` is RRGGBB, `logo` a picture that exists, `templates` the seller's own layouts, `mails` their texts of
    e-mails, `fonts` a folder of fonts.
    """

    locale: str = ""
    language: str = ""
    paper: str = "A4"
    colour: str = "1F3864"
    footer: str = ""
    logo: Path | None = None
    label_format: str = "4x6"
    templates: tuple[Path, ...] = ()
    mails: tuple[Path, ...] = ()
    fonts: Path | None = None


@dataclass(frozen=True)
class Seller:
    """Who sends documents, and how they look. `as_of` is the run's date.

    `exemption_note` is the seller's own note for customers that are exempt from tax; the texts are printed below the
    documents that they are for.
    """

    party: Party
    bank: Bank
    style: Style
    currency: str
    as_of: dt.date
    gs1_prefix: str = ""
    exemption_note: str = ""
    quote_text: str = ""
    order_text: str = ""
    invoice_text: str = ""

    def completed_by(self, other: Seller) -> Seller:
        """This seller with what another has in place of what is blank."""
        return replace(
            self,
            party=_completed(self.party, other.party),
            bank=_completed(self.bank, other.bank),
            exemption_note=self.exemption_note or other.exemption_note,
        )

    def on_file_of(self, other: Seller) -> Seller:
        """This seller on a file that looks as another's: its layout is that of the file."""
        style = replace(other.style, footer=self.style.footer)
        return replace(self, style=style)


Part = TypeVar("Part", Party, Bank)


def _completed(own: Part, other: Part) -> Part:
    """The fields of one, and of the other where they are blank."""
    blank = [each.name for each in fields(own) if not getattr(own, each.name)]
    return replace(own, **{name: getattr(other, name) for name in blank})

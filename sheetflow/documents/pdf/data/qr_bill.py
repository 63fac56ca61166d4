"""The Swiss QR-bill of an invoice in CHF: the receipt and the payment part at the foot of a page.

Source: SIX, Swiss Implementation Guidelines QR-bill, version 2.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sheetflow.documents.barcodes import qr_code
from sheetflow.documents.model import Invoice, Party, Seller
from sheetflow.documents.pdf.data.priced_fields import QrBillData
from sheetflow.documents.pdf.data.qr_pictures import svg_of
from sheetflow.documents.pdf.data.text_data import one_line
from sheetflow.documents.wording.qr_bill_words import words_of
from sheetflow.standards.iban import is_iban
from sheetflow.standards.postal_addresses import Address, named_country, parse_address
from sheetflow.standards.swiss_references import (
    creditor_reference,
    is_qr_iban,
    qr_reference,
)

COUNTRIES = ("CH", "LI")
MAX_AMOUNT = Decimal("999999999.99")
_HEADER = ("SPC", "0200", "1")
_NOBODY = ("",) * 7
_LENGTHS = {"name": 70, "street": 70, "post_code": 16, "city": 35}
_LONGEST_MESSAGE = 140
_CROSS = 7
_WIDTH = 46
"""How wide the Swiss cross and the whole code are, in mm."""


@dataclass(frozen=True)
class Reference:
    """What the payment quotes: its type (QRR, SCOR or NON) and the reference, "" for none."""

    kind: str
    text: str = ""


def qr_bill_data(invoice: Invoice, seller: Seller, language: str) -> QrBillData | None:
    """The QR-bill of what is left to pay.

    None where nothing is due, the currency is not CHF, the seller has no IBAN of Switzerland
    or Liechtenstein, or an address without a post code and a town.
    """
    iban = seller.bank.iban
    creditor = _address(seller.party)
    reference = _reference(iban, invoice.number)
    if not (_is_due(invoice) and _is_swiss(iban) and creditor and reference):
        return None
    debtor = _address(invoice.buyer)
    text = _code_text(invoice, iban, (creditor, debtor), reference)
    code = qr_code(text)
    if code is None:
        return None
    return {
        "code": _with_cross(svg_of(code)),
        "account": _in_groups(iban, 4),
        "creditor": _printed(creditor),
        "debtor": _printed(debtor) if debtor else [],
        "reference": _printed_reference(reference),
        "message": _message(invoice),
        "currency": "CHF",
        "amount": f"{invoice.balance:,.2f}".replace(",", " "),
        "words": words_of(language),
    }


def _is_due(invoice: Invoice) -> bool:
    return invoice.money.currency == "CHF" and 0 < invoice.balance <= MAX_AMOUNT


def _is_swiss(iban: str) -> bool:
    return iban.startswith(COUNTRIES) and is_iban(iban)


def _reference(iban: str, number: str) -> Reference | None:
    """A QR-IBAN takes only a QR reference; another account takes a creditor reference, or none."""
    if is_qr_iban(iban):
        digits = qr_reference(number)
        return Reference("QRR", digits) if digits else None
    text = creditor_reference(number)
    return Reference("SCOR", text) if text else Reference("NON")


# -- who pays whom

Lines = tuple[str, ...]
"""Name, street, house number (part of the street), post code, town and country."""


def _address(party: Party) -> Lines | None:
    """A structured address; None without a name, a post code or a town."""
    country = named_country(party.address) or party.country or "CH"
    found = parse_address(party.address, country)
    name = _cut(party.name, "name")
    if not (name and found.post_code and found.city):
        return None
    return (
        name,
        _cut(_street(found), "street"),
        "",
        _cut(found.post_code, "post_code"),
        _cut(found.city, "city"),
        found.country,
    )


def _street(address: Address) -> str:
    return ", ".join(address.lines)


def _cut(text: str, part: str) -> str:
    return one_line(text)[: _LENGTHS[part]].rstrip()


def _printed(address: Lines) -> list[str]:
    """An address as people read it; the country only where it is not Switzerland."""
    name, street, _, post_code, city, country = address
    prefix = "" if country == "CH" else f"{country}-"
    return [line for line in (name, street, f"{prefix}{post_code} {city}") if line]


# -- the code


def _code_text(
    invoice: Invoice,
    iban: str,
    parties: tuple[Lines, Lines | None],
    reference: Reference,
) -> str:
    creditor, debtor = parties
    lines: Sequence[str] = (
        *_HEADER,
        iban,
        "S",
        *creditor,
        *_NOBODY,
        f"{invoice.balance:.2f}",
        "CHF",
        *(("S", *debtor) if debtor else _NOBODY),
        reference.kind,
        reference.text,
        _message(invoice),
        "EPD",
    )
    return "\r\n".join(lines)


def _message(invoice: Invoice) -> str:
    return one_line(invoice.number)[:_LONGEST_MESSAGE]


def _with_cross(svg: str) -> str:
    """The code with the Swiss cross in its middle, which covers what the error correction can restore."""
    size = _size_of(svg)
    unit = size / _WIDTH
    start = (size - _CROSS * unit) / 2
    shapes = "".join(shape.as_svg(start, unit) for shape in _CROSS_SHAPES)
    return svg.replace("</svg>", f"{shapes}</svg>")


class _Rectangle(NamedTuple):
    """A part of the cross: its colour, and its position and size in mm from the cross's corner."""

    colour: str
    x: float
    y: float
    width: float
    height: float

    def as_svg(self, start: float, unit: float) -> str:
        """The part in a picture where the cross begins at `start`, and a mm is `unit` wide."""
        left = start + self.x * unit
        top = start + self.y * unit
        return (
            f'<rect x="{left:.3f}" y="{top:.3f}" width="{self.width * unit:.3f}"'
            f' height="{self.height * unit:.3f}" fill="{self.colour}"/>'
        )


_CROSS_SHAPES = (
    _Rectangle("#fff", 0.0, 0.0, 7.0, 7.0),
    _Rectangle("#000", 0.35, 0.35, 6.3, 6.3),
    _Rectangle("#fff", 1.55, 2.92, 3.9, 1.16),
    _Rectangle("#fff", 2.92, 1.55, 1.16, 3.9),
)
"""The white ground, the black square, and the two bars of the white cross."""


def _size_of(svg: str) -> int:
    """How many modules a code is wide."""
    found = re.search(r'width="(\d+)"', svg)
    assert found, "segno writes the width"
    return int(found[1])


def _printed_reference(reference: Reference) -> str:
    """A QR reference in groups of five from the right, a creditor reference in groups of four."""
    if reference.kind == "QRR":
        return f"{reference.text[:2]} {_in_groups(reference.text[2:], 5)}"
    return _in_groups(reference.text, 4)


def _in_groups(text: str, size: int) -> str:
    return " ".join(text[at : at + size] for at in range(0, len(text), size))

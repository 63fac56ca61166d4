"""QR codes as SVG pictures.

Source: EPC069-12, version 2.1 (the code that fills in a transfer in EUR).
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from sheetflow.documents.barcodes import qr_code
from sheetflow.documents.model import Bank, Invoice, Seller
from sheetflow.documents.pdf.data.text_data import one_line
from sheetflow.standards.iban import is_iban

if TYPE_CHECKING:
    from segno import QRCode

MAX_AMOUNT = Decimal("999999999.99")
_MAX_NAME = 70
_MAX_REMITTANCE = 140
"""How many characters the code allows for the beneficiary and for the remittance text."""

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)


def payment_code(invoice: Invoice, seller: Seller) -> str:
    """The code for a transfer of the balance.

    Returns "" if nothing is due, if the currency is not EUR, if the seller has no name or
    no valid IBAN, or if name and number are too long for a code.
    """
    name = _cut(seller.party.name, _MAX_NAME)
    if not _is_payable(invoice) or not name or not is_iban(seller.bank.iban):
        return ""
    text = _cut(invoice.number, _MAX_REMITTANCE)
    try:
        code = _epc_code(name, seller.bank, invoice.balance, text)
    except ValueError:  # more than 331 bytes
        return ""
    return svg_of(code)


def _epc_code(name: str, bank: Bank, amount: Decimal, text: str) -> QRCode:
    """The code. Raises ValueError if it does not hold all of this."""
    from segno import helpers

    bic = _valid_bic(bank)
    return helpers.make_epc_qr(
        name, bank.iban, amount, text=text, bic=bic, encoding="utf-8"
    )


def _valid_bic(bank: Bank) -> str | None:
    """The BIC, None if it is not valid: in the euro area the IBAN is enough."""
    return bank.bic if _BIC.fullmatch(bank.bic) else None


def _is_payable(invoice: Invoice) -> bool:
    return invoice.money.currency == "EUR" and 0 < invoice.balance <= MAX_AMOUNT


def _cut(text: str, max_length: int) -> str:
    """The first characters of a text; a line break would begin the next field."""
    return one_line(text)[:max_length].rstrip()


def order_code(number: str) -> str:
    """A QR code for scanners in the warehouse, "" for a number that is too long."""
    code = qr_code(number)
    return svg_of(code) if code else ""


def svg_of(code: QRCode) -> str:
    """A code as SVG, one unit for each square."""
    target = io.BytesIO()
    code.save(target, kind="svg", border=0, xmldecl=False, omitsize=False, scale=1)
    return target.getvalue().decode()

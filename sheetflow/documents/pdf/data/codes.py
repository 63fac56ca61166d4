"""Codes to scan, as pictures in SVG.

Sources: EPC069-12, version 2.1 (the code that fills in a transfer in EUR).
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from sheetflow.documents.barcodes import qr_code
from sheetflow.documents.model import Invoice, Seller
from sheetflow.documents.pdf.data.shared import one_line
from sheetflow.standards.iban import is_iban

if TYPE_CHECKING:
    from segno import QRCode

MOST = Decimal("999999999.99")
_NAME, _TEXT = 70, 140
"""How many letters the code has for the beneficiary, and for what the transfer is for."""

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)


def payment_code(invoice: Invoice, house: Seller) -> str:
    """The code that fills in the transfer of what is left to pay; "" where there is nothing to pay, or not in EUR.

    A BIC that cannot be one is left out: in the euro area the IBAN is enough. There is no code either where name and
    number have more letters than it holds.
    """
    from segno import helpers

    bank, name, text = (
        house.bank,
        _line(house.party.name, _NAME),
        _line(invoice.number, _TEXT),
    )
    is_due = invoice.money.currency == "EUR" and 0 < invoice.balance <= MOST
    if not is_due or not name or not is_iban(bank.iban):
        return ""
    bic = bank.bic if _BIC.fullmatch(bank.bic) else None
    try:
        code = helpers.make_epc_qr(
            name, bank.iban, invoice.balance, text=text, bic=bic, encoding="utf-8"
        )
    except ValueError:  # more than 331 bytes
        return ""
    return _svg(code)


def _line(text: str, most: int) -> str:
    """So many letters of a text: a line break would begin the next field."""
    return one_line(text)[:most].rstrip()


def order_code(text: str) -> str:
    """A QR code of a number, for the scanners of the warehouse; "" where it is too long for one."""
    made = qr_code(text)
    return _svg(made) if made else ""


def _svg(code: QRCode) -> str:
    target = io.BytesIO()
    code.save(target, kind="svg", border=0, xmldecl=False, omitsize=False, scale=1)
    return target.getvalue().decode()

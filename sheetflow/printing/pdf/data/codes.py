"""Codes to scan, as pictures in SVG.

Sources: EPC069-12, version 2.1 (the code that fills in a transfer in EUR).
"""

from __future__ import annotations

import io

import segno
from segno import helpers

from sheetflow.iban import is_iban
from sheetflow.printing.barcodes import qr_code
from sheetflow.printing.model import House, Invoice

_MOST = 999_999_999


def payment_code(invoice: Invoice, house: House) -> str:
    """The code that fills in the transfer of what is left to pay; "" where there is nothing to pay, or not in EUR."""
    iban, balance = house.bank.iban, invoice.balance
    if invoice.money.currency != "EUR" or not 0 < balance <= _MOST or not house.seller.name or not is_iban(iban):
        return ""
    name, text = house.seller.name[:70], invoice.number[:140]
    return _svg(helpers.make_epc_qr(name, iban, balance, text=text, bic=house.bank.bic or None, encoding="utf-8"))


def order_code(text: str) -> str:
    """A QR code of a number, for the scanners of the warehouse; "" where it is too long for one."""
    made = qr_code(text)
    return _svg(made) if made else ""


def _svg(code: segno.QRCode) -> str:
    target = io.BytesIO()
    code.save(target, kind="svg", border=0, xmldecl=False, omitsize=False, scale=1)
    return target.getvalue().decode()

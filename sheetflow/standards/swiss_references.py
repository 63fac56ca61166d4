"""Payment references of Swiss QR-bills: the QR reference, and the creditor reference (ISO 11649).

Source: SIX, Swiss Implementation Guidelines QR-bill, version 2.3, annex B and section 4.2.2.
"""

from __future__ import annotations

import re

_NEXT = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)
"""What each sum becomes after each digit: modulo 10, recursive."""

_QR_DIGITS = 26
_LONGEST_CREDITOR_REFERENCE = 21
_QR_BANKS = range(30_000, 32_000)


def is_qr_iban(iban: str) -> bool:
    """Whether an account number without spaces is a QR-IBAN: its bank has a number of its own for QR-bills."""
    bank = iban[4:9]
    return bank.isdecimal() and int(bank) in _QR_BANKS


def qr_reference(number: str) -> str:
    """The 27 digits for a document: the last digits of its number and a check digit; "" where it has none."""
    digits = re.sub(r"[^0-9]", "", number)[-_QR_DIGITS:]
    if not digits.strip("0"):
        return ""
    padded = digits.rjust(_QR_DIGITS, "0")
    return padded + _check_digit(padded)


def _check_digit(digits: str) -> str:
    carry = 0
    for digit in digits:
        carry = _NEXT[(carry + int(digit)) % 10]
    return str((10 - carry) % 10)


def creditor_reference(number: str) -> str:
    """`RF` and check digits before the letters and digits of a document's number; "" where it is too long."""
    plain = re.sub(r"[^0-9A-Z]", "", number.upper())
    if not 0 < len(plain) <= _LONGEST_CREDITOR_REFERENCE:
        return ""
    as_number = "".join(str(int(sign, 36)) for sign in f"{plain}RF00")
    return f"RF{98 - int(as_number) % 97:02}{plain}"

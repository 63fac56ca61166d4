"""GS1 numbers: the serial shipping container code (SSCC), unique to one box worldwide.

An SSCC has eighteen digits: an extension digit, the company prefix that GS1 gave, a
serial reference, a check digit. Extension digit and serial reference are counted as
one number here, so that a prefix lasts ten times as long. Source: GS1 General
Specifications, sections 3.2 (application identifier 00) and 7.9 (check digits).
"""

from __future__ import annotations

import re

SSCC_DIGITS = 18
BODY_DIGITS = SSCC_DIGITS - 1
"""The digits before the check digit."""

PREFIX_DIGITS = range(7, 11)
"""How many digits a company prefix may have."""

_AS_TYPED = re.compile(r"(?:\(00\)|00(?=\d{18}$))?(\d{18})", re.ASCII)
_GAPS = re.compile(r"[\s\u00a0-]")


def check_digit(digits: str) -> str:
    """The digit that completes a GS1 number of any length, such as a GTIN or an SSCC.

    Importing stdnum takes 12 ms, so only a workbook with an SSCC does it.
    """
    from stdnum import ean

    return ean.calc_check_digit(digits)


def is_company_prefix(text: str) -> bool:
    """Whether a text can be a company prefix."""
    return text.isascii() and text.isdigit() and len(text) in PREFIX_DIGITS


def sscc_digits(text: str) -> str:
    """The 18 digits of an SSCC as people write it; "" for any other text.

    People write spaces, or its identifier (00) before it. The check digit may be wrong.
    """
    found = _AS_TYPED.fullmatch(_GAPS.sub("", text))
    return found[1] if found else ""


def is_sscc(digits: str) -> bool:
    """Whether a text is 18 digits, the last of which is the right check digit."""
    return len(digits) == SSCC_DIGITS and check_digit(digits[:-1]) == digits[-1]


def serials(prefix: str) -> int:
    """How many SSCCs there are under a company prefix."""
    return int(10 ** (BODY_DIGITS - len(prefix)))


def make_sscc(prefix: str, serial: int) -> str:
    """The SSCC of a serial number, from 0 and below `serials(prefix)`."""
    width = BODY_DIGITS - len(prefix)
    reference = f"{serial:0{width}d}"
    body = reference[0] + prefix + reference[1:]
    return body + check_digit(body)


def serial_of(digits: str, prefix: str) -> int:
    """The serial number in an SSCC of 18 digits; -1 where it has another prefix."""
    end = 1 + len(prefix)
    if digits[1:end] != prefix:
        return -1
    return int(digits[0] + digits[end:-1])

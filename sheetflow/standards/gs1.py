"""GS1 numbers: the serial shipping container code (SSCC), which no two boxes in the world share.

Eighteen digits: an extension digit, the company prefix that GS1 gave, a serial reference, a check digit. Extension
digit and serial reference are counted as one number here, so that a prefix lasts ten times as long. Source: GS1
General Specifications, sections 3.2 (application identifier 00) and 7.9 (check digits).
"""

from __future__ import annotations

import re

SSCC_DIGITS = 18
PREFIX_DIGITS = range(7, 11)
"""How many digits a company prefix may have."""

_AS_TYPED = re.compile(r"(?:\(00\)|00(?=\d{18}$))?(\d{18})", re.ASCII)
_GAPS = re.compile(r"[\s\u00a0-]")


def check_digit(digits: str) -> str:
    """The digit that makes a GS1 number whole: from the right, every other digit counts three times."""
    weighed = sum(
        int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(reversed(digits))
    )
    return str(-weighed % 10)


def is_company_prefix(text: str) -> bool:
    """Whether a text can be a company prefix."""
    return text.isascii() and text.isdigit() and len(text) in PREFIX_DIGITS


def sscc_digits(text: str) -> str:
    """The 18 digits of an SSCC as people write it, with spaces or its identifier (00) before it; "" for another text.

    Whether the check digit is right is another question.
    """
    found = _AS_TYPED.fullmatch(_GAPS.sub("", text))
    return found[1] if found else ""


def is_sscc(digits: str) -> bool:
    """Whether 18 digits end in the right check digit."""
    return len(digits) == SSCC_DIGITS and check_digit(digits[:-1]) == digits[-1]


def serials(prefix: str) -> int:
    """How many SSCCs there are under a company prefix."""
    return int(10 ** (SSCC_DIGITS - 1 - len(prefix)))


def make_sscc(prefix: str, serial: int) -> str:
    """The SSCC of a serial number (from 0, below `serials(prefix)`) under a company prefix."""
    counted = f"{serial:0{SSCC_DIGITS - 1 - len(prefix)}d}"
    body = f"{counted[0]}{prefix}{counted[1:]}"
    return body + check_digit(body)


def serial_of(digits: str, prefix: str) -> int:
    """The serial number of 18 digits under a company prefix, -1 where they are another company's."""
    after = 1 + len(prefix)
    return int(digits[0] + digits[after:-1]) if digits[1:after] == prefix else -1

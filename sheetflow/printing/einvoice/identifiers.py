"""Tax numbers: VAT numbers, which begin with their country's letters (BR-CO-09), and others; account numbers."""

from __future__ import annotations

import re

from sheetflow.printing.gather.parties import country_of

_DROPPED = re.compile(r"[\s.\-/]")


def vat_number(number: str) -> str:
    """A VAT number without spaces and signs, "" where it does not begin with its country's letters."""
    return _DROPPED.sub("", number).upper() if country_of(number) else ""


def is_iban(iban: str) -> bool:
    """Whether the check digits fit (ISO 13616: the number modulo 97 is 1)."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", iban):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1

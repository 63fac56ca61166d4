"""Tax numbers: VAT numbers, which begin with their country's letters (BR-CO-09), and others."""

from __future__ import annotations

import re

from sheetflow.documents.gather.parties import country_of

_DROPPED = re.compile(r"[\s.\-/]")


def vat_number(number: str) -> str:
    """A VAT number without spaces and signs, "" where it does not begin with its country's letters."""
    return _DROPPED.sub("", number).upper() if country_of(number) else ""

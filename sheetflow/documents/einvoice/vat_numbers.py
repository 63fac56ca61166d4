"""VAT numbers: tax numbers that begin with the code of their country (BR-CO-09)."""

from __future__ import annotations

import re

from sheetflow.documents.gather.parties import country_of

_SEPARATORS = re.compile(r"[\s.\-/]")


def vat_number(tax_number: str) -> str:
    """A VAT number without separators, "" for a tax number without a country code."""
    if not country_of(tax_number):
        return ""
    return _SEPARATORS.sub("", tax_number).upper()

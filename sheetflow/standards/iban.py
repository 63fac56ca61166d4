"""International bank account numbers (ISO 13616)."""

from __future__ import annotations


def is_iban(text: str) -> bool:
    """Whether an account number, with or without spaces, can be right.

    Its country must issue IBANs, its length and format must be that country's, and
    its check digits must fit. Importing stdnum takes 15 ms, so only a workbook with
    an IBAN does it.
    """
    compact = "".join(text.split())
    if not (compact.isascii() and compact.isalnum()):
        return False
    from stdnum import iban

    return iban.is_valid(compact)

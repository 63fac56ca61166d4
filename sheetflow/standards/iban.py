"""International bank account numbers (ISO 13616)."""

from __future__ import annotations

SHORTEST, LONGEST = 15, 34


def is_iban(text: str) -> bool:
    """Whether an account number, with or without spaces, is whole: its check digits fit (ISO 7064, MOD 97-10)."""
    letters = "".join(text.split()).upper()
    if not (
        SHORTEST <= len(letters) <= LONGEST and letters.isascii() and letters.isalnum()
    ):
        return False
    if not (letters[:2].isalpha() and letters[2:4].isdigit()):
        return False
    return (
        int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97
        == 1
    )

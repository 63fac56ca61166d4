"""How the layers below refuse a file: they say what is wrong, the package adds which file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from collections.abc import Iterator

RESAVE = "open it in Excel, save it as .xlsx and try again"
REPAIR = "open it in Excel, let it repair the workbook, save it and try again"
_LONGEST = 80


class RefusedError(SheetflowError):
    """ "<what is wrong>; <remedy>", without the name of the file."""


@contextmanager
def naming_file(name: str) -> Iterator[None]:
    """Turn a RefusedError inside the block into the one line that a person sees."""
    try:
        yield
    except RefusedError as refusal:
        raise SheetflowError(f"{printable(name)}: {refusal}") from None


def printable(text: str) -> str:
    """Text out of a file, made fit for one line of a message."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"

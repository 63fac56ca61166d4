"""The one exception that a person may see: why the program cannot go on, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SheetflowError(Exception):
    """The workbook cannot be processed. Its text is one line: what is wrong, where, and the remedy.

    `own_text` is the same line in the language of the workbook that was at work when it was
    raised, where the text is a message (domain/messages.py).
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        translated = getattr(text, "translated", None)
        self.own_text: str = translated() if translated else text


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Errors within begin with the file's name."""
    try:
        yield
    except SheetflowError as error:
        raise _named(path, error) from error


def _named(path: Path, error: SheetflowError) -> SheetflowError:
    """The same error with the file's name in front."""
    said = str(error)
    if said.startswith(str(path)):
        return error
    named = SheetflowError(f"{path}: {said}")
    named.own_text = f"{path}: {error.own_text}"
    return named

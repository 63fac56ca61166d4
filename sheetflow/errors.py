"""The one exception that a person may see: why the program cannot go on, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SheetflowError(Exception):
    """The workbook cannot be processed. Its text is one line: what is wrong, where, and the remedy."""


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Errors within begin with the file's name."""
    try:
        yield
    except SheetflowError as error:
        said = str(error)
        raise SheetflowError(
            said if said.startswith(str(path)) else f"{path}: {said}"
        ) from error

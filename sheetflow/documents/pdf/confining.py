"""Layouts of a seller's own, confined: they are programs, and may ask for more time and memory than there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sheetflow.workbook.guards.child_process import Refusals, run_in_child

if TYPE_CHECKING:
    import typst

T = TypeVar("T")

MEMORY = 2 << 30
SECONDS = 60.0
SECONDS_PER_BYTE = 2e-5
"""What more data may take: a thousand invoices are some three megabytes."""

_REFUSALS = Refusals(
    "setting this layout took more memory than is allowed; look for a long range() or a loop in it",
    "setting this layout took more than {seconds:g} seconds; look for a loop in it that does not end",
    "the program that sets this layout stopped unexpectedly; remove what was last changed in it",
)


def confined(
    function: Callable[..., T], *arguments: object, name: str, size: int = 0
) -> T:
    """What a function returns, in a child process with limits; `size` is that of the data in bytes.

    Raises SheetflowError where it takes too much.
    """
    seconds = round(SECONDS + size * SECONDS_PER_BYTE)
    return run_in_child(
        function,
        *arguments,
        name=name,
        memory=MEMORY,
        seconds=seconds,
        refusals=_REFUSALS,
    )


def compile_in_child(
    folder: Path, fonts: Path | None, day: dt.date, standards: Sequence[str]
) -> bytes | tuple[str, list[str], str]:
    """The PDF of a sandbox, or what typst finds wrong: its message, hints and diagnostic."""
    import typst

    from sheetflow.documents.pdf.sandbox import compile_folder

    try:
        return compile_folder(folder, fonts, day, standards)
    except typst.TypstError as error:
        return error.message, list(error.hints), error.diagnostic


def as_error(failure: tuple[str, list[str], str]) -> typst.TypstError:
    """What typst found wrong in the child, as the error that it is."""
    import typst

    message, hints, diagnostic = failure
    error = typst.TypstError(message, diagnostic)
    error.message = message
    error.hints = hints
    error.diagnostic = diagnostic
    return error

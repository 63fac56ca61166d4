"""Receipts as text files: written by `sheetflow run --receipt`, read by `sheetflow verify --receipt`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.controls.receipts import Receipt

LARGEST = 1_000_000
"""How many bytes a receipt has at most: a mail with one in it is smaller."""

TEXT = """{line}

This receipt is for the workbook {workbook} as run {run} wrote it.
The long number is a fingerprint of all facts and of the Run log, with every run before.
Keep it where nobody can change it together with the workbook: mail it, or print it.

To check a workbook against it:

    sheetflow verify "{workbook}" --receipt "{file}"
"""


def refuse_receipt_file(file: Path) -> None:
    """Raises SheetflowError where a receipt cannot be written to a new file of this name."""
    if file.exists():
        raise SheetflowError(
            f"{file}: this file exists already, and may be an earlier receipt; choose another name"
        )
    if not file.resolve().parent.is_dir():
        raise SheetflowError(
            f"{file}: there is no such folder; make it, or choose another"
        )


def write_receipt(file: Path, receipt: Receipt, workbook: Path) -> None:
    """Write a receipt to a new file.

    Raises SheetflowError where it cannot be written; the receipt is in the message, since the
    workbook has been written by then.
    """
    text = TEXT.format(
        line=receipt.line, workbook=workbook.name, run=receipt.run, file=file.name
    )
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except OSError as error:
        raise SheetflowError(
            f"{file}: the receipt cannot be written ({error.strerror}), but the workbook was; "
            f"keep this line instead: {receipt.line}"
        ) from error


def read_receipt(file: Path) -> Receipt:
    """The receipt in a text file. Raises SheetflowError where there is none, or several."""
    from sheetflow.controls.receipts import receipts_in

    try:
        content = file.read_bytes()[:LARGEST]
    except OSError as error:
        raise SheetflowError(
            f"{file}: the receipt cannot be read ({error.strerror}); check the name"
        ) from error
    found = set(receipts_in(content.decode("utf-8", errors="replace")))
    if len(found) != 1:
        what = "no receipt" if not found else f"{len(found)} receipts"
        raise SheetflowError(
            f"{file}: there is {what} in this file; give a text file with the one line that begins "
            "with Receipt:"
        )
    return found.pop()

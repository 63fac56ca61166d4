"""The scan in C of a sheet: strict in what it reads, so that the guards can trust it.

Its rows are well-formed, state their references in ascending order and are nested as
deep as cells are. What is around the rows is not read by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.native import core

if TYPE_CHECKING:
    from sheetflow.workbook.native.functions import Scan

_DECLARATION = len(b"<?xml")


def scan_sheet(data: bytes) -> Scan | None:
    """The cells of a sheet in UTF-8; None where C cannot read it or was not built.

    A part with comments or a second `<sheetData>` is for Python.
    """
    native = core()
    found = native.scan(data) if native else None
    if found is None or _is_odd(frame(data, found)):
        return None
    return found


def frame(data: bytes, scan: Scan) -> bytes:
    """A sheet without its rows."""
    return data[: scan.start] + data[scan.end :]


def _is_odd(around: bytes) -> bool:
    return (
        b"<!" in around
        or around.find(b"<?", _DECLARATION) >= 0
        or b"sheetData" in around
    )

"""A file that the program makes, and that must not exist yet."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import publish


def write_new_file(path: Path, draw: Callable[[BinaryIO], None]) -> None:
    """Write what `draw` makes, whole or not at all.

    Raises SheetflowError where the file exists already or cannot be written.
    """
    if path.exists():
        raise SheetflowError(
            f"{path}: this file already exists; choose another name, or move it"
        )
    drawn = io.BytesIO()
    draw(drawn)

    def write(file: BinaryIO) -> None:
        file.write(drawn.getvalue())

    publish(write, path)

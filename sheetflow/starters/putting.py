"""A made workbook into its file, which must not be there yet."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.publish import publish


def put(draw: Callable[[BinaryIO], None], path: Path) -> None:
    """Publish what `draw` makes. Raises SheetflowError where the file exists already or cannot be written."""
    if path.exists():
        raise SheetflowError(
            f"{path}: this file already exists; choose another name, or move it"
        )
    drawn = io.BytesIO()
    draw(drawn)

    def write(file: BinaryIO) -> None:
        file.write(drawn.getvalue())

    publish(write, path)

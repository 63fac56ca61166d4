"""Documents as files beside the workbook: drawn first, then published one by one, each whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sheetflow.printing.books import books_of
from sheetflow.printing.model import Documents
from sheetflow.workbook.publish import publish


class Drawn(NamedTuple):
    """A file that is ready: its name and its content."""

    name: str
    content: bytes


def draw(documents: Documents, workbook: str) -> list[Drawn]:
    """Draw the workbooks of these documents; none takes the name of the workbook that they come from."""
    drawn = []
    for name, write in books_of(documents):
        target = io.BytesIO()
        write(target)
        drawn.append(Drawn(free_name(name, workbook), target.getvalue()))
    return drawn


def free_name(name: str, workbook: str) -> str:
    """A person's own `orders.xlsx` is never overwritten by the order confirmations: they get another name."""
    if name.casefold() != workbook.casefold():
        return name
    path = Path(name)
    return f"{path.stem}-printed{path.suffix}"


def put(drawn: Sequence[Drawn], folder: Path) -> list[Path]:
    """Publish files into a folder, which is made if need be; gives their paths. Raises SheetflowError."""
    paths = []
    for file in drawn:

        def write(target: BinaryIO, content: bytes = file.content) -> None:
            target.write(content)

        publish(write, folder / file.name)
        paths.append(folder / file.name)
    return paths

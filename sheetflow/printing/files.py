"""Documents as files beside the workbook: drawn first, then published one by one, each whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.printing.books import books_of
from sheetflow.printing.books.binder import MARK
from sheetflow.printing.model import Documents
from sheetflow.workbook.publish import publish


class Drawn(NamedTuple):
    """A file that is ready: its name and its content."""

    name: str
    content: bytes


def paper_folder(workbook: Path, output: Path | None) -> Path:
    """Where papers go: where one says, else to out/ beside the workbook, which may lie there itself."""
    if output is not None:
        return output
    return workbook.parent if workbook.resolve().parent.name == "out" else workbook.parent / "out"


def draw(documents: Documents, workbook: str) -> list[Drawn]:
    """Draw the workbooks of these documents; none takes the name of the workbook that they come from."""
    drawn = []
    for name, write in books_of(documents):
        target = io.BytesIO()
        write(target)
        drawn.append(Drawn(other_name(name) if name.casefold() == workbook.casefold() else name, target.getvalue()))
    return drawn


def other_name(name: str) -> str:
    """The name of a paper where a person's own workbook has its usual one."""
    path = Path(name)
    return f"{path.stem}-printed{path.suffix}"


def put(drawn: Sequence[Drawn], folder: Path) -> list[Path]:
    """Publish files into a folder, which is made if need be; gives their paths.

    Papers of an earlier run are replaced, and nothing else. Raises SheetflowError where that leaves no name.
    """
    targets = [_free_place(folder / file.name) for file in drawn]
    for file, target in zip(drawn, targets, strict=True):
        publish(partial(_write, file.content), target)
    return targets


def _write(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def _free_place(path: Path) -> Path:
    for place in (path, path.with_name(other_name(path.name))):
        if not place.exists() or _is_paper(place):
            return place
    raise SheetflowError(f"{path}: a file that is no paper of sheetflow's stands there; move it, or choose another -o")


def _is_paper(path: Path) -> bool:
    """Whether an earlier run printed this file."""
    try:
        with zipfile.ZipFile(path) as package:
            return MARK.encode() in package.read("docProps/core.xml")
    except (KeyError, zipfile.BadZipFile, IsADirectoryError):
        return False

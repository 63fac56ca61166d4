"""Where a command that adds to a workbook writes it, and how: over the file, or as a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.workbook import Workbook


def target_of(file: Path, folder: Path | None) -> Path:
    """The workbook that is written. Raises SheetflowError where a copy would replace a file."""
    if folder is None:
        return file
    target = folder / file.name
    if target.exists():
        raise SheetflowError(
            f"{target}: this file already exists; choose another folder, or leave out -o"
        )
    return target


def save_to(target: Path, workbook: Workbook) -> None:
    """Save a workbook; over its own file only with a backup of that."""
    from sheetflow.workbook.publishing.backups import backup

    target.parent.mkdir(parents=True, exist_ok=True)
    is_own = target == workbook.path
    if is_own:
        backup(target.resolve())
    workbook.save(target, replacing=is_own)

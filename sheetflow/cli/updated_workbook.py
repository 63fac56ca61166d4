"""What commands that add to a workbook share: where they write it, and how texts are read."""

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


def known_locale(locale: str | None) -> str:
    """A locale as it was typed. Raises SheetflowError where there is no such one."""
    from sheetflow.standards.locales import is_locale

    if locale and not is_locale(locale):
        raise SheetflowError(
            f"--locale {locale}: there is no such locale; use a language and a country, such as en_GB"
        )
    return (locale or "").replace("-", "_")

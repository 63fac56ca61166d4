"""Where a command writes a workbook and its documents, and what it must not replace."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sheetflow.errors import SheetflowError


class Destination(NamedTuple):
    """The workbook that is read, and the path that the new one gets."""

    source: Path
    target: Path

    @classmethod
    def of(cls, source: Path, output: Path | None) -> Destination:
        """In place, or in the folder `output`.

        A template is not replaced: its workbook is written next to it. Raises
        SheetflowError where the folder is the workbook's own.
        """
        from sheetflow.workbook.guards.file_kinds import name_of_result

        folder = source.parent if output is None else output
        target = folder / name_of_result(source.name)
        if output is not None and target.resolve() == source.resolve():
            raise SheetflowError(
                f"{target}: this is the workbook itself; choose another folder, or "
                "leave out -o to replace it"
            )
        return cls(source, target)

    @property
    def in_place(self) -> bool:
        """Whether the workbook replaces the one that was read."""
        return self.target == self.source

    @property
    def documents(self) -> Path:
        """The folder that has one folder of documents for each run."""
        return documents_folder(self.target)

    @property
    def backups(self) -> Path:
        """The folder of earlier versions, as people see it."""
        return self.target.parent / ".sheetflow" / "backups"

    def refuse_unwritable(self, *, printing: bool) -> None:
        """Raises SheetflowError where it is clear that something cannot be written."""
        from sheetflow.workbook.publishing.kept_runs import state_folder
        from sheetflow.workbook.publishing.publish import (
            refuse_unwritable,
            refuse_unwritable_folder,
        )

        refuse_unwritable(self.target)
        kept = state_folder(self.target)
        folders = [self.target.resolve().parent, kept / "last", kept / "backups"]
        if printing:
            folders.append(self.documents)
        for folder in folders:
            refuse_unwritable_folder(folder)


def documents_folder(workbook: Path) -> Path:
    """`orders papers` next to orders.xlsx."""
    return workbook.with_name(f"{workbook.stem} papers")


def shown_folder(folder: Path) -> str:
    """A folder as it is printed: `orders papers/`."""
    return f"{folder.as_posix()}/"

"""`sheetflow undo`: put a workbook back as it was before its last run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from sheetflow.cli.options import FILE
from sheetflow.errors import SheetflowError
from sheetflow.running.destination import documents_folder, shown_folder

if TYPE_CHECKING:
    from sheetflow.workbook.publishing.kept_runs import KeptRun, KeptRuns


@click.command("undo")
@click.argument("file", type=FILE)
def undo_command(file: Path) -> None:
    """Put a workbook back as it was before its last run.

    Only if nobody has changed it since. What the run wrote is kept in
    .sheetflow/backups/, and its documents stay in their folder, which is marked as
    undone.
    """
    undo(file)


def undo(file: Path) -> None:
    """Put the workbook back, and say what that takes back.

    Raises SheetflowError where no run wrote the workbook as it is, or the version before
    is gone, or the workbook cannot be replaced.
    """
    from sheetflow.workbook.publishing.kept_runs import KeptRuns
    from sheetflow.workbook.publishing.locks import exclusive_lock
    from sheetflow.workbook.publishing.publish import refuse_unwritable

    if not file.is_file():
        raise SheetflowError(f"{file}: there is no such file; check the name")
    with exclusive_lock(file), exclusive_lock(documents_folder(file)):
        refuse_unwritable(file)
        kept = KeptRuns(file)
        run = _last_run(file, kept)
        content = _version_before(file, run)
        _put_back(file, run, content)
        folder = _mark_as_undone(file, run)
        before = _run_before(kept, run)
        kept.forget(run)
    _report(file, run, folder)
    if before is not None and before.written_sha256 != run.before_sha256:
        click.echo(
            f"What was typed after run {before.run} is still in {file.name}. Its figures are those of "
            f"run {before.run} until you run it again."
        )


def _last_run(file: Path, kept: KeptRuns) -> KeptRun:
    """The run that wrote the workbook. Raises SheetflowError where none did."""
    run = kept.of_file()
    if run is None:
        raise _nothing_to_undo(file, kept.read())
    return run


def _run_before(kept: KeptRuns, run: KeptRun) -> KeptRun | None:
    """The run before this one, as far as it is kept."""
    earlier = [one for one in kept.read() if one.run < run.run]
    return earlier[-1] if earlier else None


def _nothing_to_undo(file: Path, runs: Sequence[KeptRun]) -> SheetflowError:
    """Why the workbook is not as a run wrote it."""
    from sheetflow.workbook.publishing.kept_runs import sha256_of

    if not runs:
        return SheetflowError(
            f"{file}: there is no run to undo; earlier versions, if there are any, are "
            f"in {_backups(file)}"
        )
    last = runs[-1]
    if sha256_of(file) == last.before_sha256:
        return SheetflowError(
            f"{file}: it is already as it was before run {last.run}; there is nothing "
            "to undo"
        )
    return SheetflowError(
        f"{file}: it was changed since run {last.run} wrote it, so undo would lose those changes; "
        f"the version from before run {last.run} is {_backups(file)}{last.backup}"
    )


def _version_before(file: Path, run: KeptRun) -> bytes:
    """The workbook as it was before a run. Raises SheetflowError where it is gone."""
    import hashlib

    from sheetflow.workbook.publishing.kept_runs import state_folder

    if not run.backup:
        raise SheetflowError(
            f"{file}: run {run.run} was the first to write it, so there is no earlier "
            "version; to undo the run, delete the file"
        )
    path = state_folder(file) / "backups" / run.backup
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != run.before_sha256:
        raise _backup_gone(file, run)
    return content


def _backup_gone(file: Path, run: KeptRun) -> SheetflowError:
    return SheetflowError(
        f"{_backups(file)}{run.backup}: the version from before run {run.run} is gone "
        "or was changed, so nothing was undone; choose another file in that folder"
    )


def _backups(file: Path) -> str:
    return shown_folder(file.parent / ".sheetflow" / "backups")


def _put_back(file: Path, run: KeptRun, content: bytes) -> None:
    """Keep what the run wrote, then replace it."""
    from sheetflow.workbook.publishing.backups import backup
    from sheetflow.workbook.publishing.publish import publish

    backup(file.resolve())
    write: Callable[[BinaryIO], None] = partial(_write, content)
    publish(write, file, expected_sha256=run.written_sha256)


def _write(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def _mark_as_undone(file: Path, run: KeptRun) -> Path | None:
    """Rename the folder of the run's documents, so that nobody uses them by mistake.

    Returns its path; None where the run printed nothing, or the folder is gone.
    """
    folder = file.parent / run.folder
    if run.folder and folder.is_dir():
        return folder.rename(_path_when_undone(folder))
    return None


def _path_when_undone(folder: Path) -> Path:
    """A path for the folder of a run that is undone: there is nothing at it yet."""
    from sheetflow.workbook.publishing.new_folders import numbered

    paths = map(folder.with_name, numbered(f"{folder.name} undone"))
    return next(path for path in paths if not path.exists())


def _report(file: Path, run: KeptRun, folder: Path | None) -> None:
    from sheetflow.domain.phrases import counted

    counts = {"row": run.rows, "cell": run.cells}
    parts = [counted(count, what) for what, count in counts.items() if count]
    are = "is" if run.rows + run.cells == 1 else "are"
    gone = f": the {' and '.join(parts)} that it wrote {are} gone" if parts else ""
    click.echo(f"Run {run.run} of {run.as_of} is undone{gone}.")
    click.echo(
        f"{file} is as it was before; what run {run.run} wrote is in {_backups(file)}"
    )
    if folder is not None:
        click.echo(
            f"{shown_folder(folder)}   {run.documents}: do not use these documents"
        )

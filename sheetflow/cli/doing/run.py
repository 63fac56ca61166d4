"""`sheetflow run`: the main job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import click

from sheetflow.cli.doing.garbage import no_garbage
from sheetflow.cli.doing.progress import progress
from sheetflow.cli.doing.report import (
    as_json,
    print_changes,
    print_notes,
    print_problems,
    stream_for,
    summary,
)
from sheetflow.controls.reconciliation.reconcile import failures
from sheetflow.documents import may_need_documents
from sheetflow.domain.problems import Problem
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import Run
from sheetflow.pipeline import run as run_workbook
from sheetflow.workbook.guards.file_kinds import name_of_result

HELD, NOT_RECONCILED = 1, 4


@dataclass(frozen=True)
class Wishes:
    """What a person asked of a run."""

    file: Path
    output: Path | None
    in_place: bool
    dry_run: bool
    strict: bool
    adopt: bool
    as_of: date | None
    as_json: bool
    as_pdf: bool = False
    no_print: bool = False


@dataclass(frozen=True)
class _Paper:
    """The printables of a run: what writes them, each to a place that it has already, and what they cannot show."""

    write: Callable[[], list[Path]] = list
    problems: Sequence[Problem] = ()


def run(wishes: Wishes) -> int:
    """Run a workbook, say what there is to say, write what is to be written; returns the exit status."""
    target = target_of(wishes)
    _refuse_if_busy(wishes, target)
    with _alone(wishes), no_garbage(), progress(wishes.file) as clock:
        done = run_workbook(
            wishes.file, as_of=wishes.as_of, adopt=wishes.adopt, clock=clock
        )
        status = status_of(done)
        kept = (
            wishes.dry_run
            or status == NOT_RECONCILED
            or (wishes.strict and status == HELD)
        )
        paper = _Paper() if kept else _draw_printables(done, wishes, target)
        files = [] if kept else _write(done, wishes, target, paper)
    _say(
        replace(done, problems=[*done.problems, *done.locate(paper.problems)]),
        wishes,
        files,
        status,
    )
    return status


def _alone(wishes: Wishes) -> AbstractContextManager[object]:
    """Where the workbook itself is replaced, no other run may be at it."""
    if not wishes.in_place:
        return nullcontext()
    from sheetflow.workbook.publishing.locks import one_at_a_time

    return one_at_a_time(wishes.file)


def _refuse_if_busy(wishes: Wishes, target: Path) -> None:
    """Say at once, and not after all the work, that the target is open in Excel."""
    if not wishes.dry_run:
        from sheetflow.workbook.publishing.publish import refuse_unwritable

        refuse_unwritable(target)


def target_of(wishes: Wishes) -> Path:
    """Where the updated workbook goes. Raises SheetflowError where that would be the input."""
    if wishes.in_place:
        if name_of_result(wishes.file.name) != wishes.file.name:
            raise SheetflowError(
                f"{wishes.file}: a template is not replaced by a workbook; run it without --in-place"
            )
        return wishes.file
    folder = wishes.output if wishes.output is not None else wishes.file.parent / "out"
    target = folder / name_of_result(wishes.file.name)
    if target.resolve() == wishes.file.resolve():
        raise SheetflowError(
            f"{target}: that is the workbook itself; choose another folder, or use --in-place"
        )
    return target


def status_of(done: Run) -> int:
    """0 done, 1 something is in error, 4 the books do not reconcile (rules.md section 8)."""
    if failures(done.checks):
        return NOT_RECONCILED
    return HELD if done.has_errors else 0


def _write(done: Run, wishes: Wishes, target: Path, paper: _Paper) -> list[Path]:
    """The workbook, then what this run made necessary on paper."""
    if wishes.in_place:
        from sheetflow.workbook.publishing.backups import backup

        backup(wishes.file)
    done.save(target, replacing=wishes.in_place)
    return [target, *paper.write()]


def _draw_printables(done: Run, wishes: Wishes, target: Path) -> _Paper:
    """The printables, with their places; what it takes to print is imported only where there is something to print."""
    if wishes.no_print or not may_need_documents(done.edits):
        return _Paper()
    from sheetflow.documents.gather import needed

    documents = needed(done.result, wishes.file.parent)
    if not len(documents):
        return _Paper()
    from sheetflow.cli.doing.print import say_of_labels
    from sheetflow.documents.files import (
        document_problems,
        output_folder,
        publish_at,
        render_files,
        target_paths,
    )

    say_of_labels(documents, wishes.as_pdf)
    drawn = render_files(documents, target.name, wishes.as_pdf)
    problems = document_problems(drawn, documents.seller, done.result.book)
    return _Paper(
        partial(
            publish_at,
            drawn,
            target_paths(drawn, output_folder(wishes.file, wishes.output)),
        ),
        problems,
    )


def _say(done: Run, wishes: Wishes, files: list[Path], status: int) -> None:
    stream = stream_for(wishes.as_json)
    print_problems(done.problems, stream)
    print_notes(done, stream)
    if wishes.dry_run:
        print_changes(done, stream)
    for check in failures(done.checks):
        click.echo(
            f"{check.name}: the books do not reconcile ({check.failure}); please report this",
            err=True,
        )
    click.echo(summary(done), file=stream)
    click.echo(_files(wishes, files, status), file=stream)
    if wishes.as_json:
        click.echo(as_json(done, files, status))


def _files(wishes: Wishes, files: list[Path], status: int) -> str:
    if files:
        return "   ".join(map(str, files))
    if wishes.dry_run:
        return "Nothing was written: it was a dry run."
    if status == NOT_RECONCILED:
        return "Nothing was written: a check of the books failed."
    return "Nothing was written: something is in error, and --strict was given."

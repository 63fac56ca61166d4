"""`sheetflow run`: do the actions that a workbook requests, and write it updated."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sheetflow.cli.garbage import no_garbage_collection
from sheetflow.cli.options import (
    FILE,
    as_of_option,
    json_option,
    output_option,
    pdf_option,
)
from sheetflow.cli.output import files_line, print_json, run_document, text_stream
from sheetflow.cli.program import errors_as_json
from sheetflow.cli.progress import progress
from sheetflow.cli.run_report import print_report
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.documents.model import Documents
    from sheetflow.domain.problems import Problem
    from sheetflow.pipeline import Clock, Run

HAS_ERRORS = 1
NOT_RECONCILED = 4
"""Exit statuses of a run (rules.md section 8)."""


class RunOptions(NamedTuple):
    """What a person typed after `sheetflow run`."""

    file: Path
    output: Path | None = None
    in_place: bool = False
    dry_run: bool = False
    strict: bool = False
    adopt: bool = False
    as_pdf: bool = False
    no_print: bool = False
    as_of: date | None = None
    as_json: bool = False

    def validate(self) -> None:
        """Raises UsageError where two options contradict each other."""
        if self.in_place and self.output is not None:
            raise click.UsageError("use either --in-place or --output, not both")
        if self.as_pdf and self.no_print:
            raise click.UsageError("use either --pdf or --no-print, not both")


@click.command("run")
@click.argument("file", type=FILE)
@output_option
@click.option(
    "--in-place",
    is_flag=True,
    help="Replace the workbook; the old one is kept in .sheetflow/backups/.",
)
@click.option("--dry-run", is_flag=True, help="Print the changes and write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if there are any errors.")
@click.option(
    "--adopt",
    is_flag=True,
    help="On a first run: overwrite columns and sheets of yours that have the name of a"
    " derived one.",
)
@pdf_option
@click.option("--no-print", is_flag=True, help="Write only the workbook, no documents.")
@as_of_option
@json_option
def run_command(**options: Any) -> None:
    """Do the actions that a workbook requests, and write it updated.

    Checks every sheet, does the actions in the column Action of Orders, works out
    stock, money and the status of every order, and writes the result to out/ next to
    the workbook. The workbook itself is not changed unless you add --in-place.

    \b
    Exit status: 0  done (there may be warnings)
                 1  there are errors; all other orders were processed
                 3  the workbook cannot be processed; nothing was written
                 4  the books do not reconcile; nothing was written
    """
    chosen = RunOptions(**options)
    chosen.validate()
    with errors_as_json(chosen.as_json):
        sys.exit(run(chosen))


class _Printout(NamedTuple):
    """The documents of a run, rendered but not written yet.

    `write` writes them, each to a name that is already reserved; `problems` are about
    what they cannot show.
    """

    write: Callable[[], list[Path]] = list
    problems: Sequence[Problem] = ()


def run(options: RunOptions) -> int:
    """Run a workbook, write the results, report; returns the exit status.

    Raises SheetflowError where the workbook cannot be processed or written.
    """
    target = target_of(options)
    _refuse_unwritable(target, options)
    with _locked(options), no_garbage_collection(), progress(options.file) as clock:
        done = _process(options, clock)
        status = status_of(done)
        printout = _Printout()
        files: list[Path] = []
        if _may_write(options, status):
            printout = _render_documents(done, options, target)
            files = _write(done, options, target, printout)
    problems = [*done.problems, *done.locate(printout.problems)]
    _report(replace(done, problems=problems), options, files, status)
    return status


def target_of(options: RunOptions) -> Path:
    """Where the updated workbook goes. Raises SheetflowError where that is the input."""
    from sheetflow.workbook.guards.file_kinds import name_of_result

    file = options.file
    name = name_of_result(file.name)
    if options.in_place:
        if name != file.name:
            raise SheetflowError(
                f"{file}: a run cannot replace a template; run it without --in-place"
            )
        return file
    folder = file.parent / "out" if options.output is None else options.output
    target = folder / name
    if target.resolve() == file.resolve():
        raise SheetflowError(
            f"{target}: this is the workbook itself; choose another folder, or use "
            "--in-place"
        )
    return target


def _refuse_unwritable(target: Path, options: RunOptions) -> None:
    """Refuse at once, not after all the work, to write a file that Excel has open."""
    if options.dry_run:
        return
    from sheetflow.workbook.publishing.publish import refuse_unwritable

    refuse_unwritable(target)


def _locked(options: RunOptions) -> AbstractContextManager[object]:
    """Keep other runs away from a workbook that this run replaces."""
    if not options.in_place:
        return nullcontext()
    from sheetflow.workbook.publishing.locks import exclusive_lock

    return exclusive_lock(options.file)


def _process(options: RunOptions, clock: Clock) -> Run:
    from sheetflow import pipeline

    return pipeline.run(
        options.file, as_of=options.as_of, adopt=options.adopt, clock=clock
    )


def status_of(done: Run) -> int:
    """The exit status: 0 done, 1 there are errors, 4 the books do not reconcile."""
    from sheetflow.controls.reconciliation.reconcile import failures

    if failures(done.checks):
        return NOT_RECONCILED
    return HAS_ERRORS if done.has_errors else 0


def _may_write(options: RunOptions, status: int) -> bool:
    if options.dry_run or status == NOT_RECONCILED:
        return False
    return not (options.strict and status == HAS_ERRORS)


def _render_documents(done: Run, options: RunOptions, target: Path) -> _Printout:
    """The documents that this run made necessary.

    What it takes to print is imported only where there is something to print.
    """
    from sheetflow.documents import may_need_documents

    if options.no_print or not may_need_documents(done.edits):
        return _Printout()
    from sheetflow.documents.gather import needed

    documents = needed(done.result, options.file.parent)
    if not len(documents):
        return _Printout()
    return _render(done, documents, options, target)


def _render(
    done: Run, documents: Documents, options: RunOptions, target: Path
) -> _Printout:
    """Render documents, and reserve the names of their files."""
    from sheetflow.cli.documents import warn_about_small_labels
    from sheetflow.documents import files

    warn_about_small_labels(documents, options.as_pdf)
    rendered = files.render_files(documents, target.name, options.as_pdf)
    problems = files.document_problems(rendered, documents.seller, done.result.book)
    folder = files.output_folder(options.file, options.output)
    paths = files.target_paths(rendered, folder)
    write = partial(files.publish_at, rendered, paths)
    return _Printout(write, problems)


def _write(
    done: Run, options: RunOptions, target: Path, printout: _Printout
) -> list[Path]:
    """Write the workbook, then the documents; returns their paths."""
    if options.in_place:
        from sheetflow.workbook.publishing.backups import backup

        backup(options.file)
    done.save(target, replacing=options.in_place)
    return [target, *printout.write()]


def _report(done: Run, options: RunOptions, files: list[Path], status: int) -> None:
    stream = text_stream(options.as_json)
    print_report(done, stream, changes=options.dry_run)
    click.echo(_written(options, files, status), file=stream)
    if options.as_json:
        print_json(run_document(done, files, status))


def _written(options: RunOptions, files: Sequence[Path], status: int) -> str:
    """The files that were written, or why there are none."""
    if files:
        return files_line(files)
    if options.dry_run:
        return "Nothing was written: this was a dry run."
    if status == NOT_RECONCILED:
        return "Nothing was written: a check of the books failed."
    return "Nothing was written: there are errors, and you used --strict."

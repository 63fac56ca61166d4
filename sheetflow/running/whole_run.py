"""One run from file to file: locked, processed, printed, written; nothing is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.running.destination import Destination
from sheetflow.running.garbage import no_garbage_collection
from sheetflow.running.run_files import Printout, RunWriter, Written, render_documents
from sheetflow.running.run_options import RunOptions, SingleRunOptions

if TYPE_CHECKING:
    from sheetflow.pipeline import Clock, Run

HAS_ERRORS = 1
NOT_RECONCILED = 4
"""Exit statuses of a run (rules.md section 8)."""


class RunRequest(NamedTuple):
    """One run: of what, to where, and how.

    `about_to_write` is called just before the workbook takes its name.
    """

    destination: Destination
    options: RunOptions = RunOptions()
    single: SingleRunOptions = SingleRunOptions()
    about_to_write: Callable[[Run, Printout, str], None] | None = None

    @property
    def source(self) -> Path:
        """The workbook that is read."""
        return self.destination.source


class WholeRun(NamedTuple):
    """What a run found and did, its exit status, and what it wrote (None: nothing)."""

    done: Run
    status: int
    printout: Printout
    written: Written | None


def whole_run(request: RunRequest, clock: Clock | None = None) -> WholeRun:
    """Run a workbook and write the results.

    `clock` is called with the name of each stage as it ends. Raises SheetflowError where
    the workbook cannot be processed or written.
    """
    with _locked(request), no_garbage_collection():
        _refuse_early(request)
        done = _process(request, clock)
        status = status_of(done)
        printout = Printout()
        written = None
        if _may_write(request, status):
            _refuse_to_lose(done, request)
            printout = _printout(done, request)
            written = _write(done, printout, request)
    problems = [*done.problems, *done.locate(printout.problems)]
    return WholeRun(replace(done, problems=problems), status, printout, written)


def _printout(done: Run, request: RunRequest) -> Printout:
    """The documents of a run, unless none are wanted."""
    if request.options.no_print:
        return Printout()
    return render_documents(done, request.destination, request.options.as_pdf)


def status_of(done: Run) -> int:
    """The exit status: 0 done, 1 there are errors, 4 the books do not reconcile."""
    from sheetflow.controls.reconciliation.reconcile import failures

    if failures(done.checks):
        return NOT_RECONCILED
    return HAS_ERRORS if done.has_errors else 0


def _refuse_early(request: RunRequest) -> None:
    """Refuse what cannot be written at once, not after all the work."""
    if request.single.dry_run or not request.source.is_file():
        return
    if request.single.receipt is not None:
        from sheetflow.running.receipt_files import refuse_receipt_file

        refuse_receipt_file(request.single.receipt)
    request.destination.refuse_unwritable(printing=not request.options.no_print)
    _refuse_changed_copy(request)


def _refuse_changed_copy(request: RunRequest) -> None:
    if not request.destination.in_place and not request.options.overwrite:
        from sheetflow.workbook.publishing.replacing import refuse_changed

        refuse_changed(request.destination.target)


def _refuse_to_lose(done: Run, request: RunRequest) -> None:
    """Refuse to replace a copy that is newer, or that changed while the run worked."""
    if request.destination.in_place or request.options.overwrite:
        return
    from sheetflow.workbook.publishing.replacing import refuse_changed, refuse_newer

    target = request.destination.target
    there = refuse_changed(target)
    refuse_newer(target, there, done.number)


@contextmanager
def _locked(request: RunRequest) -> Iterator[None]:
    """Keep other runs away from what this run replaces."""
    if request.single.dry_run:
        yield
        return
    from sheetflow.workbook.publishing.locks import exclusive_lock

    destination = request.destination
    with exclusive_lock(destination.target), exclusive_lock(destination.documents):
        yield


def _process(request: RunRequest, clock: Clock | None) -> Run:
    from sheetflow import pipeline

    return pipeline.run(
        request.source,
        as_of=request.options.as_of,
        started=request.options.started,
        adopt=request.single.adopt,
        forget=request.single.forget,
        against=request.single.against,
        back_dated=request.single.back_dated,
        clock=clock,
    )


def _may_write(request: RunRequest, status: int) -> bool:
    if request.single.dry_run or status == NOT_RECONCILED:
        return False
    return not (request.options.strict and status == HAS_ERRORS)


def _write(done: Run, printout: Printout, request: RunRequest) -> Written:
    """Write the documents, the workbook, and the receipt if one is wanted."""

    def announce(sha256: str) -> None:
        if request.about_to_write is not None:
            request.about_to_write(done, printout, sha256)

    written = RunWriter(done, request.destination, announce).write(printout)
    receipt = request.single.receipt
    if receipt is not None and done.receipt is not None:
        from sheetflow.running.receipt_files import write_receipt

        write_receipt(receipt, done.receipt, request.destination.target)
    return written

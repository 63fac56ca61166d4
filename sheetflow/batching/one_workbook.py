"""Running one workbook of a batch, once only. This is what a worker does."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from msgspec import structs

from sheetflow import __version__
from sheetflow.batching.job import DONE, FAILED, TO_FIX, Job, Outcome, failure
from sheetflow.batching.records import Record, RecordFile, documents_of, key_of
from sheetflow.domain.messages import plain
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import Run
from sheetflow.running.destination import Destination
from sheetflow.running.problem_lines import problem_line
from sheetflow.running.reasons import reason
from sheetflow.running.run_files import Printout, finish_interrupted
from sheetflow.running.whole_run import (
    HAS_ERRORS,
    NOT_RECONCILED,
    RunRequest,
    status_of,
    whole_run,
)
from sheetflow.workbook.publishing.kept_runs import sha256_of
from sheetflow.workbook.publishing.locks import exclusive_lock

OTHER_VERSION = (
    "this worker has sheetflow {here}, and the batch was started by {there}; "
    "install the same version"
)
OUR_MISTAKE = (
    "{name}: sheetflow made a mistake ({error}); nothing was written. "
    "Please report it with this workbook"
)
WHY_NOTHING = {
    HAS_ERRORS: "Nothing was written: there are errors, and you used --strict.",
    NOT_RECONCILED: "Nothing was written: a check of the books failed.",
}


def run_one(job: Job) -> Outcome:
    """Run a workbook of this machine, and write the result. No file of a person's stops it."""
    began = time.perf_counter()
    try:
        outcome = _run(job)
    except (SheetflowError, OSError) as error:
        outcome = failure(job, reason(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a mistake of ours harms no other workbook
        text = OUR_MISTAKE.format(name=job.name, error=repr(error))
        outcome = failure(job, text)
    seconds = round(time.perf_counter() - began, 3)
    return structs.replace(outcome, seconds=seconds)


def _run(job: Job) -> Outcome:
    if job.version != __version__:
        raise SheetflowError(OTHER_VERSION.format(here=__version__, there=job.version))
    source = Path(job.source)
    output = None if job.choices.in_place else Path(job.folder)
    destination = Destination.of(source, output)
    with exclusive_lock(destination.target):
        sha256 = sha256_of(source) if source.is_file() else ""
        key = key_of(job, sha256)
        earlier = RecordFile(destination.target).outcome(key)
        if earlier is not None:
            return _finished(job, destination, earlier)
        return _run_now(job, destination, Record(key, _unknown(job, sha256)))


def _unknown(job: Job, sha256: str) -> Outcome:
    """A workbook that was not run yet."""
    return structs.replace(failure(job, ""), input_sha256=sha256)


def _finished(job: Job, destination: Destination, earlier: Outcome) -> Outcome:
    """A workbook that was done already, even if its run died right after."""
    finish_interrupted(destination)
    return structs.replace(
        earlier,
        name=job.name,
        source=job.source,
        folder=job.folder,
        documents=documents_of(destination.target),
        is_earlier=True,
    )


def _run_now(job: Job, destination: Destination, record: Record) -> Outcome:
    file = RecordFile(destination.target)
    kept: list[Outcome] = []

    def keep(done: Run, printout: Printout, sha256: str) -> None:
        outcome = _outcome(record.outcome, done, printout)
        outcome = structs.replace(
            outcome, workbook=destination.target.name, written_sha256=sha256
        )
        kept.append(outcome)
        file.write(Record(record.key, outcome))

    finished = whole_run(_request(job, destination, keep))
    if not kept:
        outcome = _outcome(record.outcome, finished.done, finished.printout)
        return structs.replace(outcome, error=WHY_NOTHING[finished.status])
    return structs.replace(
        _with_problems(kept[0], finished.done),
        documents=documents_of(destination.target),
    )


def _request(
    job: Job, destination: Destination, keep: Callable[[Run, Printout, str], None]
) -> RunRequest:
    return RunRequest(destination, job.choices, about_to_write=keep)


def _outcome(unknown: Outcome, done: Run, printout: Printout) -> Outcome:
    """What a run found and did."""
    status = status_of(done)
    outcome = structs.replace(
        unknown,
        result=_result(status),
        status=status,
        run=done.number,
        read=done.read,
        applied=done.applied,
        held=done.on_hold,
        checks=len(done.checks),
        agreeing=sum(bool(check.agrees) for check in done.checks),
        printed=plain(printout.summary),
    )
    return _with_problems(outcome, done)


def _with_problems(outcome: Outcome, done: Run) -> Outcome:
    lines = tuple(problem_line(item) for item in done.problems)
    return structs.replace(outcome, problems=lines)


def _result(status: int) -> str:
    if status == NOT_RECONCILED:
        return FAILED
    return TO_FIX if status else DONE

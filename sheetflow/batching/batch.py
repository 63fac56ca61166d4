"""A whole batch: find the workbooks, run them, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from sheetflow.batching.addresses import absolute, is_remote, joined
from sheetflow.batching.job import FAILED, Job, Outcome, failure
from sheetflow.batching.pools import Attempt, Pool
from sheetflow.batching.report import Batch, read_batch
from sheetflow.batching.sources import Found, find, folders_of
from sheetflow.errors import SheetflowError
from sheetflow.running.run_options import RunOptions

LOST = (
    "{name}: {why}, twice; the second time nothing else was running. Nothing was written. "
    "Run it by itself with sheetflow run, which has no limits"
)
NOT_IN_PLACE = "{address}: --in-place is for files of this machine; leave it out"

Watch = Callable[[Outcome], None]
"""Called with what came of each workbook."""


class Plan(NamedTuple):
    """What a batch has to do, and what it takes over from the one before."""

    choices: RunOptions
    jobs: Sequence[Job]
    kept: Sequence[Outcome] = ()


def starting_now(options: RunOptions) -> RunOptions:
    """These options with the day (default today) and the start of a batch."""
    started = datetime.now(UTC).replace(microsecond=0)
    return replace(options, as_of=options.as_of or date.today(), started=started)


def plan(sources: Sequence[str], output: str, choices: RunOptions) -> Plan:
    """One job for each workbook of the sources.

    Raises SheetflowError where a source has no workbook.
    """
    found = [each for each in find(sources) if not _is_in(each.address, output)]
    if choices.in_place:
        _refuse_remote(found)
    folders = folders_of(found)
    jobs = [_job(each, folders[each.address], output, choices) for each in found]
    return Plan(choices, jobs)


def plan_again(output: str) -> Plan:
    """The failures of the last batch, with its options.

    Raises SheetflowError where there was none.
    """
    last = read_batch(output)
    failed = [each for each in last.workbooks if each.result == FAILED]
    kept = [each for each in last.workbooks if each.result != FAILED]
    choices = last.choices
    jobs = [Job(each.source, each.folder, each.name, choices) for each in failed]
    return Plan(choices, jobs, kept)


def run_batch(plan: Plan, pool: Pool, watch: Watch) -> Batch:
    """Do all jobs; those that were lost with their worker once more, one after the other."""
    outcomes: list[Outcome] = list(plan.kept)
    lost: list[Job] = []

    def take(outcome: Outcome) -> None:
        outcomes.append(outcome)
        watch(outcome)

    for job, outcome, _why in pool.run(plan.jobs):
        if outcome is None:
            lost.append(job)
        else:
            take(outcome)
    for job in lost:
        [again] = pool.run([job])
        take(_outcome(again))
    return Batch(plan.choices, sorted(outcomes, key=lambda each: each.name))


def _outcome(attempt: Attempt) -> Outcome:
    """What came of the second attempt."""
    if attempt.outcome is not None:
        return attempt.outcome
    name = attempt.job.name
    return failure(attempt.job, LOST.format(name=name, why=attempt.why_lost))


def _job(found: Found, folder: str, output: str, choices: RunOptions) -> Job:
    """A job whose paths mean the same in a worker, and in a later batch."""
    source = absolute(found.address)
    if choices.in_place:
        return Job(source, "", found.name, choices)
    return Job(source, absolute(joined(output, folder)), found.name, choices)


def _is_in(address: str, folder: str) -> bool:
    """Whether a workbook is one of the results."""
    if is_remote(address) != is_remote(folder):
        return False
    if is_remote(address):
        return address.startswith(folder.rstrip("/") + "/")
    return Path(folder).resolve() in Path(address).resolve().parents


def _refuse_remote(found: Sequence[Found]) -> None:
    for each in found:
        if is_remote(each.address):
            raise SheetflowError(NOT_IN_PLACE.format(address=each.address))

"""Watching a box: look, take what is whole, run it, file what came of it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from sheetflow.batching.box.arrivals import Arrivals, Patience
from sheetflow.batching.box.filing import STATE, Filing
from sheetflow.batching.box.journal import Entry, Journal
from sheetflow.batching.box.locks import only_watcher
from sheetflow.batching.box.names import copied_name
from sheetflow.batching.job import DONE, Job, Limits, Outcome, failure
from sheetflow.batching.pools import Attempt, LocalPool
from sheetflow.domain.phrases import counted
from sheetflow.errors import SheetflowError
from sheetflow.running.reasons import reason
from sheetflow.running.run_options import RunOptions

SCAN = 5.0
"""After how many seconds the folder is looked at in any case: network drives lose events."""

GRACE = 10.0
"""How many seconds a run has to finish once the watcher is stopped."""

TURN = 0.5
"""After how many seconds files that may become whole are looked at again."""

LOST = (
    "{why}, twice. Nothing was written. "
    "Run it by itself with sheetflow run, which has no limits"
)

UNREADABLE = "{box}: the folder cannot be read now ({error}); sheetflow looks again"
UNFILED = (
    "{name}: its result cannot be put into its folder: {error}. Start sheetflow watch "
    "again: it goes on where it was"
)
UNWRITABLE = (
    "{path}: the journal cannot be read or written ({error}); check the drive, then "
    "start sheetflow watch again: it goes on where it was"
)
NO_EVENTS = (
    "{box}: the system does not report changes here ({error}); sheetflow looks every "
    "{seconds:g} seconds"
)

Report = Callable[[str], None]
"""Called with a line for each thing that happens."""


class WatchRequest(NamedTuple):
    """What to watch, and how; `once` ends when nothing is left to do."""

    box: Path
    choices: RunOptions = RunOptions()
    limits: Limits = Limits(seconds=120)
    patience: Patience = Patience()
    workers: int = 0
    once: bool = False


class Watcher:
    """Looks after one box. Only one watcher does at a time.

    `to_fix` counts the workbooks in which something was wrong.
    """

    def __init__(self, request: WatchRequest, report: Report) -> None:
        self._request = request
        self._report = report
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._workers = request.workers or os.cpu_count() or 1
        self._pool = LocalPool(self._workers, request.limits)
        self._running: dict[Future[Attempt], Job] = {}
        self._retried: set[str] = set()
        self._reported: set[str] = set()
        self._arrivals = Arrivals(request.box, request.patience)
        self.to_fix = 0

    def stop(self) -> None:
        """Take nothing more; what runs may finish."""
        self._stop.set()
        self._wake.set()

    def watch(self) -> None:
        """Look after the box until it is stopped.

        Raises SheetflowError where another watcher does, or the journal is damaged.
        """
        box = self._request.box
        with only_watcher(box), _journal(box) as journal:
            self._filing = Filing(box, journal, self._request.choices)
            for entry in self._filing.recover():
                self._start(self._filing.job(entry))
            with self._events():
                self._loop()
            self._finish()

    # -- the loop

    def _loop(self) -> None:
        self._latest = time.monotonic() + sum(self._request.patience) + TURN
        while not self._stop.is_set():
            self._wake.clear()
            self._file_results()
            self._take_new()
            if self._is_finished:
                return
            is_busy = self._running or self._arrivals.is_waiting
            self._wake.wait(TURN if is_busy else SCAN)

    @property
    def _is_finished(self) -> bool:
        if not self._request.once or self._running:
            return False
        return not self._arrivals.is_waiting or time.monotonic() > self._latest

    def _take_new(self) -> None:
        for path in self._whole():
            if len(self._running) >= 2 * self._workers:
                return
            self._take(path)

    def _whole(self) -> list[Path]:
        """The files that are whole; none while a network drive cannot be reached."""
        try:
            return list(self._arrivals.whole())
        except OSError as error:
            self._report_once(UNREADABLE.format(box=self._request.box, error=error))
            return []

    def _take(self, path: Path) -> None:
        """Take one file; one that cannot be taken stops no other."""
        try:
            taken = self._filing.take(path)
        except OSError as error:
            self._report_once(f"{path.name}: left where it is: {reason(error)}")
            return
        self._arrivals.forget(path)
        if taken is None:
            return
        if not taken.is_new:
            self._report(_same_line(path.name, taken.entry))
            return
        copied = copied_name(path.name)
        if copied:
            self._report(
                f"{path.name}: looks like a copy of {copied}; it is run as a workbook "
                "of its own"
            )
        self._start(self._filing.job(taken.entry))

    def _report_once(self, line: str) -> None:
        if line not in self._reported:
            self._reported.add(line)
            self._report(line)

    # -- runs

    def _start(self, job: Job) -> None:
        future = self._pool.submit(job)
        self._running[future] = job
        future.add_done_callback(lambda _future: self._wake.set())

    def _file_results(self) -> None:
        for future in [each for each in self._running if each.done()]:
            job = self._running.pop(future)
            self._file(job, future.result())

    def _file(self, job: Job, attempt: Attempt) -> None:
        """File what came of a run; one that was lost with its worker gets another chance."""
        if attempt.outcome is None and job.name not in self._retried:
            self._retried.add(job.name)
            self._start(job)
            return
        self._retried.discard(job.name)
        outcome = attempt.outcome or failure(job, LOST.format(why=attempt.why_lost))
        named = _named(outcome, job)
        try:
            entry = self._filing.file(job.name, named)
        except OSError as error:
            self._report(UNFILED.format(name=named.name, error=reason(error)))
            return
        self.to_fix += entry.result != DONE
        self._report(_line(entry, outcome))

    def _finish(self) -> None:
        """Give what runs a little time; what does not finish is run by the next watcher."""
        wait(self._running, timeout=GRACE)
        finished = {each: job for each, job in self._running.items() if each.done()}
        self._pool.close()
        for future, job in finished.items():
            attempt = future.result()
            if attempt.outcome is not None:
                self._file(job, attempt)

    # -- events

    @contextmanager
    def _events(self) -> Iterator[None]:
        """Wake the loop when something changes in the folder."""
        over = threading.Event()
        thread = threading.Thread(target=self._listen, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()

    def _listen(self, over: threading.Event) -> None:
        from watchfiles import watch

        box = self._request.box
        changes = watch(box, stop_event=over, recursive=False, raise_interrupt=False)
        try:
            for _change in changes:
                self._wake.set()
        except (OSError, RuntimeError) as error:
            self._report(NO_EVENTS.format(box=box, seconds=SCAN, error=error))


def _named(outcome: Outcome, job: Job) -> Outcome:
    """The outcome under the name that people know."""
    source = Path(job.source)
    return structs.replace(
        outcome, name=source.name, error=outcome.error.replace(str(source), source.name)
    )


def _line(entry: Entry, outcome: Outcome) -> str:
    """`shop.xlsx: done, 12 orders: 10 applied, 2 on hold → done/shop/`."""
    orders = counted(outcome.read, "order")
    counts = f"{orders}: {outcome.applied:,} applied, {outcome.held:,} on hold"
    what = entry.error.removeprefix(f"{entry.name}: ") or counts
    return f"{entry.name}: {entry.result}, {what} → {entry.folder}/"


def _same_line(name: str, entry: Entry) -> str:
    where = f"{entry.folder}/" if entry.folder else "on its way"
    return f"{name}: the same as {entry.name}, which was taken already → {where}"


@contextmanager
def _journal(box: Path) -> Iterator[Journal]:
    """Raises SheetflowError where it cannot be read or written."""
    path = box / STATE / "journal.sqlite"
    journal = Journal(path)
    try:
        yield journal
    except sqlite3.Error as error:
        raise SheetflowError(UNWRITABLE.format(path=path, error=error)) from error
    finally:
        journal.close()

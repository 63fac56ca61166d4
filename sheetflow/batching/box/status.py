"""What a box has done so far, for its status page. Only looks; the watcher need not run."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sheetflow.batching.box.arrivals import may_be_taken
from sheetflow.batching.box.filing import STATE
from sheetflow.batching.box.journal import FILED, Entry
from sheetflow.batching.box.locks import is_watched
from sheetflow.batching.job import DONE, TO_FIX
from sheetflow.serving.box_page import BoxStatus, Finished

MOST = 200
"""How many workbooks are listed; the folders have them all."""

LATEST = "SELECT * FROM files ORDER BY rowid DESC"


def is_box(folder: Path) -> bool:
    """Whether `sheetflow watch` has looked after a folder."""
    return _journal(folder).is_file()


def read_status(box: Path) -> BoxStatus:
    """What is waiting, what is being run and what came of the rest, latest first."""
    entries = _entries(box)
    filed = [each for each in entries if each.state == FILED]
    return BoxStatus(
        box=box.name,
        is_watched=is_watched(box),
        waiting=sorted(_waiting(box)),
        running=[each.name for each in entries if each.state != FILED],
        counts=_counts(filed),
        latest=[_finished(each) for each in filed[:MOST]],
    )


def _counts(filed: list[Entry]) -> Mapping[str, int]:
    found = Counter(each.result for each in filed)
    return {result: found[result] for result in (DONE, TO_FIX)}


def _finished(entry: Entry) -> Finished:
    started = entry.start.astimezone()
    return Finished(
        name=entry.name,
        started=f"{started:%Y-%m-%d %H:%M}",
        result=entry.result,
        folder=entry.folder,
        error=entry.error.removeprefix(f"{entry.name}: "),
    )


def _waiting(box: Path) -> list[str]:
    return [
        path.name
        for path in box.iterdir()
        if path.is_file() and may_be_taken(path.name)
    ]


def _entries(box: Path) -> list[Entry]:
    """The entries of the journal, latest first; read beside the watcher, which may write."""
    address = f"{_journal(box).resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return [Entry(*row) for row in database.execute(LATEST)]


def _journal(box: Path) -> Path:
    return box / STATE / "journal.sqlite"

"""Files from the box to originals/, and results from a run to done/ or "to fix/".

Nothing is deleted, and nothing is replaced.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from sheetflow.batching.box.findings import FILE, findings
from sheetflow.batching.box.journal import FILED, READY, Entry, Journal
from sheetflow.batching.box.names import free_file, free_folder
from sheetflow.batching.job import DONE, TO_FIX, Job, Outcome
from sheetflow.reading.files_beside import ORIGINALS
from sheetflow.running.run_options import RunOptions
from sheetflow.workbook.publishing.kept_runs import sha256_of

STATE = ".sheetflow"


class Taken(NamedTuple):
    """What was taken out of the box; `is_new` where its content was never there before."""

    entry: Entry
    is_new: bool


class Filing:
    """Takes files out of a box, and files what came of them."""

    def __init__(self, box: Path, journal: Journal, choices: RunOptions) -> None:
        self._box = box
        self._journal = journal
        self._choices = choices
        self._work = box / STATE / "work"

    # -- from the box

    def take(self, path: Path) -> Taken | None:
        """Take a file out of the box; None where it changed at the last moment.

        Raises OSError where it cannot be read or moved.
        """
        sha256 = sha256_of(path)
        if not sha256:
            return None
        known = self._journal.get(sha256)
        if known is not None:
            self._take_copy(path, known)
            return Taken(known, is_new=False)
        entry = self._new_entry(path.name, sha256)
        self._journal.put(entry)
        return self._moved(path, entry)

    def _new_entry(self, name: str, sha256: str) -> Entry:
        started = datetime.now(UTC).replace(microsecond=0)
        day = self._choices.as_of or date.today()
        original = self._free_original(name, day)
        return Entry(sha256, name, original, day.isoformat(), started.isoformat())

    def _free_original(self, name: str, day: date) -> str:
        """A path in originals/ that no file has and the journal has not given away."""
        given = self._journal.originals()
        number = 1
        while True:
            folder = f"{day}" if number == 1 else f"{day} ({number})"
            original = f"{ORIGINALS}/{folder}/{name}"
            if original not in given and not (self._box / original).exists():
                return original
            number += 1

    def _moved(self, path: Path, entry: Entry) -> Taken | None:
        """Move a file to originals/. One that changed meanwhile goes back."""
        original = self._box / entry.original
        original.parent.mkdir(parents=True, exist_ok=True)
        path.rename(original)
        if sha256_of(original) == entry.sha256:
            return Taken(entry, is_new=True)
        self._put_back(original, entry)
        return None

    def _put_back(self, original: Path, entry: Entry) -> None:
        original.rename(free_file(self._box, entry.name))
        self._journal.remove(entry.sha256)

    def _take_copy(self, path: Path, known: Entry) -> None:
        original = self._free_original(path.name, date.today())
        target = self._box / original
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        self._journal.put_copy(original, path.name, known.sha256)

    # -- the run

    def job(self, entry: Entry) -> Job:
        """The run of a file that was taken, into a folder that is new."""
        entry = entry._replace(work=secrets.token_hex(8))
        self._journal.put(entry)
        choices = replace(self._choices, as_of=entry.day, started=entry.start)
        source = str(self._box / entry.original)
        return Job(source, str(self._work / entry.work), entry.sha256, choices)

    # -- to done/ or "to fix/"

    def file(self, sha256: str, outcome: Outcome) -> Entry:
        """Give the result of a run its folder; returns its entry."""
        entry = self._journal.get(sha256)
        assert entry is not None
        work = self._work / entry.work
        work.mkdir(parents=True, exist_ok=True)
        result = DONE if outcome.result == DONE else TO_FIX
        if result == TO_FIX:
            self._explain(entry, outcome, work)
        entry = entry._replace(
            state=READY, result=result, error=outcome.error, seconds=outcome.seconds
        )
        return self._publish(entry)

    def _explain(self, entry: Entry, outcome: Outcome, work: Path) -> None:
        """Write what is wrong; where the run wrote no workbook, add the original."""
        (work / FILE).write_text(findings(outcome), encoding="utf-8")
        if not outcome.workbook:
            shutil.copyfile(self._box / entry.original, work / entry.name)

    def _publish(self, entry: Entry) -> Entry:
        """Rename the result's folder; the journal knows the name before."""
        parent = self._box / entry.result
        parent.mkdir(exist_ok=True)
        folder = free_folder(parent, Path(entry.name).stem)
        entry = entry._replace(folder=folder.relative_to(self._box).as_posix())
        self._journal.put(entry)
        (self._work / entry.work).rename(folder)
        entry = entry._replace(state=FILED)
        self._journal.put(entry)
        return entry

    # -- after a watcher that was killed

    def recover(self) -> list[Entry]:
        """Finish what a watcher that was killed began; returns what is still to be run."""
        for entry in self._journal.entries(READY):
            self._finish(entry)
        open_entries = [
            entry
            for entry in self._journal.entries("taken")
            if self._has_original(entry)
        ]
        self._remove_work()
        self._note_copies()
        return open_entries

    def _finish(self, entry: Entry) -> None:
        if (self._work / entry.work).exists():
            self._publish(entry)
        else:  # it was renamed right before the end
            self._journal.put(entry._replace(state=FILED))

    def _has_original(self, entry: Entry) -> bool:
        """Whether the original is in its place, or can be moved there now."""
        original = self._box / entry.original
        if original.exists():
            if sha256_of(original) == entry.sha256:
                return True
            self._put_back(original, entry)
            return False
        path = self._box / entry.name
        if sha256_of(path) == entry.sha256:
            return self._moved(path, entry) is not None
        self._journal.remove(entry.sha256)
        return False

    def _remove_work(self) -> None:
        """Remove what runs that were killed had written: none of it has a name yet."""
        if self._work.exists():
            shutil.rmtree(self._work, ignore_errors=True)

    def _note_copies(self) -> None:
        """Note copies that were moved right before the end."""
        known = self._journal.originals()
        for path in sorted((self._box / ORIGINALS).glob("*/*")):
            original = path.relative_to(self._box).as_posix()
            if original in known or not path.is_file():
                continue
            sha256 = sha256_of(path)
            if self._journal.get(sha256) is not None:
                self._journal.put_copy(original, path.name, sha256)

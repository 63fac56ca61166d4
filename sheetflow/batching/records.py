"""What a batch made of a workbook, kept next to the result: a job that comes twice is done once.

The record is written just before the workbook takes its name. So it counts only where the
workbook is the one that it names.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

from msgspec import DecodeError, Struct, json

from sheetflow.batching.job import Job, Outcome
from sheetflow.workbook.publishing.kept_runs import KeptRuns, sha256_of, state_folder


class Record(Struct, frozen=True):
    """What a job came to, and the job's key."""

    key: str
    outcome: Outcome


def key_of(job: Job, sha256: str) -> str:
    """What makes two jobs the same: input, version, date and options.

    A run in place changes its input. There, the same batch makes jobs the same.
    """
    choices = job.choices
    same = asdict(choices)
    if not choices.in_place:
        same["started"] = None
    content = "" if choices.in_place else sha256
    parts = [same, content, job.version]
    return hashlib.sha256(json.encode(parts)).hexdigest()


class RecordFile:
    """The record next to a workbook that a batch wrote."""

    def __init__(self, workbook: Path) -> None:
        self._workbook = workbook
        self._path = state_folder(workbook) / "batch" / f"{workbook.name}.json"

    def write(self, record: Record) -> None:
        """Keep a record, whole or not at all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        temporary.write_bytes(json.encode(record))
        temporary.replace(self._path)

    def outcome(self, key: str) -> Outcome | None:
        """What the same job came to; None where it was not done, or the result changed since."""
        if not self._path.exists():
            return None
        try:
            record = json.decode(self._path.read_bytes(), type=Record)
        except DecodeError:  # a record of another version: the job is done again
            return None
        if record.key != key:
            return None
        if sha256_of(self._workbook) != record.outcome.written_sha256:
            return None
        return record.outcome


def documents_of(workbook: Path) -> tuple[str, ...]:
    """The documents of the run that wrote a workbook, as paths from its folder."""
    kept = KeptRuns(workbook).of_file()
    if kept is None or not kept.folder:
        return ()
    folder = workbook.parent / kept.folder
    return tuple(sorted(f"{kept.folder}/{path.name}" for path in folder.iterdir()))

"""Workbooks and results in other storage: fetched before a run, delivered after it.

The run itself is one of this machine, in a temporary folder.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import structs

from sheetflow.batching.addresses import is_remote, opened
from sheetflow.batching.job import Job, Outcome, failure
from sheetflow.batching.workers import Worker
from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.kept_runs import sha256_of

NO_STORAGE = "{name}: it could not be read or written there: {error}"


def run_anywhere(job: Job, worker: Worker) -> Outcome:
    """Do a job, wherever its workbook is and its result goes.

    Raises LostError where the job ended its worker.
    """
    if not is_remote(job.source) and not is_remote(job.folder):
        return worker.run(job)
    try:
        return _run_elsewhere(job, worker)
    except (SheetflowError, OSError, _errors_of_storage()) as error:
        return failure(job, NO_STORAGE.format(name=job.name, error=error))


def _errors_of_storage() -> type[Exception]:
    """What the library of S3 raises where it is installed; else what can never be raised."""
    try:
        from botocore.exceptions import BotoCoreError
    except ImportError:
        return SheetflowError
    error: type[Exception] = BotoCoreError
    return error


def _run_elsewhere(job: Job, worker: Worker) -> Outcome:
    with _fetched(job.source) as source, _delivered(job.folder) as folder:
        local = structs.replace(job, source=str(source), folder=str(folder))
        outcome = worker.run(local)
    return structs.replace(
        outcome,
        source=job.source,
        folder=job.folder,
        error=outcome.error.replace(str(source), job.source),
    )


@contextmanager
def _fetched(address: str) -> Iterator[Path]:
    """The workbook as a file of this machine."""
    if not is_remote(address):
        yield Path(address)
        return
    system, path = opened(address)
    with TemporaryDirectory(prefix="sheetflow-") as folder:
        file = Path(folder, posixpath.basename(path))
        system.get_file(path, str(file))
        yield file


@contextmanager
def _delivered(address: str) -> Iterator[Path]:
    """A folder of this machine with what is in the result's; what changes goes there."""
    if not is_remote(address):
        yield Path(address)
        return
    with TemporaryDirectory(prefix="sheetflow-") as name:
        folder = Path(name)
        _fetch_all(address, folder)
        before = _fingerprints(folder)
        yield folder
        _deliver(folder, before, address)


def _fetch_all(address: str, folder: Path) -> None:
    system, root = opened(address)
    if not system.exists(root):
        return
    for path in system.find(root):
        file = folder / posixpath.relpath(path, root)
        file.parent.mkdir(parents=True, exist_ok=True)
        system.get_file(path, str(file))


def _fingerprints(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


def _deliver(folder: Path, before: dict[str, str], address: str) -> None:
    """Write what is new: the workbook last, as a run does, so that it is the sign that all is there."""
    after = _fingerprints(folder)
    new = [name for name, sha256 in after.items() if before.get(name) != sha256]
    gone = [name for name in before if name not in after]
    system, root = opened(address)
    for name in sorted(new, key=lambda name: ("/" not in name, name)):
        target = posixpath.join(root, name)
        system.makedirs(posixpath.dirname(target), exist_ok=True)
        system.put_file(str(folder / name), target)
    for name in gone:
        system.rm_file(posixpath.join(root, name))

"""What runs wrote of one workbook, kept next to it in `.sheetflow/last/`.

The workbook as the last run wrote it and its facts are kept, both as the run before left
them too (for when the last is undone), and a list of the newest runs. A run is known by
the SHA-256 of the file that it wrote. So a file that has none of these fingerprints was
changed since, or is not a run's at all.

The list and the new copies are there before the workbook takes its name. A run that dies
in between leaves a run on the list that no file has, which does no harm.
"""

from __future__ import annotations

import hashlib
import shutil
import stat
from pathlib import Path

from msgspec import DecodeError, Struct, json

from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.write_errors import explained

KEPT = 20
"""How many runs the list keeps: as many as there are backups."""


class KeptRun(Struct, frozen=True, forbid_unknown_fields=True):
    """One run: what it wrote, and what it takes to undo it.

    `before_sha256` and `backup` (a file in `.sheetflow/backups/`) are empty where the
    workbook was new. `folder` is the folder of its documents, from the workbook's
    folder, and `documents` what is in it: both empty where it printed nothing.
    """

    run: int
    as_of: str
    written_sha256: str
    before_sha256: str = ""
    backup: str = ""
    rows: int = 0
    cells: int = 0
    folder: str = ""
    documents: str = ""


def state_folder(workbook: Path) -> Path:
    """The folder `.sheetflow` next to a workbook; a link is followed."""
    return workbook.resolve().parent / ".sheetflow"


def sha256_of(path: Path) -> str:
    """The fingerprint of a file; empty if there is none."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _KeptFile:
    """A file that each run writes, with that of the run before, and the one that is about to take its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.next = path.with_name(f"{path.name}.next")
        self._before = path.with_name(f"{path.name}.before")

    def take_next(self) -> None:
        """The next one is now the last, and the last the one before."""
        if self.path.exists():
            self.path.replace(self._before)
        self.next.replace(self.path)

    def take_back(self) -> None:
        """The one before is the last again."""
        self.path.unlink(missing_ok=True)
        if self._before.exists():
            self._before.replace(self.path)


class KeptRuns:
    """The runs that are kept of one workbook."""

    def __init__(self, workbook: Path) -> None:
        self._workbook = workbook.resolve()
        folder = state_folder(workbook) / "last"
        self._copy = _KeptFile(folder / self._workbook.name)
        self._facts = _KeptFile(folder / f"{self._workbook.name}.facts")
        self._list = folder / f"{self._workbook.name}.json"

    @property
    def copy(self) -> Path:
        """The workbook as the last run wrote it."""
        return self._copy.path

    @property
    def facts(self) -> Path:
        """The facts as the last run wrote them."""
        return self._facts.path

    def read(self) -> list[KeptRun]:
        """The runs, oldest first. Raises SheetflowError where the list is damaged."""
        if not self._list.exists():
            return []
        try:
            return json.decode(self._list.read_bytes(), type=list[KeptRun])
        except DecodeError:
            raise SheetflowError(
                f"{self._list}: this list of runs is damaged; delete it and try again"
            ) from None

    def of_file(self) -> KeptRun | None:
        """The newest run that wrote the workbook as it is; None where none did."""
        sha256 = sha256_of(self._workbook)
        runs = reversed(self.read())
        return next((run for run in runs if run.written_sha256 == sha256), None)

    def prepare(self, run: KeptRun, written: Path, facts: bytes) -> None:
        """Keep a run, the file that it has written, which has no name yet, and its facts.

        Raises SheetflowError where that cannot be kept.
        """
        folder = self._list.parent
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(written, self._copy.next)
            self._facts.next.write_bytes(facts)
            mode = stat.S_IMODE(written.stat().st_mode)
            self._copy.next.chmod(mode)
            self._facts.next.chmod(mode)
            self._write([*self.read(), run][-KEPT:])

    def finish(self) -> None:
        """The prepared run has happened: its files are now the last ones."""
        self._copy.take_next()
        self._facts.take_next()

    def forget(self, run: KeptRun) -> None:
        """Take a run from the list, and its files, once it is undone: those of the run before are the last again."""
        self._write([one for one in self.read() if one != run])
        self._copy.take_back()
        self._facts.take_back()

    def _write(self, runs: list[KeptRun]) -> None:
        temporary = self._list.with_suffix(".tmp")
        temporary.write_bytes(json.format(json.encode(runs)))
        temporary.replace(self._list)

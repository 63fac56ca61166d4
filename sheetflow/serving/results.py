"""What came out of runs, kept for an hour in a folder that only this user can read."""

from __future__ import annotations

import io
import secrets
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from sheetflow.serving.names import LISTS

SECONDS = 3600
"""How long a result is kept."""

MOST = 200
"""How many results are kept at once."""

MOST_BYTES = 2_000_000_000
"""How many bytes all workbooks may have that are kept at once."""

PREFIX = "sheetflow-page-"
LOCK = "page is open.lock"


@dataclass(frozen=True)
class Result:
    """One dropped workbook: its folder, whose it is, when it came, how it is run.

    `session` is that of the browser that dropped it; `options` are those of the run; `size` is
    in bytes.
    """

    folder: Path
    name: str
    since: float
    session: str = ""
    options: Sequence[str] = ()
    size: int = 0

    @property
    def file(self) -> Path:
        """The workbook as it was dropped."""
        return self.folder / "in" / self.name

    @property
    def is_list(self) -> bool:
        """Whether rows come from it, and it is not a workbook."""
        return self.file.suffix in LISTS

    @property
    def book(self) -> Path:
        """The workbook that a list's rows go into."""
        return self.folder / "book" / f"{Path(self.name).stem}.xlsx"

    @property
    def answers(self) -> Path:
        """What a person answered on the mapping screen."""
        return self.folder / "answers.json"

    @property
    def output(self) -> Path:
        """What the run wrote."""
        return self.folder / "out"

    @property
    def pictures(self) -> Path:
        """The pages of documents, as pictures."""
        return self.folder / "pictures"

    def files(self) -> list[str]:
        """What the run wrote, as paths from its folder; the workbook is first."""
        return _files(self.output)

    @property
    def latest(self) -> Path:
        """The workbook as the run wrote it; as it was dropped where none did."""
        written = self.files()
        return self.output / written[0] if written else self.file

    def path(self, name: str) -> Path | None:
        """A file that the run wrote; None for any other."""
        return self.output / name if name in self.files() else None

    def picture(self, name: str) -> Path | None:
        """A page that was made a picture; None for any other."""
        return self.pictures / name if name in _files(self.pictures) else None

    def make_folders(self) -> None:
        """Make the folders for the workbook and for what the run writes."""
        self.file.parent.mkdir(parents=True)
        self.book.parent.mkdir()
        self.output.mkdir()

    def zipped(self) -> bytes:
        """All that the run wrote, as one file. Raises FileNotFoundError where it is deleted in the meantime."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            self.write_into(archive, ".")
        return target.getvalue()

    def write_into(self, archive: zipfile.ZipFile, folder: str) -> None:
        """Add all that the run wrote to an archive."""
        for name in self.files():
            archive.write(self.output / name, (PurePosixPath(folder) / name).as_posix())


def _files(folder: Path) -> list[str]:
    """The files in a folder as paths from it, without hidden ones; those further up come first."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    shown = [path.relative_to(folder).as_posix() for path in found]
    visible = [path for path in shown if not path.startswith(".")]
    return sorted(visible, key=lambda path: (path.count("/"), path))


def _write_all(chosen: Sequence[Result], target: Path) -> None:
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for result in chosen:
            if result.files():
                result.write_into(archive, _free(Path(result.name).stem, taken))


def _free(name: str, taken: set[str]) -> str:
    """A name that is not taken yet, with a number where it would be; it is taken then."""
    names = (f"{name} ({number})" if number > 1 else name for number in count(1))
    free = next(each for each in names if each.casefold() not in taken)
    taken.add(free.casefold())
    return free


@dataclass
class Results:
    """The results that are kept."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix=PREFIX)))
    now: Callable[[], float] = time.time
    _kept: dict[str, Result] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self._lock = FileLock(self.folder / LOCK)
        self._lock.acquire()

    def has_room(self, size: int) -> bool:
        """Whether one more workbook of this size can be kept."""
        self.forget_old()
        kept = sum(result.size for result in self._kept.values())
        return len(self._kept) < MOST and kept + size <= MOST_BYTES

    def add(
        self, name: str, session: str = "", options: Sequence[str] = (), size: int = 0
    ) -> tuple[str, Result]:
        """A folder for a workbook that was dropped, with the number of its result."""
        number = secrets.token_urlsafe(16)
        folder = self.folder / number
        result = Result(folder, name, self.now(), session, options, size)
        result.make_folders()
        self._kept[number] = result
        return number, result

    def get(self, number: str, session: str = "") -> Result | None:
        """A result of a session by its number; None for one that is not kept, or no longer."""
        self.forget_old()
        result = self._kept.get(number)
        return result if result is not None and result.session == session else None

    def of_session(self, session: str) -> list[Result]:
        """The results of a session."""
        self.forget_old()
        return [result for result in self._kept.values() if result.session == session]

    def zip_all(self, chosen: Sequence[Result]) -> Path:
        """All that some runs wrote, as a new file: a folder for each workbook.

        Raises FileNotFoundError where a result is deleted in the meantime.
        """
        target = self.folder / f"{secrets.token_urlsafe(16)}.zip"
        try:
            _write_all(chosen, target)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            raise
        return target

    def forget(self, number: str) -> None:
        """Delete a result."""
        result = self._kept.pop(number, None)
        if result is not None:
            shutil.rmtree(result.folder, ignore_errors=True)

    def forget_old(self) -> None:
        """Delete the results that are older than an hour."""
        latest = self.now() - SECONDS
        for number in [n for n, result in self._kept.items() if result.since < latest]:
            self.forget(number)

    def close(self) -> None:
        """Delete everything."""
        self._kept.clear()
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def delete_left_behind() -> None:
    """Delete the results of pages that were killed: their folders are not locked any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(blocking=False)
        except (Timeout, OSError):
            continue
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)

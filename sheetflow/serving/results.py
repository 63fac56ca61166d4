"""What came out of runs, kept for an hour in a folder that only this user can read."""

from __future__ import annotations

import io
import secrets
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sheetflow.serving.names import LISTS

SECONDS = 3600
"""How long a result is kept."""


@dataclass(frozen=True)
class Result:
    """One dropped workbook: its folder, and when it came."""

    folder: Path
    name: str
    since: float

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

    def files(self) -> list[str]:
        """What the run wrote, as paths from its folder; the workbook is first."""
        found = [path for path in self.output.rglob("*") if path.is_file()]
        shown = [path.relative_to(self.output).as_posix() for path in found]
        visible = [path for path in shown if not path.startswith(".")]
        return sorted(visible, key=lambda path: (path.count("/"), path))

    @property
    def latest(self) -> Path:
        """The workbook as the run wrote it; as it was dropped where none did."""
        written = self.files()
        return self.output / written[0] if written else self.file

    def path(self, name: str) -> Path | None:
        """A file that the run wrote; None for any other."""
        return self.output / name if name in self.files() else None

    def make_folders(self) -> None:
        """Make the folders for the workbook and for what the run writes."""
        self.file.parent.mkdir(parents=True)
        self.book.parent.mkdir()
        self.output.mkdir()

    def zipped(self) -> bytes:
        """All that the run wrote, as one file."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.files():
                archive.write(self.output / name, name)
        return target.getvalue()


@dataclass
class Results:
    """The results that are kept."""

    folder: Path = field(
        default_factory=lambda: Path(tempfile.mkdtemp(prefix="sheetflow-"))
    )
    now: Callable[[], float] = time.time
    _kept: dict[str, Result] = field(default_factory=dict)

    def add(self, name: str) -> tuple[str, Result]:
        """A place for a workbook that was dropped, with the number of its result."""
        self.forget_old()
        number = secrets.token_urlsafe(16)
        result = Result(self.folder / number, name, self.now())
        result.make_folders()
        self._kept[number] = result
        return number, result

    def get(self, number: str) -> Result | None:
        """A result by its number; None for one that is not kept, or no longer."""
        self.forget_old()
        return self._kept.get(number)

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
        shutil.rmtree(self.folder, ignore_errors=True)

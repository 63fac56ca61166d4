"""The workbooks of a folder, which the page lists and runs in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheetflow.workbook.publishing.kept_runs import KeptRuns

Shown = dict[str, str]


@dataclass(frozen=True)
class FolderRuns:
    """A folder of workbooks; only what is directly in it is listed, and nothing hidden."""

    folder: Path

    def workbooks(self) -> list[Shown]:
        """The workbooks by name, with when they were changed, and the number and date of their last run."""
        return [self._shown(path) for path in sorted(self._files())]

    def file(self, name: str) -> Path | None:
        """The workbook of a name that was listed; None for any other."""
        return next((path for path in self._files() if path.name == name), None)

    def _files(self) -> list[Path]:
        found = self.folder.glob("*.xls[xm]")
        return [path for path in found if path.name[0] not in ".~" and path.is_file()]

    def _shown(self, path: Path) -> Shown:
        runs = KeptRuns(path).read()
        last = {"run": str(runs[-1].run), "day": str(runs[-1].as_of)} if runs else {}
        changed = datetime.fromtimestamp(path.stat().st_mtime)
        return {"name": path.name, "changed": f"{changed:%Y-%m-%d %H:%M}", **last}

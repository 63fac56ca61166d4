"""Whether a copy of a workbook may be replaced: nothing that a person typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.publishing.kept_runs import KeptRuns

if TYPE_CHECKING:
    from pathlib import Path

    from sheetflow.workbook.publishing.kept_runs import KeptRun

REMEDY = "choose another folder with -o, or add --overwrite, which keeps a backup"


def refuse_changed(target: Path) -> KeptRun | None:
    """The run that wrote the target as it is; None where there is no such file.

    Raises SheetflowError where somebody changed it since, or no run wrote it.
    """
    if not target.exists():
        return None
    kept = KeptRuns(target)
    run = kept.of_file()
    if run is not None:
        return run
    if kept.read():
        raise SheetflowError(
            f"{target}: somebody changed it since a run wrote it, so it was not "
            f"replaced; {REMEDY}"
        )
    raise SheetflowError(
        f"{target}: it is there already and no run wrote it, so it was not replaced; "
        f"{REMEDY}"
    )


def refuse_newer(target: Path, there: KeptRun | None, run: int) -> None:
    """Raises SheetflowError where a newer run than this one wrote the target."""
    if there is None or there.run <= run:
        return
    raise SheetflowError(
        f"{target}: run {there.run} wrote it, and this would be run {run}, so it was "
        f"not replaced; run {target} itself, or {REMEDY}"
    )

"""Pipeline: one run of a workbook, from the file that is opened to the edits of the result.

    one_run.py       workbook → frames → checks → steps → ledgers → checks, on one page
    write_result.py  → workbook: what a run writes, sheet by sheet
    inspecting.py    a workbook checked and not run

May import last_run.py, opening/, writing/, controls/, engine/ and below. Begin with one_run.py.
"""

from __future__ import annotations

from sheetflow.pipeline.inspecting import check, inspect
from sheetflow.pipeline.one_run import Clock, Options, run
from sheetflow.writing.outcome import Run

__all__ = ["Clock", "Options", "Run", "check", "inspect", "run"]

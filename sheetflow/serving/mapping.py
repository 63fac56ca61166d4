"""The mapping screen: what a workbook's names or a list's columns may be, and the answers.

All of it is done by `sheetflow map`, `sheetflow import` and `sheetflow new` in child processes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sheetflow.serving.results import Result
from sheetflow.serving.runs import Ended, run_command, run_json

Screen = dict[str, Any]
"""What the screen shows: `kind`, `sheets` of ours, `own` ones, what is missing."""

MOST_MISSING = 3
"""How much may be missing of a workbook that only needs other names; else it is a list."""


async def names_screen(file: Path) -> Screen | None:
    """The screen for a workbook that cannot be run; None where other names would not help."""
    ran = await run_json(["map", str(file), "--json"])
    screen = {**ran.document, "kind": "names"}
    if ran.error or len(screen.get("missing", ())) >= MOST_MISSING:
        return None
    return screen if _has_proposals(screen) else None


def _has_proposals(screen: Screen) -> bool:
    """Whether something is called by a name of its owner's, or is missing."""
    if screen["missing"]:
        return True
    sheets = screen["sheets"]
    named = [*sheets, *(column for sheet in sheets for column in sheet["columns"])]
    return any(each["here"] and not each["is_known"] for each in named)


async def list_screen(result: Result) -> tuple[Screen | None, str]:
    """The screen for a list, or why there is none."""
    if not result.book.exists():
        ended = await run_command(["new", str(result.book)])
        if ended.error:
            return None, ended.error
    ran = await run_json(["import", str(result.book), str(result.file), "--json"])
    if ran.error:
        return None, ran.error
    return {**ran.document, "kind": "list"}, ""


async def write_names(file: Path, answers: Path, given: Mapping[str, Any]) -> str:
    """Write what the screen gave into the workbook's Mapping; returns why it cannot be done.

    `given` are `answers`, and the `locale` of its texts where that was chosen; `answers` is the
    file that the child process reads.
    """
    answers.write_text(json.dumps(given.get("answers", [])), encoding="utf-8")
    options = ["--answers", str(answers), *_locale_option(given)]
    ended = await run_command(["map", str(file), *options])
    return ended.error


async def import_list(
    result: Result, into: Path | None, given: Mapping[str, Any]
) -> Ended:
    """Take the rows of a list into its workbook, which is a copy of `into` or a new one.

    `given` are `answers`, and the `locale` of its texts where that was chosen.
    """
    chosen = given.get("answers", [])
    if into is not None:
        shutil.copyfile(into, result.book)
    result.answers.write_text(json.dumps(chosen), encoding="utf-8")
    options = ["--new-products", *_locale_option(given)]
    if chosen:
        options += ["--answers", str(result.answers)]
    return await run_command(["import", str(result.book), str(result.file), *options])


def _locale_option(given: Mapping[str, Any]) -> list[str]:
    """The option that says how texts are written, where that was chosen."""
    locale = str(given.get("locale") or "")
    return [f"--locale={locale}"] if locale else []

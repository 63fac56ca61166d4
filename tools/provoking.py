"""The workbooks that provoke each problem, as tests/provoking/*.toml declare them: for the reference and the tests.

A declaration, by code:

    sheets    text tables, their columns two spaces apart, in the words of tests/tables.py: what differs from the small
              shop (tests/sheets.py)
    tables    sheets whose rows are an Excel table, with its range; `totals` likewise, with a totals row at its end
    files     what lies next to the workbook: text, or bytes as `base64:…`
    command   what is typed; `sheetflow check book.xlsx` where it says nothing
    first_run whether the workbook is run before; `then` what a person changes after that run
    later     what a person changes after a second run
    cell      where the problem is found
    says      what is said of it, in the words that are printed
    fix       what a person types to fix it

`then`, `later` and `fix` hold a cell (`Payments!C2`) or a row (`Payments!3`, its words two spaces
apart; empty: cleared).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "provoking"
GAP = re.compile(r"\s{2,}")


@dataclass(frozen=True)
class Provoked:
    """A workbook that provokes a problem, where and how it is reported, and what fixes it."""

    sheets: Mapping[str, str]
    cell: str
    says: str
    fix: Mapping[str, str]
    command: str = "check book.xlsx"
    first_run: bool = False
    then: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def provoked() -> dict[str, Provoked]:
    """Every declared workbook by the code that it provokes. Raises TypeError at a word that is not known."""
    found: dict[str, Provoked] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for code, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[code] = Provoked(**words)
    return found


def words_of(table: str) -> list[list[str]]:
    """The words of a text table, row by row."""
    return [
        GAP.split(line.strip()) for line in table.strip().splitlines() if line.strip()
    ]

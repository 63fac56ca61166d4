"""Broken and malicious files through every command that reads a workbook, all in one process with limits.

What `run` makes of them is in test_hostile_files.py.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from locations import CORPUS
from measured import MEMORY, SECONDS, measured
from odd_books import odd_shop

HOSTILE = sorted((CORPUS / "hostile").glob("*"))
pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="this platform does not report what a process used"
)

COMMANDS = {
    "check": ["check", "FILE"],
    "doctor": ["doctor", "FILE"],
    "trace": ["trace", "FILE", "SO-1"],
    "verify": ["verify", "FILE"],
    "diff": ["diff", "FILE", "FILE"],
    "print": ["print", "FILE", "-o", "OUT"],
    "export": ["export", "FILE", "--format", "xero-invoices", "-o", "OUT"],
    "report": ["report", "FILE", "sales", "receivables", "stock", "-o", "OUT/report"],
    "undo": ["undo", "FILE"],
    "new": ["new", "OUT/new.xlsx", "--like", "FILE"],
    "map": ["map", "FILE", "-o", "OUT/map"],
    "import": [
        "import",
        "FILE",
        "OUT/list.csv",
        "--as",
        "table:Products",
        "-o",
        "OUT/import",
    ],
    "import it": ["import", "OUT/shop.xlsx", "FILE", "-o", "OUT/import"],
    "diff from": ["diff", "OUT/shop.xlsx", "FILE", "-o", "OUT/diff.xlsx"],
}
"""The words of each command; FILE is the hostile file, OUT a folder with a good workbook and a list."""

ALL = (
    "-c",
    """
import contextlib, io, json, sys
from sheetflow.cli import main
for words in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(words)
            status = 0
        except SystemExit as end:
            status = end.code
    print(json.dumps([status, out.getvalue(), err.getvalue()]))
""",
)
"""Runs several commands, and prints how each ended."""


@pytest.mark.skipif(
    not HOSTILE,
    reason="the corpus of hostile files (../shared/corpus/hostile) is not here",
)
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_every_command_ends_in_a_result_or_in_one_sentence(
    tmp_path: Path, path: Path
) -> None:
    odd_shop(tmp_path / "shop.xlsx")
    (tmp_path / "list.csv").write_text("SKU,Name\nZ-1,New\n", encoding="utf-8")
    names = {"FILE": str(path), "OUT": str(tmp_path)}
    commands = [[_filled(word, names) for word in words] for words in COMMANDS.values()]
    before = path.read_bytes()
    ended = measured(json.dumps(commands), program=ALL)
    assert ended.status == 0, ended.err[-2000:]
    assert ended.seconds < SECONDS
    assert ended.memory < MEMORY
    for name, line in zip(COMMANDS, ended.out.splitlines(), strict=True):
        status, out, err = json.loads(line)
        assert status in (0, 1, 3), f"{name}: {err}"
        assert "Traceback" not in out + err
        assert "root:" not in out + err
        if status == 3:
            assert err.count("\n") == 1, f"{name}: {err}"
    assert path.read_bytes() == before


def _filled(word: str, names: dict[str, str]) -> str:
    for name, path in names.items():
        word = word.replace(name, path)
    return word

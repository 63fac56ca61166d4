"""The sample shop as a file, and the command as people run it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from forked import Ended, forked

from sheetflow.cli import main
from sheetflow.starters.demo import write_demo

AS_OF = "--as-of=2026-03-02"


def demo(folder: Path, name: str = "demo.xlsx") -> Path:
    """The demo's workbook under some name."""
    return write_demo(folder).rename(folder / name)


def sheetflow(*words: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def process(*words: str | Path, code: str = "") -> Ended:
    """Run a command in a process of its own; `code` is what that runs first."""
    start = f"import sys\n{code}\nfrom sheetflow.cli import main\nmain(sys.argv[1:])"
    return forked(*words, program=("-c", start))


def stopped(result: Result) -> str:
    """The one line that a command ends with when it cannot go on: what is wrong, and after `; ` or `: ` the remedy."""
    assert result.exit_code == 3, result.output
    assert result.stdout == ""
    line = result.stderr.removesuffix("\n")
    assert line
    assert "\n" not in line
    assert "Traceback" not in line
    return line


def files(folder: Path) -> list[str]:
    """Everything in a folder, folders in it too."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )

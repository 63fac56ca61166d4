"""Commands as a person types them: those that must succeed, and those that must refuse."""

from __future__ import annotations

from click.testing import CliRunner, Result

from sheetflow.cli import main


def sf(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> str:
    """Run a command that must succeed; returns what it prints."""
    result = sf(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def stopped(*words: object) -> str:
    """Run a command that must refuse; returns its one line."""
    result = sf(*words)
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    [line] = result.stderr.splitlines()
    return line

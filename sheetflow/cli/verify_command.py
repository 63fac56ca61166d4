"""`sheetflow verify`: what is typed after it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheetflow.cli.options import FILE


@click.command("verify")
@click.argument("file", type=FILE)
def verify_command(file: Path) -> None:
    """Say whether the Run log is whole, documents are numbered once, and nothing is in error.

    Removed last rows leave no trace in the log itself: keep the fingerprint that is printed. Exit status 1 where
    anything does not hold. Nothing is written.
    """
    from sheetflow.commands.verify import verify

    sys.exit(verify(file))

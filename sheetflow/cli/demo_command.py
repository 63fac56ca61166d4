"""`sheetflow demo`: what is typed after it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sheetflow.cli.options import FILE


@click.command("demo")
@click.argument("folder", type=FILE, default=Path("sheetflow-demo"), metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Write a small business with two mistakes in it, and run it."""
    from sheetflow.cli.doing import demo

    sys.exit(demo.demo(folder))

"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FILE = click.Path(path_type=Path)
Command = TypeVar("Command", bound=Callable[..., Any])


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`, for every command that works with a date."""
    day = click.DateTime(formats=["%Y-%m-%d"])
    option = click.option(
        "--as-of", type=day, metavar="DATE", help="The date to work with and to write (default: today)."
    )
    return option(command)


def json_option(command: Command) -> Command:
    """`--json`: one document on stdout, everything else on stderr."""
    option = click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document; everything else goes to stderr."
    )
    return option(command)


def pdf_option(command: Command) -> Command:
    """`--pdf`, for every command that prints."""
    words = "Print PDFs beside the workbooks (needs: pip install 'sheetflow[pdf]')."
    return click.option("--pdf", "as_pdf", is_flag=True, help=words)(command)

"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FILE = click.Path(path_type=Path)
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".pdf", ".csv")
"""Endings of what a person who means a file would type."""


class Folder(click.Path):
    """A folder to write to; what looks like a file is refused, unless such a folder exists."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The folder's path. Raises UsageError where a file was meant."""
        path = Path(value)
        if path.suffix.lower() in WORKBOOKS and not path.is_dir():
            self.fail(
                f"{path}: it takes the folder to write to; every file keeps its own name there. "
                f"For example: -o {path.with_suffix('')}",
                param,
                ctx,
            )
        return path


FOLDER = Folder(path_type=Path)


class Words(click.Choice[str]):
    """One of a few words; for another one the nearest is proposed."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What is said of a word that is none of them."""
        from sheetflow.domain.suggestions import did_you_mean

        near = did_you_mean(str(value), list(self.choices))
        return f"{value}: it is none of {', '.join(self.choices)}{near}"


Command = TypeVar("Command", bound=Callable[..., Any])


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`, for every command that works with a date."""
    day = click.DateTime(formats=["%Y-%m-%d"])
    option = click.option(
        "--as-of",
        type=day,
        metavar="DATE",
        help="The date to work with and to write (default: today).",
    )
    return option(command)


def json_option(command: Command) -> Command:
    """`--json`: one document on stdout, everything else on stderr."""
    option = click.option(
        "--json",
        "as_json",
        is_flag=True,
        help="Print one JSON document; everything else goes to stderr.",
    )
    return option(command)


def pdf_option(command: Command) -> Command:
    """`--pdf`, for every command that prints."""
    words = "Print PDFs beside the workbooks (needs: pip install 'sheetflow[pdf]')."
    return click.option("--pdf", "as_pdf", is_flag=True, help=words)(command)

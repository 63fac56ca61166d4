"""The command `sheetflow`: what a person types, sees and gets.

Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from sheetflow import __version__
from sheetflow.errors import SheetflowError

STOPPED, INTERRUPTED = 3, 130


class Program(click.Group):
    """The commands, with the endings that any of them may have: it cannot go on, or somebody stops it."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; a reason why it cannot go on is one line on stderr."""
        print_anywhere()
        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except (SheetflowError, OSError) as error:
            click.echo(reason(error), err=True)
            sys.exit(STOPPED)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo(
                "interrupted: a workbook is written whole or not at all", err=True
            )
            sys.exit(INTERRUPTED)


def print_anywhere() -> None:
    """Where a terminal or file has no sign for a letter, print a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def reason(error: Exception) -> str:
    """Why the program cannot go on, in one line."""
    if isinstance(error, OSError):
        from sheetflow.workbook.publishing.publish import explain

        return f"{error.filename or 'sheetflow'}: {explain(error)}"
    return str(error)


@contextmanager
def also_as_json(asked: bool) -> Iterator[None]:
    """Where JSON was asked for, a reason why the program cannot go on is one document too."""
    try:
        yield
    except (SheetflowError, OSError) as error:
        if asked and not isinstance(error, BrokenPipeError):
            import json

            click.echo(
                json.dumps(
                    {"status": STOPPED, "error": reason(error)},
                    ensure_ascii=False,
                    indent=2,
                )
            )
        raise


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="sheetflow")
@click.pass_context
def main(context: click.Context) -> None:
    """Take a small business's sales workbook through its workflow.

    Quotes, orders, picks, packing, shipments, invoices, payments, returns and stock are sheets that people type into.
    `sheetflow run` checks them, does what the column Action of Orders asks for, works out where everything stands,
    and writes the updated workbook; `sheetflow demo` shows it.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False

"""The group of all commands, and the ways in which any of them can end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click

from sheetflow import __version__
from sheetflow.errors import SheetflowError
from sheetflow.running.reasons import own_reason, reason

CANNOT_CONTINUE = 3
INTERRUPTED = 130
"""Exit statuses; 2, wrong usage, is click's own."""


COMMANDS = {
    "app": "Open the page in your browser; close it with Ctrl-C.",
    "batch": "Run many workbooks at once, each into its own folder.",
    "check": "List what is wrong in a workbook, and change nothing.",
    "demo": "Write a sample business with two mistakes, and run it.",
    "diff": "List what changed between two workbooks, cell by cell.",
    "doctor": "List what needs attention before a workbook's first run.",
    "explain": "Explain the code of a problem, or list all codes.",
    "export": "Export the books of a workbook for an accounting program.",
    "import": "Take rows of other files into a workbook.",
    "install-shortcuts": "Add sheetflow to the desktop's menu and Open with.",
    "map": "Say which of your sheets and columns are which.",
    "new": "Write an empty workbook with every sheet and its help.",
    "print": "Write the documents of a workbook, ready to print.",
    "report": "Write reports: tax, sales, receivables, stock and more.",
    "run": "Do what a workbook requests, and update the workbook.",
    "serve": "Open a page on this machine on which you drop workbooks.",
    "template": "Start and check layouts of your own for PDFs.",
    "trace": "Show how figures of an order, invoice or SKU came about.",
    "undo": "Put a workbook back as it was before its last run.",
    "verify": "Check that a workbook's log and figures can be trusted.",
    "watch": "Run each workbook that is dropped into a folder.",
}
"""The commands, and the first sentence of the help of each: `--help` imports none.

`run` is `run_command` in run.py.
"""

HIDDEN = ("page-pictures",)
"""Commands that only child processes of the page use."""

MODULES = {"import": "import_rows"}
"""The modules of commands whose name is a word of Python."""


class Program(click.Group):
    """The commands; each ends in one line on stderr where it cannot continue."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, imported when it is used; None where there is no such command."""
        known = cmd_name in (*COMMANDS, *HIDDEN)
        for name in [cmd_name] if known else COMMANDS:  # all, to suggest one of them
            self.add_command(_load(name))
        return self.commands.get(cmd_name)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; exit with a status of its own where it cannot continue."""
        replace_unprintable_characters()
        extra["standalone_mode"] = False
        try:
            return super().main(*args, **extra)
        except (SheetflowError, OSError) as error:
            _stop(own_reason(error), CANNOT_CONTINUE)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _stop("Interrupted. No workbook was left half-written.", INTERRUPTED)


def _load(name: str) -> click.Command:
    word = name.replace("-", "_")
    module = import_module(f"sheetflow.cli.{MODULES.get(name, word)}")
    command: click.Command = getattr(module, f"{word}_command")
    return command


def _stop(message: str, status: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(status)


def replace_unprintable_characters() -> None:
    """Print a question mark for a character that the terminal or file lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def errors_as_json(requested: bool) -> Iterator[None]:
    """With `--json`, print the reason why the program cannot continue as JSON too."""
    try:
        yield
    except (SheetflowError, OSError) as error:
        if requested and not isinstance(error, BrokenPipeError):
            from sheetflow.cli.output import print_json

            print_json({"status": CANNOT_CONTINUE, "error": reason(error)})
        raise


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the version, and which code reads and writes sheets."""
    if not wanted or context.resilient_parsing:
        return
    from sheetflow.workbook.native import path_name

    click.echo(f"sheetflow, version {__version__}")
    click.echo(f"sheets: {path_name()}")
    context.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(context: click.Context) -> None:
    """Take a small business's sales workbook through its workflow.

    Quotes, orders, picks, packing, shipments, invoices, payments, returns and stock
    are sheets that people type into. `sheetflow run` checks them, does the actions
    requested on the sheet Orders, works out stock, money and the status of every
    order, and updates the workbook. To see how, run `sheetflow demo`.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False

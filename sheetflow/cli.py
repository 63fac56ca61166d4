"""The command `sheetflow`: what a person types, sees and gets.

Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from sheetflow import __version__
from sheetflow.errors import SheetflowError

STOPPED, INTERRUPTED = 3, 130
FILE = click.Path(path_type=Path)
PRINTED = ("quotes", "orders", "picks", "packing", "labels", "invoices", "credits", "statements")
Command = TypeVar("Command", bound=Callable[..., Any])


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
            click.echo("interrupted: a workbook is written whole or not at all", err=True)
            sys.exit(INTERRUPTED)


def print_anywhere() -> None:
    """Where a terminal or file has no sign for a letter, print a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def reason(error: Exception) -> str:
    """Why the program cannot go on, in one line."""
    if isinstance(error, OSError):
        from sheetflow.workbook.publish import explain

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

            click.echo(json.dumps({"status": STOPPED, "error": reason(error)}, ensure_ascii=False, indent=2))
        raise


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


@main.command("run")
@click.argument("file", type=FILE)
@click.option(
    "-o", "--output", type=FILE, metavar="DIR", help="The folder to write to (default: out/ beside the workbook)."
)
@click.option("--in-place", is_flag=True, help="Replace the workbook; the old one is kept in .sheetflow/backups/.")
@click.option("--dry-run", is_flag=True, help="Print what would change, and write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if anything is in error.")
@click.option(
    "--adopt", is_flag=True, help="On a first run: overwrite what bears the name of a derived column or sheet."
)
@as_of_option
@json_option
def run_command(
    file: Path,
    output: Path | None,
    in_place: bool,
    dry_run: bool,
    strict: bool,
    adopt: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Do what a workbook asks for, and write it updated.

    Checks every sheet, does what the column Action of Orders asks for, works out stock, money and the status of every
    order, and writes the result to out/ beside the workbook, which stays as it is (but see --in-place).

    \b
    Exit status: 0  done (warnings are no errors)
                 1  something is in error; all other orders went on
                 3  the workbook cannot be processed; nothing was written
                 4  the books do not reconcile; nothing was written
    """
    from sheetflow.commands import run

    if in_place and output is not None:
        raise click.UsageError("--in-place and --output exclude each other: choose one")
    day = as_of.date() if as_of else None
    wishes = run.Wishes(
        file, output, in_place=in_place, dry_run=dry_run, strict=strict, adopt=adopt, as_of=day, as_json=as_json
    )
    with also_as_json(as_json):
        sys.exit(run.run(wishes))


@main.command("print")
@click.argument("file", type=FILE)
@click.option("--only", metavar="KINDS", help="Some kinds only, with commas: " + ", ".join(PRINTED) + ".")
@click.option("--order", "orders", multiple=True, metavar="ORDER", help="Those of this order (may be repeated).")
@click.option(
    "--customer", "customers", multiple=True, metavar="CODE", help="Those of this customer (may be repeated)."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Those dated on or after this day.")
@click.option(
    "-o", "--output", type=FILE, metavar="DIR", help="The folder to write to (default: out/ beside the workbook)."
)
@as_of_option
def print_command(
    file: Path,
    only: str | None,
    orders: tuple[str, ...],
    customers: tuple[str, ...],
    since: datetime | None,
    output: Path | None,
    as_of: datetime | None,
) -> None:
    """Write the documents that stand in a workbook, ready to print.

    Quotes, order confirmations, pick lists, packing slips, labels, invoices, credit notes and statements of account:
    one workbook for each kind, in out/ beside the workbook. Nothing in the workbook itself is done or changed.
    """
    from sheetflow.commands import print as printing
    from sheetflow.printing.gather import Wanted

    wanted = Wanted(
        only=frozenset(kinds_of(only)),
        orders=frozenset(orders) if orders else None,
        customers=frozenset(customers) if customers else None,
        since=since.date() if since else None,
        typed=True,
    )
    wishes = printing.Wishes(file, output, wanted, as_of.date() if as_of else None)
    sys.exit(printing.print_documents(wishes))


def kinds_of(only: str | None) -> list[str]:
    """The kinds that `--only` names. Raises UsageError at one that does not exist."""
    kinds = [word.strip().casefold() for word in only.split(",")] if only else list(PRINTED)
    unknown = [kind for kind in kinds if kind not in PRINTED]
    if unknown:
        raise click.UsageError(f"--only {unknown[0]}: there is no such kind; choose from {', '.join(PRINTED)}")
    return kinds


@main.command("check")
@click.argument("file", type=FILE)
@click.option(
    "-o", "--output", type=FILE, metavar="DIR", help="Write a copy that lists what is wrong on its sheet Issues."
)
@as_of_option
@json_option
def check_command(file: Path, output: Path | None, as_of: datetime | None, as_json: bool) -> None:
    """Say what is wrong in a workbook; do nothing.

    Nothing is written, but for the copy that --output asks for. Exit status 1 if anything is in error.
    """
    from sheetflow.commands import check

    with also_as_json(as_json):
        sys.exit(check.check(file, output, as_of.date() if as_of else None, as_json))


@main.command("new")
@click.argument("file", type=FILE)
@click.option(
    "--like", type=FILE, metavar="FILE", help="Take over Settings, Customers, Products, Locations, Tax codes."
)
def new_command(file: Path, like: Path | None) -> None:
    """Write an empty workbook: every sheet, with dropdowns and help."""
    from sheetflow.new import new_workbook

    if file.exists():
        raise SheetflowError(f"{file}: it exists already; choose another name")
    new_workbook(file, like)
    click.echo(f"{file}\nFill in Customers, Products and Orders, then: sheetflow run {file}")


@main.command("demo")
@click.argument("folder", type=FILE, default=Path("sheetflow-demo"), metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Write a small business with two mistakes in it, and run it."""
    from sheetflow.commands import demo

    sys.exit(demo.demo(folder))


@main.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Say what a problem's code means; without one, list them all."""
    from sheetflow.problems import rules

    known = rules()
    if code is None:
        click.echo("\n".join(f"{rule.code}  {rule.title}" for rule in known.values()))
        return
    rule = known.get(code.upper())
    if rule is None:
        raise click.UsageError(f"no problem has the code {code}; sheetflow explain lists them all")
    click.echo(
        f"{rule.code}  {rule.title} ({rule.kind})\n\n"
        f"Cause    {rule.cause}\nExample  {rule.example}\nRemedy   {rule.remedy}"
    )

"""The command `sheetflow`: what a person types, sees and gets.

Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from sheetflow import __version__
from sheetflow.errors import SheetflowError

STOPPED, INTERRUPTED = 3, 130
FILE = click.Path(path_type=Path)
Command = TypeVar("Command", bound=Callable[..., Any])


class Program(click.Group):
    """The commands, with the two endings that any of them may have: it cannot go on, or was interrupted."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; a reason why it cannot go on is one line on stderr."""
        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except SheetflowError as error:
            click.echo(str(error), err=True)
            sys.exit(STOPPED)
        except OSError as error:
            from sheetflow.workbook.publish import explain

            click.echo(f"{error.filename or 'sheetflow'}: {explain(error)}", err=True)
            sys.exit(STOPPED)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted: nothing was written", err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sheetflow")
def main() -> None:
    """Runs a small business's sales workbook: checks every sheet, does what was asked for,
    and writes the updated workbook.
    """


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
@click.option("--strict", is_flag=True, help="Write nothing if anything is held.")
@click.option("--adopt", is_flag=True, help="Overwrite columns and sheets that only look like the program's own.")
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
    """Take a workbook through the whole workflow."""
    from sheetflow.commands import run

    if in_place and output is not None:
        raise click.UsageError("--in-place and --output exclude each other: choose one")
    day = as_of.date() if as_of else None
    wishes = run.Wishes(
        file, output, in_place=in_place, dry_run=dry_run, strict=strict, adopt=adopt, as_of=day, as_json=as_json
    )
    sys.exit(run.run(wishes))


@main.command("check")
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, metavar="DIR", help="Also write a copy with its Issues to this folder.")
@as_of_option
@json_option
def check_command(file: Path, output: Path | None, as_of: datetime | None, as_json: bool) -> None:
    """Validate a workbook; do nothing, write nothing."""
    from sheetflow.commands import check

    sys.exit(check.check(file, output, as_of.date() if as_of else None, as_json))


@main.command("new")
@click.argument("file", type=FILE)
@click.option(
    "--like", type=FILE, metavar="FILE", help="Take over Settings, Customers, Products, Locations, Tax codes."
)
def new_command(file: Path, like: Path | None) -> None:
    """Write an empty workbook with every sheet, headers, help and dropdowns."""
    from sheetflow.new import new_workbook

    if file.exists():
        raise SheetflowError(f"{file}: it exists already; choose another name")
    new_workbook(file, like)
    click.echo(f"{file}\nFill in Customers, Products and Orders, then: sheetflow run {file}")


@main.command("demo")
@click.argument("folder", type=FILE, default=Path("sheetflow-demo"), metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Write a small sample business with two deliberate mistakes, and run it."""
    from sheetflow.commands import demo

    sys.exit(demo.demo(folder))


@main.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Say what a problem's code means: cause, example, remedy. Without a code, list them all."""
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

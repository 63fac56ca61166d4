"""`sheetflow watch`: a folder into which workbooks are dropped."""

from __future__ import annotations

import logging
import signal
import sys
from datetime import date
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetflow.cli.options import FOLDER, as_of_option, pdf_option
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.batching.box.watch import Report, Watcher, WatchRequest

LARGEST_LOG = 1_000_000
LOGS = 5
"""How many bytes a log has before the next one is begun, and how many are kept."""


@click.command("watch")
@click.argument("box", metavar="DIR", type=FOLDER)
@click.option("--once", is_flag=True, help="Run what is there now, then end.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="How many workbooks to run at once (default: one per processor core).",
)
@click.option(
    "--wait",
    "seconds",
    type=click.FloatRange(min=0),
    default=3.0,
    metavar="SECONDS",
    help="How long a file must not change before it is taken (default: 3).",
)
@click.option(
    "--strict", is_flag=True, help="Write no workbook in which there are any errors."
)
@pdf_option
@click.option("--no-print", is_flag=True, help="Write only workbooks, no documents.")
@as_of_option
def watch_command(box: Path, **options: Any) -> None:
    """Run each workbook that is dropped into a folder.

    The result and its documents go to DIR/done/. If something is wrong, they go to
    "DIR/to fix/", with what to fix as text. The workbook that you dropped is kept in
    DIR/originals/. Nothing is deleted, and the same content is never run twice. Ctrl-C
    stops it; the next start goes on where it was.

    \b
    Exit status: 0  stopped; with --once: all are done
                 1  with --once: something in some of them is to fix
                 3  the folder cannot be watched
    """
    if options["as_pdf"] and options["no_print"]:
        raise click.UsageError("use either --pdf or --no-print, not both")
    if not box.is_dir():
        raise SheetflowError(f"{box}: there is no such folder; check the name")
    sys.exit(watch(_request(box, **options)))


def watch(request: WatchRequest) -> int:
    """Watch a folder until it is stopped; returns the exit status.

    Raises SheetflowError where it cannot be watched.
    """
    from sheetflow.batching.box.watch import Watcher

    watcher = Watcher(request, _reporter(request.box))
    _stop_on_signals(watcher)
    if not request.once:
        click.echo(f"Drop workbooks into {request.box}. Ctrl-C stops.")
    watcher.watch()
    return 1 if request.once and watcher.to_fix else 0


def _request(
    box: Path,
    *,
    once: bool,
    workers: int | None,
    seconds: float,
    as_of: date | None,
    **choices: bool,
) -> WatchRequest:
    from sheetflow.batching.box.arrivals import Patience
    from sheetflow.batching.box.filing import RunChoices
    from sheetflow.batching.box.watch import WatchRequest

    return WatchRequest(
        box,
        RunChoices(as_of, **choices),
        patience=Patience(whole=seconds, broken=20 * seconds),
        workers=workers or 0,
        once=once,
    )


def _reporter(box: Path) -> Report:
    """What prints a line for each file, and writes it to a log that does not grow for ever."""
    from sheetflow.batching.box.filing import STATE

    folder = box / STATE
    folder.mkdir(exist_ok=True)
    handler = RotatingFileHandler(
        folder / "watch.log",
        maxBytes=LARGEST_LOG,
        backupCount=LOGS,
        encoding="utf-8",
        errors="replace",
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.Logger("sheetflow.watch")
    log.addHandler(handler)

    def report(line: str) -> None:
        plain = "".join(each if each.isprintable() else "?" for each in line)
        click.echo(plain)
        log.info("%s", plain)

    return report


def _stop_on_signals(watcher: Watcher) -> None:
    """Ctrl-C and SIGTERM let what runs finish."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: watcher.stop())

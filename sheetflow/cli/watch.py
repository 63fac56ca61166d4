"""`sheetflow watch`: a folder into which workbooks are dropped."""

from __future__ import annotations

import logging
import signal
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetflow.cli.options import (
    FOLDER,
    as_of_option,
    no_print_option,
    pdf_option,
    refuse_to_print_and_not,
    strict_option,
    workers_option,
)
from sheetflow.cli.output import typed_path
from sheetflow.errors import SheetflowError
from sheetflow.running.run_options import RunOptions, options_among

if TYPE_CHECKING:
    from sheetflow.batching.box.watch import Report, Watcher, WatchRequest

LARGEST_LOG = 1_000_000
LOGS = 5
"""How many bytes a log has before the next one is begun, and how many are kept."""


@click.command("watch")
@click.argument("box", metavar="DIR", type=FOLDER)
@click.option("--once", is_flag=True, help="Run what is there now, then end.")
@workers_option
@click.option(
    "--wait",
    "seconds",
    type=click.FloatRange(min=0),
    default=3.0,
    metavar="SECONDS",
    help="How long a file must not change before it is taken (default: 3).",
)
@strict_option
@pdf_option
@no_print_option
@as_of_option
def watch_command(
    box: Path, once: bool, workers: int | None, seconds: float, **typed: Any
) -> None:
    """Run each workbook that is dropped into a folder.

    The result and its documents go to DIR/done/. If something is wrong, they go to
    "DIR/to fix/", with what to fix as text. The workbook that you dropped is kept in
    DIR/originals/. Nothing is deleted, and the same content is never run twice. Ctrl-C
    stops it; the next start goes on where it was. `sheetflow serve --folder DIR` has a
    page with what came of each workbook.

    \b
    Exit status: 0  stopped; with --once: all are done
                 1  with --once: something in some of them is to fix
                 3  the folder cannot be watched
    """
    options = options_among(RunOptions, typed)
    refuse_to_print_and_not(options)
    if not box.is_dir():
        raise SheetflowError(f"{box}: there is no such folder; check the name")
    sys.exit(watch(_request(box, once, workers or 0, seconds, options)))


def watch(request: WatchRequest) -> int:
    """Watch a folder until it is stopped; returns the exit status.

    Raises SheetflowError where it cannot be watched.
    """
    from sheetflow.batching.box.watch import Watcher

    watcher = Watcher(request, _reporter(request.box))
    _stop_on_signals(watcher)
    if not request.once:
        click.echo(f"Drop workbooks into {request.box}. Ctrl-C stops.")
        click.echo(
            f"Status page: sheetflow serve --folder {typed_path(request.box)} --open"
        )
    watcher.watch()
    return 1 if request.once and watcher.to_fix else 0


def _request(
    box: Path, once: bool, workers: int, seconds: float, options: RunOptions
) -> WatchRequest:
    from sheetflow.batching.box.arrivals import Patience
    from sheetflow.batching.box.watch import WatchRequest

    patience = Patience(whole=seconds, broken=20 * seconds)
    return WatchRequest(box, options, patience=patience, workers=workers, once=once)


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

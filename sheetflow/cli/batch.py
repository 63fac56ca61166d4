"""`sheetflow batch`: many workbooks at once."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sheetflow.cli.options import (
    as_of_option,
    json_option,
    no_print_option,
    pdf_option,
    refuse_to_print_and_not,
    strict_option,
    workers_option,
)
from sheetflow.cli.program import errors_as_json
from sheetflow.running.run_options import RunOptions, options_among

if TYPE_CHECKING:
    from sheetflow.batching.batch import Plan
    from sheetflow.batching.pools import Pool


@dataclass(frozen=True)
class BatchOptions:
    """What a person typed after `sheetflow batch`."""

    sources: tuple[str, ...]
    output: str
    workers: int | None
    scheduler: str | None
    retry_failed: bool
    seconds: float
    megabytes: int
    as_json: bool

    def validate(self) -> None:
        """Raises UsageError where options contradict each other."""
        if self.retry_failed and self.sources:
            raise click.UsageError(
                "--retry-failed takes the workbooks of the last batch; leave out SOURCE"
            )
        if not self.retry_failed and not self.sources:
            raise click.UsageError("name the workbooks: files, folders or patterns")
        if self.workers is not None and self.scheduler is not None:
            raise click.UsageError("use either --workers or --scheduler, not both")


@click.command("batch")
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    help="The folder for all results and the report, or its address.",
)
@workers_option
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run them on a dask.distributed cluster, such as tcp://office:8786 (needs: pip"
    " install 'sheetflow[cluster]').",
)
@click.option(
    "--retry-failed",
    is_flag=True,
    help="Run the failed workbooks of the last batch again, with its options.",
)
@click.option(
    "--in-place",
    is_flag=True,
    help="Replace each workbook where it is, and keep the previous version.",
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Replace a result that somebody changed, and keep a backup.",
)
@strict_option
@pdf_option
@no_print_option
@as_of_option
@click.option(
    "--time-limit",
    "seconds",
    type=click.FloatRange(min=0.1),
    default=300.0,
    metavar="SECONDS",
    help="How long one workbook may take (default: 300).",
)
@click.option(
    "--memory-limit",
    "megabytes",
    type=click.IntRange(min=64),
    default=2048,
    metavar="MB",
    help="How much memory one workbook may take, on Linux (default: 2048).",
)
@json_option
def batch_command(**typed: Any) -> None:
    """Run many workbooks at once, each into its own folder.

    SOURCE is a workbook, a folder, a pattern such as 'clients/*.xlsx', or an address
    such as s3://bucket/clients. Each workbook is run as `sheetflow run` does. One that
    takes too long or too much memory is tried once more by itself, then reported; it
    stops no other. The report is in batch.xlsx and batch.json. A batch that was
    interrupted goes on if you type the same command again.

    \b
    Exit status: 0  all are done (there may be warnings)
                 1  there are errors in some; all other orders were processed
                 3  the batch cannot start
                 5  some workbooks failed
    """
    chosen = options_among(BatchOptions, typed)
    options = options_among(RunOptions, typed)
    chosen.validate()
    refuse_to_print_and_not(options)
    with errors_as_json(chosen.as_json):
        sys.exit(batch(chosen, options))


def batch(chosen: BatchOptions, options: RunOptions) -> int:
    """Run a batch, write the reports, print them; returns the exit status.

    Raises SheetflowError where the batch cannot start.
    """
    from sheetflow.batching.batch import run_batch
    from sheetflow.batching.report import write_reports
    from sheetflow.cli.batch_report import batch_progress, print_batch

    plan = _plan(chosen, options)
    with closing(_pool(chosen)) as pool, batch_progress(len(plan.jobs)) as watch:
        done = run_batch(plan, pool, watch)
    files = write_reports(done, chosen.output)
    print_batch(done, files, as_json=chosen.as_json)
    return done.status


def _plan(chosen: BatchOptions, options: RunOptions) -> Plan:
    from sheetflow.batching.batch import plan, plan_again, starting_now

    if chosen.retry_failed:
        return plan_again(chosen.output)
    return plan(chosen.sources, chosen.output, starting_now(options))


def _pool(chosen: BatchOptions) -> Pool:
    from sheetflow.batching.job import Limits

    limits = Limits(chosen.seconds, chosen.megabytes << 20)
    if chosen.scheduler is not None:
        from sheetflow.batching.cluster import ClusterPool

        return ClusterPool(chosen.scheduler, limits)
    from sheetflow.batching.pools import LocalPool

    return LocalPool(chosen.workers or os.cpu_count() or 1, limits)

"""`sheetflow batch`: many workbooks at once."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sheetflow.cli.options import as_of_option, json_option, pdf_option
from sheetflow.cli.program import errors_as_json

if TYPE_CHECKING:
    from sheetflow.batching.batch import Plan
    from sheetflow.batching.pools import Pool


class BatchOptions(NamedTuple):
    """What a person typed after `sheetflow batch`."""

    sources: tuple[str, ...]
    output: str
    workers: int | None = None
    scheduler: str | None = None
    retry_failed: bool = False
    in_place: bool = False
    overwrite: bool = False
    strict: bool = False
    as_pdf: bool = False
    no_print: bool = False
    as_of: date | None = None
    seconds: float = 300.0
    megabytes: int = 2048
    as_json: bool = False

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
        if self.as_pdf and self.no_print:
            raise click.UsageError("use either --pdf or --no-print, not both")


@click.command("batch")
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    help="The folder for all results and the report, or its address.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many workbooks to run at once (default: one per processor core).",
)
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
@click.option(
    "--strict", is_flag=True, help="Write no workbook in which there are any errors."
)
@pdf_option
@click.option("--no-print", is_flag=True, help="Write only workbooks, no documents.")
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
def batch_command(**options: Any) -> None:
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
    chosen = BatchOptions(**options)
    chosen.validate()
    with errors_as_json(chosen.as_json):
        sys.exit(batch(chosen))


def batch(options: BatchOptions) -> int:
    """Run a batch, write the reports, print them; returns the exit status.

    Raises SheetflowError where the batch cannot start.
    """
    from sheetflow.batching.batch import run_batch
    from sheetflow.batching.report import write_reports
    from sheetflow.cli.batch_report import batch_progress, print_batch

    plan = _plan(options)
    with closing(_pool(options)) as pool, batch_progress(len(plan.jobs)) as watch:
        done = run_batch(plan, pool, watch)
    files = write_reports(done, options.output)
    print_batch(done, files, as_json=options.as_json)
    return done.status


def _plan(options: BatchOptions) -> Plan:
    from msgspec import structs

    from sheetflow.batching.batch import plan, plan_again, starting_now

    if options.retry_failed:
        return plan_again(options.output)
    choices = structs.replace(
        starting_now(options.as_of),
        strict=options.strict,
        as_pdf=options.as_pdf,
        no_print=options.no_print,
        overwrite=options.overwrite,
        in_place=options.in_place,
    )
    return plan(options.sources, options.output, choices)


def _pool(options: BatchOptions) -> Pool:
    from sheetflow.batching.job import Limits

    limits = Limits(options.seconds, options.megabytes << 20)
    if options.scheduler is not None:
        from sheetflow.batching.cluster import ClusterPool

        return ClusterPool(options.scheduler, limits)
    from sheetflow.batching.pools import LocalPool

    return LocalPool(options.workers or os.cpu_count() or 1, limits)

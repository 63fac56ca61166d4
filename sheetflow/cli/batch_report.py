"""What `sheetflow batch` prints: a progress bar, then a table and the totals."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sheetflow.cli.output import text_stream

if TYPE_CHECKING:
    from sheetflow.batching.job import Outcome
    from sheetflow.batching.report import Batch

MOST_ROWS = 200
"""How many workbooks are printed; batch.xlsx lists all."""

WIDEST_NAME = 48
HEADERS = ("Orders", "Applied", "On hold", "Problems", "Seconds")


@contextmanager
def batch_progress(count: int) -> Iterator[Callable[[Outcome], None]]:
    """A bar on a terminal, with what came of the workbooks so far; else nothing."""
    if not sys.stderr.isatty():
        yield lambda _outcome: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.speed:.1f} a second"),
        TimeRemainingColumn(),
    )
    results: Counter[str] = Counter()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count)

        def watch(outcome: Outcome) -> None:
            results[outcome.result] += 1
            bar.update(task, advance=1, description=counts_line(results))

        yield watch


def counts_line(counts: Counter[str] | dict[str, int]) -> str:
    """`12 done, 3 to fix, 1 failed`."""
    shown = [f"{counts[key]:,} {key}" for key in ("done", "to fix", "failed")]
    return ", ".join(shown)


def print_batch(batch: Batch, files: Sequence[str], *, as_json: bool) -> None:
    """Print the table, the totals and the files; with `as_json` the document on stdout."""
    stream = text_stream(as_json)
    shown = _shown(batch.workbooks)
    for line in _table(shown):
        click.echo(line, file=stream)
    left_out = len(batch.workbooks) - len(shown)
    if left_out:
        click.echo(f"… and {left_out:,} more: see {files[-1]}", file=stream)
    click.echo(_totals(batch), file=stream)
    click.echo("   ".join(files), file=stream)
    if as_json:
        click.echo(batch.as_json(), nl=False)


def _shown(outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """All workbooks; of many, those that need attention first."""
    if len(outcomes) <= MOST_ROWS:
        return outcomes
    return sorted(outcomes, key=lambda each: each.result == "done")[:MOST_ROWS]


def _table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line per workbook, with why it failed below it."""
    if not outcomes:
        return
    longest = max(len(each.name) for each in outcomes)
    width = min(longest, WIDEST_NAME)
    headers = "  ".join(HEADERS)
    yield f"{'Workbook':<{width}}  {headers}  Result"
    for outcome in outcomes:
        yield f"{_short(outcome.name, width):<{width}}  {_figures(outcome)}"
        if outcome.error:
            yield f"  {outcome.error}"


def _figures(outcome: Outcome) -> str:
    figures = (
        f"{outcome.read:,}",
        f"{outcome.applied:,}",
        f"{outcome.held:,}",
        f"{len(outcome.problems):,}",
        f"{outcome.seconds:.2f}",
    )
    cells = [
        f"{figure:>{len(header)}}"
        for figure, header in zip(figures, HEADERS, strict=True)
    ]
    earlier = " (earlier)" if outcome.is_earlier else ""
    return "  ".join([*cells, f"{outcome.result}{earlier}"])


def _short(name: str, width: int) -> str:
    """The end of a long path, which tells files apart."""
    return name if len(name) <= width else f"…{name[1 - width :]}"


def _totals(batch: Batch) -> str:
    from sheetflow.domain.phrases import counted

    outcomes = batch.workbooks
    read = sum(each.read for each in outcomes)
    applied = sum(each.applied for each in outcomes)
    held = sum(each.held for each in outcomes)
    workbooks = counted(len(outcomes), "workbook")
    orders = counted(read, "order")
    results = counts_line(dict(batch.counts))
    return f"{workbooks}: {results}. {orders}: {applied:,} applied, {held:,} on hold."

"""`sheetflow trace`: how a figure came about."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from sheetflow.running import check
from sheetflow.tracing.finding import find_traces
from sheetflow.tracing.sheet import write_traces
from sheetflow.tracing.source import Source
from sheetflow.tracing.tree import Trace, as_data, as_lines


def trace(file: Path, key: str, location: str | None, as_of: date | None) -> list[Trace]:
    """The traces of a key in a workbook. Raises SheetflowError where it has none."""
    return find_traces(Source(check(file, as_of=as_of)), key, location)


def show(traces: list[Trace], output: Path | None, *, as_json: bool) -> None:
    """Print traces, and write them as a workbook where one is asked for."""
    if output:
        write_traces(traces, output)
    if as_json:
        click.echo(json.dumps([as_data(each) for each in traces], ensure_ascii=False, indent=2))
        return
    for each in traces:
        for line in as_lines(each):
            click.echo(line)

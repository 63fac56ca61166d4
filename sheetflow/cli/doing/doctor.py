"""`sheetflow doctor`: what in a workbook needs attention, before a first run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from sheetflow.cli.doing.report import stream_for
from sheetflow.inspection.doctor import Finding, examine
from sheetflow.workbook.guards.confine import confined


def doctor(file: Path, as_json: bool) -> int:
    """Look at a workbook and say what there is to say; returns the exit status, 0: all of it is advice.

    Nobody knows yet what is in the file, so a process of its own looks, with limits of memory and time.
    """
    found = confined(examine, file, name=file.name)
    stream = stream_for(as_json)
    for line in lines(file, found):
        click.echo(line, file=stream)
    if as_json:
        click.echo(document(file, found))
    return 0


def lines(file: Path, found: Sequence[Finding]) -> list[str]:
    """The findings by group: where and what, then what to do, then what to type next."""
    said = []
    for group, findings in groupby(found, key=lambda finding: finding.kind.group):
        said += [click.style(group, bold=True)]
        for finding in findings:
            where = (
                f"{click.style(finding.where, fg='yellow')}  " if finding.where else ""
            )
            said += [f"  {where}{finding.what}", f"      {finding.remedy}"]
        said.append("")
    things = {0: "nothing needs", 1: "1 thing needs"}.get(
        len(found), f"{len(found):,} things need"
    )
    return [
        *said,
        f"{file}: {things} attention. What is wrong in the rows: sheetflow check {file}",
    ]


def document(file: Path, found: Sequence[Finding]) -> str:
    """The findings as one JSON document."""
    import json

    findings = [
        {
            "group": finding.kind.group,
            "kind": finding.name,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "what": finding.what,
            "remedy": finding.remedy,
        }
        for finding in found
    ]
    return json.dumps(
        {"status": 0, "file": str(file), "findings": findings},
        ensure_ascii=False,
        indent=2,
    )

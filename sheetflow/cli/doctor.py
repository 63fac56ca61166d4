"""`sheetflow doctor`: what needs attention in a workbook before its first run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetflow.cli.options import FILE, json_option
from sheetflow.cli.output import print_json, text_stream
from sheetflow.cli.program import errors_as_json

if TYPE_CHECKING:
    from sheetflow.inspection.doctor import Finding

_MEMORY_PER_BYTE = 16
"""How many bytes more a large file may take: one of 300,000 order lines after a run is not refused."""


@click.command("doctor")
@click.argument("file", type=FILE)
@json_option
def doctor_command(file: Path, as_json: bool) -> None:
    """List what needs attention before a workbook's first run.

    Finds what would stop a run, what may be read differently from what you meant, and
    which formulas, charts, names and pivot tables of yours will not grow with the
    rows. Nothing is written. To check the rows themselves, run sheetflow check.
    """
    with errors_as_json(as_json):
        doctor(file, as_json)


def doctor(file: Path, as_json: bool) -> None:
    """Examine a workbook and print the findings, which are all advice.

    The file may be hostile, so a separate process examines it, with limits of
    memory and time. Raises SheetflowError where it cannot be examined.
    """
    from sheetflow.inspection.doctor import examine
    from sheetflow.workbook.guards.child_process import MEMORY, run_in_child

    memory = MEMORY + _MEMORY_PER_BYTE * (file.stat().st_size if file.is_file() else 0)
    found = run_in_child(examine, file, name=file.name, memory=memory)
    _report(found, file, as_json)


def _report(findings: Sequence[Finding], file: Path, as_json: bool) -> None:
    stream = text_stream(as_json)
    for line in finding_lines(findings):
        click.echo(line, file=stream)
    click.echo(summary(file, len(findings)), file=stream)
    if as_json:
        rows = [_fields(finding) for finding in findings]
        print_json({"status": 0, "file": str(file), "findings": rows})


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings by group: where and what, then what to do."""
    for group, members in groupby(findings, key=lambda finding: finding.kind.group):
        yield click.style(group, bold=True)
        for finding in members:
            yield f"  {_where(finding)}{finding.what}"
            yield f"      {finding.remedy}"
        yield ""


def _where(finding: Finding) -> str:
    """The cell or sheet of a finding, and a gap; "" where it has none."""
    if not finding.where:
        return ""
    return f"{click.style(finding.where, fg='yellow')}  "


def summary(file: Path, count: int) -> str:
    """How many things need attention, and what to type next."""
    if count == 0:
        things = "nothing needs"
    elif count == 1:
        things = "1 thing needs"
    else:
        things = f"{count:,} things need"
    return f"{file}: {things} attention. To check the rows, run: sheetflow check {file}"


def _fields(finding: Finding) -> dict[str, str]:
    return {
        "group": finding.kind.group,
        "kind": finding.name,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "what": finding.what,
        "remedy": finding.remedy,
    }

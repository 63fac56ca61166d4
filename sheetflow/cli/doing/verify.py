"""`sheetflow verify`: whether log, numbers and figures of a workbook can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from sheetflow.cli.doing.garbage import no_garbage
from sheetflow.cli.doing.report import stream_for
from sheetflow.inspection.verify.model import Counted, Finding, Verified
from sheetflow.inspection.verify.verification import verify_workbook

MOST = 20
"""How many findings of one kind on one sheet are printed; `--json` holds all."""

FAULT, NOT_RECONCILED = 1, 4


def verify(file: Path, *, as_json: bool = False) -> int:
    """Print what was verified and what does not hold; returns the exit status. Raises SheetflowError."""
    with no_garbage():
        done = verify_workbook(file)
    stream = stream_for(as_json)
    for line in (*finding_lines(done.findings), *summary(done)):
        click.echo(line, file=stream)
    for failed in done.failed:
        click.echo(
            f"{failed}: the books do not reconcile; please report this", err=True
        )
    if as_json:
        click.echo(json_of(done))
    return status_of(done)


def status_of(done: Verified) -> int:
    """0 all holds, 1 something does not, 4 the books do not reconcile."""
    if done.failed:
        return NOT_RECONCILED
    return FAULT if done.faults else 0


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """One line a finding, place first; of too many alike, how many more there are."""
    printed, of_all = (
        Counter[tuple[str, str]](),
        Counter(finding.group for finding in findings),
    )
    wide = min(max((len(finding.where) for finding in findings), default=0), 32)
    for finding in findings:
        group = finding.group
        printed[group] += 1
        if printed[group] <= MOST:
            where = click.style(
                finding.where.ljust(wide), fg="red" if finding.is_fault else "yellow"
            )
            yield f"{where}  {finding.text}" + (
                f"  {finding.code}" if finding.code else ""
            )
        elif printed[group] == of_all[group]:
            yield f"{'':{wide}}  … and {of_all[group] - MOST:,} more on {group[1]}: --json lists all"


def summary(done: Verified) -> Iterator[str]:
    """What was looked at, and how much of it does not hold."""
    log, figures = len(done.of("log")), len(done.of("figure", "formula"))
    yield f"Run log: {_many(done.log_rows, 'row')}, {_many(log, 'fault')}."
    yield "Numbers: " + "; ".join(map(_counted, done.counted)) + " (a gap is no fault)."
    yield f"Figures: {done.figures:,} cells, {done.checks} checks: {figures:,} are not what the facts give."
    yield f"Errors in the facts: {len(done.of('error')):,}."
    if figures:
        yield (
            "A figure that is not what the facts give was altered by hand, or the facts were: sheetflow diff with an "
            "earlier copy shows what, sheetflow run puts it right."
        )
    if done.unfilled:
        yield f"Typed since the last run, with blanks that a run fills: {_many(done.unfilled, 'cell')}."
    yield f"Last row: run {done.last_run}, {done.fingerprint}. Keep a copy: it shows if rows go missing."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _counted(counted: Counted) -> str:
    """`12 invoices, 1 used again, 3 missing`."""
    return f"{counted.numbers:,} {counted.what}, {counted.repeated:,} used again, {counted.missing:,} missing"


def json_of(done: Verified) -> str:
    """A verification as one JSON document."""
    import json

    document = {
        "status": status_of(done),
        "log": {
            "rows": done.log_rows,
            "faults": len(done.of("log")),
            "last_run": done.last_run,
            "last_row_sha256": done.fingerprint,
        },
        "numbers": [
            {
                "documents": each.what,
                "numbers": each.numbers,
                "repeated": each.repeated,
                "missing": each.missing,
            }
            for each in done.counted
        ],
        "figures": {
            "compared": done.figures,
            "altered": len(done.of("figure", "formula")),
        },
        "checks": {
            "made": done.checks,
            "do_not_hold": len(done.of("check")),
            "do_not_reconcile": list(done.failed),
        },
        "errors": len(done.of("error")),
        "unfilled": done.unfilled,
        "findings": [_finding(finding) for finding in done.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "where": finding.where,
        "text": finding.text,
        "code": finding.code,
        "fault": finding.is_fault,
    }

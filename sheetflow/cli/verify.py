"""`sheetflow verify`: whether the log, numbers and figures of a workbook can be trusted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from sheetflow.cli.options import FILE, json_option
from sheetflow.cli.output import WIDEST_CELL, print_json, text_stream, widest
from sheetflow.cli.program import errors_as_json
from sheetflow.running.garbage import no_garbage_collection

if TYPE_CHECKING:
    from sheetflow.inspection.verify.model import Counted, Finding, Verified

MOST_ALIKE = 20
"""How many findings of one kind on one sheet are printed; `--json` has all."""

HAS_FAULTS = 1
NOT_RECONCILED = 4
"""Exit statuses."""


@click.command("verify")
@click.argument("file", type=FILE)
@click.option(
    "--receipt",
    type=FILE,
    metavar="RECEIPT",
    help="Check the workbook against this receipt of a run, kept elsewhere.",
)
@json_option
def verify_command(file: Path, receipt: Path | None, as_json: bool) -> None:
    """Check that a workbook's log and figures can be trusted.

    Reports a Run log that is not complete; invoice and credit note numbers that are
    missing or used more than once; cells of Stock, Movements, Receivables, Checks and
    the grey columns that do not follow from the facts; changes to a closed period, and
    rows typed into it late; what was changed since the last run; and every other error.

    A workbook alone cannot show that it is an older copy, or that somebody made its log
    again. So keep the receipt of each run elsewhere, and check against it. The exit
    status is 1 if anything is wrong. Nothing is written.
    """
    with errors_as_json(as_json):
        sys.exit(verify(file, as_json, receipt))


def verify(file: Path, as_json: bool, receipt_file: Path | None = None) -> int:
    """Verify a workbook and print the findings; returns the exit status.

    Raises SheetflowError where it, or the receipt, cannot be read.
    """
    from sheetflow.inspection.verify.verification import verify_workbook
    from sheetflow.running.receipt_files import read_receipt

    receipt = read_receipt(receipt_file) if receipt_file else None
    with no_garbage_collection():
        done = verify_workbook(file, receipt)
    _report(done, as_json)
    return status_of(done)


def _report(done: Verified, as_json: bool) -> None:
    from sheetflow.domain.catalogue import declared_by

    with declared_by(done.names):
        _print_report(done, text_stream(as_json))
    if as_json:
        print_json(_document(done))


def _print_report(done: Verified, stream: TextIO) -> None:
    """Print it in the language of the workbook."""
    from sheetflow.domain.messages import in_own_language, own_text

    for line in (*_changed_lines(done), *_findings_to_print(done), *summary(done)):
        click.echo(in_own_language(line), file=stream)
    for name in done.failed:
        text = own_text(
            "{check}: the books do not reconcile; please report this", check=name
        )
        click.echo(text, err=True)


def _changed_lines(done: Verified) -> Iterator[str]:
    """That facts were changed since the last run, which explains most of what follows."""
    from sheetflow.domain.messages import message

    if done.are_facts_changed:
        yield message(
            "The facts were changed since run {run}, and not run yet. Until the next run, the figures are those"
            " of run {run}: run the workbook, then verify it again.",
            run=str(done.last_run),
        )


def _findings_to_print(done: Verified) -> Iterator[str]:
    """A line per finding. Figures that are older than the facts are counted, unless a check has them."""
    if not done.are_facts_changed:
        yield from finding_lines(done.findings)
        return
    older = [each for each in done.findings if _is_older(each)]
    yield from finding_lines([each for each in done.findings if not _is_older(each)])
    yield from _older_lines(Counter(each.group[1] for each in older))


def _is_older(finding: Finding) -> bool:
    """Whether a figure or a formula is of the facts as the last run wrote them, and of no check."""
    from sheetflow.domain.catalogue import sheet_schema

    is_of_check = finding.group[1] == sheet_schema("Checks").title
    return finding.kind == "formula" or (finding.kind == "figure" and not is_of_check)


def _older_lines(counts: Mapping[str, int]) -> Iterator[str]:
    """How many figures of each sheet are older than the facts."""
    from sheetflow.domain.messages import counted_message

    for sheet, count in counts.items():
        yield counted_message(
            count,
            "{sheet}: {count} figure is not what the facts give now (--json lists it)",
            "{sheet}: {count} figures are not what the facts give now (--json lists them)",
            sheet=sheet,
        )


def status_of(done: Verified) -> int:
    """The exit status: 0 all is well, 1 it is not, 4 the books do not reconcile."""
    if done.failed:
        return NOT_RECONCILED
    return HAS_FAULTS if done.faults else 0


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """One line per finding, the cell first; many alike end in how many more there are."""
    total = Counter(finding.group for finding in findings)
    seen = Counter[tuple[str, str]]()
    width = widest([finding.where for finding in findings], WIDEST_CELL)
    for finding in findings:
        group = finding.group
        seen[group] += 1
        if seen[group] <= MOST_ALIKE:
            yield _finding_line(finding, width)
        elif seen[group] == total[group]:
            more = total[group] - MOST_ALIKE
            yield f"{' ' * width}  {_and_more(more, group[1])}"


def _and_more(more: int, sheet: str) -> str:
    """How many findings on a sheet are not printed."""
    from sheetflow.domain.messages import counted_message

    text = counted_message(
        more,
        "… and {count} more on {sheet}: --json lists all",
        "… and {count} more on {sheet}: --json lists all",
        sheet=sheet,
    )
    return text.translated()


def _finding_line(finding: Finding, width: int) -> str:
    from sheetflow.domain.messages import in_own_language

    where = _where(finding, width)
    code = f"  {finding.code}" if finding.code else ""
    return f"{where}  {in_own_language(finding.text)}{code}"


def _where(finding: Finding, width: int) -> str:
    colour = "red" if finding.is_fault else "yellow"
    return click.style(finding.where.ljust(width), fg=colour)


def summary(done: Verified) -> Iterator[str]:
    """What was compared, and how much of it is wrong."""
    from sheetflow.domain.messages import joined, message

    yield _log_line(done)
    yield message(
        "Numbers: {numbers} (gaps are allowed).",
        numbers=joined([_numbers(series) for series in done.counted], "; "),
    )
    yield _figures_line(done)
    yield message("Errors in the facts: {count}.", count=_whole(len(done.of("error"))))
    yield from _changes_lines(done)
    if done.receipt is not None and not done.of("receipt"):
        yield message(
            "Receipt: run {run} is in the log as the receipt says.",
            run=str(done.receipt.run),
        )
    yield message(
        "Last row of the log: run {run}, {fingerprint}. Keep a copy of this line: it shows"
        " whether rows were removed since.",
        run=str(done.last_run),
        fingerprint=done.fingerprint,
    )


def _log_line(done: Verified) -> str:
    """`Run log: 12 rows, 0 faults.`"""
    from sheetflow.domain.messages import counted_message, message

    faults = len(done.of("log"))
    return message(
        "[Run log]: {rows}, {faults}.",
        rows=counted_message(done.log_rows, "{count} row", "{count} rows"),
        faults=counted_message(faults, "{count} fault", "{count} faults"),
    )


def _figures_line(done: Verified) -> str:
    """`Figures: 1,682 cells and 39 checks, 0 wrong.`"""
    from sheetflow.domain.messages import message

    return message(
        "Figures: {cells} cells and {checks} checks, {wrong} wrong.",
        cells=_whole(done.figures),
        checks=str(done.checks),
        wrong=_whole(len(done.of("figure", "formula"))),
    )


def _changes_lines(done: Verified) -> Iterator[str]:
    """That facts were changed since the last run, why figures may be wrong, and what is blank."""
    from sheetflow.domain.messages import counted_message, message

    if done.are_facts_changed:
        yield message(
            "Facts: changed since run {run} wrote them; the next run lists which.",
            run=str(done.last_run),
        )
    elif done.of("figure", "formula"):
        yield message(
            "A figure is wrong because somebody changed it, or changed the facts after the last"
            " run. To see which, compare with an earlier copy: sheetflow diff. To correct the"
            " figures: sheetflow run."
        )
    if done.unfilled:
        yield counted_message(
            done.unfilled,
            "Typed since the last run: the next run fills in {count} blank cell.",
            "Typed since the last run: the next run fills in {count} blank cells.",
        )


def _whole(count: int) -> str:
    """A whole number in the workbook's language."""
    from sheetflow.domain.messages import whole

    return whole(count)


def _numbers(series: Counted) -> str:
    """`12 invoices, 1 used more than once, 3 missing`."""
    from sheetflow.domain.messages import message

    return message(
        "{count} {what}, {repeated} used more than once, {missing} missing",
        count=_whole(series.numbers),
        what=series.one if series.numbers == 1 else series.what,
        repeated=_whole(series.repeated),
        missing=_whole(series.missing),
    )


def _document(done: Verified) -> dict[str, object]:
    """The verification for `--json`."""
    return {
        "status": status_of(done),
        "log": _log_fields(done),
        "numbers": [_series_fields(series) for series in done.counted],
        "figures": _figure_fields(done),
        "checks": _check_fields(done),
        "errors": len(done.of("error")),
        "unfilled": done.unfilled,
        "facts_changed": done.are_facts_changed,
        "receipt": _receipt_fields(done),
        "findings": [_finding_fields(finding) for finding in done.findings],
    }


def _figure_fields(done: Verified) -> dict[str, object]:
    altered = done.of("figure", "formula")
    return {"compared": done.figures, "altered": len(altered)}


def _check_fields(done: Verified) -> dict[str, object]:
    return {
        "made": done.checks,
        "do_not_hold": len(done.of("check")),
        "do_not_reconcile": list(done.failed),
    }


def _receipt_fields(done: Verified) -> dict[str, object] | None:
    """The receipt that the workbook was checked against, and whether it matches."""
    if done.receipt is None:
        return None
    return {
        "run": done.receipt.run,
        "sha256": done.receipt.sha256,
        "matches": not done.of("receipt"),
    }


def _log_fields(done: Verified) -> dict[str, object]:
    return {
        "rows": done.log_rows,
        "faults": len(done.of("log")),
        "last_run": done.last_run,
        "last_row_sha256": done.fingerprint,
    }


def _series_fields(series: Counted) -> dict[str, object]:
    return {
        "documents": series.what,
        "numbers": series.numbers,
        "repeated": series.repeated,
        "missing": series.missing,
    }


def _finding_fields(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "where": finding.where,
        "text": finding.text,
        "code": finding.code,
        "fault": finding.is_fault,
    }

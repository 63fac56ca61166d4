"""Whether the Run log is whole: each row as a run wrote it, below the row that was above it then.

A log that is not whole is an error (LOG01) that stays until it is put back. The chain alone cannot show that its last
rows were removed, or that somebody who knows the algorithm made it again: a receipt shows that (receipts.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetflow.controls.run_log import OWN, PREVIOUS, REASON, REASONS_READ, LogRow
from sheetflow.domain.messages import message


class LogFault(NamedTuple):
    """What is wrong with a row of the log: its Excel row, and a sentence without a stop."""

    row: int
    text: str


def log_faults(log: Sequence[LogRow], last_run: int) -> list[LogFault]:
    """What is wrong with the log, from the top; `last_run` is the last one that the workbook knows from elsewhere."""
    if not log:
        return [_emptied(last_run)] if last_run else []
    faults = [*_chain_faults(log), *_reason_faults(log)]
    if last_run > log[-1].run:
        faults.append(_cut_off(log[-1], last_run))
    return faults


def _emptied(last_run: int) -> LogFault:
    text = message(
        "it is empty, but run {run} wrote this workbook: rows were removed",
        run=str(last_run),
    )
    return LogFault(0, text)


def _cut_off(last: LogRow, last_run: int) -> LogFault:
    text = message(
        "the log ends with run {last}, but run {run} wrote this workbook: "
        "rows were removed",
        last=str(last.run),
        run=str(last_run),
    )
    return LogFault(last.row, text)


def _chain_faults(log: Sequence[LogRow]) -> Iterator[LogFault]:
    """The rows that are not as a run wrote them, or do not follow the row above."""
    above: LogRow | None = None
    first = log[0]
    if first.run > 1 and not first.text(PREVIOUS):
        begins = message(
            "it begins with run {run}: the rows above were removed", run=str(first.run)
        )
        yield LogFault(first.row, begins)
    for row in log:
        for text in _row_faults(row, above):
            yield LogFault(row.row, text)
        above = row


def _row_faults(row: LogRow, above: LogRow | None) -> Iterator[str]:
    """What is wrong with one row of the log."""
    own = row.text(OWN)
    if own and own != row.fingerprint:
        yield message("a cell of run {run} was altered", run=str(row.run))
    expected = above.fingerprint if above else ""
    if own and row.text(PREVIOUS) != expected:
        yield message(
            "run {run} does not follow the row above it: "
            "one was removed, moved or altered",
            run=str(row.run),
        )
    elif own and above and row.run != above.run + 1:
        yield message(
            "run {run} follows run {above}: rows were removed",
            run=str(row.run),
            above=str(above.run),
        )
    if above and above.text(OWN) and not own:
        yield message("run {run} has no fingerprint", run=str(row.run))


# -- the reasons that people typed


def reason_of(row: LogRow) -> str:
    """The reason beside a row, on one line; empty where there is none."""
    return " ".join(row.text(REASON).split())


def new_reasons(log: Sequence[LogRow]) -> str:
    """The reasons that no run has read yet, as the next row keeps them: `3: typed late`, one per line."""
    read = _reasons_read(log)
    return "\n".join(
        f"{row.run}: {reason_of(row)}"
        for row in log
        if reason_of(row) and row.run not in read
    )


def _reasons_read(log: Sequence[LogRow]) -> Mapping[int, str]:
    """The reasons that runs have read, by the run beside which they were typed."""
    read: dict[int, str] = {}
    for row in log:
        for run, reason in _runs_and_reasons(row.text(REASONS_READ)):
            read.setdefault(run, reason)
    return read


def _runs_and_reasons(text: str) -> Iterator[tuple[int, str]]:
    """The runs that a cell names, each with the reason beside it: `12: stock count`."""
    for line in text.splitlines():
        run, _, reason = line.partition(": ")
        if run.isdecimal():
            yield int(run), reason


def _reason_faults(log: Sequence[LogRow]) -> Iterator[LogFault]:
    """The reasons that were changed after a run had read them."""
    read = _reasons_read(log)
    for row in log:
        reason = read.get(row.run, "")
        if reason not in ("", reason_of(row)):
            text = message(
                'the reason beside run {run} was changed; it was "{reason}"',
                run=str(row.run),
                reason=reason,
            )
            yield LogFault(row.row, text)

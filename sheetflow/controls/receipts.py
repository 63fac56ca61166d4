"""The receipt of a run: its number, and a fingerprint that covers the facts and the log.

The fingerprint is that of the run's row in the Run log. The row holds the fingerprint of all facts as the run wrote
them, and that of the row above, and so on up to the first run. Whoever keeps a receipt away from the workbook can tell
an older copy of it, or one whose log was made again, from the one that the run wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sheetflow.controls.run_log import LogRow
from sheetflow.domain.messages import Message, every_translation, message

_LINE = "Receipt: run {run} of {day}, {sha256}"
"""The receipt on one line."""

_PATTERNS = {"run": r"\d{1,15}", "day": r"\S+", "sha256": "[0-9a-f]{64}"}
"""What it has in its placeholders."""


@dataclass(frozen=True)
class Receipt:
    """A run: its number, its date (2026-03-02), and the fingerprint of its row in the log."""

    run: int
    day: str
    sha256: str

    @classmethod
    def of(cls, row: LogRow) -> Receipt:
        """The receipt for a row of the log."""
        return cls(row.run, row.text("As of"), row.fingerprint)

    @property
    def line(self) -> Message:
        """The receipt on one line."""
        return message(
            "Receipt: run {run} of {day}, {sha256}",
            run=str(self.run),
            day=self.day,
            sha256=self.sha256,
        )


def receipts_in(text: str) -> list[Receipt]:
    """The receipts in a text, which may be a mail with line breaks and more around them."""
    line = " ".join(text.split())
    templates = dict.fromkeys([_LINE, *every_translation(_LINE, _LINE)])
    return [
        Receipt(int(found["run"]), found["day"], found["sha256"])
        for template in templates
        for found in re.finditer(_pattern(template), line)
    ]


def _pattern(template: str) -> str:
    """How a receipt reads in one language."""
    text = re.escape(template)
    for name, pattern in _PATTERNS.items():
        text = text.replace(rf"\{{{name}\}}", f"(?P<{name}>{pattern})")
    return text


def receipt_fault(receipt: Receipt, log: Sequence[LogRow]) -> str:
    """Why a log is not the one that a receipt was given for; empty where it is, or goes on from it."""
    rows = [row for row in log if row.run == receipt.run]
    if not rows:
        return _missing_run(receipt, log)
    if rows[0].fingerprint != receipt.sha256:
        return message(
            "run {run} in the log is not the run of the receipt: this is another copy, "
            "or the log was altered",
            run=str(receipt.run),
        )
    return ""


def _missing_run(receipt: Receipt, log: Sequence[LogRow]) -> str:
    last = log[-1].run if log else 0
    return message(
        "the receipt is of run {run}, but the log ends with run {last}: "
        "this is an older copy, or rows of the log were removed",
        run=str(receipt.run),
        last=str(last),
    )

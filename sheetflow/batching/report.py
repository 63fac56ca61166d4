"""What a batch came to: batch.json, and the figures of its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import DecodeError, Struct, ValidationError, json

from sheetflow import __version__
from sheetflow.batching.addresses import joined, read, write
from sheetflow.batching.job import DONE, FAILED, TO_FIX, Outcome
from sheetflow.errors import SheetflowError
from sheetflow.running.run_options import RunOptions

REPORT = "batch.json"
HAS_ERRORS = 1
HAS_FAILURES = 5
"""Exit statuses of a batch."""

NONE_YET = (
    "{address}: there is no report of an earlier batch; run the batch without "
    "--retry-failed first"
)


class Batch(Struct, frozen=True):
    """A whole batch: its options, and what came of each workbook."""

    choices: RunOptions
    workbooks: Sequence[Outcome]
    version: str = __version__

    @property
    def status(self) -> int:
        """The exit status: 5 something failed, 1 something is to fix, else 0."""
        counts = self.counts
        if counts[FAILED]:
            return HAS_FAILURES
        return HAS_ERRORS if counts[TO_FIX] else 0

    @property
    def counts(self) -> Mapping[str, int]:
        """How many workbooks are done, to fix and failed."""
        found = Counter(each.result for each in self.workbooks)
        return {result: found[result] for result in (DONE, TO_FIX, FAILED)}

    def as_json(self) -> bytes:
        """The document of batch.json."""
        content = json.encode({"status": self.status, **_fields(self)})
        return json.format(content) + b"\n"


def _fields(batch: Batch) -> Mapping[str, object]:
    return {
        "version": batch.version,
        "counts": batch.counts,
        "choices": batch.choices,
        "workbooks": batch.workbooks,
    }


def write_reports(batch: Batch, output: str) -> list[str]:
    """Write batch.json and batch.xlsx; returns their addresses.

    Raises SheetflowError where they cannot be written.
    """
    from sheetflow.batching.report_workbook import workbook_of

    files = {REPORT: batch.as_json(), "batch.xlsx": workbook_of(batch, output)}
    addresses = []
    for name, content in files.items():
        address = joined(output, name)
        write(address, content)
        addresses.append(address)
    return addresses


def read_batch(output: str) -> Batch:
    """The last batch of a folder of results. Raises SheetflowError where there was none."""
    address = joined(output, REPORT)
    content = read(address)
    if content is None:
        raise SheetflowError(NONE_YET.format(address=address))
    try:
        return json.decode(content, type=Batch)
    except (DecodeError, ValidationError) as error:
        raise SheetflowError(
            f"{address}: this report is damaged ({error}); run the batch without "
            "--retry-failed"
        ) from error

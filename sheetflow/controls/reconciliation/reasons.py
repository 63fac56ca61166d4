"""Why a formula may differ from the engine's figure: what only one of the two leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sheetflow.controls.reconciliation.formulas import Cells
from sheetflow.controls.reconciliation.seen import Seen
from sheetflow.domain.numbers import Mask
from sheetflow.ledgers.lines import live_invoice_lines, tracked_rows

ISSUED = {
    ("Invoice lines", "Line total"): (("Invoices", "Subtotal"), ("Invoices", "Total")),
    ("Returns", "Credit net"): (("Returns", "Credit total"),),
    ("Returns", "Fee"): (("Returns", "Credit total"),),
}
"""The amounts as issued that may disagree with what a column adds up to."""


def told(count: int, one: str, many: str) -> list[str]:
    """`1 row …` or `2 rows …`; nothing for 0."""
    return [f"{count} {one if count == 1 else many}"] if count else []


def reasons(seen: Seen, reads: Sequence[Cells]) -> str:
    """What a formula over these columns counts otherwise than the engine; where nothing is known, where to look."""
    sheets = list(dict.fromkeys(sheet for sheet, _ in reads))
    found = [
        told(
            _in_error(seen, sheets),
            "row with errors is left out",
            "rows with errors are left out",
        ),
        told(
            _disagreeing(seen, reads),
            "amount disagrees with its own row",
            "amounts disagree with their own rows",
        ),
        told(
            _with(seen, reads, "NUM02"),
            "number stored as text is not added up",
            "numbers stored as text are not added up",
        ),
        told(
            _waiting(seen, sheets),
            "invoice has no total yet",
            "invoices have no totals yet",
        ),
        told(
            _with(seen, reads, "NUM05"),
            "number is rounded when read",
            "numbers are rounded when read",
        ),
        told(
            _without_stock(seen, reads),
            "row of an untracked product is left out",
            "rows of untracked products are left out",
        ),
        told(
            _orphans(seen, sheets),
            "line of a voided invoice is left out",
            "lines of voided invoices are left out",
        ),
    ]
    known = "; ".join(reason for part in found for reason in part)
    shown = ": see Issues" if any(found[:5]) else ""
    return (
        known + shown
        or f"Does not agree: look at {', '.join(sheets) or 'the sheets of facts'}"
    )


def _in_error(seen: Seen, sheets: Sequence[str]) -> int:
    return sum(
        int((seen.unvoided(sheet) & ~seen.book[sheet].valid).sum()) for sheet in sheets
    )


def _with(seen: Seen, reads: Iterable[Cells], *codes: str) -> int:
    return sum(
        problem.code in codes for cells in reads for problem in seen.problems(*cells)
    )


def _disagreeing(seen: Seen, reads: Sequence[Cells]) -> int:
    columns = dict.fromkeys(
        column for cells in reads for column in ISSUED.get(cells, ())
    )
    return _with(seen, columns, "AMT02", "AMT03", "AMT04")


def _without_stock(seen: Seen, reads: Sequence[Cells]) -> int:
    return sum(
        int(_moves_nothing(seen, sheet, header).sum())
        for sheet, header in reads
        if seen.book[sheet].schema.moves_units == header
    )


def _moves_nothing(seen: Seen, sheet: str, header: str) -> Mask:
    frame = seen.book[sheet]
    return np.asarray(
        frame.live
        & ~tracked_rows(seen.book, frame.link("sku"))
        & (frame.number(header) != 0)
    )


def _waiting(seen: Seen, sheets: Sequence[str]) -> int:
    """Invoices whose amounts wait until a row is mended that they depend on."""
    if "Invoice lines" not in sheets:
        return 0
    invoices = seen.book.invoices
    return int((invoices.live & ~invoices.has_total).sum())


def _orphans(seen: Seen, sheets: Sequence[str]) -> int:
    if "Invoice lines" not in sheets:
        return 0
    return int((seen.book.invoice_lines.live & ~live_invoice_lines(seen.book)).sum())

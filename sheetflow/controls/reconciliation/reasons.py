"""Why a formula may differ from the engine's figure: what only one of the two leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sheetflow.controls.reconciliation.excel_view import ExcelView
from sheetflow.controls.reconciliation.formulas import Cells
from sheetflow.domain.numbers import Mask
from sheetflow.domain.phrases import listed
from sheetflow.domain.references import order_of
from sheetflow.engine.process import Result
from sheetflow.ledgers.lines import live_invoice_lines, tracked_rows

ISSUED = {
    ("Invoice lines", "Line total"): (("Invoices", "Subtotal"), ("Invoices", "Total")),
    ("Returns", "Credit net"): (("Returns", "Credit total"),),
    ("Returns", "Fee"): (("Returns", "Credit total"),),
}
"""The amounts as issued that may disagree with what a column adds up to."""


UNKNOWN = "Does not agree"
"""How the text begins where no reason is known."""

MOST_ORDERS = 3
MOST_ROWS = 1000
"""How many orders on hold are named, and in how many rows they are looked for."""


def counted(count: int, one: str, many: str) -> str:
    """`1 row …` or `2 rows …`; empty for 0."""
    return f"{count} {one if count == 1 else many}" if count else ""


def reasons(view: ExcelView, reads: Sequence[Cells]) -> str:
    """What a formula over these columns counts otherwise than the engine; where nothing is known, where to look."""
    sheets = list(dict.fromkeys(sheet for sheet, _ in reads))
    on_issues = [reason for reason in _reasons_on_issues(view, reads, sheets) if reason]
    others = [reason for reason in _other_reasons(view, reads, sheets) if reason]
    if not on_issues and not others:
        return f"{UNKNOWN}: look at {', '.join(sheets) or 'the sheets of facts'}"
    ending = ": see Issues" if on_issues else ""
    return "; ".join(on_issues + others) + ending


def _reasons_on_issues(
    view: ExcelView, reads: Sequence[Cells], sheets: Sequence[str]
) -> list[str]:
    """The reasons that Issues lists."""
    return [
        counted(
            _in_error(view, sheets),
            "row with errors is left out",
            "rows with errors are left out",
        ),
        counted(
            _disagreeing(view, reads),
            "amount disagrees with its own row",
            "amounts disagree with their own rows",
        ),
        counted(
            _with_problem(view, reads, "NUM02"),
            "number stored as text is not added up",
            "numbers stored as text are not added up",
        ),
        counted(
            _without_total(view, sheets),
            "invoice has no total yet",
            "invoices have no totals yet",
        ),
        counted(
            _with_problem(view, reads, "NUM05"),
            "number is rounded when read",
            "numbers are rounded when read",
        ),
    ]


def _other_reasons(
    view: ExcelView, reads: Sequence[Cells], sheets: Sequence[str]
) -> list[str]:
    """The reasons that are not problems."""
    return [
        counted(
            _untracked(view, reads),
            "row of an untracked product is left out",
            "rows of untracked products are left out",
        ),
        counted(
            _of_voided_invoices(view, sheets),
            "line of a voided invoice is left out",
            "lines of voided invoices are left out",
        ),
    ]


def orders_on_hold(
    result: Result, view: ExcelView, reads: Sequence[Cells]
) -> list[str]:
    """The orders on hold to which the rows with errors in these sheets belong."""
    book = result.book
    found: dict[int, None] = {}
    for sheet in dict.fromkeys(sheet for sheet, _ in reads):
        left_out = view.unvoided(sheet) & ~book[sheet].valid
        for record in np.flatnonzero(left_out).tolist()[:MOST_ROWS]:
            found[order_of(book, sheet, record)] = None
    names = book.orders.order
    return [str(names[order]) for order in found if order in result.on_hold]


def because(on_hold: Sequence[str], differs: str) -> str:
    """Why two figures differ: `SO-000113 is on hold`, else what Checks says."""
    if not on_hold:
        is_known = not differs.startswith(UNKNOWN)
        return differs if is_known else ""
    verb = "is" if len(on_hold) == 1 else "are"
    return f"{listed(on_hold, MOST_ORDERS)} {verb} on hold"


def _in_error(view: ExcelView, sheets: Sequence[str]) -> int:
    """How many rows that are not voided have errors."""
    counts = [
        int((view.unvoided(sheet) & ~view.book[sheet].valid).sum()) for sheet in sheets
    ]
    return sum(counts)


def _with_problem(view: ExcelView, reads: Iterable[Cells], *codes: str) -> int:
    """How many problems with these codes the columns have."""
    return sum(
        problem.code in codes for cells in reads for problem in view.problems(*cells)
    )


def _disagreeing(view: ExcelView, reads: Sequence[Cells]) -> int:
    columns = dict.fromkeys(
        column for cells in reads for column in ISSUED.get(cells, ())
    )
    return _with_problem(view, columns, "AMT02", "AMT03", "AMT04")


def _untracked(view: ExcelView, reads: Sequence[Cells]) -> int:
    """How many rows have a quantity of a product whose stock is not tracked."""
    return sum(
        int(_moves_nothing(view, sheet, header).sum())
        for sheet, header in reads
        if view.book[sheet].schema.moves_units == header
    )


def _moves_nothing(view: ExcelView, sheet: str, header: str) -> Mask:
    frame = view.book[sheet]
    is_tracked = tracked_rows(view.book, frame.link("sku"))
    has_quantity = frame.number(header) != 0
    return np.asarray(frame.live & ~is_tracked & has_quantity)


def _without_total(view: ExcelView, sheets: Sequence[str]) -> int:
    """How many invoices have no amounts until a row that they depend on is fixed."""
    if "Invoice lines" not in sheets:
        return 0
    invoices = view.book.invoices
    return int((invoices.live & ~invoices.has_total).sum())


def _of_voided_invoices(view: ExcelView, sheets: Sequence[str]) -> int:
    if "Invoice lines" not in sheets:
        return 0
    is_live = view.book.invoice_lines.live
    return int((is_live & ~live_invoice_lines(view.book)).sum())

"""Why a formula may differ from the engine's figure: what only one of the two leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sheetflow.controls.reconciliation.excel_view import ExcelView
from sheetflow.controls.reconciliation.formulas import Cells
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frames import Orders
from sheetflow.domain.messages import Plural, counted_message, joined, listed, message
from sheetflow.domain.numbers import Mask
from sheetflow.domain.references import order_of
from sheetflow.engine.process import Result
from sheetflow.ledgers.lines import live_invoice_lines, tracked_rows

ISSUED = {
    ("Invoice lines", "Line total"): (("Invoices", "Subtotal"), ("Invoices", "Total")),
    ("Returns", "Credit net"): (("Returns", "Credit total"),),
    ("Returns", "Fee"): (("Returns", "Credit total"),),
}
"""The amounts as issued that may disagree with what a column adds up to."""


IN_ERROR = Plural(
    "{count} row with errors is left out",
    "{count} rows with errors are left out",
)
DISAGREEING = Plural(
    "{count} amount disagrees with its own row",
    "{count} amounts disagree with their own rows",
)
STORED_AS_TEXT = Plural(
    "{count} number stored as text is not added up",
    "{count} numbers stored as text are not added up",
)
WITHOUT_TOTAL = Plural(
    "{count} invoice has no total yet",
    "{count} invoices have no totals yet",
)
ROUNDED = Plural(
    "{count} number is rounded when read",
    "{count} numbers are rounded when read",
)
UNTRACKED = Plural(
    "{count} row of an untracked product is left out",
    "{count} rows of untracked products are left out",
)
OF_VOIDED = Plural(
    "{count} line of a voided invoice is left out",
    "{count} lines of voided invoices are left out",
)
"""What only the formula or only the engine leaves out, with how many of them."""

UNKNOWN = "Does not agree"
"""How the text begins where no reason is known."""

Row = tuple[str, int]
"""A record: its sheet and position."""

MOST_NAMES = 3
MOST_ORDERS = 3
MOST_ROWS = 1000
"""How many records and orders on hold are named, and in how many rows they are looked for."""


def reasons(view: ExcelView, reads: Sequence[Cells]) -> str:
    """What a formula over these columns counts otherwise than the engine; where nothing is known, where to look."""
    sheets = list(dict.fromkeys(sheet for sheet, _ in reads))
    on_issues = [reason for reason in _reasons_on_issues(view, reads, sheets) if reason]
    others = [reason for reason in _other_reasons(view, reads, sheets) if reason]
    if not on_issues and not others:
        titles = [sheet_schema(sheet).title for sheet in sheets]
        return message("Does not agree: look at {sheets}", sheets=joined(titles))
    found = joined([*on_issues, *others], "; ")
    return message("{reasons}: see [Issues]", reasons=found) if on_issues else found


def _reasons_on_issues(
    view: ExcelView, reads: Sequence[Cells], sheets: Sequence[str]
) -> list[str]:
    """The reasons that Issues lists."""
    return [
        _reason(view, _in_error(view, sheets), IN_ERROR),
        _reason(view, _disagreeing(view, reads), DISAGREEING),
        _reason(view, _with_problem(view, reads, "NUM02"), STORED_AS_TEXT),
        _reason(view, _without_total(view, sheets), WITHOUT_TOTAL),
        _reason(view, _with_problem(view, reads, "NUM05"), ROUNDED),
    ]


def _other_reasons(
    view: ExcelView, reads: Sequence[Cells], sheets: Sequence[str]
) -> list[str]:
    """The reasons that are not problems."""
    return [
        _reason(view, _untracked(view, reads), UNTRACKED),
        _reason(view, _of_voided_invoices(view, sheets), OF_VOIDED),
    ]


def _reason(view: ExcelView, rows: Sequence[Row], text: Plural) -> str:
    """`1 row … (PAY-000002)` or `2 rows … (PAY-000002 and PAY-000003)`; empty without rows."""
    if not rows:
        return ""
    names = list(dict.fromkeys(_name(view, row) for row in rows[:MOST_ROWS]))
    return message(
        "{what} ({names})", what=text.of(len(rows)), names=listed(names, MOST_NAMES)
    )


def _name(view: ExcelView, row: Row) -> str:
    """What a record is called: its number, or where it is."""
    sheet, record = row
    frame = view.book[sheet]
    key, *more = frame.schema.key
    name = frame[key][record]
    if name is None or more:
        return message(
            "{sheet} row {row}",
            sheet=sheet_schema(sheet).title,
            row=str(frame.rows[record]),
        )
    return str(name)


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
    on_hold = [order for order in found if order in result.on_hold]
    return [_name(view, (Orders.SHEET, order)) for order in on_hold]


def because(on_hold: Sequence[str], differs: str) -> str:
    """Why two figures differ: `SO-000113 is on hold`, else what Checks says."""
    if not on_hold:
        is_known = not differs.startswith(UNKNOWN)
        return differs if is_known else ""
    return counted_message(
        len(on_hold),
        "{orders} is on hold",
        "{orders} are on hold",
        orders=listed(on_hold, MOST_ORDERS),
    )


def _in_error(view: ExcelView, sheets: Sequence[str]) -> list[Row]:
    """The rows that are not voided and have errors."""
    return [
        row
        for sheet in sheets
        for row in _rows(sheet, view.unvoided(sheet) & ~view.book[sheet].valid)
    ]


def _rows(sheet: str, where: Mask) -> list[Row]:
    """The rows under a mask."""
    return [(sheet, record) for record in np.flatnonzero(where).tolist()]


def _with_problem(view: ExcelView, reads: Iterable[Cells], *codes: str) -> list[Row]:
    """The cells of the columns that have problems with these codes, by their rows."""
    return [
        (problem.sheet, record)
        for cells in reads
        for problem in view.problems(*cells)
        if problem.code in codes
        for record in problem.records
    ]


def _disagreeing(view: ExcelView, reads: Sequence[Cells]) -> list[Row]:
    columns = dict.fromkeys(
        column for cells in reads for column in ISSUED.get(cells, ())
    )
    return _with_problem(view, columns, "AMT02", "AMT03", "AMT04")


def _untracked(view: ExcelView, reads: Sequence[Cells]) -> list[Row]:
    """The rows with a quantity of a product whose stock is not tracked."""
    return [
        row
        for sheet, header in reads
        if view.book[sheet].schema.moves_units == header
        for row in _rows(sheet, _moves_nothing(view, sheet, header))
    ]


def _moves_nothing(view: ExcelView, sheet: str, header: str) -> Mask:
    frame = view.book[sheet]
    is_tracked = tracked_rows(view.book, frame.link("sku"))
    has_quantity = frame.number(header) != 0
    return np.asarray(frame.live & ~is_tracked & has_quantity)


def _without_total(view: ExcelView, sheets: Sequence[str]) -> list[Row]:
    """The invoices that have no amounts until a row that they depend on is fixed."""
    if "Invoice lines" not in sheets:
        return []
    invoices = view.book.invoices
    return _rows("Invoices", invoices.live & ~invoices.has_total)


def _of_voided_invoices(view: ExcelView, sheets: Sequence[str]) -> list[Row]:
    if "Invoice lines" not in sheets:
        return []
    is_live = view.book.invoice_lines.live
    return _rows("Invoice lines", is_live & ~live_invoice_lines(view.book))

"""`play`: one run of a workbook by the rules, from typed cells to derived cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .buying import over_deliveries
from .buying_holds import held_purchases
from .checks import row_held, rule_errors
from .derive import derived_sheets
from .passes import act
from .prepare import prepare
from .reading import Sheets, read
from .reminders import is_reminding, keep_reminders

if TYPE_CHECKING:
    from datetime import date

    from .book import Book
    from .passes import Passed
    from .seals import Seals


@dataclass
class Outcome:
    """A workbook after its run.

    `sheets` has the form of the input: facts filled, written and voided, derived columns and sheets made
    again. `errors` holds (sheet, row index, column, kind) for each row error and rule error, refused actions
    among them.
    """

    sheets: Sheets
    held: set[str] = field(default_factory=set)
    errors: list[tuple[str, int, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    bad_rows: set[tuple[str, int]] = field(default_factory=set)

    @property
    def exit(self) -> int:
        return 1 if self.errors else 0


def _held_before_packing(sheets: Sheets, as_of: date) -> set[str]:
    """The orders that a row error holds: nothing of theirs is packed by a shipment without a container."""
    book = read(sheets, as_of)
    every = {str(row["Order"]) for row in book.rows.get("Shipments", [])}
    prepare(book, every)
    return row_held(book)


def _purchases_on_hold(book: Book, passed: Passed) -> set[object]:
    """Purchase orders that an error or a refused action holds."""
    rows = book.rows.get("Purchase orders", [])
    refused = {
        rows[problem.index]["Purchase order"]
        for problem in passed.refused
        if problem.sheet == "Purchase orders"
    }
    suppliers = book.rows.get("Suppliers", [])
    refusing = {
        suppliers[problem.index]["Supplier"]
        for problem in passed.refused
        if problem.sheet == "Suppliers"
    }
    refused |= {row["Purchase order"] for row in rows if row["Supplier"] in refusing}
    held = held_purchases(book)
    return held.by_row | held.by_rule | refused


def play(sheets: Sheets, as_of: date, seals: Seals | None = None) -> Outcome:
    """One run. Raises `Stops` where a sheet that must be there is not.

    `seals` are the rows of a closed period as they were when it was closed.
    """
    held = _held_before_packing(sheets, as_of)
    book = read(sheets, as_of)
    book.seals = seals or {}
    prepare(book, held)
    passed = act(book)
    if is_reminding(sheets):
        keep_reminders(
            book, row_held(book) | {o for p in rule_errors(book) for o in p.orders}
        )
    problems = book.row_errors + rule_errors(book) + passed.refused
    held = row_held(book) | {order for problem in problems for order in problem.orders}
    orders = {str(row["Order"]) for row in book.rows.get("Orders", []) if not row.blank}
    bad = {
        (sheet, row.index)
        for sheet, rows in book.rows.items()
        for row in rows
        if row.bad
    }
    outcome = Outcome(
        derived_sheets(book, held, _purchases_on_hold(book, passed)),
        held & orders,
        bad_rows=bad,
    )
    others = {name: rows for name, rows in sheets.items() if name not in outcome.sheets}
    outcome.sheets = {**others, **outcome.sheets}
    outcome.errors = [(p.sheet, p.index, p.column, p.kind) for p in problems]
    outcome.warnings = book.warnings + passed.waiting + over_deliveries(book)
    return outcome

"""Books from text tables, as a person types them, and frames and ledgers as text tables.

    once = after("Ship", packing='''
        Order  Container  SKU    Quantity
        SO-1   1          A-100  6
    ''')
    expect(once.shipments, '''
        Order  Container
        SO-1   1
    ''')

Columns are two spaces apart. `-` is a blank cell, `2026-03-02` a date, `12.5` a number, `10%` a cell formatted in
percent, `#N/A` an Excel error, `=?` a formula that nobody calculated; `'12.5'` is text, whatever it looks like. What a
test does not name comes from SHOP.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np
from tables import Percent, aligned, grid, grid_of, shown, text, words
from views import Columns, derived_sheets, fact_columns

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import (
    catalogue,
    fact_sheets,
    sheet_schema,
)
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.engine.process import Result, work
from sheetflow.ledgers.all import Ledgers
from sheetflow.reading.locate import find_layout
from sheetflow.reading.settings import conventions_of
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.workbook.model import Grid

__all__ = [
    "SHOP",
    "Played",
    "Sheet",
    "add",
    "after",
    "again",
    "expect",
    "grid",
    "read",
    "run",
    "show",
    "text",
]

AS_OF = "2026-03-02"

SHOP = {
    "Customers": """
        Customer  Name
        C-1       Mill Lane Stores
        C-2       Harbour Cafe
    """,
    "Products": """
        SKU    Name     Price  Track stock
        A-100  Anvil    20     -
        B-200  Bellows  5      -
        S-900  Setup    50     No
    """,
    "Locations": """
        Location  Priority
        MAIN      1
        BACK      2
    """,
    "Stock moves": """
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  MAIN  100
        2026-01-02  Opening  B-200  MAIN  100
    """,
    "Orders": """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
    """,
    "Order lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
    """,
}
"""A small shop with one order; a test says what is different."""


def read(
    sheet: str, given: Grid | str, conventions: TextConventions = NO_LOCALE
) -> RawSheet:
    """One sheet as the engine reads it."""
    typed = grid(sheet, given) if isinstance(given, str) else given
    return read_sheet(typed, find_layout(typed, sheet_schema(sheet)), conventions)


def sheet_name(argument: str) -> str:
    """`order_lines` → `Order lines`."""
    return argument.replace("_", " ").capitalize()


class Sheet:
    """One sheet after a run: its columns by header, as plain values."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def __getitem__(self, header: str) -> list[object]:
        return self.columns[header]

    def only(self, **wanted: str) -> Sheet:
        """The rows in which these columns (`Order_date` for `Order date`) show these words."""
        keep = [
            at
            for at in range(len(self))
            if all(
                shown(self[header.replace("_", " ")][at]) == word
                for header, word in wanted.items()
            )
        ]
        return Sheet(
            {
                header: [values[at] for at in keep]
                for header, values in self.columns.items()
            }
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and self.columns == other.columns

    __hash__ = None  # type: ignore[assignment]


class Played:
    """A workbook after a run; every sheet is an attribute: `played.order_lines`."""

    def __init__(
        self, given: Mapping[str, Grid], prepared: Prepared, result: Result, as_of: str
    ) -> None:
        self.given = given
        self.prepared = prepared
        self.result = result
        self.as_of = as_of

    @property
    def book(self) -> Book:
        """The facts after the run."""
        return self.result.book

    @property
    def ledgers(self) -> Ledgers:
        """What is derived from them."""
        return self.result.ledgers

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """All sheets of facts, with their derived columns, and the derived sheets."""
        derived = derived_sheets(self.result)
        return {
            name: Sheet(
                {
                    **(fact_columns(self.book[name]) if name in fact_sheets() else {}),
                    **derived.get(name, {}),
                }
            )
            for name in catalogue()
            if name in fact_sheets() or name in derived
        }

    def __getattr__(self, argument: str) -> Sheet:
        if sheet_name(argument) not in catalogue():
            raise AttributeError(argument)
        return self.sheets[sheet_name(argument)]

    @property
    def issues(self) -> Sheet:
        """What is still wrong; Row is that of the text table, from 1 (0: written by the run)."""
        found = self.result.reported
        rows = [
            max(int(self.book[p.sheet].rows[p.record]) - 1, 0)
            if p.record >= 0
            else None
            for p in found
        ]
        return Sheet(
            {
                "Code": [p.code for p in found],
                "Sheet": [p.sheet for p in found],
                "Row": rows,
                "Column": [p.column for p in found],
                "Value": [p.value for p in found],
                "Problem": [p.text for p in found],
            }
        )

    @property
    def undone(self) -> list[str]:
        """The actions that wait or were refused, and why: `SO-1 Pick waits: nothing to pick …`."""
        became = {
            "ACT02": "refused",
            "ACT03": "waits",
            "ACT04": "waits",
            "ACT05": "waits",
        }
        return [
            f"{p.words['order']} {p.words['action']} {became[p.code]}: {p.words['why']}"
            for p in self.result.reported
            if p.code in became
        ]

    @property
    def codes(self) -> list[str]:
        """The codes of what is still wrong, sorted."""
        return sorted(problem.code for problem in self.result.reported)

    @property
    def on_hold(self) -> list[str]:
        """The orders that an error puts on hold."""
        return [
            str(self.book["Orders"]["Order"][at]) for at in sorted(self.result.on_hold)
        ]

    @property
    def notes(self) -> list[str]:
        """What the run did that a person should know."""
        return [note.text for note in self.result.notes]

    def typed(self) -> dict[str, Grid]:
        """The facts as cells, as the next run reads them: what the run did not change is as it was typed."""
        return {sheet: grid_of(sheet, self._cells(sheet)) for sheet in fact_sheets()}

    def _cells(self, sheet: str) -> list[list[object]]:
        """One sheet as cells: every row where it was, new ones below."""
        before = self.prepared.typed[sheet]
        after = self.book[sheet]
        columns = fact_columns(after)
        last = len(self.given[sheet].rows) if sheet in self.given else 1
        added = len(after) - len(before)
        rows: list[list[object]] = [
            [*columns],
            *([""] * len(columns) for _ in range(last - 1 + added)),
        ]
        places = [int(row) - 1 for row in before.rows] + list(range(last, last + added))
        for column, (header, values) in enumerate(columns.items()):
            same = np.equal(before[header], after[header][: len(before)]).astype(bool)
            for at, value in enumerate(values):
                as_typed = at < len(before) and same[at]
                rows[places[at]][column] = (
                    self._as_given(sheet, after.rows[at], header)
                    if as_typed
                    else _typed(value)
                )
        return rows

    def _as_given(self, sheet: str, row: int, header: str) -> object:
        """One cell as a person typed it."""
        typed = self.given[sheet]
        if header not in typed.rows[0]:
            return ""
        column = typed.rows[0].index(header) + 1
        value = typed.value(row, column)
        return (
            Percent(float(str(value))) if row in typed.percent_rows(column) else value
        )


def _typed(value: object) -> object:
    """A plain value as the cell that would hold it."""
    return (
        ""
        if value is None
        else float(value)
        if isinstance(value, (int, Decimal))
        else value
    )


def given_by(
    before: Played | None, sheets: Mapping[str, Grid | str]
) -> dict[str, Grid]:
    """The sheets of a workbook: those that a test names, else those of the run before, else the small shop's."""
    base = (
        before.typed()
        if before
        else {name: grid(name, table) for name, table in SHOP.items()}
    )
    named = {sheet_name(argument): table for argument, table in sheets.items()}
    assert set(named) <= set(fact_sheets()), set(named) - set(fact_sheets())
    typed = {
        name: grid(name, table) if isinstance(table, str) else table
        for name, table in named.items()
    }
    return {**base, **typed}


def asking(typed: Grid, action: str) -> Grid:
    """Orders with this action in every Action cell that is blank."""
    rows = [list(row) for row in typed.rows]
    if "Action" not in rows[0]:
        rows = [[*row, "Action" if at == 0 else ""] for at, row in enumerate(rows)]
    column = rows[0].index("Action")
    for row in rows[1:]:
        row[column] = row[column] or action
    return grid_of(typed.name, rows)


def after(
    action: str | None = None,
    before: Played | None = None,
    *,
    as_of: str = AS_OF,
    **sheets: Grid | str,
) -> Played:
    """The workbook after a run in which every order requests `action`; `before` is a run to go on from."""
    grids = given_by(before, sheets)
    if action:
        grids["Orders"] = asking(grids["Orders"], action)
    return run(grids, as_of)


def again(before: Played, **sheets: str) -> Played:
    """A second run on the same day."""
    return after(None, before, as_of=before.as_of, **sheets)


def run(grids: Mapping[str, Grid], as_of: str = AS_OF) -> Played:
    """One run of the engine over these sheets."""
    settings = grids.get("Settings")
    conventions = conventions_of(read("Settings", settings) if settings else None)
    raw = {sheet: read(sheet, typed, conventions) for sheet, typed in grids.items()}
    prepared = prepare(raw, date.fromisoformat(as_of).toordinal())
    return Played(grids, prepared, work(prepared), as_of)


def add(table: str, rows: str) -> str:
    """A text table with more rows below."""
    return "\n".join([table.rstrip(), rows])


def show(sheet: Sheet, *headers: str) -> str:
    """Some columns of a sheet as a text table."""
    names = headers or tuple(sheet.columns)
    return aligned(
        [
            list(names),
            *([shown(sheet[name][at]) for name in names] for at in range(len(sheet))),
        ]
    )


def expect(sheet: Sheet, table: str) -> None:
    """A sheet holds these rows, in this order, in the columns that the table names."""
    assert show(sheet, *words(table)[0]) == text(table)

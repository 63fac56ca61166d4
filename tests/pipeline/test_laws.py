"""Laws that hold of every workbook, tried on random small ones."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle.memory import grids
from oracle.random_books import AS_OF
from random_runs import (
    DAY,
    SEEDS,
    Rows,
    book_of,
    played,
    played_with,
    shuffled,
)
from sheets import Played, run
from tables import grid_of

from sheetflow.domain.catalogue import fact_sheets, sheet_schema
from sheetflow.domain.numbers import BLANK
from sheetflow.engine import schedule as actions
from sheetflow.engine.batches import Extent
from sheetflow.ledgers.movements import balances
from sheetflow.workbook.model import Grid

MASTERS = ("Settings", "Customers", "Products", "Locations", "Tax codes")
DERIVED_OF_ORDERS = ("Orders", "Order lines", "Invoices", "Customers")


def has_row_errors(result: Played) -> bool:
    """Whether rows count for nothing."""
    return any(problem.rule.kind == "row error" for problem in result.result.problems)


@given(SEEDS)
def test_twice_is_once(seed):
    once = played(seed)
    twice = run(once.typed(), DAY)
    assert twice.sheets == once.sheets
    assert twice.codes == once.codes
    assert not twice.result.applied


@given(SEEDS)
def test_units_conserve_and_on_hand_is_in_less_out(seed):
    result = played(seed)
    assert not balances(result.book, result.ledgers.movements).sum(axis=1).any()
    found: dict[tuple[object, object], object] = defaultdict(int)
    moves = result.movements
    for at in range(len(moves)):
        found[moves["SKU"][at], moves["From"][at]] -= moves["Quantity"][at]
        found[moves["SKU"][at], moves["To"][at]] += moves["Quantity"][at]
    stock = result.stock
    listed = {
        (stock["SKU"][at], stock["Location"][at]): stock["On hand"][at]
        for at in range(len(stock))
    }
    assert listed == {
        place: units
        for place, units in found.items()
        if not str(place[1]).startswith("(")
    }


@given(SEEDS)
def test_invoiced_less_credited_less_paid_is_what_is_owed(seed):
    result = played(seed)
    orders = result.orders
    owed = result.receivables
    balance = sum(orders["Invoiced"]) - sum(orders["Credited"]) - sum(orders["Paid"])
    assert balance == sum(orders["Balance"]) == sum(owed["Total"])
    for at in range(len(owed)):
        parts = [
            owed[header][at]
            for header in (
                "Not due",
                "1–30",
                "31–60",
                "61–90",
                "Over 90",
                "Unallocated",
            )
        ]
        assert sum(parts) == owed["Total"][at]
    assert sum(result.invoices["Balance"]) - balance == result_unallocated(result)


def result_unallocated(result: Played) -> object:
    """The part of credits and payments that pays no invoice."""
    return Decimal(int(result.ledgers.allocations.unallocated.sum())) / 1_000_000


def by_key(result: Played, sheet: str) -> dict[object, dict[str, object]]:
    """The rows of a sheet by their key."""
    found = result.sheets[sheet]
    keys = sheet_schema(sheet).key
    rows = [
        {header: found[header][at] for header in found.columns}
        for at in range(len(found))
    ]
    return {tuple(row[key] for key in keys): row for row in rows}


@given(SEEDS, st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_the_order_of_the_masters_rows_does_not_matter(seed, order):
    here = played(seed)
    assume("KEY02" not in here.codes)
    there = played_with(seed, lambda sheets: shuffled(sheets, order, *MASTERS))
    for sheet in ("Order lines", "Invoices", "Picks", "Products", "Customers"):
        assert by_key(there, sheet) == by_key(here, sheet)
    for header in there.orders.columns.keys() - {"Check"}:
        assert there.orders[header] == here.orders[header]


@given(SEEDS, st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_the_order_of_payments_does_not_matter(seed, order):
    here = played(seed)
    assume("KEY02" not in here.codes)
    there = played_with(seed, lambda s: shuffled(s, order, "Payments"))
    for sheet in DERIVED_OF_ORDERS:
        for header in {
            column.header for column in sheet_schema(sheet).derived_columns
        } - {"Check"}:
            assert there.sheets[sheet][header] == here.sheets[sheet][header]


@given(SEEDS, st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_the_order_of_stock_moves_does_not_matter_where_no_two_counts_meet(seed, order):
    def single(sheets: Rows) -> Rows:
        moves = [
            row for row in sheets.get("Stock moves", []) if row.get("Type") != "Count"
        ]
        return {**sheets, "Stock moves": moves}

    here = played_with(seed, single)
    there = played_with(seed, lambda s: shuffled(single(s), order, "Stock moves"))
    assume("KEY02" not in here.codes)
    assert there.stock == here.stock
    assert there.picks == here.picks


@given(SEEDS)
def test_reopening_restores_the_stock(seed):
    """All that orders did to the stock is undone: what is left is what the stock moves say."""

    def open_book(sheets: Rows) -> Rows:
        said = [
            row
            for row in sheets.get("Settings", [])
            if row.get("Setting") != "Closing date"
        ]
        return {**sheets, "Settings": said}

    first = played_with(seed, open_book)
    assume(not has_row_errors(first))
    typed = first.typed()
    column = typed["Orders"].rows[0].index("Action")
    state = typed["Orders"].rows[0].index("State")
    for row in typed["Orders"].rows[1:]:
        row[column] = "" if row[state] == "Quote" else "Re-open"
    assume("STA01" not in first.codes)
    reopened = run(typed, DAY)
    moves_only = {
        name: rows
        for name, rows in grids(open_book(book_of(seed))).items()
        if name not in ORDER_FACTS
    }
    for row in moves_only["Orders"].rows[1:]:
        row[moves_only["Orders"].rows[0].index("Action")] = ""
    assert (
        reopened.ledgers.stock.on_hand == run(moves_only, DAY).ledgers.stock.on_hand
    ).all()
    assert not reopened.ledgers.stock.allocated.any()
    assert not reopened.ledgers.money.balance.any()


ORDER_FACTS = (
    "Picks",
    "Packing",
    "Shipments",
    "Invoices",
    "Invoice lines",
    "Payments",
    "Returns",
    "Restocks",
)
MAY_CHANGE = {
    ("Orders", "Action"), ("Orders", "State"), ("Orders", "Order"), ("Order lines", "Order"),
    ("Order lines", "Cancelled quantity"),
}  # fmt: skip


@given(SEEDS)
def test_no_row_is_lost_and_no_typed_cell_changes_but_by_an_action(seed):
    result = played(seed).result
    for sheet in fact_sheets():
        before = result.before[sheet]
        after = result.book[sheet]
        assert after.rows[: len(before)].tolist() == before.rows.tolist()
        for column in before.schema.facts:
            then = before[column.header]
            now = after[column.header][: len(before)]
            typed = before.given(column.header)
            changed = typed & (then != now)
            assert not changed.any() or (sheet, column.header) in MAY_CHANGE, (
                sheet,
                column.header,
            )
            if column.header == "Voided":
                assert set(now[then == BLANK].tolist()) <= {BLANK, AS_OF.toordinal()}


ASKED = st.lists(
    st.lists(
        st.sampled_from(sheet_schema("Orders").column("Action").choices), max_size=3
    ).map(", ".join),
    min_size=1,
    max_size=12,
)


def asked(seed: int, wishes: list[str]) -> dict[str, Grid]:
    """A workbook after its first run, in which every order requests an action."""
    typed = dict(played(seed).typed())
    rows = [list(row) for row in typed["Orders"].rows]
    column = rows[0].index("Action")
    for at, row in enumerate(rows[1:]):
        row[column] = wishes[at % len(wishes)] if any(row) else ""
    typed["Orders"] = grid_of("Orders", rows)
    return typed


@given(SEEDS, ASKED)
def test_orders_done_together_come_out_as_one_after_the_other(seed, wishes):
    with pytest.MonkeyPatch.context() as patch:
        one = Extent(1, in_turn=False)
        patch.setattr(actions, "batch_extent", lambda _book, _waiting, _plans: one)
        alone = run(asked(seed, wishes), DAY)
    together = run(asked(seed, wishes), DAY)
    assert together.sheets == alone.sheets
    assert together.codes == alone.codes


@given(SEEDS, ASKED)
def test_twice_is_once_whatever_is_requested(seed, wishes):
    once = run(asked(seed, wishes), DAY)
    twice = run(once.typed(), DAY)
    assert twice.sheets == once.sheets
    assert twice.codes == once.codes
    assert not twice.result.applied

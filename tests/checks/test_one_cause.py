"""One cause, one problem: however one cell of a whole workbook is spoilt, one problem is reported.

Each case is one fault in a workbook in which every sheet is filled and every fact agrees with the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provoked import Provoked, provoke, run_once, type_into, write_workbook
from sheets import after, expect, grid, run
from tables import cell, grid_of
from whole_shop import WHOLE

from sheetflow.checks.causes import find_causes
from sheetflow.checks.on_hold import hold_reasons
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.schema import Column
from sheetflow.workbook.model import Grid

SEVERAL = {
    (
        "Orders",
        "Order",
        "another",
    ): "the lines name an order that is gone, and a new one has none: nothing joins them",
}
"""Faults for which several problems are reported, and why."""


@cache
def whole() -> dict[str, Grid]:
    """The whole workbook, as it is after a run: nothing is wrong, and every blank is filled."""
    played = run({name: grid(name, table) for name, table in WHOLE.items()})
    assert played.codes == []
    return played.typed()


def faults(column: Column, value: object) -> Iterator[tuple[str, object]]:
    """What may be wrong with a cell: what it is called, and what the cell then has."""
    yield "an Excel error", cell("#N/A")
    if column.required:
        yield "nothing", ""
    if column.kind in ("key", "choice") and isinstance(value, str):
        yield "a letter too many", f"{value}x"
    if column.kind == "key":
        yield "another", 77.0
    elif column.is_number and not isinstance(value, str):
        yield "a number too large", 77.0
        yield "a number too small", 0.01 if column.kind == "money" else 1.0


def spoilt(sheet: str) -> Iterator[tuple[str, str, dict[str, Grid]]]:
    """Every fault of the first row of a sheet: the column, the fault, the workbook that has it."""
    typed = whole()[sheet]
    schema = sheet_schema(sheet)
    for at, header in enumerate(map(str, typed.rows[0])):
        column = schema.column(header)
        for fault, wrong in (
            faults(column, typed.rows[1][at]) if column.kind != "text" else ()
        ):
            rows = [list(row) for row in typed.rows]
            if rows[1][at] not in ("", wrong):
                rows[1][at] = wrong
                yield header, fault, {**whole(), sheet: grid_of(sheet, rows)}
    yield "", "twice", {**whole(), sheet: grid_of(sheet, [*typed.rows, typed.rows[1]])}
    yield (
        "",
        "gone",
        {**whole(), sheet: grid_of(sheet, [typed.rows[0], *typed.rows[2:]])},
    )


@pytest.mark.parametrize("sheet", list(WHOLE))
def test_one_fault_is_reported_once(sheet: str) -> None:
    several = {
        (header, fault): told
        for header, fault, grids in spoilt(sheet)
        if len(
            told := [
                (problem.code, problem.sheet, problem.column)
                for problem in run(grids).result.reported
            ]
        )
        > 1
    }
    assert {(sheet, *case) for case in several} == {
        case for case in SEVERAL if case[0] == sheet
    }, several


@given(st.data())
def test_a_fault_that_is_not_reported_puts_its_order_on_hold_too(
    data: st.DataObject,
) -> None:
    """Two faults at a time: an error is reported as an error, and each order on hold names a reported one."""
    grids = whole()
    for _ in range(2):
        sheet = data.draw(
            st.sampled_from([name for name in WHOLE if name != "Settings"])
        )
        rows = [list(row) for row in grids[sheet].rows]
        row = data.draw(st.integers(1, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[0]) - 1))
        rows[row][column] = data.draw(
            st.sampled_from([cell("#N/A"), "", "SO-000002", "B-200", 77.0, 1.0])
        )
        grids = {**grids, sheet: grid_of(sheet, rows)}
    result = run(grids).result
    causes = find_causes(result.book, result.problems)
    assert causes.reported == tuple(result.reported)
    for at, problem in enumerate(result.problems):
        assert causes.root_of(at).rule.is_error or not problem.rule.is_error
    assert set(hold_reasons(result.book, result.problems)) == set(result.hold_reasons)
    assert all(
        problem in result.reported
        for found in result.hold_reasons.values()
        for problem in found
    )


def test_a_mistyped_sku_is_reported_at_the_order_line_and_puts_the_order_on_hold() -> (
    None
):
    """The pick names A-100, which line 1 of the order is not any more."""
    played = after(
        "Invoice",
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-10O  10
    """,
        picks="""
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      10      2026-02-10
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet        Row  Problem
        SKU01  Order lines  1    There is no product "A-10O". Did you mean A-100?
    """,
    )
    assert (played.on_hold, played.orders["Action"]) == (["SO-1"], ["Invoice"])
    assert [problem.code for problem in played.result.problems] == ["SKU01", "LIN02"]


def test_a_mistyped_order_number_is_reported_once_with_all_rows_that_name_it() -> None:
    played = after(
        orders="""
        Order  Order date  Customer
        SO-l   2026-02-01  C-1
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    5
        SO-1   2026-02-21    6
    """,
    )
    [problem] = played.result.reported
    assert (problem.code, problem.text) == (
        "ORD01",
        'There is no order "SO-1". Did you mean SO-l?',
    )
    assert problem.also == (("Payments", 0, "Order"), ("Payments", 1, "Order"))


def test_two_unknown_customers_are_two_causes() -> None:
    played = after(
        customers="""
        Customer  Name
        #N/A      Mill
        C-2       Cafe
    """,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-9
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   A-100  1
    """,
    )
    assert played.codes == ["CEL01", "CUS01", "CUS01"], (
        "one unreadable code cannot be both"
    )


def test_packing_of_an_unreadable_pick_is_not_a_second_problem_but_of_a_readable_one_it_is() -> (
    None
):
    given = {
        "order_lines": """
            Order  Line  SKU    Quantity
            SO-1   1     A-100  10
            SO-1   2     B-200  10
        """,
        "packing": """
            Order  Container  Line  SKU    Quantity
            SO-1   1          1     A-100  6
            SO-1   1          2     B-200  6
        """,
    }
    picks = """
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      six     2026-02-10
        SO-1   2     B-200  MAIN      5       2026-02-10
    """
    expect(
        after(**given, picks=picks).issues,
        """
        Code   Sheet    Row
        NUM01  Picks    1
        PAC01  Packing  2
    """,
    )


def test_stock_missing_because_of_a_receipt_in_error_is_reported_at_the_receipt_and_puts_the_order_on_hold() -> (
    None
):
    played = after(
        "Invoice",
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Receipt  A-100  MAIN  ten
        2026-03-01  Receipt  B-200  MAIN  ten
    """,
        picks="""
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      10      2026-02-10
    """,
    )
    assert (played.codes, played.on_hold) == (["NUM01", "NUM01"], ["SO-1"])
    [holder] = played.result.hold_reasons[0]
    assert (holder.code, holder.sheet, holder.record) == ("NUM01", "Stock moves", 0)


def test_a_receipt_with_an_error_says_nothing_of_stock_that_was_below_zero_before_it() -> (
    None
):
    played = after(
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-02-20  Receipt  A-100  MAIN  20
        2026-02-21  Receipt  A-100  MAIN  ten
    """,
        picks="""
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      10      2026-02-10
    """,
    )
    assert played.codes == ["NUM01", "STK02"]


def test_a_setting_without_a_readable_name_is_reported_once() -> None:
    expect(
        after(
            settings="""
        Setting   Value
        #N/A      EUR
        -         blue
        Currency  #N/A
    """
        ).issues,
        """
        Code   Row  Column
        CEL01  3    Value
        CEL01  1    Setting
        REQ01  2    Setting
    """,
    )


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The whole workbook after a run that closed its period."""
    monkeypatch.chdir(tmp_path)
    settings = WHOLE["Settings"].rstrip() + "\n        Closing date  2026-02-28"
    path = tmp_path / "book.xlsx"
    write_workbook(path, Provoked({**WHOLE, "Settings": settings}, "", "", {}))
    run_once(path)
    return path


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (
            {"Invoices!E2": "7"},
            [("Invoices!E2", "CLO01")],
        ),  # the freight, and so the total
        (
            {"Invoice lines!F2": "9"},
            [("Invoice lines!F2", "CLO01")],
        ),  # the quantity, and so line total and subtotal
        ({"Returns!H2": "2"}, [("Returns!H2", "CLO01")]),  # the fee, and so the credit
        (
            {"Payments!F2": "#N/A"},
            [("Payments!F2", "CLO01")],
        ),  # both of one cell: what was there is to be put back
        (
            {"Shipments!A2": "SH-9"},
            [("Shipments", "CLO02")],
        ),  # gone, and another in its place
        (
            {"Packing!B2": "#N/A"},
            [("Packing!B2", "CEL01")],
        ),  # a key that cannot be read is not a missing row
        (
            {"Invoices!2": ""},
            [("Invoices", "CLO02")],
        ),  # and so its lines and payments name none
    ],
)
def test_a_change_in_a_closed_period_is_reported_once(
    closed: Path, typed: dict[str, str], found: list[tuple[str, str]]
) -> None:
    type_into(closed, typed)
    assert [
        (where, code) for where, _, code in provoke("check book.xlsx").reported
    ] == found

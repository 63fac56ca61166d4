"""Orders and payments without an order number: what a run fills, and what it leaves to a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from locations import SAMPLES
from sheets import after, expect

from sheetflow.cli import main
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.reading.locate import find_layout
from sheetflow.workbook import Workbook

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "settings", "numbers"),
    [
        ([], "", ["SO-000001", "SO-000002"]),
        (["SO-1"], "", ["SO-000002", "SO-000003"]),
        (["A-016", "A-017"], "", ["A-018", "A-019"]),
        (["A-999"], "", ["A-1000", "A-1001"]),
        (["1001"], "", ["1002", "1003"]),
        (["2026/031", "Ann"], "", ["2026/032", "2026/033"]),
        (["#1044", "SO-000007"], "", ["SO-000008", "SO-000009"]),
        (["A-017"], "Order prefix  R-", ["R-000001", "R-000002"]),
        (["SQ-000004"], "", ["SO-000001", "SO-000002"]),
        (["9" * 22], "", ["SO-000001", "SO-000002"]),
    ],
)
def test_a_blank_number_is_the_next_one_of_the_owners_own(typed, settings, numbers):
    rows = "\n".join(f"'{key}'  2026-02-01  C-1" for key in typed)
    played = after(
        settings=f"Setting  Value\n{settings or 'Currency  USD'}",
        orders=f"Order  Order date  Customer\n{rows}\n-  2026-02-02  C-1\n-  2026-02-03  C-2",
        order_lines="Order  SKU  Quantity",
    )
    assert played.orders["Order"] == [*typed, *numbers]
    assert set(played.codes) == {"ORD02"}


def test_a_quote_that_is_confirmed_is_numbered_as_its_owner_does():
    played = after(
        orders="""
        Order      State  Order date  Customer  Action
        1001       -      2026-02-01  C-1       -
        SQ-000001  Quote  2026-02-01  C-2       Confirm
    """,
        order_lines="""
        Order      SKU    Quantity
        1001       A-100  1
        SQ-000001  A-100  2
    """,
    )
    expect(
        played.orders,
        """
        Order  State  Quote
        1001   -      -
        1002   Order  SQ-000001
    """,
    )


def test_lines_without_an_order_belong_to_the_one_new_order():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        -      2026-02-05  C-2
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  10
        -      B-200  2
        -      A-100  1
    """,
    )
    assert played.codes == []
    expect(
        played.order_lines,
        """
        Order      Line  SKU    Quantity  Unit price
        SO-1       1     A-100  10        20
        SO-000002  1     B-200  2         5
        SO-000002  2     A-100  1         20
    """,
    )
    assert played.orders["Total"] == [200, 30]


def test_lines_without_an_order_wait_where_it_could_be_either():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        -      2026-02-05  C-2
        -      2026-02-06  C-1
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  10
        -      B-200  2
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet        Row  Problem
        LIN04  Order lines  2    Order is missing, and several orders have no lines: SO-000002 (C-2) and SO-000003 (C-1)
    """,
    )
    assert played.orders["Total"] == [200, 0, 0]


def test_a_new_order_in_error_keeps_its_lines_and_waits_for_its_number():
    played = after(
        orders="""
        Order  Order date  Customer
        -      2026-02-05  C-9
    """,
        order_lines="""
        Order  SKU    Quantity
        -      B-200  2
    """,
    )
    assert played.codes == ["CUS01"]
    assert played.orders["Order"] == [None]
    assert played.order_lines["Order"] == [None]


def test_lines_without_an_order_need_one_where_none_is_new():
    assert after(
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  10
        -      B-200  2
    """
    ).codes == ["REQ01"]


def test_a_payment_that_names_only_its_invoice_gets_its_order():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-2
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  10
        SO-2   B-200  4
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-7    SO-2   2026-02-10
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-7    SO-2   1     B-200  4         5
    """,
        payments="""
        Order  Invoice  Payment date  Amount
        -      INV-7    2026-02-20    20
        -      INV-8    2026-02-20    20
        -      -        2026-02-20    20
    """,
    )
    assert played.payments["Order"] == ["SO-2", None, None]
    expect(
        played.issues,
        """
        Code   Sheet     Row  Column
        INV01  Payments  2    Invoice
        REQ01  Payments  3    Order
    """,
    )
    assert played.orders["Payment status"] == ["Uninvoiced", "Paid"]


# -- through real files


def run_shop(*words: str) -> str:
    result = CliRunner().invoke(
        main, ["run", "shop.xlsx", "--as-of=2026-03-02", *words]
    )
    return result.output


def type_row(sheet: str, **cells: object) -> None:
    """Type a row below the last one of a sheet."""
    workbook = Workbook.open(Path("shop.xlsx"))
    layout = find_layout(workbook.read(sheet), sheet_schema(sheet))
    columns = {
        layout.columns[header.replace("_", " ")]: [cell]
        for header, cell in cells.items()
    }
    workbook.append_rows(sheet, layout.header_row, columns)
    workbook.save(Path("shop.xlsx"), replacing=True)


def test_a_number_that_a_run_gave_is_not_shared_with_another_customer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run numbers an order; unseen, somebody types the same number for another customer."""
    monkeypatch.chdir(tmp_path)
    Path("shop.xlsx").write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    type_row("Orders", Order_date=DAY, Customer="FERN")
    type_row("Order lines", SKU="BOWL-S", Quantity=3)
    run_shop()
    first = _last_order()
    assert first[0] == "SO-000023"

    type_row("Orders", Order="SO-000023", Order_date=DAY, Customer="COVE")
    type_row("Order lines", Order="SO-000023", SKU="TEAPOT", Quantity=9)
    type_row("Orders", Order_date=DAY, Customer="ELM")
    said = run_shop()
    assert "the next free number is SO-000026 (also Order lines!A" in said
    assert _last_order(before=2) == first, "the lines are not the first customer's"
    assert _last_order()[0] == "SO-000025"
    assert run_shop().splitlines()[0] == said.splitlines()[0]


def _last_order(before: int = 0) -> list[object]:
    """The number and the total of the last order, or of one before it."""
    sheet = openpyxl.load_workbook("shop.xlsx")["Orders"]
    rows = list(sheet.values)
    top = next(row for row in rows if "Order date" in row)
    named = [row for row in rows if row[top.index("Order")] and row is not top]
    named = [row for row in named if row[top.index("Customer")]]
    last = named[-1 - before]
    return [last[top.index("Order")], last[top.index("Total")]]

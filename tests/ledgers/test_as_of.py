"""Facts as of a date (docs/reference/rules.md, section 9): what is dated later has not happened yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from locations import SAMPLES
from sheets import Played, after, expect, text
from tables import aligned

from sheetflow.ledgers.all import Ledgers, build_ledgers
from sheetflow.ledgers.as_of import facts_as_of
from sheetflow.pipeline import check

SHOP = {
    "orders": """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-20  C-2
    """,
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  5
    """,
    "stock_moves": """
        Date        Type     SKU    From  To    Quantity  Voided
        2026-01-02  Opening  A-100  -     MAIN  100       -
        2026-01-02  Opening  B-200  -     MAIN  100       2026-02-15
        2026-02-10  Count    A-100  -     MAIN  80        -
        2026-02-14  Receipt  A-100  -     MAIN  7         -
    """,
    "picks": """
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      10      2026-02-05
    """,
    "packing": """
        Order  Container  SKU    Quantity
        SO-1   1          A-100  6
        SO-1   2          A-100  4
    """,
    "shipments": """
        Order  Container  Ship date
        SO-1   1          2026-02-06
    """,
    "invoices": """
        Invoice  Order  Invoice date  Due date    Subtotal  Tax  Total  Voided
        INV-1    SO-1   2026-02-06    2026-02-16  -         -    -      -
        INV-2    SO-1   2026-02-07    2026-02-17  80        0    80     2026-02-12
    """,
    "invoice_lines": """
        Invoice  Order  Line  SKU    Quantity  Unit price  Line total
        INV-1    SO-1   1     A-100  6         20          -
        INV-2    SO-1   1     A-100  4         20          80
    """,
    "payments": """
        Order  Invoice  Payment date  Amount  Voided
        SO-1   INV-1    2026-02-09    100     -
        SO-1   INV-1    2026-02-13    20      2026-02-25
    """,
    "returns": """
        Order  SKU    Quantity  Return date  Credit date
        SO-1   A-100  1         2026-02-18   2026-02-18
    """,
    "restocks": """
        Return      SKU    Location  Quantity  Restock date
        RET-000001  A-100  BACK      1         2026-02-19
    """,
}


@pytest.fixture(scope="module")
def shop() -> Played:
    return after(**SHOP)


def as_of(played: Played, day: str) -> Played:
    """What was true on a day."""
    book = facts_as_of(played.book, date.fromisoformat(day).toordinal())
    result = replace(played.result, book=book, ledgers=build_ledgers(book))
    return Played(played.given, played.prepared, result, day)


STOCK = {
    "2026-01-31": "A-100 MAIN 100, B-200 MAIN 100",
    "2026-02-05": "A-100 MAIN 90, B-200 MAIN 100",
    "2026-02-10": "A-100 MAIN 80, B-200 MAIN 100",
    "2026-02-14": "A-100 MAIN 87, B-200 MAIN 100",
    "2026-02-15": "A-100 MAIN 87",
    "2026-02-19": "A-100 MAIN 87, A-100 BACK 1",
}


@pytest.mark.parametrize("day", STOCK)
def test_stock_is_that_of_the_day(shop: Played, day: str) -> None:
    stock = as_of(shop, day).stock
    rows = zip(stock["SKU"], stock["Location"], stock["On hand"], strict=True)
    there = [f"{sku} {location} {units}" for sku, location, units in rows if units]
    assert sorted(there) == sorted(STOCK[day].split(", "))


MONEY = {
    "2026-02-05": "owed 0",
    "2026-02-06": "INV-1 120 Open, owed 120",
    "2026-02-07": "INV-1 120 Open, INV-2 80 Open, owed 200",
    "2026-02-09": "INV-1 20 Partial, INV-2 80 Open, owed 100",
    "2026-02-12": "INV-1 20 Partial, owed 20",
    "2026-02-13": "INV-1 0 Paid, owed 0",
    "2026-02-18": "INV-1 0 Paid, owed -20",
    "2026-02-24": "INV-1 0 Paid, owed -20",
    "2026-02-25": "INV-1 0 Paid, owed 0",
}


@pytest.mark.parametrize("day", MONEY)
def test_invoices_and_receivables_are_those_of_the_day(shop: Played, day: str) -> None:
    then = as_of(shop, day)
    live = then.book.invoices.live
    columns = [then.invoices[header] for header in ("Invoice", "Balance", "Status")]
    rows = [" ".join(map(str, row)) for row in zip(*columns, strict=True)]
    counted = [row for row, counts in zip(rows, live, strict=True) if counts]
    owed = sum(then.receivables["Total"])
    assert ", ".join([*counted, f"owed {owed}"]) == MONEY[day]


def test_an_invoice_is_overdue_from_the_day_after_its_due_date(shop: Played) -> None:
    unpaid = after(**{**SHOP, "payments": "Order  Payment date  Amount", "returns": "Order  SKU  Quantity  Return date",
                      "restocks": "Return  SKU  Location  Quantity  Restock date"})  # fmt: skip
    statuses = [
        as_of(unpaid, day).invoices["Status"][0] for day in ("2026-02-16", "2026-02-17")
    ]
    assert statuses == ["Open", "Overdue"]


LINES = {
    "2026-01-31": "0 0 0 0 0",
    "2026-02-04": "0 0 0 0 0",
    "2026-02-05": "10 4 0 0 0",
    "2026-02-06": "10 10 6 6 0",
    "2026-02-07": "10 10 6 10 0",
    "2026-02-12": "10 10 6 6 0",
    "2026-02-18": "10 10 6 6 1",
}


@pytest.mark.parametrize("day", LINES)
def test_what_happened_to_a_line_is_that_of_the_day(shop: Played, day: str) -> None:
    lines = as_of(shop, day).order_lines
    headers = ("Picked", "Packed", "Shipped", "Invoiced", "Returned")
    assert " ".join(str(lines[header][0]) for header in headers) == LINES[day]


def test_orders_count_from_their_date_with_their_lines(shop: Played) -> None:
    def counted(day: str) -> list[int]:
        book = as_of(shop, day).book
        return [int(book.orders.valid.sum()), int(book.order_lines.valid.sum())]

    days = ("2026-01-31", "2026-02-01", "2026-02-20")
    assert [counted(day) for day in days] == [[0, 0], [1, 1], [2, 2]]


def test_what_was_voided_whole_never_counts_where_it_cannot(shop: Played) -> None:
    moves = """
        Date        Type      SKU    From  To    Quantity  Voided
        2026-01-02  Opening   A-100  -     MAIN  100       -
        2026-01-03  Receipt   A-100  -     -     5         2026-02-10
        2026-01-03  Receipt   A-999  -     MAIN  5         2026-02-10
        2026-01-03  Transfer  A-100  -     BACK  5         2026-02-10
        2026-01-03  Receipt   A-100  -     MAIN  -         2026-02-10
        2026-01-03  Receipt   A-100  -     MAIN  5         2026-02-10
    """
    played = after(stock_moves=moves)
    expect(
        as_of(played, "2026-02-09").stock,
        """
        SKU    Location  On hand
        A-100  MAIN      105
        """,
    )


def test_on_the_last_day_everything_counts() -> None:
    book = check(SAMPLES / "year.xlsx", as_of=date(2026, 1, 5)).result.book
    assert figures(build_ledgers(facts_as_of(book, book.as_of))) == figures(
        build_ledgers(book)
    )


def figures(ledgers: Ledgers) -> str:
    """What the ledgers come to."""
    totals = {
        "on hand": ledgers.stock.on_hand,
        "allocated": ledgers.stock.allocated,
        "owed": ledgers.receivables.total,
        "invoiced": ledgers.money.invoiced,
        "shipped": ledgers.lines.shipped,
        "packed": ledgers.lines.packed,
    }
    return text(aligned([[name, str(sum(amounts.ravel().tolist()))] for name, amounts in totals.items()]))  # fmt: skip


def test_a_credit_counts_from_its_own_date(shop: Played) -> None:
    later = after(before=shop, as_of="2026-03-02")
    returns = later.book.returns
    issued = date(2026, 2, 20).toordinal()
    dated = returns.put("Credit date", np.full(len(returns), issued))
    result = replace(later.result, book=later.book.put(dated))
    later = Played(later.given, later.prepared, result, later.as_of)
    credited = [
        sum(as_of(later, f"2026-02-{day}").orders["Credited"]) for day in (19, 20)
    ]
    assert credited == [0, 20]
    assert as_of(later, "2026-02-19").order_lines["Returned"][0] == 1


def test_the_book_itself_is_not_changed(shop: Played) -> None:
    before = shop.book.payments.live.tolist()
    as_of(shop, "2026-01-31")
    assert shop.book.payments.live.tolist() == before

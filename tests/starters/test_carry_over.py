"""A new workbook that goes on where another ends: stock, what customers owe and backorders are the same in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from locations import SAMPLES
from sheets import after

import sheetflow
from sheetflow.cli import main
from sheetflow.cli.export_new import NOTHING_NEW
from sheetflow.domain.numbers import MICRO
from sheetflow.engine.process import Result
from sheetflow.ledgers.cost_layers import cost_of
from sheetflow.starters.carry_over import CarriedOver, carry_over
from sheetflow.starters.new import new_workbook
from sheetflow.starters.open_bank_lines import open_bank_lines, without_booked_line
from sheetflow.starters.opening_stock import Average, _valued

DAY = date(2026, 3, 2)
CLOSED = date(2026, 1, 31)
SHOP = "shop.xlsx"

Totals = Mapping[str, object]


def totals(result: Result) -> Totals:
    """What must not change: stock by location, what each customer owes by age, backorders, statuses."""
    book = result.book
    ledgers = result.ledgers
    owed = ledgers.receivables
    by_age = [owed.total, owed.unallocated, *owed.buckets.values()]
    amounts = zip(
        owed.customer.tolist(), *[each.tolist() for each in by_age], strict=True
    )
    lines = zip(
        book.order_lines.order.tolist(),
        book.order_lines.line.tolist(),
        ledgers.backordered.tolist(),
        strict=True,
    )
    costs = ledgers.costs
    return {
        "on hand": ledgers.stock.on_hand.tolist(),
        "allocated": ledgers.stock.allocated.tolist(),
        "available": ledgers.products.available.tolist(),
        "owed": {row[0]: row[1:] for row in amounts if any(row[1:])},
        "backordered": sorted(line for line in lines if line[2]),
        "value": costs.stock.tolist() if costs else None,
    }


def statuses(result: Result) -> dict[str, str]:
    """The status of each order."""
    words = result.ledgers.statuses.status.tolist()
    return dict(zip(result.book.orders.order.tolist(), words, strict=True))


def closed_on(result: Result, day: date) -> Result:
    """The result with a Closing date."""
    settings = replace(result.book.settings, closing_date=day.toordinal())
    return replace(result, book=replace(result.book, settings=settings))


@pytest.fixture(scope="module")
def old(after_a_run: Path) -> Result:
    """The quickstart after its first run."""
    return sheetflow.run(after_a_run / SHOP, as_of=DAY).result


@pytest.fixture(scope="module", params=[DAY, CLOSED], ids=["today", "in January"])
def carried(old: Result, request: pytest.FixtureRequest) -> CarriedOver:
    return carry_over(closed_on(old, request.param), SHOP)


@pytest.fixture(scope="module")
def new(
    carried: CarriedOver, after_a_run: Path, tmp_path_factory: pytest.TempPathFactory
) -> sheetflow.Run:
    """The new workbook, run."""
    path = tmp_path_factory.mktemp("new") / "next.xlsx"
    new_workbook(path, like=after_a_run / SHOP, rows=carried.rows)
    return sheetflow.run(path, as_of=DAY)


def test_stock_balances_and_backorders_are_the_same(
    old: Result, new: sheetflow.Run
) -> None:
    assert totals(new.result) == totals(old)


def test_what_comes_over_has_the_same_status(old: Result, new: sheetflow.Run) -> None:
    before = statuses(old)
    after = statuses(new.result)
    assert after == {order: before[order] for order in after}
    left = {before[order] for order in before.keys() - after.keys()}
    assert left == {"Fulfilled, Paid", "Cancelled"}


def test_the_first_run_finds_nothing_to_do_and_all_checks_agree(
    new: sheetflow.Run,
) -> None:
    assert not new.changes
    assert {item.problem.code for item in new.problems} == {"ACT03"}
    assert not [check.name for check in new.checks if not (check.agrees)]


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("Orders", "Order"),
        ("Invoices", "Invoice"),
        ("Picks", "Pick"),
        ("Shipments", "Shipment"),
        ("Payments", "Payment"),
    ],
)
def test_numbers_go_on_where_the_old_workbook_stops(
    old: Result, new: sheetflow.Run, sheet: str, header: str
) -> None:
    before = max(old.book[sheet][header].tolist())
    assert max(new.result.book[sheet][header].tolist()) == before


def test_openings_have_numbers_of_their_own(old: Result, new: sheetflow.Run) -> None:
    used = set(old.book.stock_moves.move.tolist())
    moves = new.result.book.stock_moves
    assert used.isdisjoint(moves.move[moves.type == "Opening"].tolist())


def test_moves_after_the_closing_date_come_over(old: Result) -> None:
    moves = old.book.stock_moves
    later = moves.date > CLOSED.toordinal()
    assert later.any()
    found = carry_over(closed_on(old, CLOSED), SHOP)
    kept = set(found.rows["Stock moves"]["Move"])
    assert kept >= set(moves.move[later].tolist())
    assert kept.isdisjoint(moves.move[~later].tolist())


def test_orders_of_one_invoice_come_over_together(old: Result) -> None:
    book = old.book
    finished = np.flatnonzero(old.ledgers.statuses.status == "Fulfilled, Paid")
    assert len(finished), "the sample has a finished order"
    found = carry_over(old, SHOP)
    orders = set(found.rows["Orders"]["Order"])
    invoiced = set(found.rows["Invoice lines"]["Order"])
    assert invoiced <= orders
    assert found.orders + found.left_out == len(book.orders)


def test_the_command(after_a_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"
    words = ["new", str(path), "--like", str(after_a_run / SHOP), "--carry-over"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "21 orders carried over; 4 finished orders left in" in done.stdout
    assert "Opening stock: 13 rows on Stock moves." in done.stdout


@pytest.mark.parametrize(
    ("sample", "says"),
    [
        ("mistakes.xlsx", "it has errors, and only a workbook without errors"),
        ("quickstart.xlsx", "some rows have not been processed yet; first run"),
    ],
)
def test_an_unfinished_workbook_is_refused(
    tmp_path: Path, sample: str, says: str
) -> None:
    path = tmp_path / "next.xlsx"
    words = ["new", str(path), "--like", str(SAMPLES / sample), "--carry-over"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 3
    assert says in done.stderr
    assert not path.exists()


def test_the_new_workbook_has_the_words_of_its_language(
    carried: CarriedOver, old: Result, after_a_run: Path, tmp_path: Path
) -> None:
    path = tmp_path / "neu.xlsx"
    new_workbook(path, after_a_run / SHOP, "de", rows=carried.rows)
    german = openpyxl.load_workbook(path)["Lagerbewegungen"]
    assert "Anfangsbestand" in {cell.value for cell in german["C"]}
    assert totals(sheetflow.run(path, as_of=DAY).result) == totals(old)


BANK = {
    "orders": """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-2
        SO-3   2026-02-01  C-1
    """,
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  5
        SO-3   1     B-200  20
    """,
    "payments": """
        Payment     Order  Payment date  Kind     Amount  Voided
        PAY-000001  SO-1   2026-03-01    Payment  200     2026-03-02
        PAY-000002  SO-2   2026-03-01    Payment  100
        PAY-000003  SO-2   2026-03-01    Payment  7
    """,
    "bank_lines": """
        Bank line  Date        Amount  Text   Payment
        BK-000001  2026-03-01  200     'May'  PAY-000001
        BK-000003  2026-03-01  100     'Tom'  PAY-000002
        BK-000002  2026-03-01  7       'Tom'  PAY-000003
    """,
}


def test_a_bank_line_whose_payment_was_voided_comes_over() -> None:
    book = after(**BANK).book
    assert open_bank_lines(book).tolist() == [0, 1], "and the highest number"


@pytest.mark.parametrize(("orders", "word"), [([1, 0, 1], "Ignore"), ([0, 1, 0], None)])
def test_a_bank_line_that_comes_over_for_its_number_is_not_open(
    orders: list[int], word: str | None
) -> None:
    book = after(**BANK).book
    chosen = np.array(orders, dtype=bool)
    carried = without_booked_line(book, chosen)
    assert carried.bank_lines.order.tolist() == [None, word, None]


def export_new(path: Path) -> str:
    words = ["export", str(path), "--format", "beancount", "--new", "--to", str(DAY)]
    done = CliRunner().invoke(main, [*words, "-o", str(path.parent / "out")])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("closed", [DAY, CLOSED], ids=["today", "in January"])
def test_nothing_is_exported_a_second_time(
    after_a_run: Path, tmp_path: Path, closed: date
) -> None:
    path = tmp_path / SHOP
    path.write_bytes((after_a_run / SHOP).read_bytes())
    close(path, closed)
    assert NOTHING_NEW not in export_new(path)
    new = tmp_path / "next.xlsx"
    words = ["new", str(new), "--like", str(path), "--carry-over"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    sheetflow.run(new, as_of=DAY).save(new)
    assert NOTHING_NEW in export_new(new)


def close(path: Path, day: date) -> None:
    """Type the Closing date."""
    book = openpyxl.load_workbook(path)
    book["Settings"].append(["Closing date", day])
    book.save(path)


@given(
    st.lists(st.integers(0, 400_000), min_size=1, max_size=4).filter(any),
    st.integers(0, 10**7),
)
@example([30_000], 100_000)
@example([10_000, 20_000], 100_000)
def test_openings_are_worth_what_the_stock_was(units: list[int], cents: int) -> None:
    quantities = [each * MICRO for each in units]
    average = Average(cents * CENT, sum(quantities))
    found = list(_valued(quantities, average, CENT))
    values = [cost_of(part, int(cost * MICRO), CENT) for _, part, cost in found if cost]
    assert sum(values) == cents * CENT
    for place, quantity in enumerate(quantities):
        assert sum(part for at, part, _ in found if at == place) == quantity


CENT = MICRO // 100

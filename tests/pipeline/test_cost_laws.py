"""Laws that hold of what things are worth, whatever the workbook, tried on random small ones with costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle.memory import grids
from oracle.random_books import AS_OF
from oracle.random_costs import priced
from random_runs import DAY, SEEDS, Rows, book_of, shuffled
from sheets import Played, run

ORDERS_OWN = ("(picked)", "(customer)", "(returned)", "(scrap)")
MOVED = ("Date", "SKU", "From", "To", "Quantity", "Type", "Order", "Value")


@lru_cache(maxsize=64)
def costly(seed: int) -> Rows:
    """A random workbook with costs, as typed."""
    return priced(seed, book_of(seed))


@lru_cache(maxsize=64)
def played(seed: int) -> Played:
    """A random workbook with costs after its first run."""
    return run(grids(costly(seed)), DAY)


def valued(seed: int) -> Played:
    """The same, where any cost is known."""
    result = played(seed)
    assume(result.ledgers.costs is not None)
    return result


def costing(sheets: Rows, method: str) -> Rows:
    """The same workbook with another way of costing."""
    said = [row for row in sheets["Settings"] if row.get("Setting") != "Costing"]
    return {**sheets, "Settings": [*said, {"Setting": "Costing", "Value": method}]}


def no_errors(result: Played) -> bool:
    """Whether every row counts and no order has more shipped, returned or put back than it has."""
    return not any(
        problem.rule.kind in ("row error", "rule error")
        for problem in result.result.problems
    )


def sums(result: Played, header: str) -> dict[tuple[object, object], Decimal]:
    """What the rows of Movements leave of each product at each place."""
    found: dict[tuple[object, object], Decimal] = defaultdict(Decimal)
    moves = result.movements
    for at in range(len(moves)):
        amount = moves[header][at] or Decimal(0)
        found[moves["SKU"][at], moves["From"][at]] -= amount
        found[moves["SKU"][at], moves["To"][at]] += amount
    return found


def inside(place: object) -> bool:
    """Whether a place is a location."""
    return not str(place).startswith("(")


@given(SEEDS)
def test_value_in_is_value_out_and_value_on_hand_at_all_places(seed):
    result = valued(seed)
    costs = result.ledgers.costs
    assert not costs.places.sum(axis=1).any()
    held = sums(result, "Value")
    on_hand = Decimal(sum(filter(None, result.stock["Value"])))
    came = -sum(
        value
        for (_, place), value in held.items()
        if place in ("(supplier)", "(adjustment)")
    )
    assert came == on_hand + sum(
        value for (_, place), value in held.items() if place in ORDERS_OWN
    )


@given(SEEDS)
def test_the_values_of_stock_add_up_to_the_product_s(seed):
    result = valued(seed)
    shown: dict[object, Decimal] = defaultdict(Decimal)
    for sku, value in zip(result.stock["SKU"], result.stock["Value"], strict=True):
        shown[sku] += value or Decimal(0)
    expected: dict[object, Decimal] = defaultdict(Decimal)
    for (sku, place), value in sums(result, "Value").items():
        expected[sku] += value if inside(place) else Decimal(0)
    assert {sku: value for sku, value in shown.items() if value} == {
        s: v for s, v in expected.items() if v
    }


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(SEEDS)
def test_where_there_are_no_units_of_an_order_there_is_no_value(seed):
    result = valued(seed)
    assume(no_errors(result))
    units = sums(result, "Quantity")
    values = sums(result, "Value")
    assert [
        at
        for at, value in values.items()
        if at[1] in ORDERS_OWN and value and not units[at]
    ] == []


@given(SEEDS)
def test_every_value_is_of_whole_minor_units(seed):
    result = valued(seed)
    assert not (result.ledgers.costs.movements % result.book.settings.minor_unit).any()
    assert not (result.ledgers.costs.on_hand % result.book.settings.minor_unit).any()


@given(SEEDS, st.sampled_from([1000, 0, 7000]))
def test_average_and_first_in_first_out_agree_where_all_costs_are_equal(seed, cost):
    def one_cost(sheets: Rows) -> Rows:
        products = [
            {**row, "Cost": cost if row.get("SKU") else None}
            for row in sheets["Products"]
        ]
        return {
            **sheets,
            "Products": products,
            "Stock moves": [without_cost(row) for row in sheets["Stock moves"]],
        }

    average, fifo = (
        run(grids(costing(one_cost(costly(seed)), how)), DAY)
        for how in ("Average", "FIFO")
    )
    assert average.ledgers.costs is not None
    for sheet in average.sheets.keys() - {"Settings"}:
        assert average.sheets[sheet] == fifo.sheets[sheet], sheet
    assume(no_errors(average))
    for quantity, value in zip(
        average.movements["Quantity"], average.movements["Value"], strict=True
    ):
        assert value is None or value == quantity * cost


def without_cost(row: dict[str, object]) -> dict[str, object]:
    """A stock move that states no cost of its own."""
    return {header: value for header, value in row.items() if header != "Unit cost"}


@given(SEEDS, st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_the_order_of_rows_of_different_dates_does_not_matter(seed, order):
    def dated(sheets: Rows) -> Rows:
        first = AS_OF - timedelta(days=300)
        for sheet, header in (("Stock moves", "Date"), ("Restocks", "Restock date")):
            rows = sheets.get(sheet, [])
            days = [
                first + timedelta(days=1 + (at * 7) % 299) for at in range(len(rows))
            ]
            dated_rows = [
                {**row, header: day} for row, day in zip(rows, days, strict=True)
            ]
            sheets = {**sheets, sheet: dated_rows} if rows else sheets
        return sheets

    here = run(grids(dated(costly(seed))), DAY)
    assume("KEY02" not in here.codes)
    there = run(
        grids(shuffled(dated(costly(seed)), order, "Stock moves", "Restocks")), DAY
    )
    assert there.stock == here.stock
    assert moved(there) == moved(here)
    assert there.order_lines["Margin"] == here.order_lines["Margin"]


@given(SEEDS, st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_the_order_of_the_masters_rows_does_not_matter(seed, order):
    here = valued(seed)
    assume("KEY02" not in here.codes)
    there = run(
        grids(shuffled(costly(seed), order, "Locations", "Customers", "Tax codes")), DAY
    )
    assert there.stock == here.stock
    assert moved(there) == moved(here)


def moved(result: Played) -> Counter[tuple[object, ...]]:
    """What moved, without the numbers of the rows."""
    moves = result.movements
    return Counter(zip(*(moves[header] for header in MOVED), strict=True))


@pytest.mark.parametrize("method", ["Average", "FIFO"])
@given(seed=SEEDS)
def test_twice_is_once(method, seed):
    once = run(grids(costing(costly(seed), method)), DAY)
    twice = run(once.typed(), DAY)
    assert twice.sheets == once.sheets
    assert twice.codes == once.codes


def test_the_random_workbooks_have_costs():
    assert sum(played(seed).ledgers.costs is not None for seed in range(30)) > 20

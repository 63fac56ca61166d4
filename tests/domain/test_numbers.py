"""Exact arithmetic on whole columns, against Python's fractions (rules.md section 2)."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.domain import numbers
from sheetflow.domain.numbers import MICRO

SMALL = st.integers(-(10**6), 10**6)
LARGE = st.integers(-(10**18), 10**18)
ANY = SMALL | LARGE
STEPS = st.sampled_from([MICRO, MICRO // 100, MICRO // 1000, 1])


def column(values) -> np.ndarray:
    """Python integers as an int64 column."""
    return np.array(values, dtype=np.int64)


def half_away(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def plain(values: np.ndarray) -> list[int]:
    """A column as Python integers."""
    return [int(value) for value in values]


@given(st.lists(st.tuples(ANY, ANY)))
def test_products_never_overflow(pairs):
    left = column([a for a, _ in pairs])
    right = column([b for _, b in pairs])
    assert plain(numbers.multiply(left, right)) == [a * b for a, b in pairs]


@given(st.lists(st.tuples(ANY, st.integers(1, 10**18))))
def test_quotients_are_rounded_half_away_from_zero(pairs):
    quotients = numbers.divide_half_away(
        column([a for a, _ in pairs]), column([b for _, b in pairs])
    )
    assert plain(quotients) == [half_away(Fraction(a, b)) for a, b in pairs]


@given(st.lists(ANY), STEPS)
def test_rounding_to_a_step(values, step):
    expected = [half_away(Fraction(value, step)) * step for value in values]
    assert plain(numbers.round_to(column(values), step)) == expected


def test_halves():
    assert plain(numbers.round_to(column([5_000, -5_000, 15_000, -15_000, 4_999, 0]), 10_000)) == [
        10_000, -10_000, 20_000, -20_000, 0, 0,
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(ANY, ANY, st.integers(0, MICRO), st.integers(0, MICRO)), min_size=1
    ),
    STEPS,
)
def test_a_line_total_is_rounded_once(rows, step):
    factors = [column(values) for values in zip(*rows, strict=True)]
    expected = [
        half_away(
            Fraction(quantity, MICRO)
            * price
            * Fraction(first, MICRO)
            * Fraction(second, MICRO)
            / step
        )
        * step
        for quantity, price, first, second in rows
    ]
    assert plain(numbers.rounded_product(factors, step)) == expected


@given(st.lists(st.tuples(ANY, ANY, ANY)), STEPS)
def test_a_share_is_rounded_once_and_nothing_of_nothing(rows, step):
    whole, part, parts = (column([row[at] for row in rows]) for at in range(3))
    expected = [
        half_away(Fraction(a * b, c) / step) * step if c else 0 for a, b, c in rows
    ]
    assert plain(numbers.share_of(whole, part, parts, step)) == expected


@given(st.lists(st.tuples(st.integers(-1, 4), ANY)))
def test_totals_by_group(rows):
    groups = column([group for group, _ in rows])
    values = column([value for _, value in rows])
    assert plain(numbers.total_by(groups, values, 5)) == [
        sum(value for group, value in rows if group == wanted) for wanted in range(5)
    ]
    assert plain(numbers.count_by(groups, 5)) == [
        sum(group == wanted for group, _ in rows) for wanted in range(5)
    ]
    assert plain(numbers.count_by(groups, 5, values > 0)) == [
        sum(group == wanted and value > 0 for group, value in rows)
        for wanted in range(5)
    ]


@given(st.lists(st.tuples(st.integers(0, 3), ANY)))
def test_running_sums_are_of_the_rows_before(rows):
    groups = column([group for group, _ in rows])
    values = column([value for _, value in rows])
    before = [
        sum(v for g, v in rows[:at] if g == group) for at, (group, _) in enumerate(rows)
    ]
    assert plain(numbers.running_by(groups, values)) == before
    ranks = [
        sum(g == group for g, _ in rows[:at]) for at, (group, _) in enumerate(rows)
    ]
    assert plain(numbers.rank_by(groups)) == ranks


@given(
    st.lists(st.integers(0, 10**18) | st.integers(0, 20), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 10**18) | st.integers(0, 9))),
)
def test_pouring_gives_each_row_what_it_wants_while_there_is_any(pool, rows):
    groups = column([group for group, _ in rows])
    wants = column([want for _, want in rows])
    left = list(pool)
    expected = []
    for group, want in rows:
        got = min(left[group], want)
        left[group] -= got
        expected.append(got)
    assert plain(numbers.allocate(column(pool), groups, wants)) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_groups_of_equal_rows(rows):
    first, groups = numbers.distinct(
        column([a for a, _ in rows]), column([b for _, b in rows])
    )
    for at, row in enumerate(rows):
        assert rows[first[groups[at]]] == row
        assert rows.index(row) == first[groups[at]]
    assert len(first) == len(set(rows))


@given(st.lists(ANY, max_size=5), st.lists(st.integers(-1, 4)))
def test_taking_by_position(values, positions):
    asked = column([min(at, len(values) - 1) for at in positions])
    assert plain(numbers.take(column(values), asked, 7)) == [
        values[at] if at >= 0 else 7 for at in asked.tolist()
    ]


@given(st.lists(st.integers(-1, 4)), st.sets(st.integers(0, 4)))
def test_matching_groups(groups, wanted):
    found = numbers.matches(column(groups), column(sorted(wanted)), 5)
    assert found.tolist() == [group in wanted for group in groups]


def test_empty_columns():
    none = column([])
    assert len(numbers.multiply(none, none)) == 0
    assert len(numbers.rounded_product([none, none], 10_000)) == 0
    assert len(numbers.allocate(column([5]), none, none)) == 0
    assert plain(numbers.total_by(none, none, 2)) == [0, 0]

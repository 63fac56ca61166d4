"""The independent rules are themselves proven: by scenarios worked out by hand, and by laws on random workbooks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from locations import SHARED, TESTS
from oracle.against import against
from oracle.compare import differences, read_book, write_book
from oracle.laws import try_seed
from oracle.memory import grids, in_memory, rows_of
from oracle.numbers import as_decimal, exact, rounded
from oracle.random_books import (
    AS_OF,
    BUYING,
    as_of,
    edited,
    facts_only,
    next_edits,
    random_book,
)
from oracle.random_costs import priced
from oracle.rules import play
from oracle.scenarios import play_scenario, scenarios_in
from oracle.seals import seals_of
from sheets import run

SHARED_SCENARIOS = SHARED / "scenarios"
OWN_CASES = scenarios_in(TESTS / "scenarios")
SHARED_CASES = scenarios_in(SHARED_SCENARIOS) if SHARED_SCENARIOS.is_dir() else []


@pytest.mark.parametrize(
    "scenario", [s for _, s in OWN_CASES], ids=[name for name, _ in OWN_CASES]
)
def test_a_scenario_of_our_own_comes_out_as_worked_out_by_hand(scenario):
    assert play_scenario(scenario) == []


@pytest.mark.skipif(
    not SHARED_CASES, reason="the shared scenarios do not lie beside this project"
)
@pytest.mark.parametrize(
    "scenario", [s for _, s in SHARED_CASES], ids=[name for name, _ in SHARED_CASES]
)
def test_a_shared_scenario_comes_out_as_it_says(scenario):
    assert play_scenario(scenario) == []


def test_a_scenario_that_expects_the_wrong_thing_is_found_out():
    name, scenario = OWN_CASES[0]
    first = scenario["runs"][0]
    wrong = {
        **first,
        "expect": {"rows": {"Stock": "SKU  Location  On hand\nBOLT  FRONT  999"}},
    }
    assert any(
        "999" in fault for fault in play_scenario({**scenario, "runs": [wrong]})
    ), name


@pytest.mark.parametrize("first", [*range(0, 40, 8), *range(BUYING, BUYING + 16, 8)])
def test_the_laws_hold_on_random_workbooks(first):
    assert {
        seed: found for seed in range(first, first + 8) if (found := try_seed(seed))
    } == {}


def test_a_seed_always_gives_the_same_workbook_and_the_same_edits():
    for seed in range(5):
        assert random_book(seed) == random_book(seed)
        sheets = play(random_book(seed), AS_OF).sheets
        assert next_edits(seed, sheets) == next_edits(seed, sheets)


def test_what_was_derived_is_derived_again_from_the_facts_alone():
    for seed in range(20):
        outcome = play(random_book(seed), AS_OF)
        assert play(facts_only(outcome.sheets), AS_OF).sheets == outcome.sheets


def test_the_order_of_stock_moves_has_no_meaning_where_there_is_no_count():
    for seed in range(40):
        sheets = random_book(seed)
        moves = [row for row in sheets.get("Stock moves", []) if row["Type"] != "Count"]
        there = play({**sheets, "Stock moves": moves}, AS_OF)
        back = play({**sheets, "Stock moves": moves[::-1]}, AS_OF)
        assert there.sheets["Stock"] == back.sheets["Stock"]


def test_a_file_has_what_the_sheets_had(tmp_path):
    for seed in range(6):
        outcome = play(random_book(seed), AS_OF)
        write_book(outcome.sheets, tmp_path / f"{seed}.xlsx")
        assert differences(read_book(tmp_path / f"{seed}.xlsx"), outcome) == []


def test_a_cent_a_row_and_a_movement_make_a_difference():
    outcome = play(random_book(10), AS_OF)

    def told(change):
        sheets = {
            name: [dict(row) for row in rows] for name, rows in outcome.sheets.items()
        }
        change(sheets)
        return differences(sheets, outcome)

    def a_cent(sheets):
        sheets["Orders"][0]["Total"] += Decimal("0.01")

    assert any("Total" in line for line in told(a_cent))
    assert any("Orders" in line for line in told(lambda sheets: sheets["Orders"].pop()))
    assert any(
        "Movements" in line for line in told(lambda sheets: sheets["Movements"].pop())
    )
    assert any(
        "Check" in line
        for line in told(lambda sheets: sheets["Orders"][0].update(Check="no"))
    )


def test_edits_are_typed_into_a_copy():
    sheets = play(random_book(7), AS_OF).sheets
    before = [dict(row) for row in sheets["Orders"]]
    edited(sheets, next_edits(7, sheets))
    assert sheets["Orders"] == before


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (19.989999999999998, "19.99"),
        (0.1 + 0.2, "0.3"),
        (2.675, "2.675"),
        (1e15, "1000000000000000"),
        ("3.50", "3.5"),
        (Decimal("1.005"), "1.005"),
    ],
)
def test_a_number_is_read_at_fifteen_digits(typed, read):
    assert as_decimal(exact(typed)) == Decimal(read)


@pytest.mark.parametrize("typed", ["ten", "", True, float("nan"), "1 000"])
def test_what_is_not_a_number_is_none(typed):
    assert exact(typed) is None


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("1.005", 2, "1.01"),
        ("-1.005", 2, "-1.01"),
        ("2.5", 0, "3"),
        ("-0.4", 0, "0"),
        ("0.0015", 3, "0.002"),
    ],
)
def test_halves_go_away_from_zero(value, places, expected):
    assert rounded(Fraction(value), places) == Fraction(expected)


@settings(max_examples=60)
@given(
    st.decimals(
        allow_nan=False,
        allow_infinity=False,
        min_value=-(10**9),
        max_value=10**9,
        places=6,
    )
)
def test_a_decimal_goes_through_a_fraction_unharmed(value):
    assert as_decimal(Fraction(value)) == value


@pytest.mark.parametrize("first", [*range(0, 48, 8), *range(BUYING, BUYING + 24, 8)])
def test_the_engine_agrees_with_the_independent_rules(first):
    assert {
        seed: found for seed in range(first, first + 8) if (found := in_memory(seed))
    } == {}


def test_a_cent_of_a_margin_and_a_unit_that_moved_make_a_difference():
    """What the engine and the oracle agree on holds margins, values of stock and of movements."""
    typed = priced(7, random_book(7))
    expected = play(typed, AS_OF)
    engine = rows_of(run(grids(typed), AS_OF.isoformat()), typed)
    assert differences(engine, expected) == []
    for sheet, header in (
        ("Order lines", "Margin"),
        ("Stock", "Value"),
        ("Movements", "Value"),
    ):
        wrong = {
            **engine,
            sheet: [
                {**row, header: (row.get(header) or 0) + Decimal("0.01")}
                for row in engine[sheet]
            ],
        }
        assert any(header in line for line in differences(wrong, expected)), sheet


@pytest.mark.parametrize("seed", range(8))
def test_the_command_agrees_with_the_independent_rules(seed, tmp_path):
    assert against(seed, tmp_path) == []


def test_a_change_of_a_closed_row_is_an_error_and_a_filled_blank_is_none():
    closing = {"Setting": "Closing date", "Value": AS_OF}
    typed = random_book(60007)
    typed["Settings"] = [closing]
    once = play(typed, AS_OF).sheets
    seals = seals_of(once)
    assert ("Invoices", 0) in seals
    assert play(once, as_of(1), seals).errors == play(once, as_of(1)).errors

    def told(**cells):
        first = {**once["Invoices"][0], **cells}
        changed = {**once, "Invoices": [first, *once["Invoices"][1:]]}
        return ("Invoices", 0) in {
            error[:2] for error in play(changed, as_of(1), seals).errors
        }

    assert told(Voided=as_of(1))
    assert not told(Notes="thank you", **{"Reminder level": 1})


def test_a_cent_of_a_purchase_a_day_and_a_suggestion_make_a_difference():
    """What the engine and the oracle agree on holds purchases, expected days and what to order."""
    typed = random_book(BUYING)
    expected = play(typed, AS_OF)
    engine = rows_of(run(grids(typed), AS_OF.isoformat()), typed)
    assert differences(engine, expected) == []
    for sheet, header in (
        ("Purchase orders", "Total"),
        ("Purchase lines", "Outstanding"),
        ("Receipts", "Unit cost"),
        ("Products", "On order"),
        ("Reorder", "Suggested"),
    ):
        wrong = {
            **engine,
            sheet: [
                {**row, header: Fraction(row.get(header) or 0) + Fraction(1, 100)}
                for row in engine[sheet]
            ],
        }
        assert any(header in line for line in differences(wrong, expected)), sheet

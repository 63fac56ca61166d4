"""What every step declares of itself, and that the runner holds it to that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sheets import after

from sheetflow.domain.catalogue import fact_sheets, sheet_schema
from sheetflow.domain.requested_actions import parse
from sheetflow.engine.refusals import STATE_TEXTS
from sheetflow.engine.schedule import _assert_declared
from sheetflow.steps import BY_NAME, PURCHASE_STEPS, STEPS, SUPPLIER_STEPS
from sheetflow.steps.operations.suggesting import suggest


def test_there_is_a_step_for_every_action_of_the_contract_and_no_other():
    assert [step.name for step in STEPS] == list(
        sheet_schema("Orders").column("Action").choices
    )
    assert len(BY_NAME) == len(STEPS)


def test_there_is_a_step_for_every_action_of_purchase_orders():
    names = [step.name for step in PURCHASE_STEPS]
    assert names == list(sheet_schema("Purchase orders").column("Action").choices)


@pytest.mark.parametrize(
    "step", [*STEPS, *PURCHASE_STEPS, *SUPPLIER_STEPS], ids=lambda step: step.name
)
def test_a_step_says_what_it_does_and_which_sheets_it_uses(step):
    assert step.does.endswith(".")
    assert step.parts
    assert set(step.writes) <= set(fact_sheets())


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_that_takes_free_stock_begins_by_suggesting(step):
    assert (step.takes is not None) == (suggest in step.parts)
    assert step.takes is None or step.parts[0] is suggest


def test_one_step_leads_out_of_each_state_in_which_others_are_refused():
    assert {step.leaves: step.name for step in STEPS if step.leaves} == {
        "Quote": "Confirm",
        "Cancelled": "Re-open",
    }


def test_a_write_that_a_step_does_not_declare_is_refused():
    book = after().book
    wrote = book.put(replace(book["Products"]))
    with pytest.raises(AssertionError, match="Pick wrote Products"):
        _assert_declared(BY_NAME["pick"], book, wrote)


@pytest.mark.parametrize(
    ("cell", "known", "unknown"),
    [
        (None, (), ()),
        ("", (), ()),
        ("Pick", ("Pick",), ()),
        (" pick,PACK , Re-open,", ("Pick", "Pack", "Re-open"), ()),
        ("Invoice shipped, Invoise", ("Invoice shipped",), ("Invoise",)),
        ("Pick Pack", (), ("Pick Pack",)),
        ("Pick, Pick", ("Pick", "Pick"), ()),
    ],
)
def test_an_action_cell_is_read_as_its_names_with_commas_between(cell, known, unknown):
    assert parse(cell) == (known, unknown)


def test_a_refusal_names_the_action_that_takes_an_order_out_of_its_state() -> None:
    ways_out = {step.leaves: step.name for step in STEPS if step.leaves}
    assert set(ways_out) == set(STATE_TEXTS) - {"Request"}
    for state, name in ways_out.items():
        assert f"[{name}]" in STATE_TEXTS[state].template

"""Pick: take an order's goods from their locations.

Reads   orders, order lines    what is left to pick
        picks, stock           what is suggested already, and what is free
Writes  picks                  every open suggestion becomes a pick
"""

from __future__ import annotations

from sheetflow.domain.step import Step, nothing_refused
from sheetflow.steps.operations.picking import nothing_to_pick, pick_suggested
from sheetflow.steps.operations.suggesting import suggest

STEP = Step(
    name="Pick",
    does="Suggests, then takes every open suggestion of the order as picked.",
    writes=("Picks",),
    parts=(suggest, pick_suggested),
    refuses=nothing_refused,
    waits_for=nothing_to_pick,
    takes="picks",
    needs_credit=True,
)

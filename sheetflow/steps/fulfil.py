"""Fulfil: pick, pack and ship in one go; just pick where the order requires no shipping.

Reads   orders, order lines    what is left to pick
        picks, packing, stock  what is free, picked and packed
Writes  picks, packing, shipments
"""

from __future__ import annotations

from sheetflow.domain.step import Step, nothing_refused
from sheetflow.steps.operations.packing import pack_unpacked
from sheetflow.steps.operations.picking import nothing_to_pick, pick_suggested
from sheetflow.steps.operations.shipping import ship_containers
from sheetflow.steps.operations.suggesting import suggest

STEP = Step(
    name="Fulfil",
    does="Picks, packs and ships what it can; just picks where the order requires no shipping.",
    writes=("Picks", "Packing", "Shipments"),
    parts=(suggest, pick_suggested, pack_unpacked, ship_containers),
    refuses=nothing_refused,
    waits_for=nothing_to_pick,
    takes="picks",
    needs_credit=True,
    needs_deposit=True,
)

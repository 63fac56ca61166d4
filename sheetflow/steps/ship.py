"""Ship: what is packed leaves the building.

Reads   picks, packing    what is packed, and what is picked and unpacked
        shipments         what has left already
Writes  packing           one new container for what is unpacked
        shipments         one new row for every container that leaves now
"""

from __future__ import annotations

from sheetflow.domain.step import Step
from sheetflow.steps.operations.packing import pack_unpacked, refuse_without_shipping
from sheetflow.steps.operations.shipping import nothing_to_ship, ship_containers

STEP = Step(
    name="Ship",
    does="Packs what is picked and loose, then sends off every container that has not left.",
    writes=("Packing", "Shipments"),
    parts=(pack_unpacked, ship_containers),
    refuses=refuse_without_shipping,
    waits_for=nothing_to_ship,
    needs_credit=True,
    needs_deposit=True,
)

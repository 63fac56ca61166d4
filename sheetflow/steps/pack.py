"""Pack: put what is picked into a container.

Reads   picks, packing    what is picked, and how much of it is packed already
Writes  packing           one new container
"""

from __future__ import annotations

from sheetflow.domain.step import Step
from sheetflow.steps.operations.packing import (
    nothing_to_pack,
    pack_unpacked,
    refuse_without_shipping,
)

STEP = Step(
    name="Pack",
    does="Puts everything that is picked and not packed yet into one new container.",
    writes=("Packing",),
    parts=(pack_unpacked,),
    refuses=refuse_without_shipping,
    waits_for=nothing_to_pack,
    needs_credit=True,
)

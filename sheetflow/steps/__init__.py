"""Steps: the actions of the workflow, in its order.

Each is one file: what it does in the business's words, one public function, its declaration. What several of them
share is in operations/. Steps do not import one another. May import ledgers/, checks/, defaults/, domain/ and below.
Begin with pick.py, the shortest whole one.
"""

from __future__ import annotations

from sheetflow.domain.step import Step
from sheetflow.steps import (
    cancel,
    close,
    confirm,
    fulfil,
    invoice,
    pack,
    pick,
    reopen,
    restock,
    ship,
    suggest,
)

STEPS: tuple[Step, ...] = (
    confirm.STEP,
    suggest.STEP,
    pick.STEP,
    pack.STEP,
    ship.STEP,
    fulfil.STEP,
    *invoice.STEPS,
    restock.STEP,
    close.STEP,
    cancel.STEP,
    reopen.STEP,
)

BY_NAME = {step.name.casefold(): step for step in STEPS}

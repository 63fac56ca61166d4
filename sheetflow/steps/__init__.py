"""Steps: the actions of the workflow, in its order.

Each is one file: what it does in the business's words, one public function, its declaration. What several of them
share is in operations/. Steps do not import one another. May import ledgers/, checks/, defaults/, domain/ and below.
Begin with pick.py, the shortest whole one.
"""

from __future__ import annotations

from sheetflow.domain.step import Step
from sheetflow.steps import (
    cancel,
    cancel_purchase,
    close,
    close_purchase,
    confirm,
    fulfil,
    invoice,
    order_from_supplier,
    pack,
    pick,
    receive,
    reopen,
    reopen_purchase,
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

PURCHASE_STEPS: tuple[Step, ...] = (
    receive.STEP,
    close_purchase.STEP,
    cancel_purchase.STEP,
    reopen_purchase.STEP,
)
"""The actions of Purchase orders, in the order of their column."""

SUPPLIER_STEPS: tuple[Step, ...] = (order_from_supplier.STEP,)
"""The actions of Suppliers."""

BY_NAME = {step.name.casefold(): step for step in STEPS}

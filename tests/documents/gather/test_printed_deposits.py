"""Deposits on quotes, confirmations and proforma invoices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from paper import documents, new_documents
from sheets import Played, after

from sheetflow.documents.model import Deposit, Documents

ORDERS = """
    Order  State      Order date  Customer  Deposit %  Deposit  Ship by     Action
    SO-1   -          2026-02-01  C-1       30         -        -           -
    SQ-2   Quote      2026-02-01  C-2       -          50       2026-02-20  -
    SO-3   -          2026-02-01  C-1       -          -        -           -
    SO-4   Cancelled  2026-02-01  C-1       30         -        -           -
    SQ-5   Quote      2026-02-01  C-1       50         -        -           Confirm
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  5
    SQ-2   A-100  5
    SO-3   A-100  5
    SO-4   A-100  5
    SQ-5   A-100  5
"""


def played(**sheets: str) -> Played:
    return after(None, **{"orders": ORDERS, "order_lines": LINES, **sheets})


def proforma(made: Documents) -> dict[str, Deposit | None]:
    """The deposit of each proforma invoice, by its order."""
    return {each.order: each.deposit for each in made.proforma}


def test_a_deposit_is_due_as_an_invoice_would_be_but_before_the_order_ships():
    once = played(payments="Order  Payment date  Amount\nSO-1   2026-02-20    10")
    assert proforma(documents(once)) == {
        "SO-1": Deposit(Decimal(30), date(2026, 3, 3), Decimal(20)),
        "SQ-2": Deposit(Decimal(50), date(2026, 2, 20), Decimal(50)),
        "SO-000005": Deposit(Decimal(50), date(2026, 3, 3), Decimal(50)),
    }


def test_an_order_that_is_named_gets_a_proforma_invoice_without_a_deposit_too():
    wanted = {"orders": frozenset({"SO-3"}), "only": frozenset({"proforma"})}
    assert proforma(documents(played(), **wanted)) == {"SO-3": None}


def test_a_confirmation_and_a_quote_ask_for_the_deposit():
    once = played()
    [confirmation] = new_documents(once).orders
    assert confirmation.deposit == Deposit(Decimal(50), date(2026, 3, 3), Decimal(50))
    [quote] = documents(once).quotes
    assert quote.deposit == Deposit(Decimal(50), date(2026, 2, 20), Decimal(50))

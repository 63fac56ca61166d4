"""Ledgers: what is derived from the facts. Always rebuilt whole, never stored as truth.

    movements.py, counts.py, stock.py   units: the double entry of every move, and the balances
    lines.py, orders.py                 what was picked, shipped and invoiced; statuses and money of orders
    invoices.py, payments.py, credits.py, receivables.py   who owes what
    taxes.py                            tax by code, on documents and on credits
    costs.py, cost_layers.py, chains.py, margins.py        what goods cost
    all.py                              all of it, in order

Rules: docs/reference/rules.md, sections 5 and 6. May import reading/ and domain/ and below; knows no steps and no
files. Begin with all.py.
"""

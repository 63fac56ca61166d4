"""Ledgers: what is derived from the facts. Always rebuilt whole, never stored as truth.

    all.py                     every ledger, in order
    lines.py                   order lines: picked, packed, shipped, invoiced, returned
    movement_types.py          a movement of units: places, sources, types
    movements.py               the double entry of every row that moves units; balances
    stock_moves.py, counts.py  the movements of the sheet Stock moves; counts as adjustments
    stock.py                   on hand, allocated, free; what is backordered
    containers.py              what is not packed or not shipped yet; new containers
    taxes.py                   tax by code, on the items of any document
    tax_rates.py               the rates of tax codes, and which are in force on a day
    invoice_taxes.py           the tax of invoices, at the rates that they keep
    invoices.py                what invoices come to by their own rows
    credits.py                 what returns credit, and their credit notes
    credit_cells.py            the credit cells of returns, filled in row order
    credited.py                what was credited of each line so far, and under each tax
    credit_taxes.py            what was invoiced of each line, and under each tax of an order
    payments.py                what is applied to each invoice
    bank_matches.py            which transactions of the bank pay what; text_words.py: the numbers in their texts
    orders.py, statuses.py     the money and the statuses of orders
    receivables.py             what each customer owes, by days past due
    costs.py                   what movements and stock are worth
    costing.py, cost_layers.py the pass that values movements, and what it takes from
    cost_flow.py               which picked units were shipped, returned and restocked
    margins.py                 sales less cost of sales of each order line
    facts.py                   which rows belong to an order

Rules: docs/reference/rules.md, sections 2, 5 and 6. May import reading/ and domain/ and
below; knows no steps and no files. Begin with all.py.
"""

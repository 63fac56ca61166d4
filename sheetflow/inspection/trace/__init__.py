"""Trace: how each figure of a workbook came about, down to the cells that people typed.

    tree.py          a trace: a figure, how it was calculated, its cell, its parts
    source.py        the checked workbook that is traced, and where its cells are
    lookup.py        from any number in the workbook to its traces; begin here
    orders.py, invoices.py, customers.py, stock.py, purchases.py, records.py    one kind of trace each
    allocations.py   which payment or credit pays which invoice, and why
    trace_workbook.py, lines.py    traces as a workbook with live formulas

May import pipeline/ and below. Reads a workbook and writes nothing to it.
"""

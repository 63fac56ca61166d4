"""Checks: what must be true of the rows that people type.

    columns.py, keys.py       a column by itself; keys that appear twice
    repeats.py                rows that name what another row names already
    states.py, quantities.py, amounts.py, movements.py, ssccs.py
                              the rules between sheets, one function each
    rules.py                  the list of all rules, and which orders their errors put on hold
    causes.py, dependence.py  which problems only follow from others, and are not reported again

May import ledgers/, reading/, domain/ and below. Nothing here changes a book. Begin with rules.py.
"""

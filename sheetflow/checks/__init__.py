"""Checks: what must be true of the rows that people type.

    rules.py                  the list of all rules between sheets
    states.py, quantities.py, amounts.py, credits.py, movements.py,
    ssccs.py
                              these rules, one function each
    violations.py             what a rule finds
    columns.py, keys.py       a column by itself; keys that appear twice
    causes.py                 which problems are reported, and which only follow from them
    new_suggestions.py        what may be meant by an unknown key, among what a run has added
unread_keys.py            what follows from keys that cannot be read
    repeats.py                problems that are the same for several rows
    closed.py                 what follows from a change in a closed period
    dependencies.py           what follows from a row in error that a rule depends on
    named_parts.py            what a row names: its order, line, product, …
    on_hold.py                which orders are on hold, and why

May import ledgers/, reading/, domain/ and below. Nothing here changes a book. Begin with rules.py.
"""

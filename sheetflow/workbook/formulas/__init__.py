"""Formulas: ranges that must grow with the rows, and values that are out of date.

May import package/ and below. Begin with growing_ranges.py, grown_formulas.py and
stale_formulas.py.
"""

"""Formulas: what holds a range and must grow, and what goes stale when cells change.

May import package/ and below. Begin with growing_ranges.py.
"""

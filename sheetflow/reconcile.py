"""PLACEHOLDER until the helper of the Checks replaces this whole file (running.py imports Check, reconcile, check_columns, failures)."""

from __future__ import annotations


class Check: ...


def reconcile(result, refs):
    return []


def check_columns(checks):
    return {"Check": [], "Engine": [], "Workbook": [], "Difference": [], "Result": []}


def failures(checks):
    return []

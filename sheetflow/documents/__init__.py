"""Printing: what leaves the office on paper. One model of each document; workbooks, PDFs and labels are made from it.

    gather    the documents of a finished run
    formats   how a locale writes money, quantities and dates
    books     documents as workbooks that just print
    files     those workbooks, published

Importing this package costs nothing: what it takes to print is imported when something is printed.
"""

from __future__ import annotations

from sheetflow.engine.edits import Edits

SOURCES = frozenset({"Orders", "Picks", "Shipments", "Invoices", "Returns"})
"""The sheets whose changes can make a document necessary."""


def may_need_paper(edits: Edits) -> bool:
    """Whether a run that changed this may have made a document necessary."""
    touched = {change.sheet for change in edits.cells} | {
        added.sheet for added in edits.rows
    }
    return bool(touched & SOURCES)

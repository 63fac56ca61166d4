"""Documents: what leaves the office. One model of each; workbooks, PDFs and labels are made from it.

    model/       what a document says, as plain data
    gather/      the documents of a finished run
    wording/     the words, facts and sums of documents, and how a locale writes amounts
    xlsx/        documents as workbooks that just print
    pdf/, labels/, barcodes/, einvoice/   the other forms
    files.py     all of them, published; single_files.py: one file for each
    mail/        documents as drafts of e-mails

May import pipeline/ and below. Importing this package costs nothing: what it takes to print is imported when
something is printed. Begin with files.py.
"""

from __future__ import annotations

from sheetflow.engine.edits import Edits

SOURCES = frozenset({"Orders", "Picks", "Packing", "Shipments", "Invoices", "Returns"})
"""The sheets whose changes can make a document necessary."""


def may_need_documents(edits: Edits) -> bool:
    """Whether a run with these changes may have made a document necessary."""
    changed = any(cell.sheet in SOURCES for cell in edits.cells)
    return changed or any(row.sheet in SOURCES for row in edits.rows)

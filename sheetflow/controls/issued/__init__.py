"""What was issued stays as issued: each document is sealed once, and a later change to it is found.

A run seals each invoice with its lines, each credit, each of them that is voided, and each row of Tax codes that they
used, as soon as it has them whole: on the derived sheet Issued documents, of which the Run log keeps a fingerprint.

    guard.py       IssuedGuard: compares what was issued, seals what is new; begin here
    new_seals.py   what a run seals
    documents.py   which rows make a document, and its fingerprint
    contents.py    a document as text, and what differs between two of them
    printed_texts.py, as_printed.py
                   what was on a document beyond its facts, kept and read back
    seals.py       the sheet Issued documents
"""

from __future__ import annotations

from sheetflow.controls.issued.guard import IssuedDocuments, IssuedGuard
from sheetflow.controls.issued.seals import issued_columns, read_issued

__all__ = ["IssuedDocuments", "IssuedGuard", "issued_columns", "read_issued"]

"""Verify: what an accountant checks before trusting a workbook: log, numbers and figures.

    verification.py   the whole verification; begin here
    books.py          the workbook, and what its facts come to on the day of its last run
    log.py            whether the Run log is complete and unaltered
    numbering.py      numbers of invoices and credit notes: repeated and missing
    figures.py        whether every derived cell is what the facts give
    formulas.py       whether the sheet Checks has the formulas that a run writes
    model.py          what was found

May import pipeline/ and below. Nothing is written.
"""

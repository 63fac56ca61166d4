"""Exporting: the books of a workbook as double entry, in the files that accountants' programs read.

    accounts.py       which account each kind of posting goes to
    journal.py        every entry of the books, from the facts
    control.py        what an export adds up to, checked against the ledgers
    csvtext.py        CSV that no spreadsheet takes for formulas
    plaintext.py      beancount and hledger
    invoice_lists.py, tables.py   invoices and journals as the tables of accounting programs
    formats.py        all formats by name

May import pipeline.py and below, but not documents/. Begin with formats.py.
"""

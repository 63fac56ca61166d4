"""Exporting: the books of a workbook as double entry, in the files that accounting programs read,
and shipments in those that carriers' programs read.

    format_list.py       all formats by name, and the function that writes each
    formats.py           an export in any of them: its files and control totals
    accounts.py          which account each kind of posting goes to
    journal.py           every entry of the books, from the facts
    new_entries.py       what no export has had yet; remembering.py: the sheet Exported
    control.py           what an export adds up to, checked against the ledgers
    plaintext.py         journals for beancount and hledger
    journal_tables.py    journals as CSV, for Xero and QuickBooks too
    datev.py, sage.py    journals for DATEV and Sage 50; pairs.py: as pairs of accounts
    invoices.py          invoices and credit notes, line by line
    invoice_customers.py their customers, as these documents keep them
    invoice_tables.py    these as CSV for Xero and QuickBooks
    shipments.py         containers without a tracking number, for carriers' programs
    tables.py            a table, split into files that a program takes
    csv_text.py          CSV that no spreadsheet takes for formulas

May import dataframes/ and below, but not documents/. Begin with formats.py.
"""

"""Reports: figures of a period or a day, made for reading and printing.

    declarations.py  the reports by name: what each shows, and what it must agree with
    making.py        a finished workbook → a report
    source.py        the facts at the end of a period, and at its beginning
    tables.py        a report: figures, the documents behind them, and what must agree
    entries.py, sale_rows.py, movement_rows.py, names.py
                     rows that several reports are made of
    tax.py, sales.py …
                     one report each
    tax_parts.py, tax_credits.py
                     what is taxed in invoices, and what credits take off
    sheets.py        the report as a workbook; figure_columns.py: sums of the documents
    files.py         all forms of a report: workbook, CSV
    pages.py         the report as PDF

Begin with making.py. A report is made from facts alone, on exact whole numbers. May import
exporting/ (net amounts, CSV), documents/ (PDF), and what is below them.
"""

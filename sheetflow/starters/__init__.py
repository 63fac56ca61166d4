"""Starters: workbooks that the program makes from scratch.

    new.py              an empty workbook of your own
    demo.py             the small sample business with two deliberate mistakes
    samples/            the sample workbooks: `python -m sheetflow.starters.samples`
    start_here.py       the first sheet of a new workbook
    master_data.py      what a new workbook copies from another one
    carry_over.py       what it takes over from a full one: open_orders.py, open_purchases.py,
                        open_bank_lines.py,
                        opening_stock.py, exported_openings.py
    workbook_writer.py  draws the design of a sheet with xlsxwriter
    new_file.py         writes a file that must not exist yet

May import writing/ (for the design of sheets) and below. Begin with new.py.
"""

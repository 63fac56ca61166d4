"""Reading: from a workbook's cells to typed columns.

    sheet_names.py   which sheet of a workbook is which of the contract
    locate.py        where each sheet of the contract is: its header row and columns
    columns.py       one column of cells, read exactly or reported as unreadable; by its kind in
                     text_cells.py, number_cells.py, date_cells.py, code_cells.py
    text_conventions.py
                     numbers and dates that are stored as text, by the stated locale
    sheets.py        one sheet as a frame
    settings.py      the sheet Settings
    dataframes.py    rows of a DataFrame, as if they had been typed
    files_beside.py  logo, layouts and fonts, looked for next to the workbook

May import domain/, standards/ and workbook/. Knows nothing of references between rows: domain/references.py and
checks/ do. Begin with sheets.py.
"""

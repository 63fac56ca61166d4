"""Reading: from a workbook's cells to typed columns.

    locate.py        where each sheet of the contract is: its name, header row and columns
    cells.py         one column of cells, read exactly or reported as unreadable
    sheets.py        one sheet, then Settings, as a frame
    files_beside.py  logo, layouts and fonts, looked for next to the workbook

May import domain/, standards/ and workbook/. Knows nothing of references between rows: domain/references.py and
checks/ do. Begin with sheets.py.
"""

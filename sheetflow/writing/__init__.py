"""Writing: a book after its run, back into the workbook that it came from.

    placed.py                    where every sheet, header and new row is, or will be
    facts.py                     cells that a run filled, and rows that it appended
    derived.py, sheets.py        derived columns and derived sheets
    issues.py, marks.py          problems as rows, fills and notes
    changes.py, log.py           what the run did
    dashboard/                   the sheet Dashboard
    sheet_designs.py             how sheets that the program makes look

May import controls/, engine/ and below. Begin with placed.py.
"""

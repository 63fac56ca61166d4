"""Writing: a book after its run, back into the workbook that it came from.

    placement.py                 the result of a run, and where each part of it is written
    fact_positions.py, derived_positions.py
                                 where each sheet, column and new row is, or will be
    facts.py                     cells that a run filled, and rows that it appended
    derived_columns.py, ledger_sheets.py, sheets.py
                                 what is derived, as cells, and how it is written
    owners_cells.py, following_rows.py
                                 what an owner has beside derived rows, which follows them
    issues.py, marks.py          problems as rows, fills and notes
    changes.py, log.py           what the run did
    outcome.py                   what a run found and did, and saves
    dashboard/                   the sheet Dashboard
    sheet_designs.py             how sheets that the program makes look

May import controls/, engine/ and below. Begin with placement.py.
"""

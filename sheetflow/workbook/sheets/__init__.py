"""Sheets: the edits of each worksheet, collected and put into its XML on saving.

Rows and columns are added here, totals rows and the owner's cells beside derived rows
moved, new sheets and pages made. May import everything else in workbook/ but workbook.py and publishing/. Begin with
sheet_editor.py.
"""

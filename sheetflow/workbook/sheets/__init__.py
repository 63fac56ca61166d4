"""Sheets: the edits of one worksheet, collected and put into its XML when the workbook is saved.

Rows and columns are added here, totals rows moved, new sheets and pages made. May import everything else in workbook/
but workbook.py and publishing/. Begin with sheet.py.
"""

"""The sheet Dashboard: the order book at a glance, as live formulas and native charts over the other sheets.

figures.py        what the dashboard counts
live.py           the formulas that count it
panel.py          a panel: cells that belong together, and where on the page
key_figures.py … waiting_panel.py
                  each panel
page.py           all panels as one page
dashboard.py      the page into the workbook, or its figures updated
"""

"""Rows from elsewhere: files of web shops, banks, carriers and old lists (docs/reference/import.md).

A source (source.py) is read into a table of texts. A profile (profiles.py, declared in
schemas/imports/) says what its columns mean. orders.py (with order_amounts.py) and rows.py make facts of it, memory.py
leaves out what came in before, and importer.py writes the rest into the workbook.

It may import everything below dataframes. Begin with importer.py.
"""

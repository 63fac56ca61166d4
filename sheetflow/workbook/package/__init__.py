"""The package: a workbook as parts, read under guard, and as sheets, tables, styles and names.

May import archive/, guards/, cells/ and styles/. Begin with package.py, then document.py.
"""

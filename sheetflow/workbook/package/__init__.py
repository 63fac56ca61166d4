"""The package: a workbook as parts, read under guard, and as sheets, tables and styles.

May import archive/, guards/, cells/ and styles/.
Begin with package_reader.py and package.py, then document.py.
"""

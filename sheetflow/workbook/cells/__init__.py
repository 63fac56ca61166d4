"""Cells: the XML of one worksheet's cells, read and written by the column.

References, the text of formulas, values as XML, and the writer of rows. Two readers: the
fast one (python-calamine), and a plain one for sheets that the fast one cannot read. May
import archive/. Begin with sheet_xml.py to read, with column_edits.py to write.
"""

"""Cells: the XML of one worksheet's cells, read and written by the column.

References, formula texts, values as XML, the row writer, and the two readers: the fast one (python-calamine) and the
plain one for sheets that the fast one cannot read. May import archive/. Begin with sheet_xml.py.
"""

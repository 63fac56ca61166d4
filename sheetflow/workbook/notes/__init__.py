"""Notes: the marked cells of a sheet, which have a fill and a note each.

May import package/, styles/ and below. Begin with marked_cells.py.
"""

"""Notes: the cells that people are to look at, filled and with a note each.

May import package/, styles/ and below. Begin with marks.py.
"""

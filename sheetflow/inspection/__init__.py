"""Inspection: commands that read a workbook and never write into it.

    trace/   how a figure came about, down to the cells that people typed
    verify/  whether log, numbers and figures are unaltered
    diff/    what changed between two workbooks
    doctor/  what in a workbook needs attention before its first run

Each may import pipeline/, writing/ and below; none imports another. Begin with the docstring of the command that
you need.
"""

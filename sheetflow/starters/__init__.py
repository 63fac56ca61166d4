"""Starters: workbooks that the program makes whole.

    new.py       an empty workbook of one's own
    demo.py      the small sample business with two deliberate mistakes
    samples/     the sample workbooks: `python -m sheetflow.starters.samples` makes them
    drawing.py, putting.py, start_here.py, takeover.py   what these share

May import writing/ (for the design of sheets) and below. Begin with new.py.
"""

"""DataFrames: sheets as pandas users know them, validated and appended.

    schemas.py   the pandera schema of a sheet, from its declaration
    append.py    the rows of a DataFrame written below a sheet's own

Steps and checks of the user's own are in engine/custom.py. May import pipeline/ and below. Nothing of a run imports
this room: pandas and pandera are loaded only by those who call it. Begin with append.py.
"""

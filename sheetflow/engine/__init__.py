"""The engine: a prepared book through every requested action to its ledgers. Knows no files.

    prepare.py           the facts as typed, with blanks filled and everything unreadable reported
    schedule.py          the actions, carried out in the order of service
    stretches.py         how many orders can be done at once
    number_new_rows.py   numbers for the rows that the steps wrote
    process.py           passes over the orders until one does nothing; then the ledgers
    edits.py             what a run changed: the book before and after, compared

May import steps/, defaults/, checks/, ledgers/ and below. Begin with process.py.
"""

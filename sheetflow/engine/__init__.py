"""The engine: a prepared book through every requested action to its ledgers. Knows no files.

    prepare.py           the facts as typed, with blanks filled and everything unreadable reported
    progress.py          which actions are requested, and what has become of them
    schedule.py          the actions, carried out in the order of service
    plans.py             which steps are done for each order
    batches.py           how many orders can be processed together
    refusals.py          why an order cannot have a step
    number_new_rows.py   numbers for the rows that the steps wrote
    open_problems.py     what is still wrong after a pass, and which actions wait
    process.py           passes over the orders until one does nothing; then the ledgers
    edits.py             what a run changed: the book before and after, compared

May import steps/, defaults/, checks/, ledgers/ and below. Begin with process.py.
"""

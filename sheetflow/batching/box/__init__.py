"""The folder that `sheetflow watch` looks after: what is dropped there is run, once.

    watch.py     the loop: look, take, run, file; begin here
    arrivals.py  which files are whole, and which are left alone
    filing.py    from the box to originals/, from a run to done/ or "to fix/"
    journal.py   what was taken and what came of it (SQLite), so that a watcher that is
                 killed at any moment goes on where it was
    names.py     names of copies, and names that are free
    locks.py     one watcher at a time
    status.py    what the status page of `sheetflow serve --folder` shows
    findings.py  what is wrong, as a text file

Each step is written to the journal before it is done, and each ends in the renaming of one
file or folder. May import what batching/ may.
"""

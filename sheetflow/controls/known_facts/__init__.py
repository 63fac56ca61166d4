"""Known facts: the workbook as the last run left it, and what people typed, changed or removed since.

    fingerprints.py     the fingerprint of all facts, which the Run log keeps
    comparison.py       the facts of the last run next to those of now: cells and rows that differ
    since_last_run.py   the whole of it
    issued_numbers.py   the highest number of each series, and the numbers whose row was removed

The fingerprint tells whether anything differs at all; only then is the copy of the last run read, and of it only the
sheets that differ.
"""

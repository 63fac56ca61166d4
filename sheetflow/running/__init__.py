"""Running: one run from file to file, as `sheetflow run`, `batch` and `watch` do it.

    whole_run.py       locks, runs, prints, writes; begin here
    run_options.py     what run, batch and watch can be given, and run alone
    destination.py     where a workbook and its documents are written
    run_files.py       what a run writes, and in what order
    document_counts.py what documents are, in a line
    receipt_files.py   receipts as text files
    problem_lines.py   problems as plain texts
    reasons.py         why a run could not go on, in a line
    garbage.py         no garbage collection meanwhile

Begin with whole_run.py. Knows no terminal. May import pipeline/, documents/ and
below; imports what is heavy where it is used.
"""

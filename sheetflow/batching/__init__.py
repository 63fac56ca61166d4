"""Batching: many workbooks, at once (`sheetflow batch`) or as they come (`sheetflow watch`).

    batch.py           a whole batch: find, run, report
    job.py             one workbook of a batch, and what came of it
    sources.py         workbooks in files, folders, patterns and other storage
    pools.py           many workers of this machine
    cluster.py         workers of a dask.distributed cluster
    workers.py         a process that is started once; child.py is what it runs
    one_workbook.py    running one, once only: what a worker does
    records.py         what an earlier run of the same workbook came to
    storage.py         workbooks and results that are not files of this machine
    addresses.py       paths, and addresses of other storage
    report.py          batch.json and what it says
    report_workbook.py batch.xlsx
    box/               the folder that `sheetflow watch` looks after

Begin with batch.py. Knows no terminal. May import running/ and below; each run is running/whole_run.py, as for
`sheetflow run`.
"""

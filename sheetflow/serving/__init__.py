"""The page: drop a workbook, get the result, on this machine (docs/guides/page.md).

access.py lets nobody else in, names.py makes safe names of files, runs.py runs a workbook in a
child process with limits, results.py keeps what came out for an hour, pages.py answers. Nothing
here has rules of its own: a run is `sheetflow run`. It may import errors and workbook. Begin with
pages.py.
"""

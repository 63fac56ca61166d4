"""The page: drop a workbook, get the result, on this machine (docs/guides/page.md).

Nothing here has rules of its own: a run is `sheetflow run` in a child process. Begin with pages.py.

    pages                what is at which address, and the page itself
    dropped, in_place    the answers about a dropped workbook, and about one of the folder
    incoming, answers    what a request may be, and what it is answered
    access, passwords    who is let in
    hosts, server        where the page is bound, and by which names it is reached
    runs, stages         a child process with limits, and the stage that a run has reached
    page_language        the language of the page, and its words
    mapping, report, pictures   the other child processes
    results, folder, names      what is kept, and under which safe names
    box_page                    the status of a folder that `sheetflow watch` looks after
    running_page, shortcuts     the page that `sheetflow app` has open, and the desktop's entries

It may import errors, workbook and the messages of domain.
"""

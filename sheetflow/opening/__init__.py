"""Opening: a workbook's sheets are found, its facts read, checked and filled.

    workbooks.py      opens a workbook, finds its sheets, reads its facts
    opened.py         an opened workbook, with its log, its seals and what it remembers
    prepare_facts.py  the facts typed and filled, with everything that is wrong in them

May import writing/, controls/, engine/, reading/ and below. Begin with workbooks.py.
"""

from __future__ import annotations

from sheetflow.opening.opened import Opened
from sheetflow.opening.prepare_facts import check_and_fill, prepared_facts
from sheetflow.opening.workbooks import open_copy, open_workbook, refuse_earlier

__all__ = [
    "Opened",
    "check_and_fill",
    "open_copy",
    "open_workbook",
    "prepared_facts",
    "refuse_earlier",
]

"""The one exception that a person may see: why the program cannot go on, and what to do about it."""

from __future__ import annotations


class SheetflowError(Exception):
    """The workbook cannot be processed. Its text is one line: what is wrong, where, and the remedy."""

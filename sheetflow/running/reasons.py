"""Why a run could not go on, in one line."""

from __future__ import annotations


def reason(error: Exception) -> str:
    """The line for an error that a person's file, disk or folder caused."""
    if not isinstance(error, OSError):
        return str(error)
    from sheetflow.workbook.publishing.write_errors import explain

    name = error.filename or "sheetflow"
    return f"{name}: {explain(error)}"

"""Why a run could not go on, in one line."""

from __future__ import annotations


def own_reason(error: Exception) -> str:
    """The line in the workbook's language, as far as it has been translated."""
    return getattr(error, "own_text", "") or reason(error)


def reason(error: Exception) -> str:
    """The line for an error that a person's file, disk or folder caused."""
    if not isinstance(error, OSError):
        return str(error)
    from sheetflow.workbook.publishing.write_errors import explain

    name = error.filename or "sheetflow"
    return f"{name}: {explain(error)}"

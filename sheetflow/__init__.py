"""sheetflow: one Excel workbook of quotes, orders, picks, shipments, invoices and payments through its whole workflow.

`sheetflow.run(path)` does from Python what `sheetflow run` does from a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheetflow.errors import SheetflowError
    from sheetflow.pipeline import Run, run

__version__ = "0.1.0"
__all__ = ["Run", "SheetflowError", "__version__", "run"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: `sheetflow --help` needs none of it."""
    if name in ("run", "Run"):
        from sheetflow import pipeline as running

        return getattr(running, name)
    if name == "SheetflowError":
        from sheetflow.errors import SheetflowError

        return SheetflowError
    raise AttributeError(f"module 'sheetflow' has no attribute {name!r}")

"""sheetflow: one Excel workbook of quotes, orders, picks, shipments, invoices and payments through its whole workflow.

`sheetflow.run(path)` does from Python what `sheetflow run` does from a terminal. `sheetflow.schema("Orders")` is the
pandera schema of a sheet, and `sheetflow.write_rows(path, "Orders", frame)` appends the rows of a DataFrame to it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheetflow.dataframes.append import write_rows
    from sheetflow.dataframes.schemas import schema
    from sheetflow.engine.custom import Finding
    from sheetflow.errors import SheetflowError
    from sheetflow.pipeline import Run, run

__version__ = "0.1.0"
__all__ = [
    "Finding",
    "Run",
    "SheetflowError",
    "__version__",
    "run",
    "schema",
    "write_rows",
]

_MODULES = {
    "Finding": "sheetflow.engine.custom",
    "Run": "sheetflow.pipeline",
    "SheetflowError": "sheetflow.errors",
    "run": "sheetflow.pipeline",
    "schema": "sheetflow.dataframes.schemas",
    "write_rows": "sheetflow.dataframes.append",
}
"""Where each public name is: imported only once it is used, since `sheetflow --help` needs none of them."""


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module 'sheetflow' has no attribute {name!r}")

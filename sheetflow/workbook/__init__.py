"""Workbooks: cells, sheets, styles, ranges, zip and XML. What the cells mean is not this package's business.

    archive/     the zip file and its parts as bytes
    cells/       the XML of cells: references, readers and the row writer
    guards/, styles/, package/   what is refused; how cells look; the parts as one workbook
    native/      the functions in C for whole sheets; without them everything is done in Python
    formulas/, notes/            what must grow or goes stale; marked cells
    sheets/, publishing/         the edits of a sheet; a file put in its place
    workbook.py, model.py        the whole, as the rest of the program sees it; read_workbook.py: its reading half

Imports only errors.py. Never pandas. Begin with workbook.py.
"""

from __future__ import annotations

from sheetflow.workbook.model import (
    CannotGrow,
    CellError,
    CellLook,
    ColumnDesign,
    ConditionalRule,
    Formula,
    Grid,
    Link,
    Mark,
    NoValue,
    RuleStyle,
    SheetDesign,
    TableInfo,
    Value,
)
from sheetflow.workbook.workbook import Workbook

__all__ = [
    "CannotGrow",
    "CellError",
    "CellLook",
    "ColumnDesign",
    "ConditionalRule",
    "Formula",
    "Grid",
    "Link",
    "Mark",
    "NoValue",
    "RuleStyle",
    "SheetDesign",
    "TableInfo",
    "Value",
    "Workbook",
]

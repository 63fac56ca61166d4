"""Workbooks: cells, sheets, styles, ranges, zip and XML; what the cells mean is none of this package's business."""

from __future__ import annotations

from sheetflow.workbook.model import (
    CannotGrow,
    CellError,
    ColumnDesign,
    ConditionalRule,
    Formula,
    Grid,
    Link,
    Look,
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
    "ColumnDesign",
    "ConditionalRule",
    "Formula",
    "Grid",
    "Link",
    "Look",
    "Mark",
    "NoValue",
    "RuleStyle",
    "SheetDesign",
    "TableInfo",
    "Value",
    "Workbook",
]

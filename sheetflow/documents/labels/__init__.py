"""Labels on containers: what they are printed on, and what stands on one of that size.

sheets    label printers and sheets of labels: their geometry, and where each label goes
contents  the texts and codes of one label, as many as its size has room for
"""

from __future__ import annotations

from sheetflow.documents.labels.label_formats import (
    DEFAULT_PLACEMENT,
    LabelPlacement,
    LabelPosition,
    LabelSheet,
    label_positions,
    label_sheet,
)
from sheetflow.documents.labels.label_layout import (
    LabelContents,
    label_contents,
    too_small_note,
)

__all__ = [
    "DEFAULT_PLACEMENT",
    "LabelContents",
    "LabelPlacement",
    "LabelPosition",
    "LabelSheet",
    "label_contents",
    "label_positions",
    "label_sheet",
    "too_small_note",
]

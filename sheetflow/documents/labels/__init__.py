"""Labels on containers: what they are printed on, and what stands on one of that size.

sheets    label printers and sheets of labels: their geometry, and where each label goes
contents  the texts and codes of one label, as many as its size has room for
"""

from __future__ import annotations

from sheetflow.documents.labels.contents import (
    LabelContents,
    label_contents,
    too_small_note,
)
from sheetflow.documents.labels.sheets import (
    AS_USUAL,
    LabelSheet,
    Placing,
    Spot,
    label_sheet,
    spots,
)

__all__ = [
    "AS_USUAL",
    "LabelContents",
    "LabelSheet",
    "Placing",
    "Spot",
    "label_contents",
    "label_sheet",
    "spots",
    "too_small_note",
]

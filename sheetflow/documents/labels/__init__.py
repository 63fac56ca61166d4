"""Labels on containers: what they are printed on, and how one of some size is laid out.

    label_formats   label printers and sheets of labels: their geometry, and where each label goes; begin here
    label_formats.toml   the formats that Settings can name, as declared
    label_layout    the texts and codes of one label, as many as its size has room for
    label_parts     the contents of a container over as many labels as they need

Nothing is drawn here: pdf/ and xlsx/ do that. May import barcodes, model, standards and errors.
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
from sheetflow.documents.labels.label_parts import LabelPart, label_parts, split

__all__ = [
    "DEFAULT_PLACEMENT",
    "LabelContents",
    "LabelPart",
    "LabelPlacement",
    "LabelPosition",
    "LabelSheet",
    "label_contents",
    "label_parts",
    "label_positions",
    "label_sheet",
    "split",
    "too_small_note",
]

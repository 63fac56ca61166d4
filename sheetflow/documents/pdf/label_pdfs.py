"""Labels as PDF, and the page that shows where a printer puts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sheetflow.documents.labels import (
    LabelPlacement,
    LabelSheet,
    label_positions,
    label_sheet,
)
from sheetflow.documents.model import (
    FILE_STEMS,
    ContainerLabel,
    DocumentFile,
    Seller,
)
from sheetflow.documents.pdf.compiling import compile_pdf
from sheetflow.documents.pdf.data.label_data import (
    labels_data,
    position_data,
    sheet_data,
)
from sheetflow.documents.wording.locale_formats import Formats


def labels_pdf(
    labels: Sequence[ContainerLabel],
    seller: Seller,
    formats: Formats,
    placement: LabelPlacement,
) -> DocumentFile:
    """Labels in the setting Label format. Raises SheetflowError."""
    sheet = label_sheet(seller.style.label_format)
    data = labels_data(labels, sheet, placement, seller, formats)
    pdf = compile_pdf("label", data, seller)
    return DocumentFile(f"{FILE_STEMS['labels']}.pdf", pdf.content, pdf.missing_glyphs)


def calibration_pdf(seller: Seller, placement: LabelPlacement) -> DocumentFile:
    """A sheet with the outline of every label, and rulers. Raises SheetflowError."""
    sheet = label_sheet(seller.style.label_format)
    pdf = compile_pdf("calibration", calibration_data(sheet, placement), seller)
    return DocumentFile("calibration.pdf", pdf.content, pdf.missing_glyphs)


def calibration_data(sheet: LabelSheet, placement: LabelPlacement) -> dict[str, Any]:
    """What the calibration page shows: all positions in the order of --start-at."""
    whole_sheet = LabelPlacement(1, placement.nudge)
    positions = label_positions(sheet, sheet.count, whole_sheet)
    return {
        "title": "Calibration",
        "sheet": sheet_data(sheet),
        "spots": [position_data(position) for position in positions],
        "nudge": _nudge_text(placement),
    }


def _nudge_text(placement: LabelPlacement) -> str:
    """The option --nudge as typed, "" for none."""
    right, down = placement.nudge
    if not right and not down:
        return ""
    return f"{float(right):g},{float(down):g}"

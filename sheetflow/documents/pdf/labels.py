"""Labels, and the page that shows where a printer puts them, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sheetflow.documents.labels import (
    LabelPlacement,
    LabelSheet,
    label_positions,
    label_sheet,
)
from sheetflow.documents.model import FILE_STEMS, ContainerLabel, DocumentFile, Seller
from sheetflow.documents.pdf.compiling import compile_pdf
from sheetflow.documents.pdf.data.labels import labels_data, sheet_data, spot_data
from sheetflow.documents.wording.locale_formats import Formats


def labels_pdf(
    labels: Sequence[ContainerLabel],
    house: Seller,
    formats: Formats,
    placing: LabelPlacement,
) -> DocumentFile:
    """Labels on what Settings say that they are printed on. Raises SheetflowError."""
    sheet = label_sheet(house.style.label_format)
    data = labels_data(labels, sheet, placing, house, formats)
    return DocumentFile(
        f"{FILE_STEMS['labels']}.pdf", *compile_pdf("label", data, house)
    )


def calibration_pdf(house: Seller, placing: LabelPlacement) -> DocumentFile:
    """One sheet with the outline of every label, and rulers. Raises SheetflowError."""
    data = calibration_data(label_sheet(house.style.label_format), placing)
    return DocumentFile("calibration.pdf", *compile_pdf("calibration", data, house))


def calibration_data(sheet: LabelSheet, placing: LabelPlacement) -> dict[str, Any]:
    """What the page shows: each label's place, by the number that --start-at has for it."""
    all_of_them = label_positions(sheet, sheet.count, LabelPlacement(1, placing.nudge))
    across, down = placing.nudge
    return {
        "title": "Calibration",
        "sheet": sheet_data(sheet),
        "spots": [spot_data(spot) for spot in all_of_them],
        "nudge": f"{float(across):g},{float(down):g}" if across or down else "",
    }

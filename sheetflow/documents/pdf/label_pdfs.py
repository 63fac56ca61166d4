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


def labels_pdf(
    labels: Sequence[ContainerLabel],
    seller: Seller,
    placement: LabelPlacement,
) -> DocumentFile:
    """Labels in the setting Label format. Raises SheetflowError."""
    sheet = label_sheet(seller.style.label_format)
    data = labels_data(labels, sheet, placement, seller)
    return compile_pdf("label", data, seller).named(FILE_STEMS["labels"])


def calibration_pdf(seller: Seller, placement: LabelPlacement) -> DocumentFile:
    """A sheet with the outline of every label, and rulers. Raises SheetflowError."""
    sheet = label_sheet(seller.style.label_format)
    data = calibration_data(sheet, placement)
    return compile_pdf("calibration", data, seller).named("calibration")


def calibration_data(sheet: LabelSheet, placement: LabelPlacement) -> dict[str, Any]:
    """What the calibration page shows: all positions in the order of --start-at."""
    return {
        "title": "Calibration",
        "sheet": sheet_data(sheet),
        "spots": _all_positions(sheet, placement),
        "nudge": _nudge_text(placement),
    }


def _all_positions(
    sheet: LabelSheet, placement: LabelPlacement
) -> list[dict[str, Any]]:
    whole_sheet = LabelPlacement(1, placement.nudge)
    positions = label_positions(sheet, sheet.count, whole_sheet)
    return [position_data(position) for position in positions]


def _nudge_text(placement: LabelPlacement) -> str:
    """The option --nudge as typed, "" for none."""
    right, down = placement.nudge
    if not right and not down:
        return ""
    return f"{float(right):g},{float(down):g}"

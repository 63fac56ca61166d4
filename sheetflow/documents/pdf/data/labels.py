"""Container labels, as their template gets them: each with its place on the paper. Lengths are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sheetflow.documents.labels import (
    LabelContents,
    LabelPlacement,
    LabelPosition,
    LabelSheet,
    label_contents,
    label_positions,
)
from sheetflow.documents.labels.label_layout import SSCC_HEIGHT, SizedBars, SizedSquares
from sheetflow.documents.model import ContainerLabel, Content, Seller
from sheetflow.documents.pdf.data.seller import party_data
from sheetflow.documents.pdf.data.shared import one_line
from sheetflow.documents.wording.goods_wording import (
    carrier_text,
    item_text,
    label_facts,
)
from sheetflow.documents.wording.locale_formats import Formats

_NAME = 120
"""How many letters of a name a label of any size has room for, beside the address."""


def labels_data(
    labels: Sequence[ContainerLabel],
    sheet: LabelSheet,
    placing: LabelPlacement,
    house: Seller,
    formats: Formats,
) -> dict[str, Any]:
    """The labels, page by page, and the size of paper and labels."""
    places = label_positions(sheet, len(labels), placing)
    made = [
        _label_data(label, sheet, spot, house, formats)
        for label, spot in zip(labels, places, strict=True)
    ]
    return {"title": "Labels", "sheet": sheet_data(sheet), "documents": made}


def sheet_data(sheet: LabelSheet) -> dict[str, Any]:
    """The paper and the labels on it."""
    width, height = sheet.read
    return {
        "name": sheet.name,
        "about": sheet.about,
        "page": {"width": _plain(sheet.page[0]), "height": _plain(sheet.page[1])},
        "label": {
            "width": _plain(width),
            "height": _plain(height),
            "margin": _plain(sheet.margin),
        },
        "corner": _plain(sheet.corner),
        "turned": sheet.turned,
    }


def spot_data(spot: LabelPosition) -> dict[str, Any]:
    """Where a label goes."""
    return {"page": spot.page, "left": _plain(spot.left), "top": _plain(spot.top)}


def _label_data(
    label: ContainerLabel,
    sheet: LabelSheet,
    spot: LabelPosition,
    house: Seller,
    formats: Formats,
) -> dict[str, Any]:
    box, contents = label.container, label_contents(label, sheet)
    return {
        "number": label.number,
        "spot": spot_data(spot),
        "layout": contents.layout,
        "side": _plain(contents.side),
        "from": [house.party.name, ", ".join(house.party.address)],
        "to": party_data(box.consignee) | {"name": one_line(box.consignee.name, _NAME)},
        "carrier": one_line(carrier_text(box)),
        "tracking": one_line(box.tracking),
        "order": one_line(box.order),
        "count": f"{box.position} of {box.count}",
        "facts": label_facts(box, formats),
        "contents": [_content_data(content, formats) for content in label.contents],
        "codes": _codes_data(contents, label),
    }


def _content_data(content: Content, formats: Formats) -> dict[str, str]:
    return {
        "quantity": formats.quantity(content.quantity),
        "item": one_line(item_text(content)),
    }


def _codes_data(contents: LabelContents, label: ContainerLabel) -> dict[str, Any]:
    return {
        "container": _code_data(contents.container),
        "order": _code_data(contents.order),
        "sscc": _code_data(contents.sscc, f"(00) {label.container.sscc}"),
        "sscc_height": _plain(SSCC_HEIGHT),
    }


def _code_data(
    code: SizedBars | SizedSquares | None, text: str = ""
) -> dict[str, Any] | None:
    """The widths of bars and gaps in modules, or the rows of dark and light squares; a module's width, and the text."""
    match code:
        case SizedBars(bars, module):
            return {
                "widths": list(bars.widths),
                "module": _plain(module),
                "text": text or one_line(bars.text),
            }
        case SizedSquares(squares, module):
            return {
                "rows": list(squares.rows),
                "module": _plain(module),
                "text": one_line(squares.text),
            }
        case None:
            return None


def _plain(length: Fraction) -> float:
    """A length as a number that a template can read."""
    return round(float(length), 6)

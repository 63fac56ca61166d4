"""The fields of container labels, each with its position on the sheet.

Lengths are in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sheetflow.documents.labels import (
    LabelContents,
    LabelPart,
    LabelPlacement,
    LabelPosition,
    LabelSheet,
    label_parts,
    label_positions,
)
from sheetflow.documents.labels.label_layout import (
    SSCC_HEIGHT,
    SizedBars,
    SizedSquares,
)
from sheetflow.documents.model import (
    Container,
    ContainerLabel,
    Content,
    Party,
    Seller,
)
from sheetflow.documents.pdf.data.party_data import party_data
from sheetflow.documents.pdf.data.text_data import language_data, one_line
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.goods_wording import (
    carrier_text,
    item_text,
    label_facts,
    part_text,
    position_text,
)
from sheetflow.documents.wording.locale_formats import Formats

_MAX_NAME = 120
"""How many characters of a name fit on a label of any size, next to the address."""


def labels_data(
    labels: Sequence[ContainerLabel],
    sheet: LabelSheet,
    placement: LabelPlacement,
    seller: Seller,
) -> dict[str, Any]:
    """The labels page by page, and the size of the sheet and its labels."""
    sender = {"from": [seller.party.name, ", ".join(seller.party.address)]}
    parts = list(label_parts(labels, sheet))
    positions = label_positions(sheet, len(parts), placement)
    documents = [
        {
            "spot": position_data(position),
            **sender,
            **_label_data(part, document_formats(part.label, seller, Formats)),
        }
        for part, position in zip(parts, positions, strict=True)
    ]
    return {"title": "Labels", "sheet": sheet_data(sheet), "documents": documents}


def sheet_data(sheet: LabelSheet) -> dict[str, Any]:
    """The sheet and the labels on it."""
    return {
        "name": sheet.name,
        "about": sheet.about,
        "page": _size_data(sheet.page),
        "label": {**_size_data(sheet.read), "margin": _number(sheet.margin)},
        "corner": _number(sheet.corner),
        "turned": sheet.turned,
    }


def _size_data(size: tuple[Fraction, Fraction]) -> dict[str, Any]:
    width, height = size
    return {"width": _number(width), "height": _number(height)}


def position_data(position: LabelPosition) -> dict[str, Any]:
    """Where a label goes: the page, and the label's upper left corner on it."""
    return {
        "page": position.page,
        "left": _number(position.left),
        "top": _number(position.top),
    }


def _label_data(part: LabelPart, formats: Formats) -> dict[str, Any]:
    container = part.label.container
    contents = part.layout
    return {
        "number": part.label.number,
        "part": part_text(part.number, part.count, formats.words),
        "is_first": part.is_first,
        **language_data(formats),
        "layout": contents.layout,
        "side": _number(contents.side),
        **_shipment_data(container, formats),
        "contents": [_content_data(content, formats) for content in part.contents],
        "codes": _codes_data(contents, container.sscc),
    }


def _shipment_data(container: Container, formats: Formats) -> dict[str, Any]:
    """Where the container goes and how, and its order."""
    return {
        "to": _recipient_data(container.consignee),
        "carrier": one_line(carrier_text(container)),
        "tracking": one_line(container.tracking),
        "order": one_line(container.order),
        "count": position_text(container, formats.words),
        "facts": label_facts(container, formats),
    }


def _recipient_data(consignee: Party) -> dict[str, Any]:
    return {**party_data(consignee), "name": one_line(consignee.name, _MAX_NAME)}


def _content_data(content: Content, formats: Formats) -> dict[str, str]:
    return {
        "quantity": formats.quantity(content.quantity),
        "item": one_line(item_text(content)),
    }


def _codes_data(contents: LabelContents, sscc: str) -> dict[str, Any]:
    return {
        "container": _code_data(contents.container),
        "order": _code_data(contents.order),
        "sscc": _code_data(contents.sscc, f"(00) {sscc}"),
        "sscc_height": _number(SSCC_HEIGHT),
    }


def _code_data(
    code: SizedBars | SizedSquares | None, text: str = ""
) -> dict[str, Any] | None:
    """A code with its text and the width of a module, None for no code.

    `widths` of bars and gaps are in modules; `rows` have 1 for a dark square, 0 for light.
    """
    match code:
        case SizedBars():
            return _bars_data(code, text)
        case SizedSquares():
            return _squares_data(code)
        case None:
            return None


def _bars_data(code: SizedBars, text: str) -> dict[str, Any]:
    return {
        "widths": list(code.bars.widths),
        "module": _number(code.module),
        "text": text or one_line(code.bars.text),
    }


def _squares_data(code: SizedSquares) -> dict[str, Any]:
    return {
        "rows": list(code.squares.rows),
        "module": _number(code.module),
        "text": one_line(code.squares.text),
    }


def _number(length: Fraction) -> float:
    """A length as a number that typst can read."""
    return round(float(length), 6)

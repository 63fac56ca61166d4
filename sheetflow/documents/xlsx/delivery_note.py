"""Delivery notes as rows."""

from __future__ import annotations

from sheetflow.documents.model import DeliveryNote, PackedLine
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.goods_wording import delivered_text, delivery_facts
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import (
    Cell,
    DocumentLayout,
    Row,
    text_rows,
)
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.signing import rows_to_sign
from sheetflow.documents.xlsx.table_rows import Text, header_row, headings, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((14, 40, 9, 13, 13), label_column=2)
SKU, DESCRIPTION, UNIT, ORDERED, HERE = range(5)

_SKU_EMS = GRID.ems(8, SKU, DESCRIPTION)
_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, UNIT)
_CONTAINER_EMS = GRID.ems(9, SKU, len(GRID.widths))


def delivery_note_layout(note: DeliveryNote, stationery: Stationery) -> DocumentLayout:
    """A delivery note: what was delivered, and a line to sign."""
    seller = stationery.seller
    formats = stationery.formats
    words = formats.words
    title = words.text("Delivery note")
    name = f"{title} {note.number}"
    facts = delivery_facts(note, words)
    return DocumentLayout(
        head=[
            *letterhead(stationery, title, GRID),
            *address_block(note.consignee, facts, formats, GRID),
            Row(18),
        ],
        table_header=[_table_header(words)],
        body=[row for line in note.lines for row in _line(line, formats)],
        notes=_containers(note, formats),
        ending=rows_to_sign("Received complete and in good condition", words, GRID),
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
    )


def _table_header(words: Words) -> Row:
    text = words.text
    texts = headings((text("Item"), text("Description")), "head")
    numbers = headings((text("Ordered"), text("Delivered")), "head right")
    return header_row([*texts, (text("Unit"), "head unit"), *numbers])


def _line(line: PackedLine, formats: CellFormats) -> list[Row]:
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line grey"),
        Text(DESCRIPTION, wrap(line.description, _DESCRIPTION_EMS), "line"),
    )
    cells = (
        Cell(UNIT, line.unit, "line unit"),
        Cell(ORDERED, line.ordered, "line number", formats.exact_cell(line.ordered)),
        Cell(HERE, line.here, "line bold", formats.exact_cell(line.here)),
    )
    return line_rows(texts, cells)


def _containers(note: DeliveryNote, formats: CellFormats) -> list[Row]:
    lines: list[str] = []
    for container in note.containers:
        lines += wrap(delivered_text(container, formats), _CONTAINER_EMS)
    return [Row(14.25), *text_rows(lines, "note", 13.5)]

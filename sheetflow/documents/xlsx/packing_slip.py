"""Packing slips as rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sheetflow.documents.model import PackedLine, PackingSlip
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.goods_wording import (
    backorder_text,
    count_text,
    others_text,
    sent_text,
    slip_facts,
)
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, DocumentLayout, Row, text_rows
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.table_rows import (
    Text,
    group_row,
    header_row,
    headings,
    line_rows,
)
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((12, 28, 7, 9, 11.5, 10.5, 10.5), label_column=3)
SKU, DESCRIPTION, UNIT, ORDERED, HERE, SHIPPED, TO_FOLLOW = range(7)

_SKU_EMS = GRID.ems(8, SKU, DESCRIPTION)
_OTHERS_EMS = GRID.ems(9, 0, len(GRID.widths))
_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, UNIT)


def packing_slip_layout(slip: PackingSlip, stationery: Stationery) -> DocumentLayout:
    """A packing slip: what is in the container, and what is still to come; no prices."""
    seller = stationery.seller
    formats = stationery.formats
    words = formats.words
    name = f"{words.text('Packing slip')} {slip.number}"
    return DocumentLayout(
        head=_head(slip, stationery),
        table_header=[_table_header(slip, words)],
        body=_body(slip, formats),
        ending=[Row(14.25), *_ending(slip, formats)],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
    )


def _ending(slip: PackingSlip, formats: CellFormats) -> list[Row]:
    """Which container it is, and which others the order has."""
    text = others_text(slip, formats)
    others = wrap(text, _OTHERS_EMS) if text else []
    return [
        *text_rows([count_text(slip, formats.words)], "note bold", 13.5),
        *text_rows(others, "note", 13.5),
    ]


def _head(slip: PackingSlip, stationery: Stationery) -> list[Row]:
    consignee = slip.container.consignee
    words = stationery.formats.words
    facts = slip_facts(slip, stationery.formats)
    return [
        *letterhead(stationery, words.text("Packing slip"), GRID),
        *address_block(consignee, facts, stationery.formats, GRID),
        Row(18),
    ]


def _table_header(slip: PackingSlip, words: Words) -> Row:
    text = words.text
    texts = headings((text("Item"), text("Description")), "head")
    quantities = (
        text("Ordered"),
        text("In this box"),
        sent_text(slip, words),
        text("To follow"),
    )
    numbers = headings(quantities, "head right")
    return header_row([*texts, (text("Unit"), "head unit"), *numbers])


def _body(slip: PackingSlip, formats: CellFormats) -> list[Row]:
    rows = _line_rows(slip.lines, formats)
    if slip.missing:
        rows += [_missing_heading(formats.words), *_line_rows(slip.missing, formats)]
    return rows


def _line_rows(lines: Sequence[PackedLine], formats: CellFormats) -> list[Row]:
    return [row for line in lines for row in _line(line, formats)]


def _missing_heading(words: Words) -> Row:
    heading = words.text("Not in this container, still to come")
    return group_row(heading, len(GRID.widths))


def _line(line: PackedLine, formats: CellFormats) -> list[Row]:
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line grey"),
        Text(DESCRIPTION, _description(line, formats), "line"),
    )
    cells = (
        Cell(UNIT, line.unit, "line unit"),
        _quantity(ORDERED, line.ordered, "line number", formats),
        _quantity(HERE, line.here or None, "line bold", formats),
        _quantity(SHIPPED, line.shipped, "line number", formats),
        _quantity(TO_FOLLOW, line.to_follow, "line number", formats),
    )
    return line_rows(texts, cells)


def _description(line: PackedLine, formats: CellFormats) -> list[str]:
    """The product, and how many of it are on backorder."""
    description = wrap(line.description, _DESCRIPTION_EMS)
    if line.backordered:
        description.append(backorder_text(line, formats))
    return description


def _quantity(
    column: int, quantity: Decimal | None, style: str, formats: CellFormats
) -> Cell:
    if quantity is None:
        return Cell(column, None, style)
    return Cell(column, quantity, style, formats.exact_cell(quantity))

"""Goods-in lists as rows: made for a clipboard and a pen."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.model import GoodsInLine, GoodsInList
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.purchase_wording import delivery_text
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, DocumentLayout, Row, blank_cells
from sheetflow.documents.xlsx.letterhead import Stationery, footer_text, running_head
from sheetflow.documents.xlsx.table_rows import Text, group_row, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((4, 13, 12, 23, 13.5, 7, 9, 10), label_column=3)
TICK, SKU, SUPPLIER_SKU, DESCRIPTION, BARCODE, UNIT, EXPECTED, RECEIVED = range(8)
BOX = "☐"

_SKU_EMS = GRID.ems(9, SKU, SUPPLIER_SKU)
_SUPPLIER_SKU_EMS = GRID.ems(8, SUPPLIER_SKU, DESCRIPTION)
_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, BARCODE)
_BARCODE_EMS = GRID.ems(8, BARCODE, UNIT)
_LINE_HEIGHT = 21.0


def goods_in_layout(arrivals: GoodsInList, stationery: Stationery) -> DocumentLayout:
    """A goods-in list: delivery by delivery, each line with a box to tick and a cell to write in."""
    seller = stationery.seller
    formats = stationery.formats
    name = formats.words.text("Goods in")
    return DocumentLayout(
        head=_head(arrivals, name, formats),
        table_header=[_table_header(formats.words)],
        body=list(_body(arrivals, formats)),
        ending=[Row(24), _signature_row(formats.words)],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
    )


def _head(arrivals: GoodsInList, name: str, formats: CellFormats) -> list[Row]:
    cells = (
        Cell(0, name, "big"),
        Cell(RECEIVED, arrivals.date, "fact number", formats.date_cell),
    )
    return [Row(31.5, cells), Row(10.5)]


def _table_header(words: Words) -> Row:
    text = words.text
    return header_row(
        [
            ("", "head"),
            (text("Item"), "head"),
            (text("Supplier SKU"), "head"),
            (text("Description"), "head"),
            (text("Barcode"), "head"),
            (text("Unit"), "head unit"),
            (text("Expected"), "head pick"),
            (text("Received"), "head pick"),
        ]
    )


def _body(arrivals: GoodsInList, formats: CellFormats) -> Iterator[Row]:
    for delivery in arrivals.deliveries:
        yield group_row(delivery_text(delivery, formats), len(GRID.widths))
        for line in delivery.lines:
            yield from _line(line, formats)


def _line(line: GoodsInLine, formats: CellFormats) -> list[Row]:
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line strong"),
        Text(SUPPLIER_SKU, wrap(line.supplier_sku, _SUPPLIER_SKU_EMS), "line grey"),
        Text(DESCRIPTION, wrap(_description(line), _DESCRIPTION_EMS), "line"),
        Text(BARCODE, wrap(line.barcode, _BARCODE_EMS), "line grey"),
    )
    number_format = formats.exact_cell(line.quantity)
    cells = (
        Cell(TICK, BOX, "line box"),
        Cell(UNIT, line.unit, "line unit"),
        Cell(EXPECTED, line.quantity, "line pick", number_format),
        Cell(RECEIVED, None, "line blank"),
    )
    return line_rows(texts, cells, _LINE_HEIGHT)


def _description(line: GoodsInLine) -> str:
    """What it is, and where it is put."""
    return (
        f"{line.description} → {line.location}" if line.location else line.description
    )


def _signature_row(words: Words) -> Row:
    cells = (
        Cell(0, words.text("Received by"), "label"),
        *blank_cells((SUPPLIER_SKU, DESCRIPTION), "rule"),
        Cell(BARCODE, words.text("Date"), "label right"),
        *blank_cells((UNIT, EXPECTED, RECEIVED), "rule"),
    )
    return Row(22.5, cells)

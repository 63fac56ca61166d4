"""Price lists as rows."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.model import PriceList, PriceListLine
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.price_list_wording import price_list_facts, tax_note
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
from sheetflow.documents.xlsx.table_rows import Text, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((14, 34, 8, 10.5, 11.5, 11), label_column=3)
SKU, DESCRIPTION, UNIT, FROM, UNTIL, PRICE = range(6)

_SKU_EMS = GRID.ems(8, SKU, DESCRIPTION)
_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, UNIT)


def price_list_layout(prices: PriceList, stationery: Stationery) -> DocumentLayout:
    """A price list: the prices of each product, by quantity."""
    seller = stationery.seller
    formats = stationery.formats.of(prices.currency)
    words = formats.words
    name = f"{words.text('Price list')} {prices.number}"
    return DocumentLayout(
        head=_head(prices, stationery, formats),
        table_header=[_table_header(words)],
        body=list(_body(prices, formats)),
        ending=_ending(prices, words),
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
    )


def _head(prices: PriceList, stationery: Stationery, formats: CellFormats) -> list[Row]:
    words = formats.words
    return [
        *letterhead(stationery, words.text("Price list"), GRID),
        *address_block(prices.buyer, price_list_facts(prices, words), formats, GRID),
        Row(20.25),
    ]


def _ending(prices: PriceList, words: Words) -> list[Row]:
    note = tax_note(prices, words)
    return [Row(8.25), *text_rows([note], "note", 13.5)] if note else []


def _table_header(words: Words) -> Row:
    text = words.text
    return header_row(
        [
            (text("Item"), "head"),
            (text("Description"), "head"),
            (text("Unit"), "head unit"),
            (text("From quantity"), "head right"),
            (text("Valid until"), "head right"),
            (text("Unit price"), "head right"),
        ]
    )


def _body(prices: PriceList, formats: CellFormats) -> Iterator[Row]:
    before = ""
    for line in prices.lines:
        yield from _line(line, line.sku == before, formats)
        before = line.sku


def _line(line: PriceListLine, is_same: bool, formats: CellFormats) -> list[Row]:
    """One price; a further one of the same product does not repeat its name."""
    texts = (
        Text(SKU, () if is_same else wrap(line.sku, _SKU_EMS), "line grey"),
        Text(DESCRIPTION, _description(line, is_same), "line"),
    )
    quantity = line.from_quantity or None
    cells = (
        Cell(UNIT, None if is_same else line.unit, "line unit"),
        Cell(FROM, quantity, "line right", formats.exact_cell(line.from_quantity)),
        Cell(UNTIL, line.until, "line right", formats.date_cell),
        Cell(PRICE, line.price, "line number", _price_format(line, formats)),
    )
    return line_rows(texts, cells)


def _description(line: PriceListLine, is_same: bool) -> list[str]:
    return [] if is_same else wrap(line.description, _DESCRIPTION_EMS)


def _price_format(line: PriceListLine, formats: CellFormats) -> str:
    return formats.exact_cell(line.price, formats.digits)

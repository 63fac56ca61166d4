"""Purchase orders as rows."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.documents.model import PurchaseLine, PurchaseOrder
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.purchase_wording import (
    deliver_to_text,
    line_text,
    purchase_facts,
    purchase_notes,
    purchase_sums,
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
from sheetflow.documents.xlsx.sum_rows import sum_rows
from sheetflow.documents.xlsx.table_rows import Text, header_row, headings, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((11.5, 11.5, 23, 8, 6.5, 9.5, 7, 11.5), label_column=4)
SKU, SUPPLIER_SKU, DESCRIPTION, QUANTITY, UNIT, COST, DISCOUNT, AMOUNT = range(8)
AMOUNT_LETTER = "H"

_SKU_EMS = GRID.ems(8, SKU, SUPPLIER_SKU)
_SUPPLIER_SKU_EMS = GRID.ems(9, SUPPLIER_SKU, DESCRIPTION)
_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, QUANTITY)
_NOTE_EMS = GRID.ems(8.5)


def purchase_order_layout(
    order: PurchaseOrder, stationery: Stationery
) -> DocumentLayout:
    """A purchase order."""
    seller = stationery.seller
    formats = stationery.formats.of(order.currency)
    words = formats.words
    name = f"{words.text('Purchase order')} {order.number}"
    sums = list(purchase_sums(order, words))
    return DocumentLayout(
        head=_head(order, stationery, formats),
        table_header=[_table_header(words)],
        body=[row for line in order.lines for row in _line(line, formats)],
        ending=[Row(8.25), *sum_rows(sums, _formulas(order), formats, GRID)],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
        notes=_notes(order, words),
    )


def _head(
    order: PurchaseOrder, stationery: Stationery, formats: CellFormats
) -> list[Row]:
    words = formats.words
    deliver_to = wrap(deliver_to_text(order, words), GRID.ems(8))
    return [
        *letterhead(stationery, words.text("Purchase order"), GRID),
        *address_block(order.supplier, purchase_facts(order, words), formats, GRID),
        Row(6),
        *text_rows(deliver_to, "seller", 12),
        Row(15.75),
    ]


def _notes(order: PurchaseOrder, words: Words) -> list[Row]:
    lines = [
        line for text in purchase_notes(order, words) for line in wrap(text, _NOTE_EMS)
    ]
    return [Row(12), *text_rows(lines, "note", 13.5)]


def _table_header(words: Words) -> Row:
    text = words.text
    left = ("Our item", "Your item", "Description")
    right = ("Unit price", "Disc.", "Amount")
    return header_row(
        [
            *headings([text(word) for word in left], "head"),
            (text("Quantity"), "head right"),
            (text("Unit"), "head unit"),
            *headings([text(word) for word in right], "head right"),
        ]
    )


def _line(line: PurchaseLine, formats: CellFormats) -> list[Row]:
    description = line_text(line, formats)
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line grey"),
        Text(SUPPLIER_SKU, wrap(line.supplier_sku, _SUPPLIER_SKU_EMS), "line"),
        Text(DESCRIPTION, wrap(description, _DESCRIPTION_EMS), "line"),
    )
    return line_rows(texts, _line_cells(line, formats))


def _line_cells(line: PurchaseLine, formats: CellFormats) -> tuple[Cell, ...]:
    discount = formats.percent(line.discount) if line.discount else None
    cost_format = formats.exact_cell(line.unit_cost or Decimal(), formats.digits)
    return (
        Cell(QUANTITY, line.quantity, "line number", formats.exact_cell(line.quantity)),
        Cell(UNIT, line.unit, "line unit"),
        Cell(COST, line.unit_cost, "line number", cost_format),
        Cell(DISCOUNT, discount, "line right"),
        Cell(AMOUNT, line.total, "line number", formats.amount_cell),
    )


def _formulas(order: PurchaseOrder) -> dict[str, str]:
    """The formulas of the sums; none where there are no lines."""
    if not order.lines:
        return {}
    at = AMOUNT_LETTER
    total = f"{at}{{subtotal}}" + (f"+{at}{{freight}}" if order.freight else "")
    return {"subtotal": f"SUM({at}{{line}}:{at}{{line_last}})", "total": total}

"""Pick lists as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.documents.model import PickLine, PickList, PickTotal, Stop
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.goods_wording import (
    note_text,
    orders_text,
    pick_summary,
    stop_text,
)
from sheetflow.documents.xlsx.arrangement import empty_columns
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import BOLD_FILL, Grid
from sheetflow.documents.xlsx.layout import (
    Cell,
    DocumentLayout,
    Row,
    blank_cells,
    text_rows,
)
from sheetflow.documents.xlsx.letterhead import Stationery, footer_text, running_head
from sheetflow.documents.xlsx.table_rows import Text, group_row, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import shortened, wrap

GRID = Grid((4, 14.5, 29, 13, 7.5, 10, 11), label_column=3)
TICK, SKU, DESCRIPTION, CODE, UNIT, SUGGESTED, PICKED = range(7)
BOX = "☐"

_TITLE_EMS = GRID.ems(15, 0, PICKED) * BOLD_FILL
_SUMMARY_EMS = GRID.ems(9)
_SKU_EMS = GRID.ems(9, SKU, DESCRIPTION) * BOLD_FILL
_CODE_EMS = GRID.ems(8, CODE, UNIT)
_LINE_HEIGHT = 21.0


def pick_list_layout(picks: PickList, stationery: Stationery) -> DocumentLayout:
    """A pick list: location by location, each line with a box to tick and a cell to write in."""
    seller = stationery.seller
    words = stationery.formats.words
    name = f"{words.text('Pick list')} {picks.number}"
    arrangement = stationery.arrangement
    return DocumentLayout(
        head=_head(picks, name, stationery),
        table_header=arrangement.rows([_table_header(picks.is_batch, words)], GRID),
        body=arrangement.rows(_body(picks, stationery), GRID),
        notes=[*_total_rows(picks, stationery), Row(24), _signature_row(words)],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
    )


def _head(picks: PickList, name: str, stationery: Stationery) -> list[Row]:
    """A plain head without a letterhead: the list hangs on a clipboard, and is sent to nobody."""
    formats = stationery.formats
    [title] = shortened(name, _TITLE_EMS)
    cells = (
        Cell(0, title, "big"),
        Cell(PICKED, stationery.seller.as_of, "fact number", formats.date_cell),
    )
    summary = text_rows(_summary_lines(picks, formats), "text", 14.25)
    return [Row(31.5, cells), *summary, Row(10.5)]


def _summary_lines(picks: PickList, formats: CellFormats) -> list[str]:
    lines = wrap(pick_summary(picks, formats), _SUMMARY_EMS)
    for note in picks.notes:
        lines += wrap(note_text(note), _SUMMARY_EMS)
    if picks.is_batch:
        lines += wrap(orders_text(picks, formats.words), _SUMMARY_EMS)
    return lines


def _table_header(is_batch: bool, words: Words) -> Row:
    text = words.text
    return header_row(
        [
            ("", "head"),
            (text("Item"), "head"),
            (text("Description"), "head"),
            (text("Order" if is_batch else "Barcode"), "head"),
            (text("Unit"), "head unit"),
            (text("To pick"), "head pick"),
            (text("Picked"), "head pick"),
        ]
    )


def _body(picks: PickList, stationery: Stationery) -> Iterator[Row]:
    ems = stationery.arrangement.description_ems(GRID, 9)
    for stop in picks.stops:
        yield _stop_row(stop)
        for line in stop.lines:
            code = line.order if picks.is_batch else line.barcode
            yield from _line(line, code, ems, stationery.formats)


def unused_columns(documents: Sequence[PickList]) -> frozenset[int]:
    """The columns that none of these lists has anything in."""
    lines = [line for picks in documents for stop in picks.stops for line in stop.lines]
    is_batch = any(picks.is_batch for picks in documents)
    return empty_columns(
        [
            (CODE, not is_batch and not any(line.barcode for line in lines)),
            (UNIT, not any(line.unit for line in lines)),
        ]
    )


def _stop_row(stop: Stop) -> Row:
    return group_row(stop_text(stop.location, stop.name), len(GRID.widths))


def _line(line: PickLine, code: str, ems: float, formats: CellFormats) -> list[Row]:
    """One line; `code` is its barcode, on a list for several orders its order."""
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line strong"),
        Text(DESCRIPTION, _description(line, code, ems), "line"),
        Text(CODE, wrap(code, _CODE_EMS), "line grey"),
    )
    cells = (
        Cell(TICK, BOX, "line box"),
        Cell(UNIT, line.unit, "line unit"),
        _suggested_cell(line, formats),
        _picked_cell(line, formats),
    )
    return line_rows(texts, cells, _LINE_HEIGHT)


def _description(line: PickLine, code: str, ems: float) -> list[str]:
    """What it is; below it the barcode, where the order has its column."""
    lines = wrap(line.description, ems)
    if line.barcode and line.barcode != code:
        lines += wrap(line.barcode, ems)
    return lines


def _total_rows(picks: PickList, stationery: Stationery) -> list[Row]:
    """What to fetch of each product in all."""
    if not picks.totals:
        return []
    heading = stationery.formats.words.text("Total per product")
    rows = [Row(12), group_row(heading, len(GRID.widths))]
    for total in picks.totals:
        rows += _total(total, stationery)
    return stationery.arrangement.rows(rows, GRID)


def _total(total: PickTotal, stationery: Stationery) -> list[Row]:
    """A product, and how many of it."""
    formats = stationery.formats
    ems = stationery.arrangement.description_ems(GRID, 9)
    texts = (
        Text(SKU, wrap(total.sku, _SKU_EMS), "line strong"),
        Text(DESCRIPTION, wrap(total.description, ems), "line"),
    )
    number_format = formats.exact_cell(total.quantity)
    cells = (
        Cell(TICK, None, "line"),
        Cell(CODE, None, "line"),
        Cell(UNIT, total.unit, "line unit"),
        Cell(SUGGESTED, total.quantity, "line pick", number_format),
        Cell(PICKED, None, "line"),
    )
    return line_rows(texts, cells)


def _suggested_cell(line: PickLine, formats: CellFormats) -> Cell:
    number_format = formats.exact_cell(line.suggested)
    return Cell(SUGGESTED, line.suggested, "line pick", number_format)


def _picked_cell(line: PickLine, formats: CellFormats) -> Cell:
    if line.picked is None:
        return Cell(PICKED, None, "line blank")
    number_format = formats.exact_cell(line.picked)
    return Cell(PICKED, line.picked, "line blank", number_format)


def _signature_row(words: Words) -> Row:
    cells = (
        Cell(0, words.text("Picked by"), "label"),
        Cell(DESCRIPTION, None, "rule"),
        Cell(CODE, words.text("Date"), "label"),
        *blank_cells((UNIT, SUGGESTED, PICKED), "rule"),
    )
    return Row(22.5, cells)

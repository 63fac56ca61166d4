"""Pick lists, packing slips and container labels as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.documents.model import (
    PackedLine,
    PackingSlip,
    PickLine,
    PickList,
    Seller,
    Stop,
)
from sheetflow.documents.wording.goods_wording import (
    count_text,
    pick_summary,
    slip_facts,
    stop_text,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.xlsx.grid import BOLD, Grid
from sheetflow.documents.xlsx.letterhead import (
    address_block,
    footer,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.pagination import Cell, Row, Sheet
from sheetflow.documents.xlsx.paper_sizes import Paper
from sheetflow.documents.xlsx.table_rows import Text, group_row, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import shortened, wrap

PICK_GRID = Grid((4, 14.5, 29, 13, 7.5, 10, 11), labels=3)
PACKING_GRID = Grid((12, 28, 7, 9, 11.5, 10.5, 10.5), labels=3)
BOX = "☐"
_PICK_LINE = 21.0


class GoodsSheets:
    """How the documents that go with the goods of one seller are laid out."""

    def __init__(self, seller: Seller, paper: Paper, formats: Formats) -> None:
        self.seller, self.paper, self.formats = seller, paper, formats

    # -- pick lists

    def pick_list(self, picks: PickList) -> Sheet:
        """A pick list: location by location, each line with a box to tick and a cell to write in."""
        title = f"Pick list {picks.number}"
        return Sheet(
            head=self._pick_head(picks, title),
            header=[_pick_header(picks.is_batch)],
            body=[
                row for stop in picks.stops for row in self._stop(stop, picks.is_batch)
            ],
            tail=[Row(24), _signature()],
            again=running_head(self.seller, title, PICK_GRID),
            foot=footer(self.seller, title, PICK_GRID),
        )

    def _pick_head(self, picks: PickList, title: str) -> list[Row]:
        """Plain: it hangs on a clipboard, and goes to nobody."""
        [name] = shortened(title, PICK_GRID.ems(15, 0, 6) * BOLD)
        date = Cell(6, self.seller.as_of, "fact number", self.formats.date_cell)
        orders = "Orders: " + ", ".join(picks.orders) if picks.is_batch else ""
        lines = [
            line
            for text in (pick_summary(picks, self.formats), orders)
            if text
            for line in wrap(text, PICK_GRID.ems(9))
        ]
        return [
            Row(31.5, (Cell(0, name, "big"), date)),
            *(Row(14.25, (Cell(0, line, "text"),)) for line in lines),
            Row(10.5),
        ]

    def _stop(self, stop: Stop, is_batch: bool) -> Iterator[Row]:
        yield group_row(stop_text(stop.location, stop.name), 7)
        for line in stop.lines:
            yield from self._pick_line(line, is_batch)

    def _pick_line(self, line: PickLine, is_batch: bool) -> list[Row]:
        form = self.formats.fine_cell(line.suggested)
        picked = self.formats.fine_cell(line.picked) if line.picked is not None else ""
        texts = (
            Text(1, wrap(line.sku, PICK_GRID.ems(9, 1, 2) * BOLD), "line strong"),
            Text(2, wrap(line.description, PICK_GRID.ems(9, 2, 3)), "line"),
            Text(
                3,
                wrap(line.order if is_batch else line.barcode, PICK_GRID.ems(8, 3, 4)),
                "line grey",
            ),
        )
        cells = (
            Cell(0, BOX, "line box"),
            Cell(4, line.unit, "line unit"),
            Cell(5, line.suggested, "line pick", form),
            Cell(6, line.picked, "line blank", picked),
        )
        return line_rows(texts, cells, _PICK_LINE)

    # -- packing slips

    def packing_slip(self, slip: PackingSlip) -> Sheet:
        """A packing slip: what lies in the container, and what is still to come; no prices."""
        title = f"Packing slip {slip.number}"
        rows = [row for line in slip.lines for row in self._packed(line)]
        if slip.missing:
            rows.append(group_row("Not in this container, still to come", 7))
            rows += [row for line in slip.missing for row in self._packed(line)]
        return Sheet(
            head=[
                *letterhead(self.seller, "Packing slip", self.paper, PACKING_GRID),
                *address_block(
                    slip.container.consignee,
                    slip_facts(slip),
                    self.formats,
                    PACKING_GRID,
                ),
                Row(18),
            ],
            header=[_packing_header()],
            body=rows,
            tail=[Row(14.25), Row(13.5, (Cell(0, count_text(slip), "note bold"),))],
            again=running_head(self.seller, title, PACKING_GRID),
            foot=footer(self.seller, title, PACKING_GRID),
        )

    def _packed(self, line: PackedLine) -> list[Row]:
        description = wrap(line.description, PACKING_GRID.ems(9, 1, 2))
        if line.backordered:
            description.append(
                f"{self.formats.quantity(line.backordered)} on backorder"
            )
        numbers = (line.ordered, line.here or None, line.shipped, line.to_follow)
        looks = ("line number", "line bold", "line number", "line number")
        cells = [Cell(2, line.unit, "line unit")]
        for column, (number, look) in enumerate(zip(numbers, looks, strict=True), 3):
            cells.append(
                Cell(
                    column,
                    number,
                    look,
                    self.formats.fine_cell(number) if number is not None else "",
                )
            )
        sku = Text(0, wrap(line.sku, PACKING_GRID.ems(8, 0, 1)), "line grey")
        return line_rows([sku, Text(1, description, "line")], cells)


def _pick_header(is_batch: bool) -> Row:
    words = (
        "",
        "Item",
        "Description",
        "Order" if is_batch else "Barcode",
        "Unit",
        "To pick",
        "Picked",
    )
    looks = ("head", "head", "head", "head", "head unit", "head pick", "head pick")
    return header_row(list(zip(words, looks, strict=True)))


def _signature() -> Row:
    return Row(
        22.5,
        (
            Cell(0, "Picked by", "label"),
            Cell(2, None, "rule"),
            Cell(3, "Date", "label"),
            *_rule((4, 5, 6)),
        ),
    )


def _rule(columns: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(Cell(at, None, "rule") for at in columns)


def _packing_header() -> Row:
    words = ("Ordered", "In this box", "Shipped", "To follow")
    return header_row(
        [
            ("Item", "head"),
            ("Description", "head"),
            ("Unit", "head unit"),
            *((word, "head right") for word in words),
        ]
    )

"""Pick lists, packing slips and container labels as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.printing.books.letterhead import Grid, address_block, footer, letterhead, running_head
from sheetflow.printing.books.pages import Cell, Row, Sheet
from sheetflow.printing.books.paper import Paper
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.letters.goods import count_text, pick_summary, slip_facts, stop_text
from sheetflow.printing.model import House, PackedLine, PackingSlip, PickLine, PickList, Stop

PICK_WIDTHS = (4, 15, 29.5, 13, 8, 10, 11)
PICK_GRID = Grid(last=6, labels=3)
PACKING_WIDTHS = (12, 28.5, 7, 9, 12, 11, 11)
PACKING_GRID = Grid(last=6, labels=3)
BOX = "☐"
_LINE, _MORE = 21.0, 11.5


class GoodsSheets:
    """How the documents that go with the goods of one house are laid out."""

    def __init__(self, house: House, paper: Paper, formats: Formats) -> None:
        self.house, self.paper, self.formats = house, paper, formats

    # -- pick lists

    def pick_list(self, picks: PickList) -> Sheet:
        """A pick list: location by location, each line with a box to tick and a cell to write in."""
        title = f"Pick list {picks.number}"
        return Sheet(
            head=self._pick_head(picks),
            header=[_pick_header(picks.is_batch)],
            body=[row for stop in picks.stops for row in self._stop(stop, picks.is_batch)],
            tail=[Row(24), _signature()],
            again=running_head(self.house, title, PICK_GRID),
            foot=footer(self.house, title),
        )

    def _pick_head(self, picks: PickList) -> list[Row]:
        """Plain: it hangs on a clipboard, and goes to nobody."""
        rows = [Row(32, (Cell(0, f"Pick list {picks.number}", "big"), Cell(6, self.house.as_of, "fact", self._dates)))]
        text = pick_summary(picks, self.formats)
        orders = wrap("Orders: " + ", ".join(picks.orders), 84) if picks.is_batch else []
        return [*rows, *(Row(14, (Cell(0, line, "text"),)) for line in (*wrap(text, 80), *orders)), Row(10)]

    @property
    def _dates(self) -> str:
        return self.formats.date_cell

    def _stop(self, stop: Stop, is_batch: bool) -> Iterator[Row]:
        blanks = tuple(Cell(at, None, "group") for at in range(1, 7))
        group = (Cell(0, stop_text(stop.location, stop.name), "group"), *blanks)
        yield Row(18, group)
        for line in stop.lines:
            yield self._pick_line(line, is_batch)

    def _pick_line(self, line: PickLine, is_batch: bool) -> Row:
        description = wrap(line.description, 17.8)
        code = line.order if is_batch else line.barcode
        form = self.formats.fine_cell(line.suggested)
        picked = self.formats.fine_cell(line.picked) if line.picked is not None else ""
        cells = (
            Cell(0, BOX, "line box"),
            Cell(1, wrap(line.sku, 9.5)[0], "line strong"),
            Cell(2, "\n".join(description), "line wrap"),
            Cell(3, wrap(code, 8.8)[0], "line grey"),
            Cell(4, line.unit, "line unit"),
            Cell(5, line.suggested, "line pick", form),
            Cell(6, line.picked, "line blank", picked),
        )
        return Row(_LINE + _MORE * (len(description) - 1), cells, "line")

    # -- packing slips

    def packing_slip(self, slip: PackingSlip) -> Sheet:
        """A packing slip: what lies in the container, and what is still to come; no prices."""
        title = f"Packing slip {slip.number}"
        rows = [self._packed(line) for line in slip.lines]
        if slip.missing:
            blanks = tuple(Cell(at, None, "group") for at in range(1, 7))
            rows.append(Row(18, (Cell(0, "Not in this container, still to come", "group"), *blanks)))
            rows += [self._packed(line) for line in slip.missing]
        return Sheet(
            head=[
                *letterhead(self.house, "Packing slip", self.paper, PACKING_GRID),
                *address_block(slip.container.consignee, slip_facts(slip), self.formats, PACKING_GRID),
                Row(18),
            ],
            header=[_packing_header()],
            body=rows,
            tail=[Row(14), Row(13, (Cell(0, count_text(slip), "note bold"),))],
            again=running_head(self.house, title, PACKING_GRID),
            foot=footer(self.house, title),
        )

    def _packed(self, line: PackedLine) -> Row:
        description = wrap(line.description, 17.2)
        if line.backordered:
            description.append(f"{self.formats.quantity(line.backordered)} on backorder")
        numbers = (line.ordered, line.here or None, line.shipped, line.to_follow)
        looks = ("line number", "line bold", "line number", "line number")
        cells = [
            Cell(0, wrap(line.sku, 8)[0], "line grey"),
            Cell(1, "\n".join(description), "line wrap"),
            Cell(2, line.unit, "line unit"),
        ]
        for column, (number, look) in enumerate(zip(numbers, looks, strict=True), 3):
            cells.append(Cell(column, number, look, self.formats.fine_cell(number) if number is not None else ""))
        return Row(17.0 + _MORE * (len(description) - 1), tuple(cells), "line")


def _pick_header(is_batch: bool) -> Row:
    words = ("", "Item", "Description", "Order" if is_batch else "Barcode", "Unit", "To pick", "Picked")
    looks = ("head", "head", "head", "head", "head unit", "head right", "head right")
    return Row(18, tuple(Cell(at, word, look) for at, (word, look) in enumerate(zip(words, looks, strict=True))))


def _signature() -> Row:
    return Row(22, (Cell(0, "Picked by", "label"), Cell(2, None, "rule"), Cell(3, "Date", "label"), *_rule((4, 5, 6))))


def _rule(columns: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(Cell(at, None, "rule") for at in columns)


def _packing_header() -> Row:
    cells = [Cell(0, "Item", "head"), Cell(1, "Description", "head"), Cell(2, "Unit", "head unit")]
    words = ("Ordered", "In this box", "Shipped", "To follow")
    return Row(18, (*cells, *(Cell(at, word, "head right") for at, word in enumerate(words, 3))))

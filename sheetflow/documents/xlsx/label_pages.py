"""Container labels as rows: one a page. Bars and the exact geometry of sheets of labels are the PDF's.

A label printer's label is the page. Where Settings name a sheet of labels, the page is that sheet's paper, and the
label stands in its upper left corner, as large as a label printer's: to cut out and tape on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.documents.labels import label_sheet
from sheetflow.documents.model import Container, ContainerLabel, Seller
from sheetflow.documents.wording.goods_wording import (
    carrier_text,
    content_text,
    label_facts,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.xlsx.grid import BOLD, Grid
from sheetflow.documents.xlsx.pagination import FOOTER, SLACK, Cell, Row, Sheet, tall
from sheetflow.documents.xlsx.paper_sizes import A4, LETTER, MM, Paper
from sheetflow.documents.xlsx.text_wrapping import fold, shortened, width_of, wrap

A6 = Paper(70, 105 * MM, 148 * MM, 5 * MM, 5 * MM, 5 * MM, 4 * MM)
FOUR_BY_SIX = Paper(0, 4 * 72, 6 * 72, 5 * MM, 5 * MM, 5 * MM, 4 * MM)
_EDGE = 10 * MM
"""What office printers leave white."""

GRID = Grid((20, 10, 15), labels=2)
_LINE = 11.25
_ALL = GRID.last
_RULE = tuple(Cell(at, None, "rule") for at in range(GRID.last + 1))
_LEAST = 4 * _LINE
"""What the contents keep, however long the address is."""

_NAME, _LARGE, _WIDE = GRID.ems(14) * BOLD, GRID.ems(11), GRID.ems(8.5)
"""How much of a name, of an address and of a small text goes on a line, in ems."""

_CARRIER, _TRACKING = GRID.ems(9, 0, 1) * BOLD, GRID.ems(9, 1) * BOLD


def label_paper(label_format: str) -> Paper:
    """The page that a label is printed on."""
    if label_format in ("A6", "4x6"):
        return A6 if label_format == "A6" else FOUR_BY_SIX
    is_metric = label_sheet(label_format).page[0] == 210
    return _corner(A4, A6) if is_metric else _corner(LETTER, FOUR_BY_SIX)


def _corner(paper: Paper, label: Paper) -> Paper:
    """Paper whose upper left corner alone is printed on, as large as a label."""
    right, bottom = (
        paper.width - _EDGE - label.across,
        paper.height - _EDGE - label.room,
    )
    return Paper(paper.code, paper.width, paper.height, _EDGE, right, _EDGE, bottom)


class LabelSheets:
    """How the container labels of one seller are laid out."""

    def __init__(self, seller: Seller, paper: Paper, formats: Formats) -> None:
        self.seller, self.paper, self.formats = seller, paper, formats

    def label(self, label: ContainerLabel) -> Sheet:
        """From, to, how it goes, which order and container, what lies in it."""
        above, below = (
            list(self._sender()),
            [*_way(label.container), *self._count(label.container)],
        )
        left = self.paper.room - FOOTER - SLACK - tall([*above, *below])
        receiver = _receiver(label.container, left - _LEAST)
        contents = self._contents(label, int((left - tall(receiver) - _LINE) // _LINE))
        rows = [*above, *receiver, *below, *contents]
        return Sheet(
            head=rows, header=(), body=(), tail=(), again=(), foot=f"{label.number}"
        )

    def _sender(self) -> Iterator[Row]:
        seller = self.seller.party
        yield Row(10.5, (Cell(0, "From", "label"),))
        for line in shortened(", ".join((seller.name, *seller.address)), _WIDE, 2):
            yield Row(_LINE, (Cell(0, line, "note", across=_ALL),))
        yield Row(4.5, _RULE)

    def _count(self, box: Container) -> Iterator[Row]:
        yield Row(
            11.25, (Cell(0, "Order", "label"), Cell(2, "Container", "label right"))
        )
        yield Row(
            28.5,
            (
                Cell(0, box.order, "order", across=1),
                Cell(2, f"{box.position} of {box.count}", "count"),
            ),
        )
        facts = " · ".join(label_facts(box, self.formats))
        for line in shortened(facts, _WIDE, 2) if facts else ():
            yield Row(_LINE, (Cell(0, line, "note", across=_ALL),))
        if box.sscc:
            yield Row(12, (Cell(0, f"SSCC (00) {box.sscc}", "note bold", across=_ALL),))
        yield Row(4.5, _RULE)

    def _contents(self, label: ContainerLabel, most: int) -> Iterator[Row]:
        """What lies in it, in as many lines as there is room for."""
        yield Row(_LINE, (Cell(0, "Contents", "label"),))
        shown = (
            label.contents
            if len(label.contents) <= most
            else label.contents[: most - 1]
        )
        for content in shown:
            [text] = shortened(content_text(content, self.formats), _WIDE)
            yield Row(_LINE, (Cell(0, text, "note", across=_ALL),))
        if len(shown) < len(label.contents):
            more = f"and {len(label.contents) - len(shown)} more: see the packing slip"
            yield Row(_LINE, (Cell(0, more, "note", across=_ALL),))


def _receiver(box: Container, room: float) -> list[Row]:
    """To whom it goes: large; or smaller, where the address has many lines; or run on, where it has too many."""
    name = [
        Row(18, (Cell(0, line, "to name", across=_ALL),))
        for line in shortened(box.consignee.name, _NAME, 3)
    ]
    lines = (*box.consignee.contact_lines, *box.consignee.address)
    address = _address(lines, room - tall(name) - 12 - 4.5)
    return [Row(12, (Cell(0, "To", "label"),)), *name, *address, Row(4.5, _RULE)]


def _address(address: Sequence[str], room: float) -> list[Row]:
    large = [
        Row(14.25, (Cell(0, part, "label text", across=_ALL),))
        for line in address
        for part in wrap(line, _LARGE)
    ]
    if tall(large) <= room:
        return large
    lines = fold(address, _WIDE, int(room // _LINE))
    return [Row(_LINE, (Cell(0, line, "note", across=_ALL),)) for line in lines]


def _way(box: Container) -> Iterator[Row]:
    """Carrier and tracking number: on one line, or one below the other where that is too short for both."""
    carrier, tracking = carrier_text(box), box.tracking
    if width_of(carrier) <= _CARRIER and width_of(tracking) <= _TRACKING:
        rows = [
            Row(
                15,
                (
                    Cell(0, carrier, "text bold"),
                    Cell(1, tracking, "fact bold", across=1),
                ),
            )
        ]
    else:
        rows = [
            Row(15, (Cell(0, text, "squeezed bold", across=_ALL),))
            for text in (carrier, tracking)
            if text
        ]
    if carrier or tracking:
        yield from rows
        yield Row(4.5, _RULE)

"""Container labels as rows: one a page. Bars and exact geometry are the PDF's."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.printing.books.pages import FOOTER, SLACK, Cell, Row, Sheet, tall
from sheetflow.printing.books.paper import MM, Paper
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.model import Container, ContainerLabel, House

A6 = Paper(70, 105 * MM, 148 * MM, 5 * MM, 5 * MM, 5 * MM, 4 * MM)
FOUR_BY_SIX = Paper(0, 4 * 72, 6 * 72, 5 * MM, 5 * MM, 5 * MM, 4 * MM)
"""No number of Excel's stands for this size: the label printer's own paper is taken."""

WIDTHS = (22.5, 22.5)
_LINE = 11.0
_RULE = (Cell(0, None, "rule"), Cell(1, None, "rule"))


def label_paper(label_format: str) -> Paper:
    """A label of the printer's size; those of Avery sheets are the PDF's."""
    return A6 if label_format == "A6" else FOUR_BY_SIX


class LabelSheets:
    """How the container labels of one house are laid out."""

    def __init__(self, house: House, paper: Paper, formats: Formats) -> None:
        self.house, self.paper, self.formats = house, paper, formats

    def label(self, label: ContainerLabel) -> Sheet:
        """From, to, how it goes, which order and container, what lies in it."""
        box = label.container
        rows = [*self._sender(), *_receiver(box), *_way(box), *self._count(box)]
        left = self.paper.room - FOOTER - SLACK - tall(rows)
        rows += self._contents(label, int((left - _LINE) // _LINE))
        return Sheet(head=rows, header=(), body=(), tail=(), again=(), foot=f"{label.number}")

    def _sender(self) -> Iterator[Row]:
        seller = self.house.seller
        yield Row(10, (Cell(0, "From", "label"),))
        text = ", ".join((seller.name, *seller.address))
        for line in wrap(text, 31)[:2]:
            yield Row(11, (Cell(0, line, "note"),))
        yield Row(4, _RULE)

    def _count(self, box: Container) -> Iterator[Row]:
        yield Row(11, (Cell(0, "Order", "label"), Cell(1, "Container", "label right")))
        yield Row(28, (Cell(0, box.order, "big"), Cell(1, f"{box.position} of {box.count}", "huge")))
        facts = [box.customer_po and f"Your reference {box.customer_po}"]
        facts += [f"Weight {self.formats.quantity(box.weight)}" if box.weight else ""]
        text = "   ".join(fact for fact in facts if fact)
        if text:
            yield Row(12, (Cell(0, text, "note"),))
        if box.sscc:
            yield Row(12, (Cell(0, f"SSCC (00) {box.sscc}", "note bold"),))
        yield Row(4, _RULE)

    def _contents(self, label: ContainerLabel, most: int) -> Iterator[Row]:
        """What lies in it, in as many lines as there is room for."""
        yield Row(_LINE, (Cell(0, "Contents", "label"),))
        shown = label.contents if len(label.contents) <= most else label.contents[: most - 1]
        for content in shown:
            text = f"{self.formats.quantity(content.quantity)} × {content.description}"
            yield Row(_LINE, (Cell(0, _shortened(text, 30), "note"),))
        if len(shown) < len(label.contents):
            more = f"and {len(label.contents) - len(shown)} more: see the packing slip"
            yield Row(_LINE, (Cell(0, more, "note"),))


def _shortened(text: str, most: float) -> str:
    lines = wrap(text, most)
    return lines[0] if len(lines) == 1 else f"{lines[0]} …"


def _receiver(box: Container) -> Iterator[Row]:
    yield Row(12, (Cell(0, "To", "label"),))
    for line in wrap(box.consignee.name, 16.5)[:3]:
        yield Row(18, (Cell(0, line, "to name"),))
    lines = [part for line in box.consignee.address for part in wrap(line, 20.5)]
    for line in lines[:6]:
        yield Row(14, (Cell(0, line, "label text"),))
    yield Row(4, _RULE)


def _way(box: Container) -> Iterator[Row]:
    carrier = " ".join(word for word in (box.carrier, box.service) if word)
    if carrier or box.tracking:
        yield Row(15, (Cell(0, carrier, "text bold"), Cell(1, box.tracking, "fact bold")))
        yield Row(4, _RULE)

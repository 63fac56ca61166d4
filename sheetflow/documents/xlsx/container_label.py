"""Container labels as rows: one per page, or several where the contents need them.

Bars and the exact geometry of sheets of labels are left to the PDF.

A label printer's label is the page. Where Settings name a sheet of labels, the page is that sheet's paper, and the
label is in its upper left corner, as large as a label printer's: to cut out and tape on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.documents.labels import label_sheet, split
from sheetflow.documents.model import (
    Container,
    ContainerLabel,
    Content,
    Party,
    Seller,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.goods_wording import (
    carrier_text,
    content_text,
    label_facts,
    position_text,
)
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import BOLD_FILL, Grid
from sheetflow.documents.xlsx.layout import (
    Cell,
    DocumentLayout,
    Row,
    blank_cells,
    total_height,
)
from sheetflow.documents.xlsx.letterhead import Stationery
from sheetflow.documents.xlsx.pagination import FOOTER_HEIGHT, SLACK
from sheetflow.documents.xlsx.paper_sizes import A4, INCH, LETTER, MM, Paper
from sheetflow.documents.xlsx.text_width import width_of
from sheetflow.documents.xlsx.text_wrapping import fold, shortened, wrap

A6 = Paper(70, 105 * MM, 148 * MM, 5 * MM, 5 * MM, 5 * MM, 4 * MM)
FOUR_BY_SIX = Paper(0, 4 * INCH, 6 * INCH, 5 * MM, 5 * MM, 5 * MM, 4 * MM)
_PRINTERS = {"A6": A6, "4x6": FOUR_BY_SIX}
"""The label formats of label printers."""

_EDGE = 10 * MM
"""What office printers leave white."""

GRID = Grid((20, 10, 15), label_column=2)
_FURTHER_COLUMNS = GRID.last_column
_LINE_HEIGHT = 11.25
_RULE_ROW = Row(4.5, blank_cells(range(len(GRID.widths)), "rule"))
_TO_HEIGHT = 12.0
_LEAST_CONTENTS = 4 * _LINE_HEIGHT
"""The height that is kept for the contents, however long the address is."""

_NAME_EMS = GRID.ems(14) * BOLD_FILL
_ADDRESS_EMS = GRID.ems(11)
_NOTE_EMS = GRID.ems(8.5)
_CARRIER_EMS = GRID.ems(9, 0, 1) * BOLD_FILL
_TRACKING_EMS = GRID.ems(9, 1) * BOLD_FILL


def label_paper(label_format: str) -> Paper:
    """The page that a label is printed on, by the setting Label format."""
    if label_format in _PRINTERS:
        return _PRINTERS[label_format]
    return _paper_for_sheet(label_format)


def _paper_for_sheet(label_format: str) -> Paper:
    """The corner of a sheet of labels that is printed on."""
    is_a4 = label_sheet(label_format).page[0] == 210
    return _corner(A4, A6) if is_a4 else _corner(LETTER, FOUR_BY_SIX)


def _corner(paper: Paper, label: Paper) -> Paper:
    """Paper with such margins that only its upper left corner is printed on, as large as a label."""
    return Paper(
        paper.code,
        paper.width,
        paper.height,
        left=_EDGE,
        right=paper.width - _EDGE - label.printed_width,
        top=_EDGE,
        bottom=paper.height - _EDGE - label.printed_height,
    )


def label_layouts(
    label: ContainerLabel, stationery: Stationery
) -> list[DocumentLayout]:
    """From, to, how it travels, which order and container, what is in it: on as many labels as that takes."""
    formats = stationery.formats
    top = _top_rows(label.container, stationery)
    further = list(_continued_rows(label.container, formats))
    rooms = [_lines_below(stationery.paper, rows) for rows in (top, further)]
    pieces = split(label.contents, *rooms)
    return [
        _layout(label, number, len(pieces), [*(top if number == 1 else further), *rows])
        for number, rows in enumerate(
            (_contents_rows(piece, formats) for piece in pieces), 1
        )
    ]


def _layout(
    label: ContainerLabel, number: int, count: int, rows: list[Row]
) -> DocumentLayout:
    """One of a container's labels."""
    footer = f"{label.number} · {number}/{count}" if count > 1 else label.number
    return DocumentLayout(head=rows, footer=footer)


def _top_rows(container: Container, stationery: Stationery) -> list[Row]:
    """All of a first label but the contents."""
    words = stationery.formats.words
    sender = list(_sender_rows(stationery.seller, words))
    middle = list(_middle_rows(container, stationery.formats))
    room = _room(stationery.paper, [*sender, *middle])
    receiver = _receiver_rows(container.consignee, words, room - _LEAST_CONTENTS)
    return [*sender, *receiver, *middle]


def _continued_rows(container: Container, formats: CellFormats) -> Iterator[Row]:
    """What a further label says besides the rest of the contents."""
    yield from _name_rows(container.consignee)
    yield _RULE_ROW
    yield from _container_rows(container, formats)
    yield _RULE_ROW


def _lines_below(paper: Paper, rows: Sequence[Row]) -> int:
    """How many lines of contents fit below these rows and the heading."""
    return int((_room(paper, rows) - _LINE_HEIGHT) // _LINE_HEIGHT)


def _room(paper: Paper, rows: Sequence[Row]) -> float:
    """The height that these rows leave free on a label."""
    taken = total_height(rows)
    return paper.printed_height - FOOTER_HEIGHT - SLACK - taken


def _wide_row(text: str, style: str, height: float) -> Row:
    """Text across the whole label."""
    cell = Cell(0, text, style, extra_columns=_FURTHER_COLUMNS)
    return Row(height, (cell,))


def _note_rows(lines: Sequence[str]) -> list[Row]:
    return [_wide_row(line, "note", _LINE_HEIGHT) for line in lines]


def _sender_rows(seller: Seller, words: Words) -> Iterator[Row]:
    yield Row(10.5, (Cell(0, words.text("From"), "label"),))
    text = ", ".join((seller.party.name, *seller.party.address))
    yield from _note_rows(shortened(text, _NOTE_EMS, 2))
    yield _RULE_ROW


# -- to whom


def _receiver_rows(consignee: Party, words: Words, room: float) -> list[Row]:
    """To whom it goes: in large type, in small type if the address has many lines, joined if it has too many."""
    names = _name_rows(consignee)
    lines = (*consignee.contact_lines, *consignee.address)
    left = room - total_height(names) - _TO_HEIGHT - _RULE_ROW.height
    heading = Row(_TO_HEIGHT, (Cell(0, words.text("To"), "label"),))
    return [heading, *names, *_address_rows(lines, left), _RULE_ROW]


def _name_rows(consignee: Party) -> list[Row]:
    return [
        _wide_row(line, "to name", 18)
        for line in shortened(consignee.name, _NAME_EMS, 3)
    ]


def _address_rows(address: Sequence[str], room: float) -> list[Row]:
    large = _large_address_rows(address)
    if total_height(large) <= room:
        return large
    return _note_rows(fold(address, _NOTE_EMS, int(room // _LINE_HEIGHT)))


def _large_address_rows(address: Sequence[str]) -> list[Row]:
    return [
        _wide_row(part, "label text", 14.25)
        for line in address
        for part in wrap(line, _ADDRESS_EMS)
    ]


# -- how it travels, and what it is


def _middle_rows(container: Container, formats: CellFormats) -> Iterator[Row]:
    carrier_rows = _carrier_rows(carrier_text(container), container.tracking)
    if carrier_rows:
        yield from carrier_rows
        yield _RULE_ROW
    yield from _container_rows(container, formats)
    yield _RULE_ROW


def _carrier_rows(carrier: str, tracking: str) -> list[Row]:
    """Carrier and tracking number: on one line, or one below the other where it is too short for both."""
    texts = [text for text in (carrier, tracking) if text]
    if texts and _fit_on_one_line(carrier, tracking):
        return [_carrier_row(carrier, tracking)]
    return [_wide_row(text, "squeezed bold", 15) for text in texts]


def _fit_on_one_line(carrier: str, tracking: str) -> bool:
    return width_of(carrier) <= _CARRIER_EMS and width_of(tracking) <= _TRACKING_EMS


def _carrier_row(carrier: str, tracking: str) -> Row:
    left = Cell(0, carrier, "text bold")
    right = Cell(1, tracking, "fact bold", extra_columns=1)
    return Row(15, (left, right))


def _container_rows(container: Container, formats: CellFormats) -> Iterator[Row]:
    yield _order_headings(formats.words)
    yield _order_row(container, formats.words)
    yield from _fact_rows(container, formats)
    if container.sscc:
        yield _wide_row(f"SSCC (00) {container.sscc}", "note bold", 12)


def _fact_rows(container: Container, formats: CellFormats) -> list[Row]:
    facts = " · ".join(label_facts(container, formats))
    return _note_rows(shortened(facts, _NOTE_EMS, 2)) if facts else []


def _order_headings(words: Words) -> Row:
    cells = (
        Cell(0, words.text("Order"), "label"),
        Cell(2, words.text("Container"), "label right"),
    )
    return Row(11.25, cells)


def _order_row(container: Container, words: Words) -> Row:
    """The order and which of its containers this is, in large type."""
    cells = (
        Cell(0, container.order, "order", extra_columns=1),
        Cell(2, position_text(container, words), "count"),
    )
    return Row(28.5, cells)


def _contents_rows(contents: Sequence[Content], formats: CellFormats) -> Iterator[Row]:
    """What is in it, a line each."""
    yield Row(_LINE_HEIGHT, (Cell(0, formats.words.text("Contents"), "label"),))
    for content in contents:
        text = content_text(content, formats)
        yield from _note_rows(shortened(text, _NOTE_EMS))

"""The letterhead: who sends a document and what it is; and what each further page repeats of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from sheetflow.documents.model import Document, Seller
from sheetflow.documents.wording import side_by_side
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.priced_wording import contact_text, tax_number_text
from sheetflow.documents.xlsx.arrangement import ALL_COLUMNS, Arrangement
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import BOLD_FILL, Grid
from sheetflow.documents.xlsx.layout import Cell, Picture, Row, text_rows, total_height
from sheetflow.documents.xlsx.paper_sizes import ADDRESS_TOP, Paper
from sheetflow.documents.xlsx.text_width import width_of
from sheetflow.documents.xlsx.text_wrapping import fold, shortened

TITLE_HEIGHT = 33.0
LOGO_HEIGHT = 42.0
"""The height of the title's row where the logo is next to it."""

SELLER_LINE_HEIGHT = 11.25
LEAST_GAP = 6
"""What is left free above the address, however many lines the seller has."""

_LOGO_BOX = (165.0, 40.0)
_SELLER_LINES = 6
_CONTACT_LINES = 2
"""How many lines phone and email have, and the tax number: a logo's name and both leave one to the address."""

_FOOTER_LINES = 3
_TITLE_SIZE = 18
_SELLER_SIZE = 8
_RUNNING_SIZE = 9
_FOOTER_SIZE = 7.5
_TITLE_GAP = 12.0
"""What is left free between the company's name and the title."""


@dataclass(frozen=True)
class Stationery:
    """What a seller's documents are laid out with."""

    seller: Seller
    paper: Paper
    formats: CellFormats
    arrangement: Arrangement = ALL_COLUMNS

    def of(self, document: Document) -> Stationery:
        """The same in the language of a document."""
        formats = document_formats(document, self.seller, CellFormats)
        return replace(self, formats=formats)


class _NameSize(NamedTuple):
    """A size of the company's name: its cell style, and how many lines there may be."""

    style: str
    size: float
    lines: int


_LARGE_NAME = _NameSize("company", 17, 1)
_SMALL_NAMES = (
    _NameSize("company two", 13, 2),
    _NameSize("company three", 9.5, 3),
)
"""A long name is set in smaller type."""


def letterhead(stationery: Stationery, title: str, grid: Grid) -> list[Row]:
    """The company, its address, and what the document is, down to where the address begins."""
    seller = stationery.seller
    words = stationery.formats.words
    company = _company(seller, title, grid)
    height = LOGO_HEIGHT if seller.style.logo else TITLE_HEIGHT
    rows = [Row(height, (company, Cell(grid.last_column, title, "title")))]
    rows += text_rows(seller_lines(seller, words, grid), "seller", SELLER_LINE_HEIGHT)
    left = ADDRESS_TOP - stationery.paper.top - total_height(rows)
    return [*rows, Row(max(left, LEAST_GAP))]


def _company(seller: Seller, title: str, grid: Grid) -> Cell:
    """The logo, or the company's name."""
    logo = seller.style.logo
    if logo:
        return _logo_cell(logo)
    return _company_name(seller.party.name, title, grid)


def _logo_cell(logo: Path) -> Cell:
    return Cell(0, Picture(logo, *_LOGO_BOX), "company")


def _company_name(name: str, title: str, grid: Grid) -> Cell:
    """The company's name next to the title, in smaller type the longer it is."""
    if _has_room_beside(title, name, grid):
        return Cell(0, name, _LARGE_NAME.style)
    return _small_name(name, grid)


def _has_room_beside(title: str, name: str, grid: Grid) -> bool:
    """Whether a name in large type fits next to the title."""
    free = grid.points() - width_of(title) * _TITLE_SIZE - _TITLE_GAP
    return width_of(name) * _LARGE_NAME.size <= free * BOLD_FILL


def _small_name(name: str, grid: Grid) -> Cell:
    """The company's name in several lines, and shortened if it is too long even then."""
    for kind in _SMALL_NAMES:
        width = grid.ems(kind.size, 0, grid.label_column) * BOLD_FILL
        lines = shortened(name, width, kind.lines)
        if not lines[-1].endswith("…"):
            break
    text = "\n".join(lines)
    return Cell(0, text, kind.style, extra_columns=grid.label_column - 1)


def seller_lines(seller: Seller, words: Words, grid: Grid) -> list[str]:
    """The seller in a few lines; where the address has too many, they are joined."""
    width = grid.ems(_SELLER_SIZE)
    name = _name_below_logo(seller, width)
    ending = _contact_lines(seller, words, width)
    room = _SELLER_LINES - len(ending) - len(name)
    return [*name, *fold(seller.party.address, width, room), *ending]


def _name_below_logo(seller: Seller, width: float) -> list[str]:
    name = seller.party.name
    if seller.style.logo and name:
        return shortened(name, width)
    return []


def _contact_lines(seller: Seller, words: Words, width: float) -> list[str]:
    texts = (contact_text(seller, words), tax_number_text(seller.party, words))
    return [
        line
        for text in texts
        if text
        for line in shortened(text, width, _CONTACT_LINES)
    ]


def running_head(seller: Seller, title: str, grid: Grid) -> list[Row]:
    """The head of each further page."""
    name = _name_beside(title, seller, grid)
    return [_running_row(name, title, grid), Row(8.25)]


def _name_beside(title: str, seller: Seller, grid: Grid) -> str:
    """The seller's name, as far as the title leaves room for it."""
    free = grid.ems(_RUNNING_SIZE) - width_of(title) - 2
    return shortened(seller.party.name, free * BOLD_FILL)[0]


def _running_row(name: str, title: str, grid: Grid) -> Row:
    cells = (
        Cell(0, name, "text bold"),
        Cell(grid.last_column, title, "fact"),
    )
    return Row(20.25, cells)


def footer_text(seller: Seller, title: str, grid: Grid) -> str:
    """The text at the bottom of each page, in a few lines."""
    text = side_by_side([title, seller.party.name, seller.style.footer])
    width = grid.ems(_FOOTER_SIZE, 0, grid.last_column)
    return "\n".join(shortened(text, width, _FOOTER_LINES))

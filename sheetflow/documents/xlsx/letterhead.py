"""What stands at the head of every letter: who sends it, to whom, what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from sheetflow.documents.model import Lines, Party, Seller
from sheetflow.documents.wording import Fact, beside
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import contact_text, tax_number_text
from sheetflow.documents.xlsx.grid import BOLD, Grid
from sheetflow.documents.xlsx.pagination import Cell, Picture, Row
from sheetflow.documents.xlsx.paper_sizes import ADDRESS_TOP, Paper
from sheetflow.documents.xlsx.text_wrapping import fold, shortened, width_of, wrap

TITLE, WITH_LOGO, SMALL = 33.0, 42.0, 11.25
"""Heights of rows: that of the title, without and with a logo; a line of the seller's."""

_LOGO = (165.0, 40.0)
_SELLER_LINES = 6
_TITLE_SIZE, _SELLER_SIZE, _FACT_SIZE, _FOOT_SIZE = 18, 8, 9, 7.5
_GAP = 12.0
"""What is left free between the company's name and the title."""

_FACT_LINES, _FOOT_LINES = 3, 3


class _Type(NamedTuple):
    """How large text is set: its look, its size, how many lines of it there may be, how high each is."""

    look: str
    size: float
    lines: int
    height: float


_COMPANY = (
    _Type("company", 17, 1, 0),
    _Type("company two", 13, 2, 0),
    _Type("company three", 9.5, 3, 0),
)
_BUYER = (_Type("buyer", 10, 7, 13.5), _Type("buyer small", 8.5, 8, 11.25))
"""From large to small: what is long is set in smaller type."""


def letterhead(seller: Seller, title: str, paper: Paper, grid: Grid) -> list[Row]:
    """The company, its address, and what the document is, down to where the address begins."""
    logo = seller.style.logo
    company = (
        Cell(0, Picture(logo, *_LOGO), "company")
        if logo
        else _company(seller.party.name, title, grid)
    )
    rows = [
        Row(WITH_LOGO if logo else TITLE, (company, Cell(grid.last, title, "title")))
    ]
    rows += [
        Row(SMALL, (Cell(0, line, "seller"),)) for line in seller_lines(seller, grid)
    ]
    left = ADDRESS_TOP - paper.top - sum(row.height for row in rows)
    return [*rows, Row(max(left, 6))]


def _company(name: str, title: str, grid: Grid) -> Cell:
    """The company's name beside the title, in smaller type the longer it is."""
    large, *small = _COMPANY
    free = grid.points() - width_of(title) * _TITLE_SIZE - _GAP
    if width_of(name) * large.size <= free * BOLD:
        return Cell(0, name, large.look)
    for kind in small:
        lines = shortened(name, grid.ems(kind.size, 0, grid.labels) * BOLD, kind.lines)
        if not lines[-1].endswith("…"):
            break
    return Cell(0, "\n".join(lines), kind.look, across=grid.labels - 1)


def seller_lines(seller: Seller, grid: Grid) -> list[str]:
    """The seller in a few lines: those of a long address that are too many are joined."""
    party = seller.party
    most = grid.ems(_SELLER_SIZE)
    name = shortened(party.name, most) if seller.style.logo and party.name else []
    ending = [
        line
        for text in (contact_text(seller), tax_number_text(party))
        if text
        for line in wrap(text, most)
    ]
    return [
        *name,
        *fold(party.address, most, _SELLER_LINES - len(ending) - len(name)),
        *ending,
    ]


def address_block(
    buyer: Party, facts: Sequence[Fact], formats: Formats, grid: Grid
) -> list[Row]:
    """The buyer in the window, the facts to the right of it."""
    kind, lines = _buyer(buyer, grid)
    names = len(wrap(buyer.name, grid.ems(kind.size, 0, grid.labels) * BOLD))
    rows = []
    for at, (line, fact) in enumerate(
        zip_longest(lines, _fact_cells(facts, formats, grid), fillvalue=None)
    ):
        text = (
            [Cell(0, line, kind.look if at >= names else f"{kind.look} name")]
            if line
            else []
        )
        rows.append(Row(kind.height, (*text, *(fact or ()))))
    return rows


def _buyer(buyer: Party, grid: Grid) -> tuple[_Type, list[str]]:
    """The lines of the window, and how they are set; of a very long address lines are joined."""
    contact = buyer.contact_lines
    for kind in _BUYER:
        most = grid.ems(kind.size, 0, grid.labels)
        lines = [
            part
            for text in (*contact, *buyer.address)
            if text
            for part in wrap(text, most)
        ]
        names = wrap(buyer.name, most * BOLD)
        if len(names) + len(lines) <= kind.lines:
            return kind, [*names, *lines]
    return kind, _joined_lines(buyer, contact, most, kind.lines)


def _joined_lines(buyer: Party, contact: Lines, most: float, count: int) -> list[str]:
    """Name, contact and address in so many lines: without the contact, where that makes the address whole."""
    names = shortened(buyer.name, most * BOLD, 3)
    room, lines = count - len(names), (*contact, *buyer.address)
    is_whole = len(wrap(", ".join(lines), most)) <= room
    return [*names, *fold(lines if is_whole else buyer.address, most, room)]


def _fact_cells(
    facts: Sequence[Fact], formats: Formats, grid: Grid
) -> Iterator[tuple[Cell, ...]]:
    """The facts, line by line: a label and its value, which may take several lines."""
    most = grid.ems(_FACT_SIZE, grid.labels + 1)
    for at, fact in enumerate(facts):
        label, look = (
            Cell(grid.labels, fact.label, "label"),
            "fact" if at else "fact bold",
        )
        if not isinstance(fact.value, str):
            yield (
                label,
                Cell(
                    grid.last, fact.value, f"{look} number", _form(fact.value, formats)
                ),
            )
            continue
        first, *more = shortened(fact.value, most if at else most * BOLD, _FACT_LINES)
        yield label, Cell(grid.last, first, look)
        for line in more:
            yield (Cell(grid.last, line, look),)


def _form(value: dt.date | Decimal, formats: Formats) -> str:
    """The number format of a fact: a date's, or that of money."""
    return formats.date_cell if isinstance(value, dt.date) else formats.money_cell


def running_head(seller: Seller, title: str, grid: Grid) -> list[Row]:
    """The head of a further page."""
    free = grid.ems(_FACT_SIZE) - width_of(title) - 2
    cells = (
        Cell(0, shortened(seller.party.name, free * BOLD)[0], "text bold"),
        Cell(grid.last, title, "fact"),
    )
    return [Row(20.25, cells), Row(8.25)]


def footer(seller: Seller, number: str, grid: Grid) -> str:
    """The text at the foot of each page, in a few lines."""
    text = beside([number, seller.party.name, seller.style.footer])
    return "\n".join(shortened(text, grid.ems(_FOOT_SIZE, 0, grid.last), _FOOT_LINES))

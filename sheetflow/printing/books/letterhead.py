"""What stands at the head of every letter: who sends it, to whom, what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from sheetflow.printing.books.pages import Cell, Picture, Row, Value
from sheetflow.printing.books.paper import ADDRESS_TOP, Paper
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.letters import Fact
from sheetflow.printing.letters.priced import contact_text, tax_number_text
from sheetflow.printing.model import House, Party

TITLE, SMALL, ADDRESS, FACT = 32.0, 11.0, 13.0, 13.5
"""Heights of rows."""

BOLD = 0.9
"""How much less bold type there is to a line."""

_SELLER_LINES, _BUYER_LINES = 6, 7
_LOGO = (150.0, 40.0)


class Grid(NamedTuple):
    """Where things stand on a letter: the last column, the column of the facts' labels, and how wide the left part is.

    `left` is in ems of the address's type.
    """

    last: int
    labels: int
    left: float = 25


def letterhead(house: House, title: str, paper: Paper, grid: Grid) -> list[Row]:
    """The company, its address, and what the document is, down to where the address begins."""
    style = house.style
    company: Value = house.seller.name
    if style.logo:
        company = Picture(style.logo, *_LOGO)
    rows = [Row(TITLE, (Cell(0, company, "company"), Cell(grid.last, title, "title")))]
    lines = seller_lines(house)
    rows += [Row(SMALL, (Cell(0, line, "seller"),)) for line in lines]
    left = ADDRESS_TOP - paper.top - sum(row.height for row in rows)
    return [*rows, Row(max(left, 6))]


def seller_lines(house: House) -> list[str]:
    """The seller in a few lines: those of a long address that are too many stand in one."""
    seller = house.seller
    name = [seller.name] if house.style.logo and seller.name else []
    ending = [text for text in (contact_text(house), tax_number_text(seller)) if text]
    room = _SELLER_LINES - len(ending) - len(name)
    address = list(seller.address)
    if len(address) > room:
        address = [*address[: room - 1], ", ".join(address[room - 1 :])]
    return [*name, *address, *ending]


def address_block(buyer: Party, facts: Sequence[Fact], formats: Formats, grid: Grid) -> list[Row]:
    """The buyer in the window, the facts to the right of it."""
    lines = buyer_lines(buyer, grid.left)
    names = len(wrap(buyer.name, grid.left * BOLD))
    rows = []
    for at, (line, fact) in enumerate(zip_longest(lines, facts)):
        cells = [Cell(0, line, "buyer" if at >= names else "buyer name")] if line else []
        if fact:
            cells.append(Cell(grid.labels, fact.label, "label"))
            cells.append(Cell(grid.last, fact.value, "fact" if at else "fact bold", _form(fact.value, formats)))
        rows.append(Row(FACT, tuple(cells)))
    return rows


def _form(value: str | dt.date | Decimal, formats: Formats) -> str:
    """The number format of a fact: a date's, or that of money."""
    if isinstance(value, str):
        return ""
    return formats.date_cell if isinstance(value, dt.date) else formats.money_cell


def buyer_lines(buyer: Party, most: float) -> list[str]:
    """Name, contact and address, each in as many lines as it takes."""
    found = wrap(buyer.name, most * BOLD)
    for text in (buyer.contact if buyer.contact != buyer.name else "", *buyer.address):
        found += wrap(text, most) if text else []
    return [*found[: _BUYER_LINES - 1], ", ".join(found[_BUYER_LINES - 1 :])] if len(found) > _BUYER_LINES else found


def running_head(house: House, title: str, grid: Grid) -> list[Row]:
    """The head of a further page."""
    cells = (Cell(0, house.seller.name, "text bold"), Cell(grid.last, title, "fact"))
    return [Row(20, cells), Row(8)]


def footer(house: House, number: str) -> str:
    """The text at the foot of each page."""
    return " · ".join(text for text in (number, house.seller.name, house.style.footer) if text)

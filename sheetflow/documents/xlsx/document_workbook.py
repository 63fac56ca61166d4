"""Documents laid out as rows, written as one sheet of a workbook that just prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.documents.model import MARK, Seller
from sheetflow.documents.xlsx.cell_styles import FONT, Looks
from sheetflow.documents.xlsx.pagination import (
    FOOTER,
    FOOTER_MORE,
    SLACK,
    Cell,
    Page,
    Picture,
    Row,
    Sheet,
    Sum,
    foot_height,
    paginate,
)
from sheetflow.documents.xlsx.paper_sizes import PIXEL, Paper

CREATED = dt.datetime(2026, 1, 1)
"""The date that every workbook bears, so that the same content gives the same bytes."""

TALLEST = 400.0
"""No row of a sheet may be taller than 409 points."""

MOST_BREAKS = 1023
"""Excel keeps no more page breaks than this on one sheet."""


@dataclass(frozen=True)
class Binding:
    """How one kind of documents is bound: the sheet's name, its columns' widths in characters, its paper."""

    name: str
    widths: Sequence[float]
    paper: Paper


class Binder:
    """One sheet after another, until its page breaks are used up; documents are never parted."""

    def __init__(self, target: BinaryIO, seller: Seller, binding: Binding) -> None:
        usual = {"font_name": FONT, "font_size": 10}
        self._book = Workbook(
            target, {"in_memory": True, "default_format_properties": usual}
        )
        self._book.set_properties(
            {"created": CREATED, "author": seller.party.name, "category": MARK}
        )
        self._looks, self._binding = Looks(self._book, seller.style.colour), binding
        self._sheets = 0
        self._open()

    def _open(self) -> None:
        self._sheets += 1
        name = (
            self._binding.name
            if self._sheets == 1
            else f"{self._binding.name} {self._sheets}"
        )
        self._sheet: Worksheet = self._book.add_worksheet(
            name, kind_of_sheet(self._binding.paper)
        )
        self._row, self._breaks = 0, list[int]()
        set_up(self._sheet, self._binding)

    def bind(self, documents: Iterable[Sheet]) -> None:
        """Write all documents, and the file."""
        for document in documents:
            pages = paginate(document, self._binding.paper.room)
            if len(self._breaks) + len(pages) > MOST_BREAKS:
                self._close()
                self._open()
            self._write_document(pages, document.foot)
        self._close()
        self._book.close()

    def _close(self) -> None:
        """The last page needs no break."""
        self._sheet.print_area(
            0, 0, max(self._row - 1, 0), len(self._binding.widths) - 1
        )
        self._sheet.set_h_pagebreaks(self._breaks[:-1])

    def _write_document(self, pages: Sequence[Page], foot: str) -> None:
        places: dict[str, int] = {}
        sums: list[tuple[int, Cell]] = []
        for number, page in enumerate(pages, 1):
            for row in page.rows:
                self._write_row(row, places, sums)
            self._write_footer(page, foot, f"{number} / {len(pages)}")
            self._breaks.append(self._row)
        for at, cell in sums:
            self._write_sum(at, cell, places)

    def _write_row(
        self, row: Row, places: dict[str, int], sums: list[tuple[int, Cell]]
    ) -> None:
        at, sheet = self._row, self._sheet
        sheet.set_row(at, row.height)
        if row.tag:
            places.setdefault(row.tag, at + 1)
            places[f"{row.tag}_last"] = at + 1
        for cell in row.cells:
            look = self._looks.of(cell.look, cell.form)
            match cell.value:
                case str() if cell.across:
                    sheet.merge_range(
                        at, cell.column, at, cell.column + cell.across, "", look
                    )
                    sheet.write_string(at, cell.column, cell.value, look)
                case str():
                    sheet.write_string(at, cell.column, cell.value, look)
                case Decimal() | int():
                    sheet.write_number(at, cell.column, float(cell.value), look)
                case dt.date():
                    sheet.write_datetime(at, cell.column, cell.value, look)
                case Sum():
                    sums.append((at, cell))
                case Picture():
                    self._insert(at, cell.column, cell.value)
                case None:
                    sheet.write_blank(at, cell.column, None, look)
        self._row += 1

    def _write_sum(self, at: int, cell: Cell, places: dict[str, int]) -> None:
        assert isinstance(cell.value, Sum)
        look = self._looks.of(cell.look, cell.form)
        formula = "=" + cell.value.formula.format_map(places)
        self._sheet.write_formula(
            at, cell.column, formula, look, float(cell.value.value)
        )

    def _write_footer(self, page: Page, foot: str, number: str) -> None:
        """At the foot of the page: what is left above it is one empty row, or two where that would be too tall."""
        left = self._binding.paper.room - foot_height(foot) - SLACK - page.height
        while left > 1:
            height = min(left, TALLEST) // PIXEL * PIXEL
            self._sheet.set_row(self._row, height)
            self._row, left = self._row + 1, left - height
        first, *more = foot.split("\n")
        last = len(self._binding.widths) - 1
        cells = (
            Cell(0, first, "foot"),
            *(Cell(at, None, "foot") for at in range(1, last)),
        )
        self._write_row(Row(FOOTER, (*cells, Cell(last, number, "foot right"))), {}, [])
        for line in more:
            self._write_row(Row(FOOTER_MORE, (Cell(0, line, "foot more"),)), {}, [])

    def _insert(self, row: int, column: int, picture: Picture) -> None:
        """A picture as large as its box allows."""
        from xlsxwriter.image import Image  # type: ignore[import-untyped]

        image = Image(str(picture.path))
        wide, high = image.width * 72 / image.x_dpi, image.height * 72 / image.y_dpi
        scale = min(picture.width / wide, picture.height / high)
        self._sheet.insert_image(
            row, column, str(picture.path), {"x_scale": scale, "y_scale": scale}
        )


def kind_of_sheet(paper: Paper) -> type[Worksheet]:
    """A class of sheets that are printed on this paper."""
    if paper.code:
        return Worksheet  # type: ignore[no-any-return]
    size = [
        ("paperHeight", f"{paper.height / 72:g}in"),
        ("paperWidth", f"{paper.width / 72:g}in"),
    ]

    class SizedWorksheet(Worksheet):  # type: ignore[misc]
        """Paper that no number stands for: its size is written out (ECMA-376 part 1, 18.3.1.64), as LibreOffice does.

        Excel leaves the size to the printer, whose own paper it is.
        """

        def _xml_empty_tag(self, tag: str, attributes: Any = None) -> None:
            super()._xml_empty_tag(
                tag, [*size, *(attributes or [])] if tag == "pageSetup" else attributes
            )

    return SizedWorksheet


def set_up(sheet: Worksheet, binding: Binding) -> None:
    """Paper, margins, one page wide, no lines between the cells."""
    for column, width in enumerate(binding.widths):
        sheet.set_column(column, column, width)
    paper = binding.paper
    sheet.set_paper(paper.code)
    sheet.set_portrait()
    sheet.set_margins(
        paper.left / 72, paper.right / 72, paper.top / 72, paper.bottom / 72
    )
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_default_row(12.75)

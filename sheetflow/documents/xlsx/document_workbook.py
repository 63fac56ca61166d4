"""Documents of one kind, written as a workbook that just prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.image import Image  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.documents.model import MARK, Seller
from sheetflow.documents.xlsx.cell_styles import FONT, CellStyles
from sheetflow.documents.xlsx.layout import (
    Cell,
    DocumentLayout,
    Formula,
    Picture,
    Row,
    blank_cells,
)
from sheetflow.documents.xlsx.page_setup import SheetSetup, set_up_page, worksheet_class
from sheetflow.documents.xlsx.pagination import (
    FOOTER_HEIGHT,
    FOOTER_LINE_HEIGHT,
    SLACK,
    Page,
    footer_height,
    paginate,
)
from sheetflow.documents.xlsx.paper_sizes import INCH, PIXEL
from sheetflow.standards.image_files import extension_of, for_documents

CREATED = dt.datetime(2026, 1, 1)
"""The date in the properties of every workbook, so that the same content gives the same bytes."""

MAX_ROW_HEIGHT = 400.0
"""No row of a sheet may be taller than 409 points."""

LOGO_OFFSET = 2
"""How many pixels below the top of its row a logo begins: LibreOffice would print its top on the page before."""

MAX_PAGE_BREAKS = 1023
"""Excel keeps no more page breaks than this on one sheet."""


class DocumentWorkbook:
    """A workbook with one document below the other.

    When a sheet has all the page breaks that it may have, the next document begins another sheet.
    """

    def __init__(self, target: BinaryIO, seller: Seller, setup: SheetSetup) -> None:
        self._workbook = _new_workbook(target, seller)
        self._styles = CellStyles(self._workbook, seller.style.colour)
        self._setup = setup
        self._sheet_count = 0
        self._begin_sheet()

    def write(self, documents: Iterable[DocumentLayout]) -> None:
        """Write all documents, and the file."""
        for document in documents:
            pages = paginate(document, self._setup.paper.printed_height)
            self._make_room_for(len(pages))
            self._write_document(pages, document.footer)
        self._end_sheet()
        self._workbook.close()

    def _make_room_for(self, page_count: int) -> None:
        """Begin another sheet where this one cannot have so many more page breaks."""
        if len(self._page_breaks) + page_count > MAX_PAGE_BREAKS:
            self._end_sheet()
            self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._sheet_count += 1
        kind = worksheet_class(self._setup.paper)
        self._sheet: Worksheet = self._workbook.add_worksheet(self._name(), kind)
        self._row = 0
        self._page_breaks: list[int] = []
        set_up_page(self._sheet, self._setup)

    def _name(self) -> str:
        """The name of a sheet; further ones have a number."""
        name = self._setup.name
        return f"{name} {self._sheet_count}" if self._sheet_count > 1 else name

    def _end_sheet(self) -> None:
        """Set what is printed; the last page needs no break."""
        last_row = max(self._row - 1, 0)
        self._sheet.print_area(0, 0, last_row, self._setup.last_column)
        self._sheet.set_h_pagebreaks(self._page_breaks[:-1])

    def _write_document(self, pages: Sequence[Page], footer: str) -> None:
        tagged_rows: dict[str, int] = {}
        formulas: list[tuple[int, Cell]] = []
        for number, page in enumerate(pages, 1):
            for row in page.rows:
                self._note_tag(row, tagged_rows)
                formulas += self._write_row(row)
            self._end_page(page, footer, f"{number} / {len(pages)}")
        for at, cell in formulas:
            self._write_formula(at, cell, tagged_rows)

    def _end_page(self, page: Page, footer: str, page_number: str) -> None:
        self._write_space(page, footer)
        self._write_footer(footer, page_number)
        self._page_breaks.append(self._row)

    def _note_tag(self, row: Row, tagged_rows: dict[str, int]) -> None:
        """Note where the next row will be, for formulas that name it by its tag."""
        if row.tag:
            number = self._row + 1
            tagged_rows.setdefault(row.tag, number)
            tagged_rows[f"{row.tag}_last"] = number

    def _write_row(self, row: Row) -> list[tuple[int, Cell]]:
        """Write a row; returns its formulas, which are written when all rows have their positions."""
        at = self._row
        self._row += 1
        self._sheet.set_row(at, row.height)
        formulas = []
        for cell in row.cells:
            if isinstance(cell.value, Formula):
                formulas.append((at, cell))
            else:
                self._write_cell(at, cell)
        return formulas

    def _write_cell(self, at: int, cell: Cell) -> None:
        style = self._styles.get(cell.style, cell.number_format)
        column = cell.column
        match cell.value:
            case str():
                self._write_text(at, cell, cell.value, style)
            case Decimal() | int():
                self._sheet.write_number(at, column, float(cell.value), style)
            case dt.date():
                self._sheet.write_datetime(at, column, cell.value, style)
            case Picture():
                self._insert_picture(at, column, cell.value)
            case None:
                self._sheet.write_blank(at, column, None, style)

    def _write_text(self, at: int, cell: Cell, text: str, style: Format) -> None:
        column = cell.column
        if cell.extra_columns:
            last = column + cell.extra_columns
            self._sheet.merge_range(at, column, at, last, "", style)
        self._sheet.write_string(at, column, text, style)

    def _write_formula(self, at: int, cell: Cell, tagged_rows: dict[str, int]) -> None:
        assert isinstance(cell.value, Formula)
        style = self._styles.get(cell.style, cell.number_format)
        formula = "=" + cell.value.text.format_map(tagged_rows)
        value = float(cell.value.value)
        self._sheet.write_formula(at, cell.column, formula, style, value)

    def _write_space(self, page: Page, footer: str) -> None:
        """Fill a page down to its footer: with one empty row, or more where that would be too tall."""
        paper_height = self._setup.paper.printed_height
        left = paper_height - footer_height(footer) - SLACK - page.height
        while left > 1:
            height = min(left, MAX_ROW_HEIGHT) // PIXEL * PIXEL
            self._sheet.set_row(self._row, height)
            self._row += 1
            left -= height

    def _write_footer(self, footer: str, page_number: str) -> None:
        first, *more = footer.split("\n")
        last = self._setup.last_column
        cells = (
            Cell(0, first, "foot"),
            *blank_cells(range(1, last), "foot"),
            Cell(last, page_number, "foot right"),
        )
        self._write_row(Row(FOOTER_HEIGHT, cells))
        for line in more:
            self._write_row(Row(FOOTER_LINE_HEIGHT, (Cell(0, line, "foot more"),)))

    def _insert_picture(self, at: int, column: int, picture: Picture) -> None:
        """Insert a picture, as large as its box allows."""
        content = for_documents(picture.path.read_bytes())
        image = Image(BytesIO(content))
        width = image.width * INCH / image.x_dpi
        height = image.height * INCH / image.y_dpi
        scale = min(picture.width / width, picture.height / height)
        options = {
            "image_data": BytesIO(content),
            "x_scale": scale,
            "y_scale": scale,
            "y_offset": LOGO_OFFSET,
        }
        self._sheet.insert_image(at, column, f"logo.{extension_of(content)}", options)


def _new_workbook(target: BinaryIO, seller: Seller) -> Workbook:
    workbook = Workbook(target, _options())
    workbook.set_properties(
        {"created": CREATED, "author": seller.party.name, "category": MARK}
    )
    return workbook


def _options() -> dict[str, Any]:
    usual = {"font_name": FONT, "font_size": 10}
    return {"in_memory": True, "default_format_properties": usual}

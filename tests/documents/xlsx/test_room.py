"""Whether every text on paper has room: in its cell and the empty ones next to it, and in the height of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import demanding
import pytest
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from paper import Paper, drawn

from sheetflow.documents.xlsx.paper_sizes import PIXEL
from sheetflow.documents.xlsx.text_width import is_tall, width_of

BOLD = 1.08
"""How much wider bold type is, at most."""

LINE = 1.15
TALL_LINE = 1.5
"""How high a line of type is in ems, in Arial and in what programs take for other scripts."""


@pytest.fixture(scope="module", params=demanding.NAMES)
def sheets(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Worksheet]:
    """The sheets of every file of a business."""
    folder = tmp_path_factory.mktemp(request.param)
    made = demanding.all_of(demanding.played(request.param, folder), folder)
    return {name: Paper(content).values for name, content in drawn(made).items()}


def texts(sheet: Worksheet) -> Iterator[Cell]:
    """Every cell with text, but those whose text shrinks into them."""
    for row in sheet.iter_rows():
        for cell in row:
            if (
                isinstance(cell.value, str)
                and cell.value
                and not cell.alignment.shrink_to_fit
            ):
                yield cell


def width(sheet: Worksheet, first: int, last: int) -> float:
    """The width of columns in points, less what is left white at their edges."""
    columns = (
        sheet.column_dimensions[get_column_letter(at)].width
        for at in range(first, last + 1)
    )
    return (sum(int(columns_width * 7 + 5) for columns_width in columns) - 4) * PIXEL


def room(sheet: Worksheet, cell: Cell) -> float:
    """How wide the text of a cell may be: to the next cell that is not empty, or over those it is merged with."""
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return width(sheet, merged.min_col, merged.max_col)
    if cell.alignment.wrap_text:
        return width(sheet, cell.column, cell.column)
    step, edge = (
        (-1, 0)
        if cell.alignment.horizontal == "right"
        else (1, len(sheet.column_dimensions) + 1)
    )
    at = cell.column
    while at + step != edge and sheet.cell(cell.row, at + step).value is None:
        at += step
    return width(sheet, *sorted((at, cell.column)))


def test_every_line_of_text_is_as_wide_as_its_room_at_most(
    sheets: dict[str, Worksheet],
):
    for name, sheet in sheets.items():
        for cell in texts(sheet):
            size = cell.font.size * (BOLD if cell.font.bold else 1)
            widest = max(width_of(line) for line in cell.value.split("\n")) * size
            assert widest <= room(sheet, cell), (
                f"{name} {cell.coordinate}: {cell.value}"
            )


def test_every_row_is_as_high_as_its_text(sheets: dict[str, Worksheet]):
    for name, sheet in sheets.items():
        for cell in texts(sheet):
            lines = cell.value.split("\n")
            each = TALL_LINE if len(lines) > 1 and is_tall(cell.value) else LINE
            high = each * cell.font.size * len(lines)
            row = sheet.row_dimensions[cell.row]
            assert row.customHeight
            assert high <= row.height + 1, f"{name} {cell.coordinate}: {cell.value}"


def test_rows_are_whole_pixels_high_as_excel_makes_them(sheets: dict[str, Worksheet]):
    for name, sheet in sheets.items():
        for at, row in sheet.row_dimensions.items():
            assert row.height % PIXEL == 0, f"{name} row {at}"
            assert row.height <= 409


def test_a_logo_is_in_its_row_and_not_distorted(tmp_path: Path):
    done = demanding.played("long", tmp_path)
    paper = Paper(drawn(demanding.all_of(done, tmp_path))["invoices.xlsx"])
    [picture] = paper.values._images
    assert picture.anchor.to.row == picture.anchor._from.row == 0
    assert paper.values["A2"].value.startswith("Harbour Lane Pottery"), (
        "the name stands below the logo"
    )
    wide, high = map(
        int,
        re.findall(
            r'<a:ext cx="(\d+)" cy="(\d+)"', paper.part("xl/drawings/drawing1.xml")
        )[0],
    )
    assert wide / high == pytest.approx(420 / 120, abs=0.05)


def test_figures_that_are_too_wide_shrink(sheets: dict[str, Worksheet]):
    for name, sheet in sheets.items():
        for row in sheet.iter_rows():
            for cell in row:
                assert (
                    isinstance(cell.value, str | None) or cell.alignment.shrink_to_fit
                ), f"{name} {cell.coordinate}"


def test_a_very_long_description_goes_on_in_the_next_row(tmp_path: Path):
    words = " ".join(f"word{at}" for at in range(400))
    case = demanding.case("yen")
    first = {
        **case.first,
        "Products": f"SKU  Name  Unit  Price\nT-1  {words}  box  1980\nT-2  Tea  box  1080",
    }
    done = demanding.played_case(demanding.Case("yen", first, {}), tmp_path)
    for name, content in drawn(demanding.all_of(done, tmp_path)).items():
        column = 2 if name == "picks.xlsx" else 1
        rows = Paper(content).values.iter_rows(values_only=True)
        said = " ".join(
            str(row[column]) for row in rows if len(row) > column and row[column]
        )
        without = ("labels.xlsx", "statements.xlsx", "receipts.xlsx", "reminders.xlsx")
        assert name in without or words in " ".join(
            said.replace("Description", "").split()
        ), name

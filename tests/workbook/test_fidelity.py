"""Real workbooks, full of what people put in: all of it is there after an edit, byte for byte."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from locations import CORPUS
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from sample_books import parts

from sheetflow.errors import SheetflowError
from sheetflow.workbook import CellLook, ColumnDesign, Grid, SheetDesign, Workbook
from sheetflow.workbook.cells.cell_references import cell_name

RICH = CORPUS / "rich"
BOOKS = sorted(RICH.glob("*.xls[xm]"))
pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning"
)  # openpyxl names what it cannot keep
NONE_HERE = pytest.mark.skipif(
    not BOOKS, reason="the corpus of real workbooks (../shared/corpus/rich) is not here"
)

STOCK = SheetDesign(
    name="Sheetflow stock",
    columns=(
        ColumnDesign("SKU", 20, help="The key"),
        ColumnDesign("On hand", 12, CellLook("#,##0", derived=True)),
    ),
    cells=(["A-100", "B-200"], [5, 7]),
    table_name="SheetflowStock",
)
# What an edit may change besides the edited sheet: where sheets, styles and relationships are listed, and what
# must know that values are new or ranges longer.
LISTS = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|xl/workbook\.xml|xl/styles\.xml|xl/calcChain\.xml|.*sheetflow\d+\.xml"
)
AFFECTED = re.compile(
    r"xl/(charts/chart\w*|pivotCache/pivotCacheDefinition\d*|tables/table\d*)\.xml"
)


def every_book() -> list[object]:
    return [pytest.param(path, id=path.name) for path in BOOKS]


def opened(path: Path) -> Workbook:
    try:
        return Workbook.open(path)
    except SheetflowError as error:
        pytest.skip(f"refused: {error}")


def all_cells(book: Workbook) -> dict[tuple[str, int, int], object]:
    return {
        (name, r, c): value
        for name in book.sheets
        for r, row in enumerate(book.read(name).rows, 1)
        for c, value in enumerate(row, 1)
        if value != ""
    }


def comparable(value: object) -> object:
    """Array and data-table formulas are objects that compare by identity: what is in them compares."""
    return vars(value) if isinstance(value, ArrayFormula | DataTableFormula) else value


def openpyxl_cells(data: bytes) -> dict[tuple[str, str], object] | None:
    """Formulas and values as openpyxl sees them; None where it cannot read the workbook."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - whatever ails openpyxl is not what is tested
        return None
    found = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    found[sheet.title, cell.coordinate] = comparable(cell.value)
    return found


@NONE_HERE
@pytest.mark.parametrize("path", every_book())
def test_a_new_sheet_leaves_everything_else_alone(path: Path) -> None:
    book = opened(path)
    before = all_cells(book)
    book.add_sheet(STOCK)
    book.apply()
    data = book.package.to_bytes()
    old = parts(path.read_bytes())
    new = parts(data)

    assert [
        name for name in old if not LISTS.fullmatch(name) and new.get(name) != old[name]
    ] == []
    again = Workbook(path, data)
    assert again.sheets[-1] == "Sheetflow stock"
    after = all_cells(again)
    assert {place: after.get(place) for place in before} == before
    assert [after["Sheetflow stock", r, c] for r in (1, 2, 3) for c in (1, 2)] == [
        "SKU", "On hand", "A-100", 5.0, "B-200", 7.0,
    ]  # fmt: skip


def place_to_edit(grid: Grid) -> tuple[int, int] | None:
    """A text cell to overwrite."""
    for r, row in enumerate(grid.rows, 1):
        for c, value in enumerate(row, 1):
            if (
                isinstance(value, str)
                and value
                and (r, c) not in grid.formulas
                and not grid.table_at(r)
            ):
                return r, c
    return None


@NONE_HERE
@pytest.mark.parametrize("path", every_book())
def test_a_changed_cell_changes_no_other(path: Path) -> None:
    book = opened(path)
    places = (
        (name, place)
        for name in book.sheets
        if (place := place_to_edit(book.read(name)))
    )
    name, (row, column) = next(places, ("", (0, 0)))
    if not name:
        pytest.skip("no text cell to edit")
    before = all_cells(book)
    seen = openpyxl_cells(path.read_bytes())
    part = book.package.worksheets[name]
    book.set_cells(name, column, [row], ["changed by the test"])
    book.apply()
    data = book.package.to_bytes()

    old = parts(path.read_bytes())
    new = parts(data)
    allowed = {part, *(n for n in old if LISTS.fullmatch(n) or AFFECTED.fullmatch(n))}
    sheets = set(book.package.worksheets.values())
    assert [n for n in old if n not in allowed | sheets and new.get(n) != old[n]] == []
    after = all_cells(Workbook(path, data))
    assert after[name, row, column] == "changed by the test"
    formulas = {(n, *place) for n in book.sheets for place in book.read(n).formulas}
    rest = {
        place
        for place in before
        if place not in formulas and place != (name, row, column)
    }
    assert {p: after.get(p) for p in rest} == {p: before[p] for p in rest}
    if seen is not None:
        now = openpyxl_cells(data)
        assert now is not None
        assert now.pop((name, cell_name(row, column))) == "changed by the test"
        assert now == {
            p: v for p, v in seen.items() if p != (name, cell_name(row, column))
        }


def header_to_grow(grid: Grid) -> tuple[int, int] | None:
    """A table's header, or else the first row that holds a text over a text or number."""
    if grid.tables:
        return grid.tables[0].first_row, grid.tables[0].first_column
    for r, row in enumerate(grid.rows[:-1], 1):
        for c, value in enumerate(row, 1):
            if isinstance(value, str) and value and grid.value(r + 1, c) != "":
                return r, c
    return None


@NONE_HERE
@pytest.mark.parametrize("path", every_book())
def test_appended_rows_move_nothing_but_a_totals_row(path: Path) -> None:
    book = opened(path)
    name = next((n for n in book.sheets if header_to_grow(book.read(n))), None)
    if name is None:
        pytest.skip("nothing that looks like a list")
    grid = book.read(name)
    header, column = header_to_grow(grid) or (0, 0)
    before = all_cells(book)
    try:
        rows = book.append_rows(name, header, {column: ["first", "second"]})
        book.apply()
    except SheetflowError as error:
        pytest.skip(f"cannot grow: {error}")
    after = all_cells(Workbook(path, book.package.to_bytes()))

    assert [after[name, row, column] for row in rows] == ["first", "second"]
    table = grid.table_at(header)
    totals = range(table.last_data_row + 1, table.last_row + 1) if table else range(0)
    formulas = {(n, *place) for n in book.sheets for place in book.read(n).formulas}
    rest = {
        p for p in before if p not in formulas and not (p[0] == name and p[1] in totals)
    }
    assert {p: after.get(p) for p in rest} == {p: before[p] for p in rest}


@NONE_HERE
def test_a_signed_workbook_is_refused() -> None:
    with pytest.raises(SheetflowError, match="signed"):
        Workbook.open(RICH / "hello-world-signed.xlsx")


@NONE_HERE
@pytest.mark.parametrize("path", every_book())
def test_writing_what_is_there_already_changes_no_byte(path: Path) -> None:
    book = opened(path)
    for name in book.sheets:
        grid = book.read(name)
        for r, row in enumerate(grid.rows, 1):
            for c, value in enumerate(row, 1):
                if (
                    isinstance(value, str | float | bool)
                    and (r, c) not in grid.formulas
                ):
                    book.set_cells(name, c, [r], [value])
    book.apply()

    assert book.package.to_bytes() == path.read_bytes()

"""The law of what an owner typed beside a derived sheet: whatever rows come, go and move, it is beside its key."""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.workbook import Value, Workbook
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.sheets import write_derived_sheet

SCHEMA = sheet_schema("Stock")
HEADERS = SCHEMA.headers
NOTES = len(HEADERS) + 1
CALCULATED = NOTES + 1
POSITION = SheetPosition(
    SCHEMA, "Stock", 1, {header: at for at, header in enumerate(HEADERS, 1)}
)
KEYS = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("XY")), unique=True, max_size=9
)

Key = tuple[str, str]


def stock(keys: list[Key], typed: dict[Key, str], as_table: bool) -> bytes:
    """A workbook with the sheet Stock, and what its owner typed beside it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Stock")
    headers = [*HEADERS, "Notes", "Twice"]
    sheet.write_row(0, 0, headers)
    for row, key in enumerate(keys, 1):
        sheet.write_row(row, 0, [key[0], "", key[1], row])
        sheet.write(row, NOTES - 1, typed.get(key, ""))
        sheet.write_formula(row, CALCULATED - 1, f"=D{row + 1}*2", None, row * 2)
    if as_table:
        columns = [{"header": header} for header in headers[: len(HEADERS)]]
        last = max(1, len(keys))
        sheet.add_table(0, 0, last, len(HEADERS) - 1, {"columns": columns})
    book.close()
    return file.getvalue()


def columns_of(keys: list[Key]) -> dict[str, list[Value]]:
    """The columns that a run writes for these keys."""
    columns: dict[str, list[Value]] = {header: [None] * len(keys) for header in HEADERS}
    columns["SKU"] = [sku for sku, _ in keys]
    columns["Location"] = [location for _, location in keys]
    columns["On hand"] = list(range(len(keys)))
    return columns


def written(data: bytes, keys: list[Key]) -> bytes:
    """The workbook after a run that derives these keys."""
    workbook = Workbook(Path("stock.xlsx"), data)
    write_derived_sheet(workbook, POSITION, columns_of(keys), "USD")
    workbook.apply()
    return workbook.package.to_bytes()


def notes(data: bytes) -> list[tuple[object, object, object]]:
    """Every note with the key beside it."""
    rows = Workbook(Path("stock.xlsx"), data).read("Stock").rows[1:]
    found = [(row[0], row[2], row[NOTES - 1]) for row in rows if len(row) >= NOTES]
    return [one for one in found if one[2] != ""]


def formulas(workbook: Workbook) -> dict[int, str]:
    """The formulas beside the rows."""
    xml = workbook.document.sheet("Stock")
    return {formula.row: xml.formula_text(formula) for formula in xml.formulas}


def cells(data: bytes) -> tuple[object, ...]:
    """Every cell of the sheet."""
    workbook = Workbook(Path("stock.xlsx"), data)
    grid = workbook.read("Stock")
    return grid.rows, formulas(workbook), grid.tables


@settings(max_examples=100, deadline=None)
@given(
    old=KEYS,
    first=KEYS,
    second=KEYS,
    noted=st.sets(st.integers(0, 8)),
    as_table=st.booleans(),
)
def test_a_note_is_always_beside_its_key(
    old: list[Key], first: list[Key], second: list[Key], noted: set[int], as_table: bool
) -> None:
    typed = {key: f"about {key}" for at, key in enumerate(old) if at in noted}
    data = stock(old, typed, as_table)
    expected = sorted((*key, text) for key, text in typed.items())
    for keys in (first, second):
        data = written(data, keys)
        assert sorted(notes(data)) == expected
        workbook = Workbook(Path("stock.xlsx"), data)
        grid = workbook.read("Stock")
        shown = [(row[0], row[2]) for row in grid.rows[1 : len(keys) + 1]]
        assert shown == keys
        rows = range(2, len(grid.rows) + 1) if old and as_table else formulas(workbook)
        assert formulas(workbook) == {row: f"D{row}*2" for row in rows}
        assert cells(written(data, keys)) == cells(data)

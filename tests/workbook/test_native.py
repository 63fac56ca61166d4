"""Sheets are read and written in C with the same result as in Python."""

from __future__ import annotations

import datetime as dt
import io
import math
import struct
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from locations import CORPUS, SAMPLES
from native_path import in_python, needs_native
from test_random_sessions import Session

from sheetflow.errors import SheetflowError
from sheetflow.workbook import CellError, Formula, Link, Workbook
from sheetflow.workbook.cells.cell_encoder import BLANK, CellEncoder
from sheetflow.workbook.cells.column_edits import ColumnEdit, WriteOptions
from sheetflow.workbook.cells.native_reader import ScannedRows, can_read, reader_of
from sheetflow.workbook.cells.native_rows import RowBytes, RowLook, spliced_rows
from sheetflow.workbook.cells.plain_reader import PlainReader
from sheetflow.workbook.cells.row_plans import planned_rows
from sheetflow.workbook.cells.row_writer import RowWriter
from sheetflow.workbook.cells.sheet_xml import SheetXml
from sheetflow.workbook.guards.sheet_scan import scan_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

pytestmark = needs_native

TEXTS = st.text(st.sampled_from("aZ9 _xé<&>\"'\n\t\r\x01\x1f\x85\xa0\ud800\ufffe😀"))
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**16), 10**16).map(lambda cents: cents / 100),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    TEXTS,
    st.sampled_from(["_x0041_", "a" * 32_767]),
    NUMBERS.filter(lambda value: value != 0 or not math.copysign(1, value) < 0),
    st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
    st.builds(
        Formula, st.sampled_from(["A1+1", "A1<2"]), st.none() | st.integers(0, 9)
    ),
    st.builds(Link, st.just("It's"), st.just("A1"), st.sampled_from(["x", "a<b", ""])),
)
COLUMNS = st.one_of(
    st.lists(VALUES, max_size=8),
    st.lists(NUMBERS, max_size=8),
    st.lists(st.none() | TEXTS, max_size=8),
)


def tails(values: list[Any]) -> list[str]:
    """The tails of the cells that were encoded in C."""
    at, lengths, texts = CellEncoder().encoded(values)
    pairs = zip(
        struct.unpack(f"{len(values)}q", at),
        struct.unpack(f"{len(values)}i", lengths),
        strict=True,
    )
    return [_tail(start, length, texts) for start, length in pairs]


def _tail(start: int, length: int, texts: bytes) -> str:
    if length == -1:
        number = repr(start / 1_000_000).removesuffix(".0")
        whole, rest = divmod(start, 1_000_000)
        return f"><v>{number if rest else whole}</v></c>"
    return BLANK if length == -2 else texts[start : start + length].decode()


@given(COLUMNS)
def test_values_are_encoded_as_in_python(values: list[Any]) -> None:
    assert tails(values) == CellEncoder().column(values)


@pytest.mark.parametrize("value", [math.nan, math.inf, "a" * 32_768, Decimal("NaN")])
def test_what_no_cell_can_have_is_refused(value: Any) -> None:
    with pytest.raises(SheetflowError):
        CellEncoder().encoded([1, value])


@pytest.mark.parametrize("seed", range(60))
def test_a_session_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    native = parts(Session(seed, tmp_path / "native.xlsx").run())
    in_python(monkeypatch)
    assert parts(Session(seed, tmp_path / "python.xlsx").run()) == native


def parts(workbook: bytes) -> dict[str, bytes]:
    """The parts of a workbook but for the one with the second in which it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        names = [name for name in file.namelist() if name != "docProps/core.xml"]
        return {name: file.read(name) for name in names}


HEADS = st.sampled_from(["", ' spans="1:9"', ' ht="30" customHeight="1" s="2"'])
CELLS = st.sampled_from(
    [
        "",
        '<c r="{}"/>',
        '<c r="{}" s="3"/>',
        '<c r="{}" s="3"><v>7</v></c>',
        '<c r="{}" t="s" s="0"><v>1</v></c>',
        '<c r="{}" cm="1"><f>A1</f><v>7</v></c>',
        '<c r="{}" t="inlineStr"><is><t>row "&lt;c r=" </t></is></c>',
        '<c r="{}" s="03"><v>7</v></c>',
        '<c r="{}"><v>7</v></c> ',
    ]
)


@st.composite
def sheet_rows(draw: Callable[..., Any]) -> str:
    """A few rows, most of them as programs write them."""
    found = []
    for row in draw(st.lists(st.integers(1, 9), max_size=6, unique=True)):
        cells = [
            cell.format(f"{letter}{row}") for letter in "ABCE" if (cell := draw(CELLS))
        ]
        head = f'<row r="{row}"{draw(HEADS)}'
        found.append((row, f"{head}>{''.join(cells)}</row>" if cells else f"{head}/>"))
    return "".join(xml for _, xml in sorted(found))


@st.composite
def column_edits(draw: Callable[..., Any]) -> ColumnEdit:
    rows = sorted(draw(st.sets(st.integers(1, 10), min_size=1, max_size=8)))
    values = st.lists(
        st.sampled_from([None, "x", 5, 2.5, True]),
        min_size=len(rows),
        max_size=len(rows),
    )
    return ColumnEdit(
        draw(st.integers(1, 6)),
        rows,
        draw(values | st.none()),
        draw(st.sampled_from(["", "0", "3", "5"])),
        draw(st.sampled_from([str, lambda style: "9" if style == "3" else style])),
        options=WriteOptions(*(draw(st.booleans()) for _ in range(5))),
    )


@given(
    sheet_rows(),
    st.lists(column_edits(), min_size=1, max_size=5),
    st.dictionaries(st.integers(1, 10), st.sampled_from([' ht="20"', ""])),
)
def test_rows_are_written_as_in_python(
    rows: str, edits: list[ColumnEdit], attributes: Mapping[int, str]
) -> None:
    sheet = SheetXml(f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode())
    start, end = sheet.span
    end = sheet.data.rindex(b"</", start, end)
    names = {row: {"ht": "20"} if text else {} for row, text in attributes.items()}
    writer = RowWriter(sheet, "Sheet", [], names, {})
    encoder = CellEncoder("", False, "Sheet")

    source = RowBytes(sheet.data, start, end)
    native = spliced_rows(source, edits, encoder, RowLook(attributes, {}))

    if native is not None:
        assert native == writer.spliced(planned_rows(edits, encoder))


READ_CELLS = st.sampled_from(
    [
        '<c r="{}"/>',
        '<c r="{}" s="1"/>',
        '<c r="{}"><v>-0.1</v></c>',
        '<c r="{}" s="7" cm="1"><v>1E-3</v></c>',
        '<c r="{}" s="1"><v>44595</v></c>',
        '<c r="{}"><v>0.30000000000000004</v></c>',
        '<c r="{}"><v>12345678901234567890</v></c>',
        '<c r="{}" t="n"><v>123456789012345.6</v></c>',
        '<c r="{}" t="s"><v>1</v></c>',
        '<c r="{}" t="b"><v>1</v></c>',
        '<c r="{}" t="e"><v>#N/A</v></c>',
        '<c r="{}" t="str"><v>é &amp; _x000D_</v></c>',
        '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> a\r\nb </t></is></c>',
        '<c r="{}" t="inlineStr"><is><t>&#233;&lt;c r=</t></is></c>',
        # What C leaves to Python.
        '<c r="{}"><v> 5 </v></c>',
        '<c r="{}"><v>nan</v></c>',
        '<c r="{}"><v>1_000</v></c>',
        '<c r="{}" t="s"><v>2</v></c>',
        '<c r="{}" s="1"><v>-5</v></c>',
        '<c r="{}" t="inlineStr"><is><r><t>x</t></r></is></c>',
        "<c r=\"{}\" s='1'><v>5</v></c>",
    ]
)


@st.composite
def read_rows(draw: Callable[..., Any]) -> str:
    """A few rows with cells of all kinds."""
    found = []
    for row in sorted(draw(st.sets(st.integers(1, 9), max_size=5))):
        columns = sorted(draw(st.sets(st.sampled_from(["A", "B", "D", "E"]))))
        cells = [draw(READ_CELLS).format(f"{letter}{row}") for letter in columns]
        found.append(f'<row r="{row}">{"".join(cells)}</row>')
    return "".join(found)


@given(read_rows(), st.booleans())
def test_cells_are_read_as_in_python(rows: str, date1904: bool) -> None:
    data = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    strings = ["first", "second"]
    reader = reader_of(strings, {"1"}, date1904)
    scan = scan_sheet(data)

    if scan is None or not can_read(scan, reader):
        return
    plain = PlainReader(strings, {"1"}, date1904).rows(SheetXml(data))
    native = ScannedRows(scan, reader)
    without_errors = [
        ["" if type(cell) is CellError else cell for cell in row] for row in native
    ]
    assert [row[: len(plain[0])] for row in without_errors[: len(plain)]] == plain
    assert list(native) == native[:] == [native[i] for i in range(len(native))]
    columns = [native.column(i, 1, len(native)) for i in range(1, native.width + 1)]
    assert columns == [list(column) for column in zip(*native, strict=True)]


SLOW = "gen_styles_70000_xfs"  # seconds on either path, for its styles alone
FOLDERS = (SAMPLES, CORPUS / "rich", CORPUS / "hostile")
BOOKS = [
    path
    for folder in FOLDERS
    for path in sorted(folder.glob("*.xls?"))
    if path.stem != SLOW
]


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_workbook_is_read_as_in_python(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    native = list(everything_in(book))
    in_python(monkeypatch)
    assert list(everything_in(book)) == native


def everything_in(path: Path) -> Iterator[str]:
    """The cells, formulas and percentages of a workbook, or why it is refused."""
    try:
        workbook = Workbook.open(path, read_only=True)
        for sheet in workbook.sheets:
            grid = workbook.read(sheet)
            width = range(1, len(grid.rows[0]) + 1 if grid.rows else 1)
            yield repr([list(row) for row in grid.rows])
            yield repr(sorted(grid.formulas))
            yield repr([sorted(grid.percent_rows(column)) for column in width])
    except SheetflowError as error:
        yield str(error)


def test_the_usual_sheet_is_written_in_c() -> None:
    cells = b'<row r="1" spans="1:2"><c r="A1" s="3"><v>1</v></c></row>'
    edits = [ColumnEdit(1, [1, 2], [2, "x"], "3"), ColumnEdit(2, [1, 2], [None, 1.5])]
    source = RowBytes(cells, 0, len(cells))

    assert spliced_rows(source, edits, CellEncoder(), RowLook({}, {})) == (
        b'<row r="1"><c r="A1" s="3"><v>2</v></c></row>'
        b'<row r="2"><c r="A2" s="3" t="inlineStr"><is><t>x</t></is></c>'
        b'<c r="B2"><v>1.5</v></c></row>'
    )

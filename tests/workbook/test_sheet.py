"""Cells set, rows and columns added: what was requested is there, and nothing else has changed."""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sample_books import (
    after,
    edited,
    new_columns,
    parts,
    plain_book,
    repacked,
    values,
    written,
)
from test_reading import in_utf16, prefixed, with_cells

from sheetflow.errors import SheetflowError
from sheetflow.workbook import CannotGrow, CellLook, Formula, Link, Value, Workbook

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
DERIVED = CellLook(derived=True)


def orders(path: Path) -> Path:
    return plain_book(
        path, [["Order", "Quantity"], ["SO-1", 5], ["SO-2", 7], ["SO-3", 9]]
    )


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("=1+1", "=1+1"),
        ("_x0041_", "_x0041_"),
        ("  spaces  ", "  spaces  "),
        ("two\nlines & <tags> \"quotes\"", "two\nlines & <tags> \"quotes\""),
        ("bell\x07", "bell\x07"),
        (Decimal("19.99"), 19.99),
        (7, 7.0),
        (True, True),
        (dt.date(2026, 2, 3), dt.date(2026, 2, 3)),
        (Formula("1+1", 2), 2.0),
        (Formula('"a"&"b"', "ab"), "ab"),
        (Link("It's", "B7", 'see "B7"'), 'see "B7"'),
        (None, ""),
    ],
)  # fmt: skip
def test_a_value_is_read_back(tmp_path: Path, value: Value, read: object) -> None:
    book = after(
        orders(tmp_path / "book.xlsx"),
        lambda book: book.set_cells("Sheet", 2, [3], [value]),
    )

    assert book.read("Sheet").rows == [
        ["Order", "Quantity"],
        ["SO-1", 5.0],
        ["SO-2", read],
        ["SO-3", 9.0],
    ]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    book = after(
        orders(tmp_path / "book.xlsx"),
        lambda book: book.set_cells("Sheet", 1, [2], ['=HYPERLINK("x")']),
    )

    assert book.read("Sheet").formulas == set()


def test_a_link_is_a_formula_that_jumps(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")

    data = edited(
        path, lambda book: book.set_cells("Sheet", 3, [2], [Link("It's", "B7", "go")])
    )

    assert values(data, "Sheet")[1][2] == "=HYPERLINK(\"#'It''s'!B7\",\"go\")"


def test_only_the_changed_cells_change(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")
    old = parts(path.read_bytes())[SHEET]

    new = parts(
        edited(
            path, lambda book: book.set_cells("Sheet", 2, [2, 3, 4], [5, 8, Decimal(9)])
        )
    )[SHEET]

    assert new == old.replace(
        b'<c r="B3" t="n"><v>7</v></c>', b'<c r="B3"><v>8</v></c>'
    )


def test_what_is_there_already_changes_no_byte(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")

    def edit(book: Workbook) -> None:
        book.set_cells("Sheet", 1, [2, 3, 4], ["SO-1", "SO-2", "SO-3"])
        book.set_cells(
            "Sheet", 2, [2, 3, 4], [5, Decimal("7.00"), 9.0], CellLook("General")
        )
        book.set_cells("Sheet", 3, [2, 3, 4], [None, "", None], DERIVED)

    assert edited(path, edit) == path.read_bytes()


def test_a_later_value_for_a_cell_wins(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book.set_cells("Sheet", 2, [2, 3], [1, 2])
        book.set_cells("Sheet", 2, [3, 4], [7, 4])

    assert after(orders(tmp_path / "book.xlsx"), edit).read("Sheet").column(2) == [
        "Quantity",
        1.0,
        7.0,
        4.0,
    ]


def test_true_and_one_are_different(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [[True, 1]])

    def edit(book: Workbook) -> None:
        book.set_cells("Sheet", 1, [1], [1])
        book.set_cells("Sheet", 2, [1], [True])

    assert [type(value) for value in after(path, edit).read("Sheet").rows[0]] == [
        float,
        bool,
    ]


def test_a_formula_of_the_owner_is_not_overwritten(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [["Order", "Quantity"], ["SO-1", "=1+1"]])
    book = Workbook.open(path)

    with pytest.raises(SheetflowError, match=r"Sheet!B2 has a formula"):
        book.set_cells("Sheet", 2, [2], [5])

    book.set_cells("Sheet", 2, [2], [5], overwrite_formulas=True)
    book.apply()
    assert Workbook(path, book.package.to_bytes()).read("Sheet").rows[1] == [
        "SO-1",
        5.0,
    ]


def test_an_array_formula_is_never_torn(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c></row>',
    )

    with pytest.raises(SheetflowError, match="Sheet!A2 is part of an array formula"):
        Workbook.open(path).set_cells("Sheet", 1, [2], [5], overwrite_formulas=True)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("x" * 32_768, "a text of 32,768 characters is too long"),
        (float("inf"), "inf cannot be stored"),
        (dt.date(1850, 1, 1), "1850-01-01 is before the first date"),
    ],
)
def test_a_value_that_no_cell_can_have_is_named_with_its_cell(
    tmp_path: Path, value: Value, problem: str
) -> None:
    with pytest.raises(SheetflowError, match=f"Sheet!B3 cannot be written: {problem}"):
        edited(
            orders(tmp_path / "book.xlsx"),
            lambda book: book.set_cells("Sheet", 2, [2, 3], [4, value]),
        )


def test_followers_of_a_shared_formula_survive_its_end(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>',
    )

    data = edited(
        path, lambda book: book.set_cells("Sheet", 2, [1], [7], overwrite_formulas=True)
    )

    assert values(data, "Sheet") == [[1, 7], [2, "=A2*$A$1"], [3, "=A3*$A$1"]]


def test_cells_without_places_are_edited_where_they_are(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>",
    )

    def edit(book: Workbook) -> None:
        book.set_cells("Sheet", 1, [1, 2, 3, 5], [10, 20, 30, 50])

    assert after(path, edit).read("Sheet").rows == [
        [10.0, 2.0],
        [20.0, ""],
        [30.0, ""],
        ["", ""],
        [50.0, ""],
    ]


def test_prefixed_xml_is_edited_in_its_own_way(tmp_path: Path) -> None:
    path = repacked(orders(tmp_path / "book.xlsx"), prefixed)

    def edit(book: Workbook) -> None:
        book.set_cells("Sheet", 2, [2], [6])
        book.append_rows("Sheet", 1, {1: ["SO-4"], 2: [dt.date(2026, 1, 1)]})
        book.add_columns("Sheet", 1, new_columns(["Status"], [DERIVED], [12]))

    book = after(path, edit)
    assert book.read("Sheet").rows == [
        ["Order", "Quantity", "Status"], ["SO-1", 6.0, ""], ["SO-2", 7.0, ""], ["SO-3", 9.0, ""],
        ["SO-4", dt.date(2026, 1, 1), ""],
    ]  # fmt: skip
    assert b"<x:cols><x:col " in parts((tmp_path / "book.xlsx").read_bytes())[SHEET]


def test_rows_out_of_order_are_refused(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    )
    book = Workbook.open(path)
    book.set_cells("Sheet", 1, [3], [1])

    with pytest.raises(SheetflowError, match="row 1 is not in order"):
        book.apply()


# -- rows


def test_rows_are_appended_below_the_last_one(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")
    assert Workbook.open(path).next_row("Sheet", 1, [1, 2]) == 5

    def edit(book: Workbook) -> None:
        assert book.append_rows(
            "Sheet", 1, {1: ["SO-4", "SO-5"], 2: [None, 3]}
        ) == range(5, 7)
        assert book.append_rows("Sheet", 1, {1: ["SO-6"]}) == range(7, 8)
        assert book.next_row("Sheet", 1, [1]) == 8

    assert after(path, edit).read("Sheet").rows[4:] == [
        ["SO-4", ""],
        ["SO-5", 3.0],
        ["SO-6", ""],
    ]


def test_no_rows_change_nothing(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")

    assert (
        edited(path, lambda book: book.append_rows("Sheet", 1, {1: []}) and None)
        == path.read_bytes()
    )


def test_new_rows_look_like_the_row_above_and_carry_its_formulas(
    tmp_path: Path,
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        border = book.add_format({"border": 1, "num_format": "d/m/yy"})
        sheet.write_row("A1", ["Date", "Quantity", "Note", "Double"])
        sheet.set_row(1, 30)
        sheet.write_datetime("A2", dt.datetime(2026, 1, 1), border)
        sheet.write("B2", 5)
        sheet.write_blank("C2", None, border)
        sheet.write_formula("D2", "=B2*2+$B$2", None, 15)

    path = written(tmp_path / "book.xlsx", fill)
    data = edited(
        path,
        lambda book: (
            book.append_rows("Sheet", 1, {1: [dt.date(2026, 3, 4)], 2: [6], 4: [None]})
            and None
        ),
    )

    xml = parts(data)[SHEET].decode()
    assert (
        '<row r="3" ht="30" customHeight="1"><c r="A3" s="1"><v>46085</v></c><c r="B3"><v>6</v></c>'
        in xml
    )
    assert '<c r="C3" s="1"/><c r="D3"><f>B3*2+$B$2</f></c></row>' in xml


def test_a_formula_below_the_data_is_in_the_way(tmp_path: Path) -> None:
    path = plain_book(
        tmp_path / "book.xlsx",
        [["Order", "Quantity"], ["SO-1", 5], [None, "=SUM(B2:B2)"]],
    )

    with pytest.raises(CannotGrow, match="the cell B3 has a formula"):
        Workbook.open(path).append_rows("Sheet", 1, {1: ["SO-2"]})


def test_formulas_filled_down_in_advance_are_used(tmp_path: Path) -> None:
    path = plain_book(
        tmp_path / "book.xlsx",
        [
            ["Order", "Length"],
            ["SO-1", "=LEN(A2)"],
            [None, "=LEN(A3)"],
            [None, "=LEN(A4)"],
        ],
    )

    data = edited(
        path, lambda book: book.append_rows("Sheet", 1, {1: ["SO-2"]}) and None
    )

    assert values(data, "Sheet")[2] == ["SO-2", "=LEN(A3)"]


def test_a_formula_typed_into_one_cell_is_not_carried_down(tmp_path: Path) -> None:
    rows = [
        ["Order", "Cost", "Length"],
        ["SO-1", 5, "=LEN(A2)"],
        ["SO-2", "=100/3", "=LEN(A3)"],
    ]
    path = plain_book(tmp_path / "book.xlsx", rows)

    data = edited(
        path,
        lambda book: book.append_rows("Sheet", 1, {1: ["SO-3"], 2: [None]}) and None,
    )

    assert values(data, "Sheet")[3] == ["SO-3", None, "=LEN(A4)"]


def test_merged_cells_below_are_in_the_way(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        sheet.write_column("A1", ["Order", "SO-1"])
        sheet.merge_range("A3:B3", "")

    with pytest.raises(CannotGrow, match="A3:B3 are merged"):
        Workbook.open(written(tmp_path / "book.xlsx", fill)).append_rows(
            "Sheet", 1, {1: ["SO-2"]}
        )


# -- columns


def test_columns_are_added_right_of_the_header(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        columns = book.add_columns(
            "Sheet",
            1,
            new_columns(
                ["Status", "Total"], [DERIVED, CellLook("#,##0.00", True)], [12, 14]
            ),
        )
        assert columns == [3, 4]
        book.set_cells("Sheet", 3, [2, 3, 4], ["Open", None, "Open"], DERIVED)
        book.set_cells(
            "Sheet", 4, range(2, 5), [Decimal("1.5")] * 3, CellLook("#,##0.00", True)
        )
        assert book.add_columns("Sheet", 1, new_columns(["More"], [DERIVED], [9])) == [
            5
        ]

    book = after(orders(tmp_path / "book.xlsx"), edit)
    assert book.read("Sheet").rows == [
        ["Order", "Quantity", "Status", "Total", "More"],
        ["SO-1", 5.0, "Open", 1.5, ""], ["SO-2", 7.0, "", 1.5, ""], ["SO-3", 9.0, "Open", 1.5, ""],
    ]  # fmt: skip
    xml = parts((tmp_path / "book.xlsx").read_bytes())[SHEET].decode()
    assert re.findall(r'<col min="(\d)" max="\d" width="(\d+)"', xml) == [
        ("3", "12"),
        ("4", "14"),
        ("5", "9"),
    ]


def test_columns_go_past_what_is_below(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [["Order"], ["SO-1", None, "my note"]])

    assert Workbook.open(path).add_columns(
        "Sheet", 1, new_columns(["Status"], [DERIVED], [12])
    ) == [2]
    assert Workbook.open(path).add_columns(
        "Sheet", 1, new_columns(["Status", "Total"], [DERIVED] * 2, [12, 12])
    ) == [4, 5]


# -- derived sheets


def stock(path: Path) -> Path:
    return plain_book(
        path,
        [
            ["SKU", "On hand", "My note"],
            ["A", 1, "top"],
            ["B", 2, None],
            ["C", 3, "keep"],
        ],
    )


@pytest.mark.parametrize(
    ("skus", "rows"),
    [
        (["A", "X"], [["A", 0.0, "top"], ["X", 1.0, ""], ["", "", "keep"]]),
        (
            ["A", "B", "C", "D"],
            [["A", 0.0, "top"], ["B", 1.0, ""], ["C", 2.0, "keep"], ["D", 3.0, ""]],
        ),
        ([], [["", "", "top"], ["", "", ""], ["", "", "keep"]]),
    ],
    ids=["fewer", "more", "none"],
)
def test_replaced_rows_leave_the_owners_columns_alone(
    tmp_path: Path, skus: list[str], rows: list[list[object]]
) -> None:
    def edit(book: Workbook) -> None:
        book.replace_rows("Sheet", 1, {1: skus, 2: list(range(len(skus)))})

    assert after(stock(tmp_path / "book.xlsx"), edit).read("Sheet").rows[1:] == rows


# -- against an independent model


@pytest.mark.parametrize("seed", range(25))
def test_random_edits_agree_with_a_plain_grid(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    height = dice.randint(1, 6)
    width = dice.randint(1, 6)

    def cell() -> object:
        return dice.choice(
            [None, None, "text", 5, 2.5, True, dt.date(2026, 1, 5), "a & b"]
        )

    rows = [[cell() for _ in range(width)] for _ in range(height)]
    path = plain_book(tmp_path / "book.xlsx", rows)
    expected = {
        (r, c): v
        for r, row in enumerate(rows, 1)
        for c, v in enumerate(row, 1)
        if v is not None
    }
    book = Workbook.open(path)
    for _ in range(dice.randint(1, 6)):
        column = dice.randint(1, width + 2)
        places = sorted(dice.sample(range(1, height + 4), dice.randint(1, 3)))
        new = [cell() for _ in places]
        book.set_cells("Sheet", column, places, new, DERIVED)  # type: ignore[arg-type]
        expected |= {
            (place, column): value for place, value in zip(places, new, strict=True)
        }
    book.apply()

    read = Workbook(path, book.package.to_bytes()).read("Sheet")
    found = {
        (r, c): v
        for r, row in enumerate(read.rows, 1)
        for c, v in enumerate(row, 1)
        if v != ""
    }
    assert {k: _plain(v) for k, v in found.items()} == {
        k: _plain(v) for k, v in expected.items() if v is not None
    }


def _plain(value: object) -> object:
    """Numbers are read as floats."""
    return (
        float(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else value
    )


def test_comments_and_cdata_do_not_confuse(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<!-- <row r="1"><c r="A1"/></row> --><row r="1">'
        '<c r="A1" t="inlineStr"><is><t><![CDATA[a <b> & c]]></t></is></c>'
        '<!-- <c r="B1"/> --><c r="B1"><v>1</v></c></row>',
    )

    book = after(path, lambda book: book.set_cells("Sheet", 2, [1], [2]))

    assert book.read("Sheet").rows == [["a <b> & c", 2.0]]


def test_a_workbook_in_utf16_is_edited(tmp_path: Path) -> None:
    path = repacked(plain_book(tmp_path / "book.xlsx", [["Größe", 1]]), in_utf16)

    def edit(book: Workbook) -> None:
        book.append_rows("Sheet", 1, {1: ["Länge"], 2: [dt.date(2026, 2, 3)]})

    assert after(path, edit).read("Sheet").rows == [
        ["Größe", 1.0],
        ["Länge", dt.date(2026, 2, 3)],
    ]


def test_edits_go_on_from_what_was_applied(tmp_path: Path) -> None:
    book = Workbook.open(orders(tmp_path / "book.xlsx"))
    book.append_rows("Sheet", 1, {1: ["SO-4"]})
    book.apply()

    assert book.read("Sheet").value(5, 1) == "SO-4"
    assert book.append_rows("Sheet", 1, {1: ["SO-5"]}) == range(6, 7)
    book.save(tmp_path / "other.xlsx")

    keys = Workbook.open(tmp_path / "other.xlsx").read("Sheet").column(1)
    assert keys == ["Order", "SO-1", "SO-2", "SO-3", "SO-4", "SO-5"]


def test_saving_without_a_change_leaves_the_file_alone(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")
    before = path.stat().st_mtime_ns, path.read_bytes()

    Workbook.open(path).save(path, replacing=True)

    assert (path.stat().st_mtime_ns, path.read_bytes()) == before

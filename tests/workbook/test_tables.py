"""Tables: they take rows and columns as they do in Excel, totals row and calculated columns included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sample_books import after, edited, new_columns, parts, values, written

from sheetflow.workbook import CannotGrow, CellLook, NoValue, Workbook

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter

DERIVED = CellLook(derived=True)
TABLE = "xl/tables/table1.xml"


def lines(
    path: Path, data: list[list[object]], *, totals: bool = False, last: int = 0
) -> Path:
    """A table Lines from B3 on: Order, Quantity, Double (calculated); perhaps with totals, to row `last` at least."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        bold = book.add_format({"bold": True})
        label, total = (
            ({"total_string": "Total"}, {"total_function": "sum"})
            if totals
            else ({}, {})
        )
        columns = [
            {"header": "Order", **label},
            {"header": "Quantity", "format": bold, **total},
            {"header": "Double", "formula": "=[@Quantity]*2"},
        ]
        end = max(3 + len(data), last) + totals
        sheet.add_table(
            f"B3:D{end}", {"name": "Lines", "columns": columns, "total_row": totals}
        )
        for number, row in enumerate(data, 3):
            sheet.write_row(number, 1, row)

    return written(path, fill)


TWO = [["SO-1", 5], ["SO-2", 7]]


def test_a_table_grows_with_its_rows(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", TWO)

    book = after(
        path,
        lambda book: (
            book.append_rows("Sheet", 3, {2: ["SO-3", "SO-4"], 3: [1, 2]}) and None
        ),
    )

    (table,) = book.read("Sheet").tables
    assert (table.first_row, table.last_row) == (3, 7)
    assert [row[1:3] for row in book.read("Sheet").rows[5:]] == [
        ["SO-3", 1.0],
        ["SO-4", 2.0],
    ]
    xml = parts(path.read_bytes())[TABLE]
    assert b' ref="B3:D7"' in xml
    assert b'<autoFilter ref="B3:D7"/>' in xml


def test_a_calculated_column_is_carried_down(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", TWO)

    data = edited(
        path, lambda book: book.append_rows("Sheet", 3, {2: ["SO-3"], 3: [1]}) and None
    )

    formulas = [row[3] for row in values(data, "Sheet")[3:]]
    assert len(set(formulas)) == 1
    assert len(formulas) == 3


@pytest.mark.parametrize("new", [1, 2, 5])
def test_a_totals_row_moves_down(tmp_path: Path, new: int) -> None:
    path = lines(tmp_path / "book.xlsx", TWO, totals=True)
    keys = [f"NEW-{i}" for i in range(new)]

    book = after(
        path,
        lambda book: book.append_rows("Sheet", 3, {2: keys, 3: [1] * new}) and None,
    )

    (table,) = book.read("Sheet").tables
    assert (table.last_data_row, table.last_row) == (5 + new, 6 + new)
    assert [row[1] for row in book.read("Sheet").rows[3:]] == [
        "SO-1",
        "SO-2",
        *keys,
        "Total",
    ]
    assert values(path.read_bytes(), "Sheet")[5 + new][2] == "=SUBTOTAL(109,[Quantity])"
    assert book.read("Sheet").value(6 + new, 3) == NoValue()


def test_a_blank_first_row_is_filled(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", [], last=4)
    assert Workbook.open(path).next_row("Sheet", 3, [2, 3]) == 4

    book = after(
        path, lambda book: book.append_rows("Sheet", 3, {2: ["SO-1", "SO-2"]}) and None
    )

    (table,) = book.read("Sheet").tables
    assert table.last_row == 5
    assert [row[1] for row in book.read("Sheet").rows[3:]] == ["SO-1", "SO-2"]


def test_blank_rows_at_a_tables_end_are_filled_first(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", TWO, last=10)

    book = after(
        path, lambda book: book.append_rows("Sheet", 3, {2: ["SO-3"]}) and None
    )

    (table,) = book.read("Sheet").tables
    assert table.last_row == 10
    assert book.read("Sheet").value(6, 2) == "SO-3"


def test_what_is_below_a_table_is_in_the_way(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", TWO)

    def with_note(book: Workbook) -> None:
        book.set_cells("Sheet", 3, [7], ["a note"])

    path.write_bytes(edited(path, with_note))
    book = Workbook.open(path)

    assert book.append_rows("Sheet", 3, {2: ["SO-3"]}) == range(6, 7)
    with pytest.raises(CannotGrow, match="the cell C7 is in use"):
        book.append_rows("Sheet", 3, {2: ["SO-4"]})


def test_columns_are_added_to_a_table(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", TWO, totals=True)

    def edit(book: Workbook) -> None:
        assert book.add_columns(
            "Sheet",
            3,
            new_columns(["Status", "Line total"], [DERIVED, DERIVED], [12, 12]),
        ) == [5, 6]
        book.set_cells("Sheet", 5, [4, 5], ["Open", "Shipped"], DERIVED)
        book.append_rows("Sheet", 3, {2: ["SO-3"], 5: ["Open"]})

    book = after(path, edit)

    (table,) = book.read("Sheet").tables
    assert table.columns == ("Order", "Quantity", "Double", "Status", "Line total")
    assert (table.last_column, table.last_row) == (6, 7)
    assert book.read("Sheet").column(5) == [
        "",
        "",
        "Status",
        "Open",
        "Shipped",
        "Open",
        "",
    ]
    xml = parts(path.read_bytes())[TABLE]
    assert b'<tableColumns count="5">' in xml
    assert b'<autoFilter ref="B3:F6"/>' in xml


def test_what_is_beside_a_table_is_in_the_way(tmp_path: Path) -> None:
    path = lines(tmp_path / "book.xlsx", TWO)
    path.write_bytes(
        edited(path, lambda book: book.set_cells("Sheet", 5, [4], ["a note"]))
    )

    with pytest.raises(CannotGrow, match="the cell E4 is in use"):
        Workbook.open(path).add_columns(
            "Sheet", 3, new_columns(["Status"], [DERIVED], [12])
        )


@pytest.mark.parametrize(("count", "last"), [(1, 4), (0, 4), (2, 5), (4, 7)])
def test_a_derived_table_is_as_long_as_its_rows(
    tmp_path: Path, count: int, last: int
) -> None:
    path = lines(tmp_path / "book.xlsx", TWO)
    keys = [f"NEW-{i}" for i in range(count)]

    book = after(
        path,
        lambda book: book.replace_rows("Sheet", 3, {2: keys, 3: list(range(count))}),
    )

    (table,) = book.read("Sheet").tables
    assert table.last_row == last
    assert [row[1] for row in book.read("Sheet").rows[3:] if row[1] != ""] == keys


def test_an_owners_column_in_a_derived_table_is_not_an_obstacle(tmp_path: Path) -> None:
    """His notes stay where they are while the table shrinks and grows again."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        sheet.add_table(
            "A1:B4", {"columns": [{"header": "SKU"}, {"header": "My note"}]}
        )
        sheet.write_column("A2", ["A", "B", "C"])
        sheet.write_column("B2", ["one", "two", "three"])

    path = written(tmp_path / "book.xlsx", fill)
    path.write_bytes(
        edited(path, lambda book: book.replace_rows("Sheet", 1, {1: ["A"]}))
    )
    assert Workbook.open(path).read("Sheet").tables[0].last_row == 2

    book = after(
        path, lambda book: book.replace_rows("Sheet", 1, {1: ["A", "B", "C", "D"]})
    )

    assert book.read("Sheet").tables[0].last_row == 5
    assert book.read("Sheet").rows[1:] == [
        ["A", "one"],
        ["B", "two"],
        ["C", "three"],
        ["D", ""],
    ]

"""Where sheets, header rows and columns are found, wherever people move them (workbook.md, Names)."""

from __future__ import annotations

import pytest
from tables import grid_of

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import did_you_mean, nearest
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import find_layout
from sheetflow.reading.sheet_names import match_sheets, require_sheets
from sheetflow.reading.sheets import read_sheet
from sheetflow.workbook.model import Grid, TableInfo

LOCATIONS = sheet_schema("Locations")
CUSTOMERS = sheet_schema("Customers")


@pytest.mark.parametrize(
    "name",
    [
        "Order lines",
        "order_lines",
        "ORDER-LINES",
        " Order  lines ",
        "Order lines*",
        "Order lines *",
    ],
)
def test_names_match_without_regard_to_case_spaces_and_a_star(name):
    assert match_sheets([name, "Notes"]) == {"Order lines": name}
    assert loose(name) == "order lines"


def test_of_two_alike_the_exact_name_wins():
    assert match_sheets(["orders", "Orders"])["Orders"] == "Orders"
    assert match_sheets(["Orders", "orders"])["Orders"] == "Orders"


@pytest.mark.parametrize("name", ["Orders 2025", "Orderlines", "Order"])
def test_other_names_are_their_owners(name):
    assert match_sheets([name]) == {}


def test_a_missing_required_sheet_stops_and_names_the_nearest():
    with pytest.raises(SheetflowError) as caught:
        require_sheets(
            {"Customers": "Customers", "Products": "Products", "Orders": "Orders"},
            [
                "Customers",
                "Products",
                "Orders",
                "Orderline",
                "Notes",
            ],
        )
    assert "Order lines" in str(caught.value)
    assert "Orderline" in str(caught.value)
    assert "\n" not in str(caught.value)
    require_sheets(
        {name: name for name in ("Customers", "Products", "Orders", "Order lines")}, []
    )


def test_the_header_row_is_the_first_that_holds_all_required_headers():
    typed = grid_of(
        "Customers",
        [
            ["Our customers", "", "", ""],
            ["", "Customer", "", ""],
            ["", "", "", ""],
            ["Ours", "NAME *", "Vip", "customer"],
            ["x", "Mill Lane Stores", "yes", "C-1"],
            ["", "", "", ""],
            ["only the owner's column", "", "", ""],
            ["", "Harbour Cafe", "", "C-2"],
        ],
    )
    layout = find_layout(typed, CUSTOMERS)
    assert (layout.header_row, layout.columns) == (4, {"Name": 2, "Customer": 4})
    assert layout.owners == {1, 3}
    frame = read_sheet(typed, layout).frame
    assert frame["Customer"].tolist() == ["C-1", "C-2"]
    assert frame.rows.tolist() == [5, 8]


def test_of_two_columns_alike_the_first_counts():
    typed = grid_of("Locations", [["Location", "location "], ["A", "B"]])
    assert read_sheet(typed, find_layout(typed, LOCATIONS)).frame[
        "Location"
    ].tolist() == ["A"]


def test_a_missing_required_column_stops_and_names_the_nearest():
    typed = grid_of("Customers", [["Custmer", "Name"], ["C-1", "Mill"]])
    with pytest.raises(SheetflowError) as caught:
        find_layout(typed, CUSTOMERS)
    said = str(caught.value)
    assert said.startswith("Customers")
    assert "Customer" in said
    assert "Custmer" in said
    assert "\n" not in said


def test_a_tables_totals_row_is_not_a_record():
    rows = [["Location", "Priority"], ["A", 1.0], ["Total", 1.0]]
    table = TableInfo("T", 1, 3, 1, 2, 1, ("Location", "Priority"))
    typed = Grid("Locations", rows, tables=(table,))
    assert read_sheet(typed, find_layout(typed, LOCATIONS)).frame[
        "Location"
    ].tolist() == ["A"]


def test_a_row_whose_fact_cells_are_blank_is_not_a_row_even_with_derived_cells():
    typed = grid_of(
        "Customers",
        [
            ["Customer", "Name", "Balance"],
            ["C-1", "Mill", 5.0],
            ["", " ", 7.0],
        ],
    )
    assert len(read_sheet(typed, find_layout(typed, CUSTOMERS)).frame) == 1


def test_an_empty_sheet_with_headers_only():
    typed = grid_of("Locations", [["Location"]])
    assert len(read_sheet(typed, find_layout(typed, LOCATIONS)).frame) == 0


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Widgt-red", "WIDGET-RED"), ("order_date", "Order date"), ("xyz", "")],
)
def test_the_nearest_name(typed, near):
    known = ["WIDGET-RED", "WIDGET-BLUE", "Order date"]
    assert nearest(typed, known) == near
    assert did_you_mean(typed, known) == (f". Did you mean {near}?" if near else "")

"""Orders typed below their table: the chart, formulas, names and own columns over them reach to the last one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from packages import parts

from sheetflow import pipeline
from sheetflow.workbook import Workbook

DAY = dt.date(2026, 2, 1)
ORDERS = ["Order", "Order date", "Customer", "Action", "Score", "Double"]
LINES = ["Order", "Line", "SKU", "Quantity"]
Rows = Sequence[Sequence[object]]


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The parts after three runs, an order typed before the second and the third."""
    path = tmp_path_factory.mktemp("decorated") / "shop.xlsx"
    make(path)
    for row in (4, 5, 6):
        pipeline.run(path, as_of=dt.date(2026, 3, 2)).save(path, replacing=True)
        if row < 6:
            type_order(path, row)
    return {
        name: data.decode("latin-1") for name, data in parts(path.read_bytes()).items()
    }


def make(path: Path) -> None:
    """Two orders, with what their owner made of them."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    add(book, "Customers", ["Customer", "Name"], [["C-1", "Mill"]])
    add(book, "Products", ["SKU", "Name", "Price"], [["A-100", "Anvil", 20]])
    orders = add(book, "Orders", ORDERS, [order(2), order(3)])
    add(book, "Order lines", LINES, [line(2), line(3)])
    for row in (2, 3):
        orders.write_formula(f"F{row}", "=TOrders[[#This Row],[Score]]*2")
    orders.data_validation("E2:E3", {"validate": "list", "source": [1, 2, 3]})
    orders.conditional_format("E2:E3", {"type": "data_bar"})
    own = book.add_worksheet("Mine")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=Orders!$A$2:$A$3", "values": "=Orders!$E$2:$E$3"})
    own.insert_chart("B5", chart)
    own.write_formula("A1", "=SUM(Orders!E2:E3)")
    own.add_sparkline("A2", {"range": "Orders!E2:E3"})
    book.define_name("Scores", "=Orders!$E$2:$E$3")
    book.close()


def add(
    book: xlsxwriter.Workbook, name: str, headers: Sequence[str], rows: Rows
) -> xlsxwriter.worksheet.Worksheet:
    """A sheet with a table."""
    sheet = book.add_worksheet(name)
    columns = [{"header": header} for header in headers]
    table = {"name": f"T{name.replace(' ', '')}", "columns": columns, "data": rows}
    sheet.add_table(0, 0, len(rows), len(headers) - 1, table)
    return sheet


def order(row: int) -> list[object]:
    return [f"SO-{row:06d}", DAY, "C-1", "", row]


def line(row: int) -> list[object]:
    return [f"SO-{row:06d}", 1, "A-100", 5]


def type_order(path: Path, row: int) -> None:
    """Type an order and its line below the tables, which do not grow."""
    book = Workbook.open(path)
    for name, cells in {"Orders": order(row), "Order lines": line(row)}.items():
        for column, value in enumerate(cells, 1):
            book.set_cells(name, column, [row], [value or None])
    book.save(path, replacing=True)


def test_charts_formulas_names_and_sparklines_reach_to_the_last_order(
    after: dict[str, str],
) -> None:
    chart = after["xl/charts/chart1.xml"]
    assert re.findall(r"<c:f>([^<]*)", chart) == [
        "Orders!$A$2:$A$5",
        "Orders!$E$2:$E$5",
    ]
    [own] = [xml for xml in after.values() if "sparklineGroups" in xml]
    assert "<f>SUM(Orders!E2:E5)</f>" in own
    assert "<xm:f>Orders!E2:E5</xm:f>" in own
    assert ">Orders!$E$2:$E$5</definedName>" in after["xl/workbook.xml"]


def test_own_columns_have_their_formula_dropdown_and_bars_in_every_row(
    after: dict[str, str],
) -> None:
    [orders] = [
        xml for xml in after.values() if "dataBar" in xml and "<sheetData" in xml
    ]
    assert re.findall(r'<c r="(F\d)"[^>]*><f', orders) == ["F2", "F3", "F4", "F5"]
    assert 'conditionalFormatting sqref="E2:E5"' in orders
    assert 'sqref="E2:E5"' in orders.partition("<dataValidations")[2]

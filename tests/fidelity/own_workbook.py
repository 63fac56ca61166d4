"""The sample shop as an owner has it: charts, notes, pictures, names and formulas on and over our sheets."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from sheetflow.starters.samples.shop import shop_tables

PLAIN = "Payments"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def made(
    path: Path,
    below_picks: str = "",
    totals: bool = False,
    options: Mapping[str, object] | None = None,
) -> Path:
    """The shop with a chart, formats, notes, pictures, names and formulas of its owner's over our sheets.

    `totals`: the table of Picks has a calculated column and a totals row; `options` are xlsxwriter's.
    """
    book = xlsxwriter.Workbook(path, dict(options or {}))
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for sheet, table in shop_tables("quickstart").items():
        page = book.add_worksheet(sheet)
        for column, header in enumerate(table.headers):
            page.write_string(0, column, header)
            for row, value in enumerate(table.column(header), 1):
                if isinstance(value, dt.date):
                    page.write_datetime(
                        row, column, dt.datetime.combine(value, dt.time()), day
                    )
                elif value is not None:
                    page.write(row, column, value)
        if sheet != PLAIN:
            design = _design(sheet, table.headers, totals and sheet == "Picks")
            last_row = len(table.rows) + ("total_row" in design)
            page.add_table(0, 0, last_row, len(design["columns"]) - 1, design)
    _decorated(book, below_picks)
    book.close()
    return path


def _design(sheet: str, headers: Sequence[str], totals: bool) -> dict[str, Any]:
    columns: list[dict[str, str]] = [{"header": header} for header in headers]
    name = f"T{sheet.replace(' ', '')}"
    if not totals:
        return {"name": name, "columns": columns}
    columns[0]["total_string"] = "Total"
    columns[headers.index("Picked")]["total_function"] = "sum"
    columns.append(
        {
            "header": "Doubled",
            "formula": "=TPicks[[#This Row],[Picked]]*2",
            "total_function": "max",
        }
    )
    return {"name": name, "columns": columns, "total_row": True}


def _decorated(book: xlsxwriter.Workbook, below_picks: str) -> None:
    picks = book.get_worksheet_by_name("Picks")
    orders = book.get_worksheet_by_name("Orders")
    last = len(shop_tables("quickstart")["Picks"].rows)
    high = book.add_format({"bg_color": "#FFC7CE"})
    picks.conditional_format(
        1, 5, last, 5, {"type": "cell", "criteria": ">", "value": 20, "format": high}
    )
    picks.conditional_format(1, 6, last, 6, {"type": "data_bar", "data_bar_2010": True})
    picks.data_validation(
        1, 8, last, 8, {"validate": "list", "source": ["Ines", "Tom"]}
    )
    picks.print_area(0, 0, last, 8)
    picks.insert_image(1, 14, "pixel.png", {"image_data": io.BytesIO(PIXEL)})
    if below_picks:
        picks.write_string(last + 2, 0, below_picks)
    orders.write_comment("M2", "Ask Joan first", {"author": "Ola"})
    orders.freeze_panes(1, 1)
    orders.set_row(4, 33)
    orders.protect("", {"autofilter": True})
    book.define_name("AllPicks", f"=Picks!$A$2:$I${last + 1}")
    page = book.add_worksheet("Dashboard")
    page.write_formula("A1", "=SUM(Picks!G:G)", None, 162)
    page.write_formula("A2", f"=SUM(Picks!G2:G{last + 1})", None, 162)
    page.write_formula("A3", '=COUNTIF(TPicks[Picker],"Tom")', None, 6)
    page.write_formula("A4", f"=SUM(Picks!G2:G{last - 3})", None, 140)
    page.write_formula("A5", "=1+1", None, 2)
    page.add_sparkline("B1", {"range": f"Picks!G2:G{last + 1}"})
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "values": f"=Picks!$G$2:$G${last + 1}",
            "categories": f"=Picks!$B$2:$B${last + 1}",
        }
    )
    page.insert_chart("D2", chart)
    page.insert_textbox("D20", "Do not touch")

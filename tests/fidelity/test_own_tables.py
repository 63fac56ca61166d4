"""An owner's own table with a totals row and a calculated column, macros, dates from 1904: through whole runs."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from business import LATER, ask_for_more, run_on
from office import convert, needs_office
from own_workbook import made
from packages import parts

from sheetflow.opening import open_workbook
from sheetflow.starters.samples.shop import shop_tables

pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning"
)  # openpyxl names what it cannot keep
PICKS = len(shop_tables("quickstart")["Picks"].rows)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook after two runs, the second with more actions."""
    path = made(tmp_path / "shop.xlsx", totals=True)
    run_on(path)
    ask_for_more(path, LATER)
    run_on(path, 1)
    return path


def test_the_totals_row_moves_down_with_its_formulas_and_calculated_columns_are_filled(
    book: Path,
) -> None:
    picks = openpyxl.load_workbook(book)["Picks"]
    table = picks.tables["TPicks"]
    totals = picks.max_row
    column = {cell.value: cell.column_letter for cell in picks[1]}
    doubled = column["Doubled"]
    quantity = column["Picked"]
    assert totals > PICKS + 2
    assert table.ref == f"A1:{picks.cell(1, picks.max_column).column_letter}{totals}"
    assert table.totalsRowCount == 1
    assert picks[f"A{totals}"].value == "Total"
    assert picks[f"{quantity}{totals}"].value == "=SUBTOTAL(109,[Picked])"
    assert picks[f"{doubled}{totals}"].value == "=SUBTOTAL(104,[Doubled])"
    filled = {str(picks[f"{doubled}{row}"].value) for row in range(2, totals)}
    assert filled == {"=TPicks[[#This Row],[Picked]]*2"}
    assert picks[f"{quantity}{PICKS + 2}"].value != "=SUBTOTAL(109,[Picked])"


@needs_office
def test_libreoffice_calculates_the_owners_formulas_over_the_new_rows(
    book: Path, tmp_path: Path
) -> None:
    convert([book], "xlsx", tmp_path / "converted")
    picks = open_workbook(book).raw["Picks"].frame
    quantities = [quantity / 1_000_000 for quantity in picks["Picked"].tolist()]
    pickers = picks["Picker"].tolist()
    calculated = openpyxl.load_workbook(
        tmp_path / "converted" / book.name, data_only=True
    )
    dashboard = calculated["Dashboard"]
    assert dashboard["A2"].value == sum(quantities)
    assert dashboard["A3"].value == pickers.count("Tom")


def test_twenty_runs_add_nothing_but_lines_of_the_run_log(book: Path) -> None:
    run_on(book, 1)
    settled = book.read_bytes()
    for _ in range(20):
        run_on(book, 1)
    old = parts(settled)
    new = parts(book.read_bytes())
    assert list(old) == list(new)
    changed = {name for name in old if old[name] != new[name]}
    log = _parts_of(settled, "Run log")
    assert log & changed
    # Hidden names in workbook.xml keep the fingerprint of the last run.
    assert changed - {"xl/workbook.xml"} <= log


def _parts_of(data: bytes, sheet: str) -> set[str]:
    """The part of a sheet, and those of its tables."""
    package = {name: content.decode("latin-1") for name, content in parts(data).items()}
    relation = re.search(
        rf'<sheet [^>]*name="{sheet}"[^>]*r:id="(\w+)"', package["xl/workbook.xml"]
    )
    assert relation
    relations = re.findall(
        r"<Relationship [^>]*>", package["xl/_rels/workbook.xml.rels"]
    )
    target = next(one for one in relations if f'Id="{relation[1]}"' in one)
    name = "xl/" + re.findall(r'Target="([^"]*)"', target)[0].removeprefix("/xl/")
    rels = package.get(name.replace("worksheets/", "worksheets/_rels/") + ".rels", "")
    return {
        name,
        *(f"xl/tables/{table}" for table in re.findall(r"tables/([^\"]*)", rels)),
    }


def test_macros_stay_as_they_are(tmp_path: Path) -> None:
    macros = b"\xd0\xcf\x11\xe0 what a project of macros is made of" * 50
    path = _with_macros(made(tmp_path / "shop.xlsx"), macros)
    run_on(path)
    assert parts(path.read_bytes())["xl/vbaProject.bin"] == macros
    assert b"macroEnabled.main+xml" in parts(path.read_bytes())["[Content_Types].xml"]


def _with_macros(path: Path, macros: bytes) -> Path:
    """The workbook as .xlsm, with a project of macros in it."""
    package = parts(path.read_bytes())
    kinds = (
        package["[Content_Types].xml"]
        .replace(b"officedocument.spreadsheetml.sheet.main+xml", b"XXX")
        .replace(
            b"application/vnd.openxmlformats-XXX",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
    )
    vba = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    relation = (
        b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
        b' Target="vbaProject.bin"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    package["[Content_Types].xml"] = kinds.replace(b"</Types>", vba)
    package[rels] = package[rels].replace(b"</Relationships>", relation)
    with zipfile.ZipFile(
        path.with_suffix(".xlsm"), "w", zipfile.ZIP_DEFLATED
    ) as archive:
        for name, content in {**package, "xl/vbaProject.bin": macros}.items():
            archive.writestr(name, content)
    return path.with_suffix(".xlsm")


def test_a_workbook_whose_dates_count_from_1904_has_the_same_dates_after_a_run(
    tmp_path: Path,
) -> None:
    usual = made(tmp_path / "usual.xlsx")
    other = made(tmp_path / "other.xlsx", options={"date_1904": True})
    for path in (usual, other):
        run_on(path)
    dates, others = (_dates(path) for path in (usual, other))
    assert len(dates) > 50
    assert dates == others


def _dates(path: Path) -> list[tuple[str, str, dt.datetime]]:
    """Every date in the workbook, but for when its runs were."""
    book = openpyxl.load_workbook(path)
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        if sheet.title != "Run log"
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, dt.datetime)
    ]

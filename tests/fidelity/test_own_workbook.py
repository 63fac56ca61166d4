"""What owners put on the very sheets that a run writes to: it stays, and grows with the rows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from business import LATER, ask_for_more, run_on
from packages import lost, parts
from schema_rules import faults

from sheetflow.errors import SheetflowError
from sheetflow.samples.shop import shop_tables
from sheetflow.workbook import Workbook

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl names what it cannot keep
PLAIN = "Payments"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def made(path: Path, below_picks: str = "") -> Path:
    """The shop with a chart, formats, notes, pictures, names and formulas of its owner's over our sheets."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for sheet, table in shop_tables("quickstart").items():
        page = book.add_worksheet(sheet)
        for column, header in enumerate(table.headers):
            page.write_string(0, column, header)
            for row, value in enumerate(table.column(header), 1):
                if isinstance(value, dt.date):
                    page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    page.write(row, column, value)
        if sheet != PLAIN:
            columns = [{"header": header} for header in table.headers]
            name = f"T{sheet.replace(' ', '')}"
            page.add_table(0, 0, len(table.rows), len(table.headers) - 1, {"name": name, "columns": columns})
    _decorated(book, below_picks)
    book.close()
    return path


def _decorated(book: xlsxwriter.Workbook, below_picks: str) -> None:
    picks, orders = book.get_worksheet_by_name("Picks"), book.get_worksheet_by_name("Orders")
    last = len(shop_tables("quickstart")["Picks"].rows)
    high = book.add_format({"bg_color": "#FFC7CE"})
    picks.conditional_format(1, 5, last, 5, {"type": "cell", "criteria": ">", "value": 20, "format": high})
    picks.conditional_format(1, 6, last, 6, {"type": "data_bar", "data_bar_2010": True})
    picks.data_validation(1, 8, last, 8, {"validate": "list", "source": ["Ines", "Tom"]})
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
    chart.add_series({"values": f"=Picks!$G$2:$G${last + 1}", "categories": f"=Picks!$B$2:$B${last + 1}"})
    page.insert_chart("D2", chart)
    page.insert_textbox("D20", "Do not touch")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The workbook before and after two runs."""
    path = made(tmp_path_factory.mktemp("own") / "shop.xlsx")
    before = path.read_bytes()
    run_on(path)
    ask_for_more(path, LATER)
    run_on(path, 1)
    return before, path.read_bytes()


def _part(data: bytes, name: str) -> str:
    return parts(data)[name].decode()


def test_nothing_is_lost_but_ranges_that_grow(run: tuple[bytes, bytes]) -> None:
    old, new = parts(run[0]), parts(run[1])
    assert [name for name in old if name not in new] == []
    kept = [n for n in old if re.match(r"xl/(media|drawings|comments|printerSettings|theme)|docProps", n)]
    assert len(kept) >= 6
    assert [name for name in kept if new[name] != old[name]] == []
    assert lost(old["xl/styles.xml"], new["xl/styles.xml"]) == []


def test_everything_over_the_picks_reaches_to_the_last_of_them(run: tuple[bytes, bytes]) -> None:
    _, after = run
    book = openpyxl.load_workbook(io.BytesIO(after))
    picks = book["Picks"]
    last = max(cell.row for cell in picks["B"] if cell.value)
    assert last > len(shop_tables("quickstart")["Picks"].rows) + 1
    sheet = next(p for p in parts(after) if p.endswith("sheet9.xml"))
    xml = _part(after, sheet)
    assert f'<conditionalFormatting sqref="F2:F{last}">' in xml
    assert f'<conditionalFormatting sqref="G2:G{last}">' in xml
    assert re.search(rf'<dataValidation [^>]*sqref="I2:I{last}"', xml)
    assert f"<xm:sqref>G2:G{last}</xm:sqref>" in xml
    assert picks.tables["TPicks"].ref.endswith(str(last))
    workbook = _part(after, "xl/workbook.xml")
    assert f"Picks!$A$1:$I${last}</definedName>" in workbook
    assert f"Picks!$A$2:$I${last}</definedName>" in workbook
    chart = _part(after, "xl/charts/chart1.xml")
    assert f"<c:f>Picks!$G$2:$G${last}</c:f>" in chart
    assert f"<c:f>Picks!$B$2:$B${last}</c:f>" in chart
    dashboard = next(_part(after, n) for n in parts(after) if "sparkline" in _part_or_none(after, n))
    assert f"<xm:f>Picks!G2:G{last}</xm:f>" in dashboard


def _part_or_none(data: bytes, name: str) -> str:
    return parts(data)[name].decode("latin-1") if name.startswith("xl/worksheets/sheet") else ""


def test_values_that_went_stale_are_gone_and_others_stay(run: tuple[bytes, bytes]) -> None:
    """The picks at the top did not change, so the sum over them alone keeps its value."""
    values = openpyxl.load_workbook(io.BytesIO(run[1]), data_only=True)["Dashboard"]
    assert [values[f"A{row}"].value for row in range(1, 6)] == [None, None, None, 140, 2]
    assert 'fullCalcOnLoad="1"' in _part(run[1], "xl/workbook.xml")


def test_the_workbook_keeps_to_the_rules_of_the_format(run: tuple[bytes, bytes]) -> None:
    assert sorted(set(faults(run[1])) - set(faults(run[0]))) == []


def test_a_note_far_below_a_growing_table_stops_the_run_before_anything_is_written(tmp_path: Path) -> None:
    path = made(tmp_path / "shop.xlsx", below_picks="Counted by Tom")
    before = path.read_bytes()
    with pytest.raises(SheetflowError, match=r"Picks.*A17.*in use.*move"):
        run_on(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", ["x-main", "strict"])
def test_every_action_is_done_whatever_the_dialect(tmp_path: Path, kind: str) -> None:
    """Prefixed elements, as other programs write them, and the ISO's own namespaces."""
    path = made(tmp_path / "shop.xlsx")
    path.write_bytes(_in_dialect(path.read_bytes(), kind))
    before = path.read_bytes()
    done = run_on(path)
    assert (done.applied, done.held) == (13, 0)
    assert sorted(set(faults(path.read_bytes())) - set(faults(before))) == []
    assert len(run_on(path).edits) == 0
    assert Workbook.open(path).read("Orders").value(2, 1) == "SQ-000001"


def _in_dialect(data: bytes, kind: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(data).items():
            package.writestr(name, _prefixed(name, content) if kind == "x-main" else _strict(content))
    return file.getvalue()


def _prefixed(name: str, content: bytes) -> bytes:
    if not re.fullmatch(r"xl/(workbook|styles|worksheets/sheet\d+|tables/table\d+)\.xml", name) or b"x14" in content:
        return content
    named = content.replace(
        b' xmlns="http://schemas.openxmlformats.org/spreadsheetml',
        b' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
    )
    return re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", named)


def _strict(content: bytes) -> bytes:
    """The namespaces and relationship types of ISO/IEC 29500 strict."""
    for old, new in (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (b"http://schemas.openxmlformats.org/drawingml/2006", b"http://purl.oclc.org/ooxml/drawingml"),
    ):
        content = content.replace(old, new)
    return content

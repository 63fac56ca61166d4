"""What owners put on the very sheets that a run writes to: it stays, and grows with the rows."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from business import LATER, ask_for_more, run_on
from own_workbook import made
from packages import lost, parts
from schema_rules import faults

from sheetflow.errors import SheetflowError
from sheetflow.starters.samples.shop import shop_tables
from sheetflow.workbook import Workbook

pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning"
)  # openpyxl names what it cannot keep


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
    old = parts(run[0])
    new = parts(run[1])
    assert [name for name in old if name not in new] == []
    kept = [
        n
        for n in old
        if re.match(r"xl/(media|drawings/drawing|printerSettings|theme)|docProps", n)
    ]
    assert len(kept) >= 4
    noted = [n for n in old if re.match(r"xl/(comments|drawings/vmlDrawing)", n)]
    assert [
        name for name in noted if lost(old[name], new[name])
    ] == []  # marks may be next to the owner's notes
    assert [name for name in kept if new[name] != old[name]] == []
    assert lost(old["xl/styles.xml"], new["xl/styles.xml"]) == []


def test_everything_over_the_picks_reaches_to_the_last_of_them(
    run: tuple[bytes, bytes],
) -> None:
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
    dashboard = next(
        _part(after, n) for n in parts(after) if "sparkline" in _part_or_none(after, n)
    )
    assert f"<xm:f>Picks!G2:G{last}</xm:f>" in dashboard


def _part_or_none(data: bytes, name: str) -> str:
    return (
        parts(data)[name].decode("latin-1")
        if name.startswith("xl/worksheets/sheet")
        else ""
    )


def test_values_that_went_stale_are_gone_and_others_stay(
    run: tuple[bytes, bytes],
) -> None:
    """The picks at the top did not change, so the sum over them alone keeps its value."""
    values = openpyxl.load_workbook(io.BytesIO(run[1]), data_only=True)["Dashboard"]
    assert [values[f"A{row}"].value for row in range(1, 6)] == [
        None,
        None,
        None,
        140,
        2,
    ]
    assert 'fullCalcOnLoad="1"' in _part(run[1], "xl/workbook.xml")


def test_the_workbook_keeps_to_the_rules_of_the_format(
    run: tuple[bytes, bytes],
) -> None:
    assert sorted(set(faults(run[1])) - set(faults(run[0]))) == []


def test_a_note_far_below_a_growing_table_stops_the_run_before_anything_is_written(
    tmp_path: Path,
) -> None:
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
    assert (done.applied, done.on_hold) == (13, 0)
    assert sorted(set(faults(path.read_bytes())) - set(faults(before))) == []
    assert len(run_on(path).edits) == 0
    assert Workbook.open(path).read("Orders").value(2, 1) == "SQ-000001"


def _in_dialect(data: bytes, kind: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(data).items():
            package.writestr(
                name, _prefixed(name, content) if kind == "x-main" else _strict(content)
            )
    return file.getvalue()


def _prefixed(name: str, content: bytes) -> bytes:
    if (
        not re.fullmatch(
            r"xl/(workbook|styles|worksheets/sheet\d+|tables/table\d+)\.xml", name
        )
        or b"x14" in content
    ):
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
        (
            b"http://schemas.openxmlformats.org/drawingml/2006",
            b"http://purl.oclc.org/ooxml/drawingml",
        ),
    ):
        content = content.replace(old, new)
    return content

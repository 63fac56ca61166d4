"""A workbook that its owner decorated for years, after three runs that append rows: every range is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from business import LATER, ask_for_more, run_on
from decorated_workbook import HIDDEN_ROWS, LAST, decorated
from packages import parts
from schema_rules import faults

from sheetflow.workbook import Workbook

THIRD = {
    "SO-000003": "Pack, Ship, Invoice",
    "SO-000004": "Ship, Invoice",
    "SQ-000001": "Confirm, Pick",
}
UNTOUCHED = re.compile(
    r"xl/(slicers|slicerCaches|pivotTables|threadedComments|persons|media|drawings/drawing|theme|printerSettings)"
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The workbook as it was, and after each of three runs."""
    path = decorated(tmp_path_factory.mktemp("decorated") / "shop.xlsx")
    files = [path.read_bytes()]
    for day, actions in enumerate([{}, LATER, THIRD]):
        ask_for_more(path, actions)
        run_on(path, day)
        files.append(path.read_bytes())
    return files


@pytest.fixture(scope="module")
def after(runs: list[bytes]) -> dict[str, str]:
    """The parts after the third run."""
    return {name: part.decode("latin-1") for name, part in parts(runs[-1]).items()}


@pytest.fixture(scope="module")
def last(after: dict[str, str]) -> int:
    """The last row of Picks, above the totals row."""
    [ref] = re.findall(r'displayName="TPicks" ref="A1:L(\d+)"', _table(after))
    return int(ref) - 1


def _table(after: dict[str, str]) -> str:
    [table] = [xml for xml in after.values() if 'displayName="TPicks"' in xml]
    return table


def _sheet(after: dict[str, str], mark: str) -> str:
    """The sheet with this text, without its cells."""
    sheets = (xml for name, xml in after.items() if "worksheets/sheet" in name)
    [found] = [xml for xml in sheets if mark in xml]
    return re.sub(r"<sheetData>.*</sheetData>", "", found, flags=re.DOTALL)


def test_every_run_appends_picks(runs: list[bytes]) -> None:
    ends = []
    for data in runs:
        [ref] = re.findall(
            r'displayName="TPicks" ref="A1:[A-Z]+(\d+)"', str(parts(data))
        )
        ends.append(int(ref))
    assert ends == sorted(set(ends))


def test_what_is_on_picks_reaches_to_its_last_row(
    after: dict[str, str], last: int
) -> None:
    picks = _sheet(after, 'name="Counts"')
    for expected in (
        f'<protectedRange sqref="F2:I{last}"',
        f'<conditionalFormatting sqref="F2:F{last}">',
        f'<conditionalFormatting sqref="G2:G{last}">',
        f'sqref="I2:I{last}"><formula1>"Ines,Tom"',
        f'<ignoredError sqref="B2:B{last}"',
        f"<xm:sqref>G2:G{last}</xm:sqref>",
        f"<xm:sqref>E2:E{last}</xm:sqref>",
        f"<xm:sqref>B2:C{last}</xm:sqref>",
        f"COUNTIF(Picks!$B$2:$B${last},B2)",
        "<xm:f>Locations!$A$2:$A$4</xm:f>",
    ):
        assert expected in picks, expected
    assert f'<autoFilter ref="A1:L{last}"' in _table(after)


def test_what_is_elsewhere_reaches_to_the_last_row_of_picks(
    after: dict[str, str], last: int
) -> None:
    own = _sheet(after, "sparklineGroups")
    assert f"<xm:f>Picks!$A$2:$A${last}</xm:f>" in own
    assert f"<xm:f>Picks!G2:G{last}</xm:f>" in own
    chart = after["xl/charts/chart1.xml"]
    assert f"<c:f>Picks!$G$2:$G${last}</c:f>" in chart
    assert f"<c:f>Picks!$B$2:$B${last}</c:f>" in chart
    names = dict(
        re.findall(
            r'<definedName name="([^"]+)"[^>]*>([^<]*)<', after["xl/workbook.xml"]
        )
    )
    assert {
        name: names[name]
        for name in ("AllPicks", "Pickers", "TotalPicked", "WithTotals", "FirstPicks")
    } == {
        "AllPicks": f"Picks!$A$2:$I${last}",
        "Pickers": "TPicks[Picker]",
        "TotalPicked": f"SUM(Picks!$G$2:$G${last})",
        "WithTotals": f"Picks!$A$1:$J${last + 1}",
        "FirstPicks": "Picks!$A$2:$A$6",
    }
    assert names["_xlnm.Print_Area"] == f"Picks!$A$1:$I${last}"


def test_pivot_tables_read_all_picks_and_are_refreshed(
    after: dict[str, str], last: int
) -> None:
    caches = [after[f"xl/pivotCache/pivotCacheDefinition{at}.xml"] for at in (1, 2)]
    assert f'<worksheetSource ref="A1:I{last}" sheet="Picks"/>' in caches[0]
    assert '<worksheetSource name="TPicks"/>' in caches[1]
    assert ['refreshOnLoad="1"' in cache for cache in caches] == [True, True]


def test_the_totals_row_is_below_and_the_owners_formula_in_every_row(
    runs: list[bytes], last: int, tmp_path: Path
) -> None:
    path = tmp_path / "after.xlsx"
    path.write_bytes(runs[-1])
    workbook = Workbook.open(path)
    grid = workbook.read("Picks")
    assert grid.value(last + 1, 1) == "Total"
    assert [
        row for row, _ in enumerate(grid.rows, 1) if grid.value(row, 1) == "Total"
    ] == [last + 1]
    doubled = {row for row, column in grid.formulas if column == 10}
    assert doubled == set(range(2, last + 2))
    [table] = workbook.document.tables("Picks")
    assert table.info.totals_rows == 1


def test_no_range_ends_where_the_picks_once_ended(after: dict[str, str]) -> None:
    outside = {
        name: re.sub(r"<sheetData>.*</sheetData>", "", xml, flags=re.DOTALL)
        for name, xml in after.items()
    }
    old = re.compile(rf"Picks!\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?{LAST}\b")
    assert [name for name, xml in outside.items() if old.search(xml)] == []


def test_hidden_rows_slicers_threads_and_pictures_stay(
    runs: list[bytes], after: dict[str, str]
) -> None:
    before = parts(runs[0])
    kept = [name for name in before if UNTOUCHED.match(name)]
    assert len(kept) >= 8
    assert [
        name for name in kept if after[name].encode("latin-1") != before[name]
    ] == []
    [picks] = [xml for xml in after.values() if 'name="Counts"' in xml]
    for row in HIDDEN_ROWS:
        assert re.search(rf'<row r="{row}" outlineLevel="1" hidden="1"', picks)
    assert (
        "hidden" not in picks[picks.index('<row r="6"') : picks.index("</sheetData>")]
    )
    assert '<sheetProtection sheet="1" objects="1"/>' in picks


def test_it_keeps_to_the_rules_of_the_format(runs: list[bytes]) -> None:
    known = set(faults(runs[0]))
    assert [sorted(set(faults(data)) - known) for data in runs[1:]] == [[], [], []]

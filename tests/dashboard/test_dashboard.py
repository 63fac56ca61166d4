"""The dashboard: made once, kept right, never doubled; an owner's own sheet of its name is left alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from calculated import ALWAYS_CALCULATE

from sheetflow import running
from sheetflow.workbook import Workbook
from sheetflow.workbook.references import Area

SAMPLES = Path(__file__).resolve().parents[2] / "sample_workbooks"
DAYS = {"quickstart": date(2026, 3, 2), "mistakes": date(2026, 3, 2), "year": date(2026, 1, 5)}


def ran(source: Path, target: Path, day: date = DAYS["quickstart"]) -> Workbook:
    """The workbook after a run."""
    running.run(source, as_of=day).save(target)
    return Workbook.open(target)


def part(book: Workbook, sheet: str = "Dashboard") -> bytes:
    return book.package.read(book.package.worksheets[sheet])


def charts(book: Workbook) -> int:
    return sum(name.startswith("xl/charts/") for name in book.package.parts)


@pytest.mark.parametrize("name", DAYS)
def test_a_second_run_leaves_it_as_it_is(name: str, tmp_path: Path) -> None:
    first = ran(SAMPLES / f"{name}.xlsx", tmp_path / "1.xlsx", DAYS[name])
    second = ran(tmp_path / "1.xlsx", tmp_path / "2.xlsx", DAYS[name])
    assert part(second) == part(first)
    assert second.sheets == first.sheets
    assert charts(second) == charts(first)


def test_an_owners_own_sheet_of_that_name_is_left_alone(tmp_path: Path) -> None:
    book = Workbook.open(SAMPLES / "quickstart.xlsx")
    name = book.package.workbook
    book.package.write(name, re.sub(rb'name="Locations"', b'name="dashboard"', book.package.read(name)))
    (tmp_path / "1.xlsx").write_bytes(book.package.to_bytes())
    done = ran(tmp_path / "1.xlsx", tmp_path / "2.xlsx")
    assert [sheet for sheet in done.sheets if sheet.casefold() == "dashboard"] == ["dashboard"]
    assert charts(done) == 0


def test_a_cell_that_its_owner_took_stays_theirs_and_the_rest_is_kept_right(tmp_path: Path) -> None:
    book = ran(SAMPLES / "quickstart.xlsx", tmp_path / "1.xlsx")
    formulas = {place for place in book.read("Dashboard").formulas if Area(4, 2, 6, 15).meets(Area(*place, *place))}
    (row, column), *others = sorted(formulas)
    book.set_cells("Dashboard", column, [row], ["mine"], overwrite_formulas=True)
    book.save(tmp_path / "2.xlsx")
    after = ran(tmp_path / "2.xlsx", tmp_path / "3.xlsx").read("Dashboard")
    assert after.value(row, column) == "mine"
    assert set(others) <= after.formulas


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_calculates_what_was_written(tmp_path: Path) -> None:
    settings = tmp_path / "office" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_CALCULATE, encoding="utf-8")
    ours = {name: ran(SAMPLES / f"{name}.xlsx", tmp_path / f"{name}.xlsx", day) for name, day in DAYS.items()}
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    paths = [str(tmp_path / f"{name}.xlsx") for name in DAYS]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=300)
    for name, book in ours.items():
        grid, again = book.read("Dashboard"), Workbook.open(tmp_path / "out" / f"{name}.xlsx").read("Dashboard")
        for row, column in sorted(grid.formulas):
            shown, found = grid.value(row, column), again.value(row, column)
            wanted = pytest.approx(shown) if isinstance(shown, float) else shown
            assert found == wanted, (name, row, column)

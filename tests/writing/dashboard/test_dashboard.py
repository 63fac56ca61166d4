"""The dashboard: made once, kept right, never doubled; an owner's own sheet of its name is left alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from locations import SAMPLES
from office import convert, needs_office
from openpyxl import load_workbook
from pypdf import PdfReader
from walkthroughs import enter, row_table

from sheetflow import pipeline as running
from sheetflow.workbook import Workbook
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.writing.dashboard.panel import FIGURES, RIGHT

DAYS = {
    "quickstart": date(2026, 3, 2),
    "mistakes": date(2026, 3, 2),
    "year": date(2026, 1, 5),
}


def ran(source: Path, target: Path, day: date = DAYS["quickstart"]) -> Workbook:
    """The workbook after a run."""
    running.run(source, as_of=day).save(target, replacing=source == target)
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


def test_after_twenty_runs_nothing_has_grown_but_the_log(tmp_path: Path) -> None:
    book = ran(SAMPLES / "quickstart.xlsx", path := tmp_path / "shop.xlsx")
    # What the first run wrote, the second no longer lists on Changes.
    before = ran(path, path)
    for _ in range(18):
        book = ran(path, path)
    assert part(book) == part(before)
    names = {name: book.package.worksheets.get(name) for name in ("Run log", "Changes")}
    log = {part_name for part_name in book.package.parts if part_name in names.values()}
    log |= {
        name
        for name in book.package.parts
        if name.startswith("xl/tables/") and _is_of(book, name, "Runlog")
    }
    assert set(book.package.parts) == set(before.package.parts)
    changed = {
        name
        for name in book.package.parts
        if book.package.read(name) != before.package.read(name)
    }
    # Hidden names in workbook.xml keep the fingerprint of the last run.
    assert changed - {"xl/workbook.xml"} <= log
    assert len(book.read("Run log").rows) == 1 + 20


def _is_of(book: Workbook, name: str, table: str) -> bool:
    return f'displayName="{table}"'.encode() in book.package.read(name)


def remove(path: Path, bookmark: bool) -> None:
    """Delete the dashboard, as Excel does (its hidden name is left, and names nothing) or as openpyxl does."""
    book = load_workbook(path)
    del book["Dashboard"]
    if bookmark:
        book.defined_names["sheetflow_dashboard"].value = "#REF!$A$1"
    else:
        del book.defined_names["sheetflow_dashboard"]
    book.save(path)


def say(path: Path, word: str) -> None:
    """Settings: Dashboard = word."""
    enter(path, row_table("Settings", f"Setting=Dashboard; Value={word}"))


@pytest.mark.parametrize("bookmark", [True, False])
def test_once_deleted_it_stays_away_until_it_is_requested(
    tmp_path: Path, bookmark: bool
) -> None:
    ran(SAMPLES / "quickstart.xlsx", path := tmp_path / "shop.xlsx")
    remove(path, bookmark)
    assert "Dashboard" not in ran(path, path).sheets
    assert "Dashboard" not in ran(path, path).sheets
    say(path, "Yes")
    book = ran(path, path)
    assert book.sheets[-1] == "Dashboard"
    assert charts(book) == 4
    assert ran(path, path).sheets == book.sheets


def test_no_means_that_none_is_made_and_an_old_one_is_left_to_excel(
    tmp_path: Path,
) -> None:
    (tmp_path / "shop.xlsx").write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    say(path := tmp_path / "shop.xlsx", "No")
    assert "Dashboard" not in ran(path, path).sheets
    before = ran(SAMPLES / "quickstart.xlsx", path)
    say(path, "No")
    enter(
        path,
        row_table("Payments", "Order=SO-000001; Payment date=2026-03-01; Amount=5"),
    )
    after = ran(path, path)
    assert (charts(after), after.read("Dashboard").formulas) == (
        4,
        before.read("Dashboard").formulas,
    )


def figures(book: Workbook, sheet: str = "Dashboard") -> list[list[object]]:
    return book.read(sheet).rows


def test_renamed_and_moved_it_is_still_ours(tmp_path: Path) -> None:
    book = ran(SAMPLES / "quickstart.xlsx", path := tmp_path / "shop.xlsx")
    before = figures(book)
    name = book.package.workbook
    renamed = (
        book.package.read(name)
        .replace(b'"Dashboard"', b'"Wall"')
        .replace(b"Dashboard!", b"Wall!")
    )
    book.package.write(name, renamed)
    path.write_bytes(book.package.to_bytes())
    enter(
        path,
        row_table("Payments", "Order=SO-000002; Payment date=2026-03-01; Amount=5"),
    )
    after = ran(path, path)
    assert [sheet for sheet in after.sheets if sheet in ("Dashboard", "Wall")] == [
        "Wall"
    ]
    assert figures(after, "Wall") != before


def test_texts_of_earlier_versions_are_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    ran(SAMPLES / "quickstart.xlsx", path)
    now = "Orders on hold: something to fix"
    before = "Orders held: something to mend"
    book = load_workbook(path)
    [cell] = [c for row in book["Dashboard"] for c in row if c.value == now]
    cell.value = before
    book.save(path)
    texts = {value for row in figures(ran(path, path)) for value in row}
    assert now in texts
    assert before not in texts


def test_a_strict_workbook_gets_a_strict_dashboard(tmp_path: Path) -> None:
    """ISO/IEC 29500 strict names its namespaces otherwise; a drawing of the other kind would be none to Excel."""
    book = Workbook.open(SAMPLES / "quickstart.xlsx")
    for name in book.package.parts:
        if name.endswith((".xml", ".rels")):
            book.package.write(name, strict(book.package.read(name)))
    (tmp_path / "shop.xlsx").write_bytes(book.package.to_bytes())
    done = ran(tmp_path / "shop.xlsx", tmp_path / "out.xlsx")
    drawn = ("xl/charts/", "xl/drawings/")
    ours = [
        name
        for name in done.package.parts
        if "sheetflow" in name or name.startswith(drawn)
    ]
    assert charts(done) == 4
    loose = {
        name for name in ours for old, _ in STRICT if old in done.package.read(name)
    }
    assert loose == set()


STRICT = (
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
)


def strict(content: bytes) -> bytes:
    for old, new in STRICT:
        content = content.replace(old, new)
    return content


@needs_office
@pytest.mark.parametrize(
    ("paper", "size"), [("A4", (842, 595)), ("Letter", (792, 612))]
)
def test_it_prints_on_one_page(
    tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    enter(path, row_table("Settings", f"Setting=Paper; Value={paper}"))
    ran(path, path)
    convert([path], "pdf", tmp_path)
    pages = PdfReader(tmp_path / "shop.pdf").pages
    [at] = [
        number
        for number, page in enumerate(pages)
        if "the order book" in page.extract_text()
    ]
    assert "Severity" in pages[at + 1].extract_text(), "Issues follows at once"
    assert (round(pages[at].mediabox.width), round(pages[at].mediabox.height)) == size
    assert "Actions with nothing left to do" in pages[at].extract_text()


def test_what_is_owed_adds_up(tmp_path: Path) -> None:
    """The buckets, less what is paid and not allocated, come to what is owed: else a reader would doubt all of it."""
    rows = figures(ran(SAMPLES / "quickstart.xlsx", tmp_path / "shop.xlsx"))
    amounts = next(row for row in rows if "Amount" in row)
    below = next(row for row in rows if "Unallocated" in row)
    buckets = [
        cell
        for cell in amounts[amounts.index("Amount") + 1 :]
        if isinstance(cell, float)
    ]
    unallocated, owed = (
        below[below.index(label) + 1] for label in ("Unallocated", "Owed")
    )
    assert unallocated < 0
    assert sum(buckets) + unallocated == pytest.approx(owed)
    assert rows[FIGURES][RIGHT - 1] == owed


def test_an_owners_own_sheet_of_that_name_is_left_alone(tmp_path: Path) -> None:
    book = Workbook.open(SAMPLES / "quickstart.xlsx")
    name = book.package.workbook
    book.package.write(
        name, re.sub(rb'name="Locations"', b'name="dashboard"', book.package.read(name))
    )
    (tmp_path / "1.xlsx").write_bytes(book.package.to_bytes())
    done = ran(tmp_path / "1.xlsx", tmp_path / "2.xlsx")
    assert [sheet for sheet in done.sheets if sheet.casefold() == "dashboard"] == [
        "dashboard"
    ]
    assert charts(done) == 0


def test_a_cell_that_its_owner_took_stays_theirs_and_the_rest_is_kept_right(
    tmp_path: Path,
) -> None:
    book = ran(SAMPLES / "quickstart.xlsx", tmp_path / "1.xlsx")
    formulas = {
        place
        for place in book.read("Dashboard").formulas
        if Area(4, 2, 6, 15).overlaps(Area(*place, *place))
    }
    (row, column), *others = sorted(formulas)
    book.set_cells("Dashboard", column, [row], ["mine"], overwrite_formulas=True)
    book.save(tmp_path / "2.xlsx")
    after = ran(tmp_path / "2.xlsx", tmp_path / "3.xlsx").read("Dashboard")
    assert after.value(row, column) == "mine"
    assert set(others) <= after.formulas


@needs_office
def test_libreoffice_calculates_what_was_written(tmp_path: Path) -> None:
    ours = {
        name: ran(SAMPLES / f"{name}.xlsx", tmp_path / f"{name}.xlsx", day)
        for name, day in DAYS.items()
    }
    paths = [tmp_path / f"{name}.xlsx" for name in DAYS]
    convert(paths, "xlsx", tmp_path / "out", recalculates=True)
    for name, book in ours.items():
        grid = book.read("Dashboard")
        again = Workbook.open(tmp_path / "out" / f"{name}.xlsx").read("Dashboard")
        for row, column in sorted(grid.formulas):
            shown = grid.value(row, column)
            found = again.value(row, column)
            wanted = pytest.approx(shown) if isinstance(shown, float) else shown
            assert found == wanted, (name, row, column)

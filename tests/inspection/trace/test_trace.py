"""`sheetflow trace`: every figure of the samples is the sum of what is shown."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from locations import SAMPLES
from openpyxl import load_workbook
from walkthroughs import enter, row_table

from sheetflow.cli import main
from sheetflow.inspection.trace.lookup import kinds
from sheetflow.inspection.trace.source import Source
from sheetflow.pipeline import check, run
from sheetflow.workbook import Workbook


def trace(*words: str) -> tuple[int, str]:
    said = CliRunner().invoke(main, ["trace", *words])
    return said.exit_code, said.output


@pytest.mark.parametrize("name", ["quickstart", "year", "mistakes"])
def test_every_record_is_the_sum_of_its_parts(name: str) -> None:
    source = Source(check(SAMPLES / f"{name}.xlsx", as_of=date(2026, 3, 2)))
    traced = 0
    for kind in kinds():
        for at in range(len(source.book[kind.sheet])):
            assert list(kind.trace(source, at).walk())
            traced += 1
    assert traced > 5


def test_an_unknown_key_names_the_nearest() -> None:
    key = Source(check(SAMPLES / "year.xlsx")).book["Orders"]["Order"][0]
    status, said = trace(str(SAMPLES / "year.xlsx"), f"{key}x")
    assert status == 3
    assert f"Did you mean {key}?" in said


def test_the_same_as_a_workbook(tmp_path: Path) -> None:
    path = str(SAMPLES / "year.xlsx")
    key = Source(check(SAMPLES / "year.xlsx")).book["Orders"]["Order"][0]
    status, said = trace(path, key, "-o", str(tmp_path / "trace.xlsx"))
    assert status == 0, said
    titles = Workbook.open(tmp_path / "trace.xlsx").read("Trace").column(2)
    assert titles[3] == "What"
    shown = [
        line.split(":")[0].split(" · ")[0].split("  [")[0].strip()
        for line in said.splitlines()[:-1]
    ]
    assert set(shown) <= {str(title).split(":")[0] for title in titles[4:]}


@pytest.fixture(scope="module")
def discounted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year with one line at a discount that must be rounded."""
    path = tmp_path_factory.mktemp("trace") / "year.xlsx"
    path.write_bytes((SAMPLES / "year.xlsx").read_bytes())
    layout = check(path).positions["Order lines"]
    for header, typed in (
        ("Quantity", 3.0),
        ("Unit price", 19.99),
        ("Discount %", 10.0),
    ):
        workbook = Workbook.open(path)
        workbook.set_cells("Order lines", layout.columns[header], [3], [typed])
        workbook.save(path, replacing=True)
    return path


def test_each_rounding_is_written_out(discounted: Path) -> None:
    _, said = trace(str(discounted), "SO-000002")
    lines = said.splitlines()
    assert (
        "    Line 1 PACK-65: 53.97 · 3 × 19.99 × (1 − 10 %) = 53.973 → 53.97  [Order lines!3]"
        in lines
    )
    assert (
        "    Line 1 PACK-65 · of 3: 1 picked, 1 shipped, 1 invoiced  [Order lines!3]"
        in lines
    )


def test_an_invoice_that_differs_from_its_parts_says_by_how_much(
    tmp_path: Path,
) -> None:
    path = tmp_path / "year.xlsx"
    workbook = Workbook.open(SAMPLES / "year.xlsx")
    place = check(SAMPLES / "year.xlsx").positions["Invoices"]
    workbook.set_cells("Invoices", place.columns["Total"], [5], [894.36])
    workbook.save(path)
    _, said = trace(str(path), "INV-000002")
    assert "    Difference from the recorded amount: 1.00" in said.splitlines()


@pytest.mark.parametrize("name", ["none/trace.xlsx", "trace.csv"])
def test_a_workbook_that_cannot_be_written_is_one_line(
    tmp_path: Path, name: str
) -> None:
    status, said = trace(
        str(SAMPLES / "quickstart.xlsx"), "SQ-000001", "-o", str(tmp_path / name)
    )
    assert status == 3
    assert len(said.splitlines()) == 1


def test_each_cell_is_a_link_to_the_workbook_from_where_the_trace_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "traces").mkdir()
    shutil.copy(SAMPLES / "quickstart.xlsx", tmp_path / "shop.xlsx")
    status, said = trace(
        str(tmp_path / "shop.xlsx"),
        "SO-000001",
        "-o",
        str(tmp_path / "traces" / "one.xlsx"),
    )
    assert status == 0, said
    link = load_workbook(tmp_path / "traces" / "one.xlsx")["Trace"]["G5"].hyperlink
    assert (link.target.replace("\\", "/"), link.location) == (
        "../shop.xlsx",
        "'Orders'!A7",
    )


def test_a_cell_that_is_older_than_the_facts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "quickstart.xlsx"
    run(SAMPLES / "quickstart.xlsx", as_of=date(2026, 3, 2)).save(path)
    assert "run the workbook" not in trace(str(path), "SO-000011")[1]
    enter(
        path,
        row_table("Payments", "Order=SO-000011; Payment date=2026-03-03; Amount=100"),
    )
    lines = trace(str(path), "SO-000011")[1].splitlines()
    assert (
        "  Balance: 224.60 · the cell still shows 324.60: run the workbook again  [Orders!AE17]"
        in lines
    )

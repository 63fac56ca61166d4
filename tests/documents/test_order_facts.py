"""A column of Orders that says it is shown on documents needs nothing else to be there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from locations import ROOT
from provoked import Provoked, write_workbook
from sheets import SHOP

from sheetflow.cli import main
from sheetflow.domain.catalogue import declared_by, load_catalogue

PRIORITY = (
    '{header = "Priority", kind = "whole", shown_on = ["picks", "quotes", "orders", '
    '"packing", "invoices"], help = "1 is most urgent."},\n'
)
ORDERS = """
    Order  Order date  Customer  Priority  Action
    SO-1   2026-02-01  C-1       3         Fulfil, Invoice ordered
    SO-2   2026-02-01  C-2       -         Fulfil
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  2
    SO-2   A-100  1
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "schemas"
    shutil.copytree(ROOT / "schemas", folder)
    orders = folder / "orders.toml"
    text = orders.read_text("utf-8")
    before = '    {header = "Action"'
    assert before in text
    orders.write_text(text.replace(before, f"    {PRIORITY}{before}"), "utf-8")
    path = tmp_path / "shop.xlsx"
    write_workbook(
        path, Provoked({**SHOP, "Orders": ORDERS, "Order lines": LINES}, "", "", {})
    )
    with declared_by(load_catalogue(folder)):
        yield path


def printed(shop: Path, *options: str) -> dict[str, list[str]]:
    """The texts of each workbook that `sheetflow print` writes."""
    out = shop.parent / "printed"
    command = ["print", str(shop), "-o", str(out), "--as-of=2026-03-02", *options]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return {path.stem: texts(path) for path in sorted(out.glob("*.xlsx"))}


def texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return [str(cell) for row in rows for cell in row if cell is not None]


def test_every_document_of_the_order_shows_it(shop: Path) -> None:
    run = ["run", str(shop), "--in-place", "--no-print", "--as-of=2026-03-02"]
    assert CliRunner().invoke(main, run, catch_exceptions=False).exit_code == 0
    shown = printed(shop, "--order", "SO-1")
    assert {"invoices", "orders", "packing-slips"} <= set(shown)
    for kind in ("invoices", "orders", "packing-slips"):
        at = shown[kind].index("Priority")
        assert shown[kind][at + 1] == "3", kind
    assert any(text.endswith("Priority 3") for text in shown["picks"])


def test_a_blank_one_is_left_out(shop: Path) -> None:
    shown = printed(shop, "--order", "SO-2", "--only", "orders")
    assert "Priority" not in shown["orders"]


def test_a_list_for_several_orders_shows_it_on_their_lines(shop: Path) -> None:
    book = openpyxl.load_workbook(shop)
    settings = book.create_sheet("Settings")
    for row in (("Setting", "Value"), ("Pick lists", "One for all")):
        settings.append(row)
    for row in (2, 3):
        book["Orders"][f"E{row}"] = "Suggest"
    book.save(shop)
    run = ["run", str(shop), "--in-place", "--no-print", "--as-of=2026-03-02"]
    assert CliRunner().invoke(main, run, catch_exceptions=False).exit_code == 0
    shown = printed(shop, "--only", "picks")["picks"]
    lines = [text for text in shown if text.startswith("Anvil")]
    assert lines == ["Anvil · Priority 3", "Anvil", "Anvil"], "and the total"


def test_a_document_that_cannot_show_it_fails_to_load(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    shutil.copytree(ROOT / "schemas", folder)
    orders = folder / "orders.toml"
    text = orders.read_text("utf-8").replace(
        '{header = "Notes", kind = "text",',
        '{header = "Notes", kind = "text", shown_on = ["paks"],',
    )
    orders.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="orders"):
        load_catalogue(folder)

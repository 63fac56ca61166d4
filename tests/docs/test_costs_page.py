"""docs/concepts/costs.md is right: its tables are typed, and the stock is worth what the page works out by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import pytest
from locations import DOCS
from sheets import Played, after, expect

PAGE = (DOCS / "concepts" / "costs.md").read_text(encoding="utf-8")
GIVEN, WORKED_OUT = PAGE.split("## Without the freight")
SETTINGS = {
    "Average, without freight": "Average    None",
    "FIFO, without freight": "FIFO    None",
    "Average, with freight": "Average    By value",
    "FIFO, with freight": "FIFO    By value",
}
NO_MORE = {"customers": "Customer  Name\nC-1  Cafe", "locations": "Location\nSHOP"}


def tables(text: str) -> dict[str, str]:
    """The tables below a sheet's name, as text tables, by sheet as tests name it."""
    found = re.findall(r"^\*\*([\w ]+)\*\*\n\n((?:\|.*\n)+)", text, re.MULTILINE)
    return {name.lower().replace(" ", "_"): as_text(rows) for name, rows in found}


def as_text(markdown: str) -> str:
    """A table of the page as a text table: amounts without zeros at the end."""
    rows = [line for line in markdown.splitlines() if not line.startswith("|---")]
    return "\n".join("  ".join(map(cell, row[1:-1].split("|"))) for row in rows)


def cell(text: str) -> str:
    plain = text.strip() or "-"
    if re.fullmatch(r"\d+\.\d+", plain):
        return f"{Decimal(plain).normalize():f}"
    return plain


@cache
def played(case: str) -> Played:
    """The workbook of the page after a run with the settings of one of its cases."""
    costing, landed = SETTINGS[case].split("    ")
    settings = f"Setting  Value\nCosting  {costing}\nLanded cost  {landed}"
    return after(settings=settings, **NO_MORE, **tables(GIVEN))


@pytest.mark.parametrize("case", SETTINGS)
def test_the_stock_is_worth_what_the_page_says(case: str) -> None:
    section = re.split(r"^##+ ", WORKED_OUT.split(f"### {case}\n")[1], flags=re.M)[0]
    wanted = tables(section)
    assert set(wanted) == {"stock", "movements"}
    for sheet, table in wanted.items():
        expect(getattr(played(case), sheet), table)


@pytest.mark.parametrize("case", SETTINGS)
def test_the_sums_of_the_page_are_those_of_the_movements(case: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {case} |"))
    came, left, there = (Decimal(text) for text in row.strip("| ").split(" | ")[1:])
    movements = played(case).movements
    pairs = list(zip(movements["Type"], movements["Value"], strict=True))
    assert sum(value for kind, value in pairs if kind != "Pick") == came
    assert sum(value for kind, value in pairs if kind == "Pick") == left
    assert sum(played(case).stock["Value"]) == there == came - left

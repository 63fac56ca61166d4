"""Every kind of problem is provoked by a real workbook, and fixed as its page says (tests/provoking, docs/reference).

What the command says must be what the page shows, at the cell that it shows, and nothing else; once the cell is fixed
as the page says, it is gone.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from provoked import provoke, provoked, run_once, type_into, write_workbook

from sheetflow.domain.problems import rules
from tools.problem_pages import WITHOUT_WORKBOOK

PROVOKED = provoked()
HOLDS_NO_ORDER = {
    "ISS02",
    "KEY03",
    "LIN04",
    "LOC02",
    "LOG01",
    "PUR01",
    "PUR03",
    "PUR04",
    "PUR05",
    "PUR06",
    "PUR07",
    "PUR08",
    "RET01",
    "SUP01",
    "ORD01",
    "TAB02",
}
"""Errors of rows here that belong to no order, or to none that there is."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workbook is in its own empty folder."""
    monkeypatch.chdir(tmp_path)


def test_every_code_is_provoked() -> None:
    assert set(PROVOKED) == set(rules()) - WITHOUT_WORKBOOK


@pytest.mark.parametrize("code", list(PROVOKED))
def test_it_is_found_at_its_cell_and_gone_once_that_is_fixed(code: str) -> None:
    given = PROVOKED[code]
    if "--pdf" in given.command and find_spec("typst") is None:
        pytest.skip("PDFs need typst: pip install 'sheetflow[pdf]'")
    book = Path("book.xlsx")
    write_workbook(book, given)
    if given.first_run:
        run_once(book)
    type_into(book, given.then)
    if given.later:
        run_once(book)
        type_into(book, given.later)
    found = provoke(given.command)
    assert found.reported == [(given.cell, given.says, code)]
    if given.command.startswith(("check", "run")):
        assert found.status == (1 if rules()[code].is_error else 0)
    if given.command.startswith("check") and not code.startswith("CLO"):
        assert found.on_hold == (rules()[code].is_error and code not in HOLDS_NO_ORDER)
    type_into(book, given.fix)
    assert provoke(given.command).reported == []


@pytest.mark.parametrize("code", list(PROVOKED))
def test_its_remedy_can_be_said(code: str) -> None:
    """Placeholders of a remedy are those of its text: no page shows a brace."""
    assert "{" not in rules()[code].remedy

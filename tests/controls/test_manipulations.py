"""What run, verify and the receipt say of each manipulation is what docs/reference/manipulations.md says."""

from __future__ import annotations

import pytest
from manipulations import (
    HARMLESS,
    MANIPULATIONS,
    ONLY_BY_RECEIPT,
    PAGE,
    Answers,
    Shop,
    answers,
    make_shop,
    page,
    rows_of,
    table_row,
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The shop after three runs and a closed period."""
    return make_shop(tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_it_is_named(shop: Shop, name: str) -> None:
    said = answers(shop, MANIPULATIONS[name])
    if name in HARMLESS:
        assert said == Answers("", "", "")
    elif name in ONLY_BY_RECEIPT:
        assert said.receipt
    else:
        assert said.run or said.verify
    stale = "the page is stale: python tests/manipulations.py writes it"
    assert rows_of(PAGE.read_text("utf-8"))[name] == table_row(name, said), stale


def test_nothing_is_said_of_a_workbook_that_nobody_changed(shop: Shop) -> None:
    assert answers(shop, lambda _shop: None) == Answers("", "", "")


def test_the_page_has_these_rows_and_no_others() -> None:
    text = PAGE.read_text("utf-8")
    rows = rows_of(text)
    assert list(rows) == list(MANIPULATIONS)
    assert page(rows.values()) == text
    assert len(rows) >= 40

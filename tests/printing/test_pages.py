"""The laws of pages: nothing is lost, no page is too tall, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.documents.xlsx.pagination import (
    ABOVE_FOOTER,
    GROUP,
    SLACK,
    TOGETHER,
    Cell,
    Page,
    Row,
    Sheet,
    foot_height,
    paginate,
    tall,
)

ROOM = 700.0
HEAD, HEADER, AGAIN = (
    Row(250.5, tag="head"),
    Row(18.0, tag="header"),
    Row(28.5, tag="again"),
)
HEIGHTS = st.sampled_from((17.25, 29.25, 53.25, 149.25))


def named(rows: list[Row], name: str) -> list[Row]:
    """Rows that are told from one another."""
    return [
        row._replace(cells=(Cell(0, f"{name} {at}", "text"),))
        for at, row in enumerate(rows)
    ]


LINES = st.lists(HEIGHTS, min_size=1, max_size=20).map(
    lambda heights: [Row(height, tag="line") for height in heights]
)
GROUPS = st.lists(LINES, min_size=1, max_size=6).map(
    lambda groups: [row for lines in groups for row in (Row(18.0, tag=GROUP), *lines)]
)
BODIES = st.one_of(LINES, GROUPS).map(lambda rows: named(rows, "body"))
TAILS = st.integers(1, 12).map(
    lambda count: named([Row(14.25, tag="sum")] * count, "tail")
)
AFTER = st.integers(0, 90).map(
    lambda count: named([Row(14.25, tag="note")] * count, "after")
)
SHEETS = st.builds(
    Sheet,
    st.just([HEAD]),
    st.just([HEADER]),
    BODIES,
    TAILS,
    st.just([AGAIN]),
    st.just("1\n2"),
    AFTER,
)


def rest(page: Page) -> list[Row]:
    """A page without what stands above its rows on every page."""
    return [row for row in page.rows if row.tag not in ("head", "header", "again")]


@given(SHEETS)
def test_every_row_is_there_once_in_its_order_but_heads_of_groups(sheet: Sheet):
    shown = [
        row for page in paginate(sheet, ROOM) for row in rest(page) if row.tag != GROUP
    ]
    assert shown == [
        row for row in (*sheet.body, *sheet.tail, *sheet.after) if row.tag != GROUP
    ]


@given(SHEETS)
def test_no_page_is_taller_than_its_room(sheet: Sheet):
    for page in paginate(sheet, ROOM):
        assert (
            tall(page.rows)
            == page.height
            <= ROOM - foot_height(sheet.foot) - ABOVE_FOOTER - SLACK
        )


@given(SHEETS)
def test_the_totals_stand_together_below_the_last_lines(sheet: Sheet):
    [page] = [
        page
        for page in paginate(sheet, ROOM)
        if any(row.tag == "sum" for row in page.rows)
    ]
    assert [row for row in page.rows if row.tag == "sum"] == list(sheet.tail)
    lines = [row for row in sheet.body if row.tag == "line"]
    assert [row for row in page.rows if row.tag == "line"][-TOGETHER:] == lines[
        -TOGETHER:
    ]


@given(SHEETS)
def test_lines_stand_below_the_head_of_their_group_on_every_page(sheet: Sheet):
    group: Row | None = None
    of_line = {}
    for row in sheet.body:
        group = row if row.tag == GROUP else group
        of_line[row.cells] = group
    for page in paginate(sheet, ROOM):
        rows, above = rest(page), None
        assert not rows or rows[-1].tag != GROUP
        for row in rows:
            above = row if row.tag == GROUP else above
            assert row.tag != "line" or of_line[row.cells] == above


@given(SHEETS)
def test_the_headers_of_the_table_stand_above_its_lines_alone(sheet: Sheet):
    for number, page in enumerate(paginate(sheet, ROOM)):
        has_lines = any(row.tag in ("line", "sum") for row in page.rows)
        assert (HEADER in page.rows) == (number == 0 or has_lines)
        assert (AGAIN in page.rows) == (number > 0)

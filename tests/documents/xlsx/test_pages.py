"""The laws of pages: nothing is lost, no page is too tall, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.documents.xlsx.layout import (
    GROUP_TAG,
    Cell,
    DocumentLayout,
    Row,
    total_height,
)
from sheetflow.documents.xlsx.pagination import (
    ABOVE_FOOTER,
    LINES_WITH_ENDING,
    SLACK,
    Page,
    footer_height,
    paginate,
)

ROOM = 700.0
HEAD = Row(250.5, tag="head")
HEADER = Row(18.0, tag="header")
RUNNING_HEAD = Row(28.5, tag="running head")
HEIGHTS = st.sampled_from((17.25, 29.25, 53.25, 149.25))


def named(rows: list[Row], name: str) -> list[Row]:
    """Rows that differ from one another."""
    return [
        row._replace(cells=(Cell(0, f"{name} {at}", "text"),))
        for at, row in enumerate(rows)
    ]


LINES = st.lists(HEIGHTS, min_size=1, max_size=20).map(
    lambda heights: [Row(height, tag="line") for height in heights]
)
GROUPS = st.lists(LINES, min_size=1, max_size=6).map(
    lambda groups: [
        row for lines in groups for row in (Row(18.0, tag=GROUP_TAG), *lines)
    ]
)
BODIES = st.one_of(LINES, GROUPS).map(lambda rows: named(rows, "body"))
ENDINGS = st.integers(1, 12).map(
    lambda count: named([Row(14.25, tag="sum")] * count, "ending")
)
NOTES = st.integers(0, 90).map(
    lambda count: named([Row(14.25, tag="note")] * count, "note")
)
DOCUMENTS = st.builds(
    DocumentLayout,
    head=st.just([HEAD]),
    table_header=st.just([HEADER]),
    body=BODIES,
    ending=ENDINGS,
    running_head=st.just([RUNNING_HEAD]),
    footer=st.just("1\n2"),
    notes=NOTES,
)


def rest(page: Page) -> list[Row]:
    """A page without what is repeated at its top."""
    return [
        row for row in page.rows if row.tag not in ("head", "header", "running head")
    ]


@given(DOCUMENTS)
def test_every_row_appears_once_and_in_order_but_group_headings(
    document: DocumentLayout,
):
    shown = [
        row
        for page in paginate(document, ROOM)
        for row in rest(page)
        if row.tag != GROUP_TAG
    ]
    assert shown == [
        row
        for row in (*document.body, *document.ending, *document.notes)
        if row.tag != GROUP_TAG
    ]


@given(DOCUMENTS)
def test_no_page_is_taller_than_its_room(document: DocumentLayout):
    for page in paginate(document, ROOM):
        assert (
            total_height(page.rows)
            == page.height
            <= ROOM - footer_height(document.footer) - ABOVE_FOOTER - SLACK
        )


@given(DOCUMENTS)
def test_the_totals_stay_together_below_the_last_lines(document: DocumentLayout):
    [page] = [
        page
        for page in paginate(document, ROOM)
        if any(row.tag == "sum" for row in page.rows)
    ]
    assert [row for row in page.rows if row.tag == "sum"] == list(document.ending)
    lines = [row for row in document.body if row.tag == "line"]
    assert [row for row in page.rows if row.tag == "line"][
        -LINES_WITH_ENDING:
    ] == lines[-LINES_WITH_ENDING:]


@given(DOCUMENTS)
def test_lines_are_below_the_heading_of_their_group_on_every_page(
    document: DocumentLayout,
):
    group: Row | None = None
    of_line = {}
    for row in document.body:
        group = row if row.tag == GROUP_TAG else group
        of_line[row.cells] = group
    for page in paginate(document, ROOM):
        rows = rest(page)
        above = None
        assert not rows or rows[-1].tag != GROUP_TAG
        for row in rows:
            above = row if row.tag == GROUP_TAG else above
            assert row.tag != "line" or of_line[row.cells] == above


@given(DOCUMENTS)
def test_only_pages_with_lines_have_the_headers_of_the_table(document: DocumentLayout):
    for number, page in enumerate(paginate(document, ROOM)):
        has_lines = any(row.tag in ("line", "sum") for row in page.rows)
        assert (HEADER in page.rows) == (number == 0 or has_lines)
        assert (RUNNING_HEAD in page.rows) == (number > 0)

"""Workbooks full of what people and programs put into them, with a small business next to it, through several runs.

Whatever the receipt (Changes) does not name is the same byte for byte, and reads the same in other programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from business import LATER, ask_for_more, run_on, with_business
from locations import CORPUS
from packages import calamine_cells, lost, openpyxl_cells, parts
from schema_rules import faults

from sheetflow.errors import SheetflowError
from sheetflow.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.pipeline import Run

RICH = CORPUS / "rich"
BOOKS = sorted(RICH.glob("*.xls[xm]"))
SIGNED = "hello-world-signed.xlsx"
pytestmark = [
    pytest.mark.skipif(
        not BOOKS,
        reason="the corpus of real workbooks (../shared/corpus/rich) is not here",
    ),
    pytest.mark.filterwarnings(
        "ignore::UserWarning"
    ),  # openpyxl names what it cannot keep
]
# What lists sheets, styles and parts; of these, all that was there must still be in them.
LISTS = re.compile(
    r"\[Content_Types\]\.xml|xl/_rels/workbook\.xml\.rels|xl/workbook\.xml|xl/styles\.xml"
)
GONE = re.compile(r"xl/calcChain\.xml")
OURS = re.compile(
    r"xl/(worksheets|tables|drawings|charts)/(_rels/)?sheetflow\d+\.xml(\.rels)?|xl/styles\.xml|xl/(drawings/)?sheetflow_notes\d+\.(xml|vml)"
)
CHANGES_EVERY_RUN = ("Run log", "Changes")


@dataclass
class Story:
    """One workbook of the corpus, and the bytes of it after each run."""

    path: Path
    original: bytes
    given: bytes = b""
    first: bytes = b""
    again: bytes = b""
    later: bytes = b""
    runs: list[Run] = field(default_factory=list)

    @cached_property
    def known_faults(self) -> set[str]:
        """What is against the rules of the format before any run."""
        return set(faults(self.original))

    @property
    def sheets(self) -> list[str]:
        """The names of the owner's own sheets."""
        return list(Workbook(self.path, self.original).sheets)


@pytest.fixture(
    scope="module",
    params=[p for p in BOOKS if p.name != SIGNED],
    ids=lambda path: path.name,
)
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    source: Path = request.param
    told = Story(tmp_path_factory.mktemp("rich") / source.name, source.read_bytes())
    told.given = with_business(told.path, told.original)
    told.path.write_bytes(told.given)
    told.runs.append(run_on(told.path))
    told.first = told.path.read_bytes()
    told.runs.append(run_on(told.path))
    told.again = told.path.read_bytes()
    ask_for_more(told.path, LATER)
    told.runs.append(run_on(told.path, 1))
    told.later = told.path.read_bytes()
    return told


def test_the_business_is_run(story: Story) -> None:
    """Else all that follows would prove nothing."""
    first, again, later = story.runs
    assert (first.applied, first.on_hold, later.on_hold) == (13, 0, 0)
    assert len(first.edits) > 100
    assert len(again.edits) == 0
    assert len(later.edits) > 10
    assert {check.result for run in story.runs for check in run.checks} <= {
        "OK",
        "Warning",
    }


def test_every_part_that_is_the_owners_is_byte_for_byte_the_same(story: Story) -> None:
    old = parts(story.original)
    new = parts(story.later)
    owners = [
        name for name in old if not LISTS.fullmatch(name) and not GONE.fullmatch(name)
    ]
    assert [name for name in owners if new.get(name) != old[name]] == []
    assert [name for name in new if name not in old and not OURS.fullmatch(name)] == []


def test_the_lists_of_parts_sheets_and_styles_only_grow(story: Story) -> None:
    old = parts(story.original)
    new = parts(story.later)
    names = [name for name in old if LISTS.fullmatch(name) and name in new]
    what = {name: lost(old[name], new[name]) for name in names}
    chain = any(GONE.fullmatch(name) for name in old)
    if chain:  # the order of calculation goes whole, and Excel makes it again
        what = {
            name: [entry for entry in entries if "calcChain" not in entry]
            for name, entries in what.items()
        }
    assert {name: entries for name, entries in what.items() if entries} == {}


def test_every_cell_that_is_the_owners_reads_the_same(story: Story) -> None:
    sheets = story.sheets
    assert calamine_cells(story.later, sheets) == calamine_cells(story.original, sheets)
    assert openpyxl_cells(story.later, sheets) == openpyxl_cells(story.original, sheets)
    before = Workbook(story.path, story.original)
    after = Workbook(story.path, story.later)
    assert {name: after.read(name).rows for name in sheets} == {
        name: before.read(name).rows for name in sheets
    }


@pytest.mark.parametrize("when", ["given", "first", "later"])
def test_no_part_breaks_the_rules_of_the_format(story: Story, when: str) -> None:
    """What was against them before is the owner's."""
    assert sorted(set(faults(getattr(story, when))) - story.known_faults) == []


FINGERPRINTS = re.compile(
    rb'<[^<>]*definedName[^<>]*"_sheetflow_(?!sheets)[^<>]*>[^<]*</[^<>]*>'
)
"""The hidden names that keep the fingerprint of the last run, which the log has too."""


def without_fingerprints(workbook: Workbook, part: str) -> bytes:
    """A part without what says which run wrote it."""
    return FINGERPRINTS.sub(b"", workbook.package.read(part))


def test_a_second_run_changes_nothing_but_the_log_of_runs(story: Story) -> None:
    old = Workbook(story.path, story.first)
    new = Workbook(story.path, story.again)
    changed = [
        name
        for name in old.package.parts
        if without_fingerprints(old, name) != without_fingerprints(new, name)
    ]
    allowed = [new.package.worksheets[name] for name in CHANGES_EVERY_RUN]
    allowed += [
        table.part_name
        for name in CHANGES_EVERY_RUN
        for table in new._document.tables(name)
    ]
    assert sorted(set(changed) - set(allowed)) == []
    assert list(old.package.parts) == list(new.package.parts)


def test_a_tenth_run_is_not_larger_than_the_second(story: Story) -> None:
    if story.path.name not in (
        "charts.xlsx",
        "namespacestd.xlsx",
        "DateFormatTests.xlsx",
    ):
        pytest.skip("told of three workbooks, and those are enough")
    path = story.path.with_name(f"ten-{story.path.name}")
    path.write_bytes(story.again)
    for _ in range(8):
        run_on(path)
    tenth = parts(path.read_bytes())
    second = parts(story.again)
    assert list(tenth) == list(second)
    assert tenth["xl/styles.xml"] == second["xl/styles.xml"]
    grown = {
        name: len(tenth[name]) - len(second[name])
        for name in second
        if len(tenth[name]) != len(second[name])
    }
    grown.pop("xl/workbook.xml", None)  # the number of the last run, in a hidden name
    assert len(grown) <= 2, grown  # Run log and its table
    assert sum(grown.values()) < 8 * 1500, "a row of the log for each run"


def test_a_workbook_that_must_not_be_edited_is_not_run(tmp_path: Path) -> None:
    data = (RICH / SIGNED).read_bytes()
    path = tmp_path / SIGNED
    path.write_bytes(data)
    with pytest.raises(
        SheetflowError, match="digitally signed, and any change breaks the signature; "
    ):
        run_on(path)
    assert path.read_bytes() == data

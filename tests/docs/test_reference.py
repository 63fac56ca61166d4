"""The generated pages of docs/ are up to date, and every link between pages leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from locations import ROOT

from sheetflow.domain.catalogue import catalogue, sheet_schema
from sheetflow.domain.problems import rules
from tools import reference
from tools.problem_pages import WITHOUT_WORKBOOK

PAGES = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_up_to_date(name: str) -> None:
    committed = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], "run: python -m tools.reference"


def test_no_page_is_left_of_what_is_gone() -> None:
    assert reference.written() == set(PAGES)


def test_every_column_setting_and_problem_is_there() -> None:
    schemas = [sheet_schema(sheet) for sheet in catalogue()]
    for schema in schemas:
        section = (
            PAGES["reference/sheets.md"]
            .split(f"### {schema.sheet}\n")[1]
            .split("\n#")[0]
        )
        found = [
            line.split("|")[1].strip(" *")
            for line in section.splitlines()
            if line.startswith("|")
        ]
        assert found[2:] == list(schema.headers)
    assert all(
        f"| **{setting.name}** |" in PAGES["reference/settings.md"]
        for setting in sheet_schema("Settings").settings
    )
    assert all(
        rule.remedy in PAGES[f"reference/problems/{rule.code}.md"]
        for rule in rules().values()
        if rule.code not in WITHOUT_WORKBOOK
    )
    assert all(
        f"[{code}]({code}.md)" in PAGES["reference/problems/README.md"]
        for code in rules()
    )


def headings(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found
    }


@pytest.mark.parametrize(
    "page",
    [
        ROOT / "README.md",
        *(
            page
            for page in (ROOT / "docs").rglob("*.md")
            if page.parent.name != "problems"
        ),
    ],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"https?:", target):
            continue
        name, _, heading = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), f"links to {target}"
        if heading:
            assert heading in headings(linked), f"links to {target}"


def test_every_page_is_linked() -> None:
    pages = set((ROOT / "docs").rglob("*.md")) - {ROOT / "docs" / "README.md"}
    linked = {
        (page.parent / name).resolve()
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for name in re.findall(
            r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")
        )
        if not re.match(r"https?:", name)
    }
    assert pages <= linked

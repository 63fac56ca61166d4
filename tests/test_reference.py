"""The committed pages of docs/reference are those that schemas/ and the declared problems make."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sheetflow.domain.problems import rules  # noqa: E402
from sheetflow.domain.schema import DERIVED, FACTS, sheet_schema  # noqa: E402
from tools import reference  # noqa: E402

PAGES = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_up_to_date(name: str) -> None:
    committed = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], "run: python -m tools.reference"


def test_no_page_is_left_of_what_is_gone() -> None:
    assert reference.written() == set(PAGES)


def test_every_column_setting_and_problem_is_there() -> None:
    schemas = [sheet_schema(sheet) for sheet in (*FACTS, *DERIVED)]
    for schema in schemas:
        section = PAGES["sheets.md"].split(f"### {schema.sheet}\n")[1].split("\n#")[0]
        found = [
            line.split("|")[1].strip(" *")
            for line in section.splitlines()
            if line.startswith("|")
        ]
        assert found[2:] == list(schema.headers)
    assert all(
        f"| **{setting.name}** |" in PAGES["settings.md"]
        for setting in sheet_schema("Settings").settings
    )
    assert all(
        rule.remedy in PAGES[f"problems/{rule.code}.md"] for rule in rules().values()
    )
    assert all(
        f"[{code}]({code}.md)" in PAGES["problems/README.md"] for code in rules()
    )


def test_links_between_pages_and_pictures_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(
            r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")
        ):
            if not re.match(r"https?:", target):
                assert (page.parent / target).exists(), (
                    f"{page.relative_to(ROOT)} links to {target}"
                )

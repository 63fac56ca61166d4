"""The tutorial and the guides are right: what they say to type and what they say comes out is played."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import walkthroughs
from locations import DOCS, ROOT


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples, where the commands run."""
    walkthroughs.put_samples(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("pages", walkthroughs.STORIES, ids=lambda pages: pages[-1])
def test_what_the_pages_say_is_so(pages: Sequence[str], folder: Path) -> None:
    for page in pages:
        parts = list(walkthroughs.parts(DOCS / page))
        assert parts, f"{page} says nothing that can be played"
        for part in parts:
            walkthroughs.follow(part, folder)


def test_no_page_with_commands_is_left_out() -> None:
    played = {page for story in walkthroughs.STORIES for page in story}
    pages = {
        page.relative_to(DOCS).as_posix()
        for page in DOCS.rglob("*.md")
        if "```console\n" in page.read_text(encoding="utf-8")
    }
    assert {page for page in pages if "/problems/" not in page} <= played


def test_what_the_page_on_python_prints_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    program = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0]
    exec(program, {})
    printed = capsys.readouterr().out
    assert printed.splitlines() == re.findall(r"^# (.*)$", program, re.MULTILINE)
    assert Path("result.xlsx").exists()


def test_the_first_minute_goes_as_the_readme_says(folder: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\$ (.*)$", readme, re.MULTILINE)
    assert commands[0].endswith("&& sheetflow demo")
    printed = walkthroughs.output("sheetflow demo")
    [quoted] = re.findall(r"^```\n(Order lines!C5 .*?)^```$", readme, re.M | re.S)
    assert quoted in printed

    demo = Path("sheetflow-demo/demo.xlsx")
    walkthroughs.set_cell(demo, "Order lines", "C", 5, "MUG-BLUE")
    walkthroughs.set_cell(demo, "Order lines", "E", 8, "10")
    assert "sheetflow run sheetflow-demo/demo.xlsx\n" in readme
    again = walkthroughs.output(f"sheetflow run {demo} --as-of 2026-03-02")
    assert "Read 6 orders: 2 applied, 0 on hold, 4 untouched." in again
    undone = walkthroughs.output(f"sheetflow undo {demo}")
    assert undone.startswith("Run 2 of 2026-03-02 is undone: ")

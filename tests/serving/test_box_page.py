"""The status page of a folder that `sheetflow watch` looks after."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sheetflow.batching.box.journal import FILED, Entry, Journal
from sheetflow.batching.box.locks import only_watcher
from sheetflow.batching.box.status import is_box, read_status
from sheetflow.cli.watch import watch_command
from sheetflow.serving.access import Access
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.pages import Pages
from sheetflow.serving.service import Service

HOST = "127.0.0.1:8765"
START = "2026-03-02T08:30:00+00:00"


def entry(name: str, state: str = FILED, **more: str) -> Entry:
    original = f"originals/2026-03-02/{name}"
    return Entry(name, name, original, "2026-03-02", START, state, **more)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Two workbooks are done with, one is being run, and one was just dropped."""
    folder = tmp_path / "box"
    journal = Journal(folder / ".sheetflow" / "journal.sqlite")
    journal.put(entry("ann.xlsx", result="done", folder="done/ann"))
    wrong = "bob.xlsx: <b> this is plain text"
    journal.put(entry("bob.xlsx", result="to fix", folder="to fix/bob", error=wrong))
    journal.put(entry("cat.xlsx", state="taken"))
    journal.close()
    (folder / "dan.xlsx").touch()
    (folder / "notes.txt").touch()
    return folder


def seen(box: Path, path: str = "/box") -> str:
    """What a browser shows that has opened the address."""
    service = Service(
        Access({HOST}, token="secret"),
        folder=FolderRuns(box),
        box=partial(read_status, box) if is_box(box) else None,
    )
    with TestClient(Pages(service).application(), base_url=f"http://{HOST}") as client:
        client.get("/?token=secret")
        return client.get(path).text


def rows(html: str) -> list[list[str]]:
    """The cells of the table, as text."""
    body = html[html.index("<tbody>") :]
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in body.split("</tr>")]
    return [[re.sub(r"<[^>]+>", " ", cell) for cell in row] for row in cells if row]


def test_it_lists_what_waits_what_runs_and_what_came_of_the_rest(box: Path) -> None:
    html = seen(box)
    assert "1 done, 1 to fix, 1 running, 1 waiting." in html
    assert [[name, result] for name, _, result in rows(html)] == [
        ["dan.xlsx", "waiting"],
        ["cat.xlsx", "running"],
        ["bob.xlsx", "to fix → to fix/bob/  &lt;b&gt; this is plain text "],
        ["ann.xlsx", "done → done/ann/"],
    ]


def test_it_says_whether_anybody_watches(box: Path) -> None:
    with only_watcher(box):
        assert "sheetflow watches this folder." in seen(box)
    assert "This folder is not being watched." in seen(box)


def test_only_a_watched_folder_has_it(box: Path, tmp_path: Path) -> None:
    assert 'href="/box"' in seen(box, "/")
    other = tmp_path / "other"
    other.mkdir()
    assert 'href="/box"' not in seen(other, "/")
    assert "<table" not in seen(other)


def test_watch_names_it() -> None:
    assert "sheetflow serve --folder DIR" in (watch_command.help or "")

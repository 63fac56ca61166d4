"""The page: what is dropped is run, and nobody else gets in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from sheetflow.serving.access import COOKIE, Access
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.names import safe_name
from sheetflow.serving.pages import Pages
from sheetflow.serving.results import SECONDS, Results

SAMPLES = Path(__file__).parents[2] / "sample_workbooks"
HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    access = Access({HOST}, token="secret")
    return Pages(access, Results(tmp_path / "results"), FolderRuns(tmp_path / "shop"))


@pytest.fixture
def stranger(pages: Pages) -> Iterator[TestClient]:
    """A browser that does not know the address."""
    (pages.results.folder.parent / "shop").mkdir()
    with TestClient(pages.application(), base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    """A browser that has opened the address."""
    assert stranger.get("/?token=secret").status_code == 200
    return stranger


def dropped(name: str = "mistakes.xlsx", content: bytes | None = None):
    data = (SAMPLES / "mistakes.xlsx").read_bytes() if content is None else content
    return {"file": (name, data)}


def test_a_dropped_workbook_is_run_and_can_be_taken_home(browser: TestClient) -> None:
    run = browser.post("/run", files=dropped(), headers=ORIGIN).json()
    assert run["error"] == ""
    assert run["read"] > 0
    assert {"problem", "remedy", "cell"} <= set(run["problems"][0])
    book = browser.get(run["files"][0]["address"])
    assert "Checks" in openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
    archive = zipfile.ZipFile(io.BytesIO(browser.get(run["zip"]).content))
    assert len(archive.namelist()) == len(run["files"])
    browser.post(f"/forget/{run['number']}", headers=ORIGIN)
    assert browser.get(run["files"][0]["address"]).status_code == 404


def test_a_file_that_is_not_a_workbook_says_so(browser: TestClient) -> None:
    files = dropped("shop.xlsx", b"not a workbook")
    run = browser.post("/run", files=files, headers=ORIGIN).json()
    assert "shop.xlsx" in run["error"]
    assert "Traceback" not in run["error"]
    assert run["files"] == []


def test_the_workbooks_of_the_folder_are_run_in_place(
    browser: TestClient, pages: Pages
) -> None:
    assert pages.folder is not None
    file = pages.folder.folder / "shop.xlsx"
    file.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    (pages.folder.folder / "~$other.xlsx").write_bytes(b"")
    [listed] = browser.get("/folder").json()
    assert (listed["name"], listed["last"]) == ("shop.xlsx", "never run")
    run = browser.post("/folder/run", json={"name": "shop.xlsx"}, headers=ORIGIN).json()
    assert (run["error"], run["applied"] > 0) == ("", True)
    [listed] = browser.get("/folder").json()
    assert listed["last"].startswith("run 1, ")
    outside = {"name": "../secret.xlsx"}
    assert browser.post("/folder/run", json=outside, headers=ORIGIN).status_code == 404


@pytest.mark.parametrize(
    ("headers", "cookie"),
    [
        ({}, ""),
        ({}, "wrong"),
        ({"host": "evil.example"}, "secret"),
        ({"host": "127.0.0.1:1"}, "secret"),
        ({"sec-fetch-site": "cross-site"}, "secret"),
        ({"sec-fetch-site": "same-site"}, "secret"),
        ({"origin": "http://evil.example"}, "secret"),
    ],
)
def test_nobody_else_gets_in(
    headers: dict[str, str], cookie: str, stranger: TestClient
) -> None:
    if cookie:
        stranger.cookies.set(COOKIE, cookie)
    for address in ("/", "/folder", "/static/page.js"):
        assert stranger.get(address, headers=headers).status_code == 403
    answer = stranger.post("/run", files=dropped(), headers={**ORIGIN, **headers})
    assert answer.status_code == 403


def test_a_change_needs_the_origin_of_the_page(browser: TestClient) -> None:
    assert browser.post("/run", files=dropped()).status_code == 403


def test_a_wrong_token_does_not_open_the_page(stranger: TestClient) -> None:
    assert stranger.get("/?token=wrong").status_code == 403
    assert stranger.post("/?token=secret", headers=ORIGIN).status_code == 403


def test_every_answer_closes_the_page_to_others(browser: TestClient) -> None:
    for address in ("/", "/static/style.css", "/results/none.zip"):
        headers = browser.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    page = browser.get("/").text
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_a_file_that_is_too_large_is_refused(browser: TestClient) -> None:
    headers = {**ORIGIN, "content-length": "999999999999"}
    answer = browser.post("/run", files=dropped(), headers=headers)
    assert answer.status_code == 413
    assert "larger than 100 MB" in answer.json()["error"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("shop.xlsx", "shop.xlsx"),
        ("../../etc/passwd", "passwd.xlsx"),
        ("C:\\temp\\Büro 2026.XLSX", "Büro 2026.xlsx"),
        ("CON.xlsx", "workbook.xlsx"),
        ("a\0b.xlsx", "ab.xlsx"),
        (".xlsx", "workbook.xlsx"),
        ("x" * 300 + ".xlsm", "x" * 80 + ".xlsm"),
        ("-rf.xlsx", "-rf.xlsx"),
    ],
)
def test_names_of_files_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_results_are_deleted_after_an_hour(tmp_path: Path) -> None:
    clock = [0.0]
    results = Results(tmp_path / "results", now=lambda: clock[0])
    number, result = results.add("shop.xlsx")
    clock[0] = SECONDS - 1.0
    assert results.get(number) is result
    clock[0] = SECONDS + 1.0
    assert results.get(number) is None
    assert not result.folder.exists()


def test_only_what_a_run_wrote_can_be_read(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    _, result = results.add("shop.xlsx")
    result.file.write_bytes(b"")
    (result.output / "shop.xlsx").write_bytes(b"")
    assert result.path("shop.xlsx") is not None
    assert result.path("../in/shop.xlsx") is None
    assert result.path("/etc/passwd") is None

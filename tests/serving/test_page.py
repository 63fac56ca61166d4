"""The page: what is dropped is run, and nobody else gets in."""

from __future__ import annotations

import asyncio
import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from foreign_books import BOOKS
from starlette.testclient import TestClient

from sheetflow import pipeline
from sheetflow.serving import dropped as dropped_answers
from sheetflow.serving import pictures, results, runs
from sheetflow.serving.access import COOKIE, Access
from sheetflow.serving.answers import shown_files
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.names import safe_name
from sheetflow.serving.pages import Pages
from sheetflow.serving.results import SECONDS, Results, delete_left_behind
from sheetflow.serving.runs import Ended, Ran
from sheetflow.serving.service import Service

SAMPLES = Path(__file__).parents[2] / "sample_workbooks"
HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}
DAY = date(2026, 3, 2)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    (tmp_path / "shop").mkdir()
    return Service(
        Access({HOST}, token="secret"),
        Results(tmp_path / "results"),
        FolderRuns(tmp_path / "shop"),
        {"sales": "Sales"},
    )


@pytest.fixture
def stranger(service: Service) -> Iterator[TestClient]:
    """A browser that does not know the address."""
    application = Pages(service).application()
    with TestClient(application, base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    """A browser that has opened the address."""
    assert stranger.get("/?token=secret").status_code == 200
    return stranger


def dropped(name: str = "mistakes.xlsx", content: bytes | None = None):
    data = (SAMPLES / "mistakes.xlsx").read_bytes() if content is None else content
    return {"file": (name, data)}


def run_of(browser: TestClient, name: str, content: bytes | None = None, **fields: str):
    """What the page shows of a dropped workbook."""
    files = dropped(name, content)
    return browser.post("/run", files=files, data=fields, headers=ORIGIN).json()


def run_by_hand(file: Path, ran: bytes, folder: Path) -> bytes:
    """The workbook that a run gives with the start and the date of another run."""
    log = openpyxl.load_workbook(io.BytesIO(ran))["Run log"]
    headers = [cell.value for cell in log[1]]
    row = dict(zip(headers, [cell.value for cell in log[2]], strict=True))
    started = datetime.fromisoformat(row["Started (UTC)"]).replace(tzinfo=UTC)
    done = pipeline.run(file, as_of=DAY, started=started)
    done.save(folder / "by hand.xlsx")
    return (folder / "by hand.xlsx").read_bytes()


def test_a_dropped_workbook_is_run_and_can_be_taken_home(
    browser: TestClient, tmp_path: Path
) -> None:
    run = run_of(browser, "mistakes.xlsx", as_of=DAY.isoformat())
    assert run["error"] == ""
    assert run["read"] > 0
    assert {"problem", "remedy", "cell"} <= set(run["problems"][0])
    book = browser.get(run["files"][0]["address"]).content
    assert book == run_by_hand(SAMPLES / "mistakes.xlsx", book, tmp_path)
    archive = zipfile.ZipFile(io.BytesIO(browser.get(run["zip"]).content))
    assert len(archive.namelist()) == len(run["files"])
    browser.post(f"/forget/{run['number']}", headers=ORIGIN)
    assert browser.get(run["files"][0]["address"]).status_code == 404


def test_the_options_of_a_run_can_be_chosen(browser: TestClient) -> None:
    run = run_of(
        browser, "mistakes.xlsx", documents="none", as_of="2026-03-02", strict="yes"
    )
    assert (run["error"], run["files"]) == ("", [])
    wrong = run_of(browser, "mistakes.xlsx", as_of="tomorrow; rm -rf")
    assert wrong == {"error": "This is not a date: choose one."}


def test_the_workbooks_of_the_folder_are_run_in_place(
    browser: TestClient, service: Service
) -> None:
    assert service.folder is not None
    file = service.folder.folder / "shop.xlsx"
    file.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    (service.folder.folder / "~$other.xlsx").write_bytes(b"")
    [listed] = browser.get("/folder").json()
    assert (listed["name"], "run" in listed) == ("shop.xlsx", False)
    run = browser.post("/folder/run", json={"name": "shop.xlsx"}, headers=ORIGIN).json()
    assert (run["error"], run["applied"] > 0) == ("", True)
    [beside] = run["beside"]
    assert (service.folder.folder / beside).is_dir()
    copy = browser.get(run["files"][0]["address"])
    assert copy.content == file.read_bytes()
    assert {each["path"].rpartition("/")[0] for each in run["files"][1:]} == {beside}
    browser.post(f"/forget/{run['number']}", headers=ORIGIN)
    assert file.exists()
    [listed] = browser.get("/folder").json()
    assert (listed["run"], len(listed["day"])) == ("1", 10)


def test_the_options_of_a_run_stay_when_names_are_chosen_first(
    browser: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Sequence[str]] = []

    async def run(
        _file: Path, _output: Path, options: Sequence[str], _on: object
    ) -> Ran:
        ran.append(options)
        return Ran({}, "there is no sheet Orders") if len(ran) == 1 else Ran({})

    monkeypatch.setattr(dropped_answers, "run_workbook", run)
    book = BOOKS["sales-orders"].write(tmp_path / "own.xlsx").read_bytes()
    first = run_of(browser, "own.xlsx", book, documents="pdf", as_of="2026-03-02")
    assert first["mapping"]["kind"] == "names"
    address = f"/map/{first['number']}"
    second = browser.post(address, json={"answers": []}, headers=ORIGIN).json()
    assert second["error"] == ""
    assert ran == [["--pdf", "--as-of", "2026-03-02"]] * 2


def test_a_run_that_hangs_is_stopped(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def start(_arguments: Sequence[str]) -> asyncio.subprocess.Process:
        hanging = [sys.executable, "-c", "import time; time.sleep(600)"]
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(*hanging, stdout=pipe, stderr=pipe)

    monkeypatch.setattr(runs, "SECONDS", 0.05)
    monkeypatch.setattr(runs, "_start", start)
    run = run_of(browser, "mistakes.xlsx")
    assert run["error"] == runs.TOO_LONG
    assert run["files"] == []


def kept_document(service: Service, path: str) -> tuple[str, results.Result, Path]:
    """A result of the browser with a document, its number first."""
    [session] = service.access._sessions
    number, result = service.results.add("shop.xlsx", session)
    document = result.output / path
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_bytes(b"as it was written")
    return number, result, document


@pytest.fixture
def pictured(monkeypatch: pytest.MonkeyPatch) -> list[Ended]:
    """How the next attempts to make pictures end; each writes one page first."""
    ends: list[Ended] = []

    async def run(arguments: Sequence[str]) -> Ended:
        folder = Path(arguments[-1])
        folder.mkdir(parents=True)
        (folder / "page 01.png").write_bytes(arguments[1].encode())
        return ends.pop(0)

    monkeypatch.setattr(pictures, "run_command", run)
    return ends


@pytest.mark.parametrize("stem", ["Sales #2", "50% off", "Why?", "Büro"])
def test_a_file_of_any_name_is_taken_home_and_seen(
    stem: str, browser: TestClient, service: Service, pictured: list[Ended]
) -> None:
    number, result, _ = kept_document(service, f"{stem}/{stem}.pdf")
    pictured.append(Ended(0))
    [file] = shown_files(number, result)["files"]
    assert browser.get(file["address"]).content == b"as it was written"
    preview = f"/preview/{number}/{quote(file['path'])}"
    [page] = browser.post(preview, headers=ORIGIN).json()["pages"]
    assert browser.get(page).status_code == 200


def test_a_preview_that_failed_is_made_again(
    browser: TestClient, service: Service, pictured: list[Ended]
) -> None:
    number, result, _ = kept_document(service, "papers/invoices.pdf")
    pictured += [Ended(None), Ended(0)]
    address = f"/preview/{number}/papers/invoices.pdf"
    first = browser.post(address, headers=ORIGIN).json()
    assert first == {"pages": [], "error": runs.TOO_LONG}
    second = browser.post(address, headers=ORIGIN).json()
    assert (len(second["pages"]), second["error"]) == (1, "")
    assert not list(result.folder.glob("tmp*"))


def test_documents_of_one_name_have_pages_of_their_own(
    browser: TestClient, service: Service, pictured: list[Ended]
) -> None:
    number, result, document = kept_document(service, "papers/invoices.pdf")
    other = result.output / "reports" / "invoices.pdf"
    other.parent.mkdir()
    other.write_bytes(b"")
    for path in (document, other):
        pictured.append(Ended(0))
        address = f"/preview/{number}/{path.parent.name}/invoices.pdf"
        [page] = browser.post(address, headers=ORIGIN).json()["pages"]
        assert browser.get(page).text == str(path)


def test_all_results_of_a_browser_are_one_zip(
    browser: TestClient, service: Service, kept: str
) -> None:
    [session] = service.access._sessions
    for _ in range(2):
        _, result = service.results.add("shop.xlsx", session)
        (result.output / "shop.xlsx").write_bytes(b"")
    archive = zipfile.ZipFile(io.BytesIO(browser.get("/results.zip").content))
    assert archive.namelist() == ["shop/shop.xlsx", "shop (2)/shop.xlsx"]
    assert list(service.results.folder.glob("*.zip")) == []


# -- strangers

ROUTES = [
    ("GET", "/"),
    ("GET", "/box"),
    ("GET", "/folder"),
    ("GET", "/static/page.js"),
    ("GET", "/static/style.css"),
    ("GET", "/progress/{job}"),
    ("GET", "/results.zip"),
    ("GET", "/results/{number}.zip"),
    ("GET", "/results/{number}/shop.xlsx"),
    ("GET", "/pictures/{number}/page.png"),
    ("POST", "/run"),
    ("POST", "/map/{number}"),
    ("POST", "/import/{number}"),
    ("POST", "/report/{number}/sales"),
    ("POST", "/preview/{number}/shop.pdf"),
    ("POST", "/forget/{number}"),
    ("POST", "/folder/run"),
    ("POST", "/folder/map"),
    ("POST", "/sign-in"),
]
OF_A_RESULT = [route for route in ROUTES if "{number}" in route[1]]


def test_every_route_is_tried() -> None:
    application = Pages(Service(Access({HOST}))).application()
    declared = {route.path.split("{")[0] for route in application.routes}
    assert {address.split("{")[0] for _, address in ROUTES} >= declared - {"/static"}


@pytest.fixture
def kept(service: Service) -> str:
    """The number of a result of somebody else, with a file, a document and a page."""
    number, result = service.results.add("shop.xlsx", "somebody else")
    result.file.write_bytes(b"")
    result.pictures.mkdir()
    (result.pictures / "page.png").write_bytes(b"")
    for name in ("shop.xlsx", "shop.pdf"):
        (result.output / name).write_bytes(b"")
    return number


def status(client: TestClient, route: tuple[str, str], number: str, **headers: str):
    method, address = route
    address = address.format(number=number, job="1")
    return client.request(method, address, headers=headers).status_code


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
@pytest.mark.parametrize(
    ("headers", "cookie"),
    [
        ({}, ""),
        ({}, "wrong"),
        ({"host": "evil.example"}, "right"),
        ({"host": "127.0.0.1:1"}, "right"),
        ({"sec-fetch-site": "cross-site"}, "right"),
        ({"sec-fetch-site": "same-site"}, "right"),
        ({"origin": "http://evil.example"}, "right"),
        ({"origin": "null"}, "right"),
        ({"origin": "http://localhost:3000"}, "right"),
    ],
)
def test_nobody_else_gets_in(
    route: tuple[str, str],
    headers: dict[str, str],
    cookie: str,
    stranger: TestClient,
    kept: str,
) -> None:
    if cookie == "right":
        stranger.get("/?token=secret")
    elif cookie:
        stranger.cookies.set(COOKIE, cookie)
    sent = {**(ORIGIN if route[0] == "POST" else {}), **headers}
    assert status(stranger, route, kept, **sent) == 403


@pytest.mark.parametrize("route", [each for each in ROUTES if each[0] == "POST"])
def test_a_change_needs_the_origin_of_the_page(
    route: tuple[str, str], browser: TestClient, kept: str
) -> None:
    assert status(browser, route, kept) == 403


@pytest.mark.parametrize("route", OF_A_RESULT, ids=" ".join)
def test_a_result_is_shown_to_the_browser_that_dropped_it_only(
    route: tuple[str, str], browser: TestClient, service: Service, kept: str
) -> None:
    assert status(browser, route, kept, **ORIGIN) == 404
    assert service.results.get(kept, "somebody else") is not None


def test_a_list_does_not_go_into_the_workbook_of_another(
    browser: TestClient, service: Service, kept: str
) -> None:
    run = run_of(browser, "list.csv", b"Order,SKU,Qty\nA,B,1\n")
    given = {"into": kept, "answers": []}
    browser.post(f"/import/{run['number']}", json=given, headers=ORIGIN)
    other = service.results.get(kept, "somebody else")
    assert other is not None
    assert other.latest.read_bytes() == b""


@pytest.mark.parametrize("route", OF_A_RESULT[:4], ids=" ".join)
@pytest.mark.parametrize(
    "path",
    [
        "../in/mistakes.xlsx",
        "..%2fin%2fmistakes.xlsx",
        "%2e%2e/%2e%2e/answers.json",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "..\\in\\mistakes.xlsx",
        ".sheetflow/last/mistakes.xlsx",
    ],
)
def test_no_address_leads_out_of_what_a_run_wrote(
    route: tuple[str, str], path: str, browser: TestClient, service: Service
) -> None:
    [session] = service.access._sessions
    number, result = service.results.add("mistakes.xlsx", session)
    result.file.write_bytes(b"as it was dropped")
    result.answers.write_bytes(b"[]")
    method, address = route
    start = address.format(number=number).rpartition("/")[0]
    answer = browser.request(method, f"{start}/{path}", headers=ORIGIN)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["../secret.xlsx", "/etc/passwd", "", "*", None, ["a"]]
)
def test_only_listed_workbooks_of_the_folder_are_run(
    name: object, browser: TestClient, service: Service
) -> None:
    assert service.folder is not None
    (service.folder.folder.parent / "secret.xlsx").write_bytes(b"")
    for address in ("/folder/run", "/folder/map"):
        answer = browser.post(address, json={"name": name}, headers=ORIGIN)
        assert answer.status_code == 404


def test_a_wrong_token_does_not_open_the_page(stranger: TestClient) -> None:
    assert stranger.get("/?token=wrong").status_code == 403
    assert stranger.post("/?token=secret", headers=ORIGIN).status_code == 403


def test_two_browsers_have_two_sessions(service: Service) -> None:
    application = Pages(service).application()
    cookies = set()
    for _ in range(2):
        client = TestClient(application, base_url=f"http://{HOST}")
        client.get("/?token=secret")
        cookies.add(client.cookies[COOKIE])
    assert len(cookies) == 2
    assert "secret" not in cookies


def test_every_answer_closes_the_page_to_others(browser: TestClient) -> None:
    for address in ("/", "/static/style.css", "/results/none.zip"):
        headers = browser.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    page = browser.get("/").text
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


# -- what is sent


@pytest.mark.parametrize("route", [each for each in ROUTES if each[0] == "POST"])
def test_a_body_that_is_too_large_is_refused(
    route: tuple[str, str], browser: TestClient, kept: str
) -> None:
    headers = {**ORIGIN, "content-length": "999999999999"}
    assert status(browser, route, kept, **headers) == 413


def test_a_body_of_unknown_length_is_refused(browser: TestClient) -> None:
    answer = browser.post("/run", content=iter([b"a" * 100]), headers=ORIGIN)
    assert answer.status_code == 411


def test_a_body_in_chunks_is_refused_whatever_its_length_says(
    browser: TestClient,
) -> None:
    headers = {**ORIGIN, "content-length": "1", "transfer-encoding": "chunked"}
    answer = browser.post("/run", content=b"a", headers=headers)
    assert answer.status_code == 411


def test_no_more_is_kept_than_there_is_room_for(
    browser: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MOST", 0)
    answer = browser.post("/run", files=dropped(), headers=ORIGIN)
    assert answer.status_code == 429
    assert "Delete some, or" in answer.json()["error"]
    assert [each.name for each in service.results.folder.iterdir()] == [results.LOCK]


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/folder/run", b"not JSON"),
        ("/folder/map", b"[1]"),
        ("/folder/run", b"[" * 100_000),
    ],
)
def test_a_request_with_something_else_is_refused(
    address: str, body: bytes, browser: TestClient
) -> None:
    answer = browser.post(address, content=body, headers=ORIGIN)
    assert answer.status_code == 404


def test_a_form_without_a_file_is_refused(browser: TestClient) -> None:
    answer = browser.post("/run", data={"file": "shop.xlsx"}, headers=ORIGIN)
    assert (answer.status_code, "drop a workbook" in answer.text) == (400, True)


def bomb() -> bytes:
    """A workbook with a sheet that is 2 GB when it is unpacked."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(200):
                sheet.write(bytes(1_000_000))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.xlsx", b"not a workbook"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("page.xlsx", b"<html><script>alert(1)</script></html>"),
        ("cut.xlsx", (SAMPLES / "mistakes.xlsx").read_bytes()[:5000]),
        ("bomb.xlsx", bomb()),
        ("page.csv", b"<html><script>alert(1)</script></html>"),
        ("zeros.csv", bytes(100)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_something_else_says_so(
    name: str, content: bytes, browser: TestClient
) -> None:
    run = run_of(browser, name, content)
    assert name.partition(".")[0] in run["error"]
    assert "Traceback" not in run["error"]
    assert (run["files"], run["mapping"]) == ([], None)


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
    kept = Results(tmp_path / "results", now=lambda: clock[0])
    number, result = kept.add("shop.xlsx")
    clock[0] = SECONDS - 1.0
    assert kept.get(number) is result
    clock[0] = SECONDS + 1.0
    assert kept.get(number) is None
    assert not result.folder.exists()


def test_only_what_a_run_wrote_can_be_read(tmp_path: Path) -> None:
    _, result = Results(tmp_path / "results").add("shop.xlsx")
    result.file.write_bytes(b"")
    (result.output / "shop.xlsx").write_bytes(b"")
    assert result.path("shop.xlsx") is not None
    assert result.path("../in/shop.xlsx") is None
    assert result.path("/etc/passwd") is None


def test_what_a_killed_page_left_behind_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    is_open = Results()
    killed = tmp_path / f"{results.PREFIX}killed"
    (killed / "number" / "out").mkdir(parents=True)
    delete_left_behind()
    assert list(tmp_path.iterdir()) == [is_open.folder]

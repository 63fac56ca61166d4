"""A page that other machines reach: only with the password, and only by its own names."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from sheetflow.cli import main
from sheetflow.errors import SheetflowError
from sheetflow.serving.access import Access
from sheetflow.serving.hosts import is_loopback, reached_by
from sheetflow.serving.pages import Pages
from sheetflow.serving.passwords import SECONDS, TRIES, Password, read_password
from sheetflow.serving.results import Results
from sheetflow.serving.service import Service

HOST = "shop.example:8080"
ORIGIN = {"origin": f"http://{HOST}"}
WORD = "correct horse battery"


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    """The browser of another machine."""
    access = Access({HOST}, password=Password(WORD))
    application = Pages(Service(access, Results(tmp_path / "results"))).application()
    with TestClient(application, base_url=f"http://{HOST}") as client:
        yield client


def sign_in(visitor: TestClient, password: str) -> httpx.Response:
    given = {"password": password}
    return visitor.post("/sign-in", data=given, headers=ORIGIN)


def test_the_password_opens_the_page(visitor: TestClient) -> None:
    assert "Password of this page" in visitor.get("/").text
    assert visitor.get("/folder").status_code == 403
    assert visitor.post("/run", headers=ORIGIN).status_code == 403
    assert "Drop your workbooks" in sign_in(visitor, WORD).text
    assert visitor.get("/folder").json() == []


def test_a_wrong_password_does_not(visitor: TestClient) -> None:
    answer = sign_in(visitor, "correct horse")
    assert answer.status_code == 403
    assert "This is not the password." in answer.text
    assert visitor.get("/folder").status_code == 403


def test_guessing_is_stopped(visitor: TestClient) -> None:
    for _ in range(TRIES):
        sign_in(visitor, "guess")
    answer = sign_in(visitor, WORD)
    assert (answer.status_code, "Wait five minutes" in answer.text) == (429, True)


def test_guesses_that_come_at_once_are_counted(tmp_path: Path) -> None:
    access = Access({HOST}, password=Password(WORD))
    application = Pages(Service(access, Results(tmp_path / "results"))).application()

    async def guess() -> list[int]:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(
            transport=transport, base_url=f"http://{HOST}", headers=ORIGIN
        ) as client:
            guesses = [
                client.post("/sign-in", data={"password": "guess"}) for _ in range(20)
            ]
            return [each.status_code for each in await asyncio.gather(*guesses)]

    # In a thread of its own: a browser of other tests may have a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        statuses = thread.submit(asyncio.run, guess()).result()
    assert statuses.count(403) == TRIES


def test_another_site_cannot_sign_in(visitor: TestClient) -> None:
    given = {"password": WORD}
    for headers in ({}, {"origin": "http://evil.example"}, {"origin": "null"}):
        answer = visitor.post("/sign-in", data=given, headers=headers)
        assert answer.status_code == 403
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 403


def test_wrong_passwords_are_forgotten_after_a_while() -> None:
    clock = [0.0]
    password = Password(WORD, now=lambda: clock[0])
    for _ in range(TRIES):
        assert not password.accepts("guess", "10.0.0.2")
    assert password.is_blocked("10.0.0.2")
    assert not password.is_blocked("10.0.0.3")
    clock[0] = SECONDS + 1.0
    assert not password.is_blocked("10.0.0.2")
    assert WORD not in repr(password)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that only its owner reads, with a password."""
    path = tmp_path / "password.txt"
    path.touch(0o600)
    path.write_text(f"{WORD}\nnotes\n")
    return path


def test_the_first_line_of_the_file_is_the_password(file: Path) -> None:
    assert read_password(file).text == WORD


@pytest.mark.parametrize(
    ("text", "mode", "message"),
    [
        ("short", 0o600, "needs at least 10 characters"),
        ("", 0o600, "needs at least 10 characters"),
        (WORD, 0o644, "other users of this computer can read the password"),
    ],
)
def test_a_poor_password_is_refused(
    text: str, mode: int, message: str, file: Path
) -> None:
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(SheetflowError, match=message):
        read_password(file)


def test_other_machines_are_not_let_in_without_a_password(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0"])
    assert result.exit_code == 3
    assert "add --password-file" in result.output
    missing = ["serve", "--host", "0.0.0.0", "--password-file", str(tmp_path / "no")]
    assert "the password cannot be read" in CliRunner().invoke(main, missing).output


def test_what_is_open_is_printed(file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sheetflow", "serve", "--host", "0.0.0.0"]
    command += ["--password-file", str(file), "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(6)]
        address = re.findall(r"http://127\.0\.0\.1:\d+/", "".join(lines))[0]
        shown = httpx.get(address, follow_redirects=True)
        server.terminate()
    assert "knows the password" in lines[1]
    assert f"see and run the workbooks in {tmp_path}" in lines[4]
    assert "not encrypted" in lines[5]
    assert WORD not in "".join(lines)
    assert "Password of this page" in shown.text


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("127.0.0.1", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"]),
        ("192.168.1.5", ["192.168.1.5:8080"]),
        ("fd00::5", ["[fd00::5]:8080"]),
        ("MyServer", ["myserver:8080"]),
    ],
)
def test_a_page_is_reached_by_its_own_names_only(host: str, reached: list[str]) -> None:
    assert reached_by(host, 8080) == reached


def test_the_port_of_http_need_not_be_named() -> None:
    assert reached_by("192.168.1.5", 80) == ["192.168.1.5:80", "192.168.1.5"]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("LOCALHOST", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("shop", False),
    ],
)
def test_loopback_addresses_are_known(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback

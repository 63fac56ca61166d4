"""What other sites and strangers can do to the page, in a real browser: nothing."""

from __future__ import annotations

import functools
import http.server
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from locations import SAMPLES
from serving_page import ELSEWHERE, served

ATTACK = """async (address) => {
    const form = new FormData();
    form.append("file", new File(["a"], "shop.xlsx"));
    const tries = [
        ["GET", "/"], ["GET", "/folder"], ["POST", "/run"], ["POST", "/folder/run"],
        ["POST", "/map/1"], ["POST", "/import/1"], ["POST", "/report/1/sales"],
        ["POST", "/preview/1/a.pdf"], ["POST", "/forget/1"],
    ];
    const read = [];
    for (const [method, path] of tries) {
        const body = method === "POST" ? form : undefined;
        for (const mode of ["cors", "no-cors"]) {
            const options = { method, body, mode, credentials: "include" };
            try {
                const answer = await fetch(address + path, options);
                if (answer.type !== "opaque") read.push([path, answer.status]);
            } catch { continue; }
        }
    }
    return read;
}"""
"""Another site sends what the page sends, with the browser's cookies, and reads what it can."""


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[str]:
    """Another site on this machine."""
    (tmp_path / "index.html").write_text("<title>Another site</title>")
    (tmp_path / "favicon.ico").write_bytes(b"")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


def body_of(page: Any, address: str) -> tuple[int, str]:
    """The status and the text at an address."""
    answer = page.goto(address)
    return answer.status, answer.text()


def test_another_site_changes_and_reads_nothing(
    chromium: Any, address: str, other_site: str
) -> None:
    context = chromium.new_context()
    own = context.new_page()
    own.goto(address)
    page = context.new_page()
    page.goto(other_site)
    root = re.sub(r"/\?.*", "", address)
    assert page.evaluate(ATTACK, root) == []
    page.set_content(f"<iframe src='{root}/'></iframe>")
    frame = page.frames[-1]
    frame.wait_for_load_state()
    assert "Drop your workbooks" not in frame.content()
    assert own.evaluate("fetch('/folder').then((answer) => answer.status)") == 200
    context.close()


def test_a_rebound_name_does_not_reach_the_page(chromium: Any, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    rebound = address.replace("127.0.0.1", ELSEWHERE)
    status, text = body_of(page, rebound)
    assert (status, text) == (403, "This page is reached by its own address only.")
    context.close()


def test_without_the_token_the_page_does_not_open(chromium: Any, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for wrong in (re.sub(r"\?.*", "", address), address[:-1] + "!"):
        status, text = body_of(page, wrong)
        assert status == 403
        assert text.startswith("Open the address that sheetflow printed")
    context.close()


def test_the_token_does_not_stay_in_the_address(page: Any) -> None:
    assert "token" not in page.url
    assert page.evaluate("document.cookie") == ""


def test_the_password_opens_a_page_for_other_machines(
    chromium: Any, tmp_path: Path
) -> None:
    file = tmp_path / "password.txt"
    file.touch(0o600)
    file.write_text("correct horse battery\n")
    options = ["--host", "0.0.0.0", "--password-file", str(file)]
    with served(*options) as (address, _):
        context = chromium.new_context()
        page = context.new_page()
        port = re.search(r":(\d+)/", address)
        assert port is not None
        page.goto(f"http://127.0.0.1:{port[1]}/")
        page.fill("#password", "wrong guess")
        page.press("#password", "Enter")
        assert page.inner_text("[role=alert]") == "This is not the password."
        page.fill("#password", "correct horse battery")
        page.press("#password", "Enter")
        page.wait_for_selector("#drop")
        context.close()


def test_a_server_that_is_killed_is_named_and_leaves_nothing(
    chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    context = chromium.new_context()
    page = context.new_page()
    with served() as (address, server):
        page.goto(address)
        page.set_input_files("#files", SAMPLES / "mistakes.xlsx")
        page.wait_for_selector(".card.waiting")
        time.sleep(0.3)
        server.send_signal(signal.SIGKILL)
        server.wait()
    page.wait_for_selector(".card.bad")
    assert page.inner_text(".card .state").startswith("sheetflow has stopped.")
    [left] = tmp_path.glob("sheetflow-page-*")
    with served():
        assert not left.exists()
    context.close()

"""`sheetflow batch` and `sheetflow watch` as people type them: their exit statuses, and what they print."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.shops import write_shop
from sheetflow.batching.job import Limits
from sheetflow.batching.pools import LocalPool
from sheetflow.cli import main

AS_OF = "--as-of=2026-03-02"


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalPool]:
    """Workers that are started once for all tests."""
    pool = LocalPool(1, Limits())
    yield pool
    pool.close()


class Shared:
    """Workers that go on when a command is done with them."""

    def __init__(self, pool: LocalPool) -> None:
        self.run = pool.run
        self.submit = pool.submit

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def folder(
    tmp_path: Path, workers: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    for module in ("sheetflow.batching.pools", "sheetflow.batching.box.watch"):
        monkeypatch.setattr(f"{module}.LocalPool", lambda *_given: Shared(workers))
    with ExitStack() as after:
        for number in (signal.SIGINT, signal.SIGTERM):
            after.callback(signal.signal, number, signal.getsignal(number))
        yield tmp_path


def sf(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def batch(*words: str) -> Result:
    return sf("batch", "clients", "-o", "out", AS_OF, *words)


# ------------------------------------------------------------------ batch


def test_the_status_of_a_batch_is_that_of_its_worst_workbook() -> None:
    clients = Path("clients")
    write_shop(clients / "ann.xlsx")
    assert batch().exit_code == 0
    write_shop(clients / "bob.xlsx", sku="MUGG")
    assert batch().exit_code == 1
    (clients / "cat.xlsx").write_bytes(b"not a workbook")
    failed = batch()
    assert failed.exit_code == 5
    assert "3 workbooks: 1 done, 1 to fix, 1 failed. " in failed.stdout
    assert "done (earlier)" in failed.stdout


def test_failures_are_retried_with_the_options_of_the_batch() -> None:
    ann = write_shop(Path("clients", "ann.xlsx"))
    content = ann.read_bytes()
    ann.write_bytes(content[:2000])
    assert batch("--no-print").exit_code == 5
    ann.write_bytes(content)
    retried = sf("batch", "-o", "out", "--retry-failed", "--json")
    assert retried.exit_code == 0, retried.output
    document = json.loads(retried.stdout)
    assert document["counts"] == {"done": 1, "to fix": 0, "failed": 0}
    assert document["choices"]["as_of"] == "2026-03-02"
    assert document["workbooks"][0]["documents"] == []


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["batch", "-o", "out"], 2, "name the workbooks"),
        (["batch", "nowhere", "-o", "out"], 3, "there is no workbook"),
        (["batch", "-o", "out", "--retry-failed"], 3, "no report of an earlier batch"),
        (["batch", ".", "-o", "out", "--retry-failed"], 2, "leave out SOURCE"),
        (["watch", "nowhere"], 3, "there is no such folder"),
    ],
)
def test_what_cannot_start_says_why(
    words: list[str], status: int, message: str
) -> None:
    result = sf(*words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert message in result.stderr


# ------------------------------------------------------------------ watch


def watch_once() -> Result:
    return sf("watch", str(Path("box").absolute()), "--once", "--wait=0", AS_OF)


def test_the_status_of_a_box_says_whether_anything_is_to_fix() -> None:
    box = Path("box")
    write_shop(box / "ann.xlsx")
    assert watch_once().exit_code == 0
    write_shop(box / "bob.xlsx", sku="MUGG")
    assert watch_once().exit_code == 1
    assert watch_once().exit_code == 0, "nothing new was dropped"
    log = (box / ".sheetflow" / "watch.log").read_text()
    assert "ann.xlsx: done, 1 order: 1 applied, 0 on hold → done/ann/" in log
    assert "bob.xlsx: to fix, 1 order: 0 applied, 1 on hold → to fix/bob/" in log

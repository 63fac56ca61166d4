"""Many workbooks at once: the same files as alone, each once, and none harms another."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from batches import CHOICES, files_of, run_alone
from msgspec import structs

from benchmarks.shops import write_shop
from sheetflow.batching.batch import plan, plan_again, run_batch
from sheetflow.batching.job import Job, Limits, LostError, Outcome
from sheetflow.batching.one_workbook import run_one
from sheetflow.batching.pools import Attempt, LocalPool
from sheetflow.batching.report import Batch, write_reports
from sheetflow.batching.workers import Worker
from sheetflow.errors import SheetflowError

HERE = Path(__file__).parent
LIMITS = Limits(seconds=60)


@pytest.fixture
def pool() -> Iterator[LocalPool]:
    pool = LocalPool(2, LIMITS)
    yield pool
    pool.close()


class InThisProcess:
    """A pool without processes."""

    def run(self, jobs):
        for job in jobs:
            yield Attempt(job, run_one(job))

    def close(self) -> None:
        pass


def run_here(sources: list[Path], output: Path, **choices: object) -> Batch:
    chosen = replace(CHOICES, **choices)
    planned = plan([str(path) for path in sources], str(output), chosen)
    return run_batch(planned, InThisProcess(), lambda _outcome: None)


def results(batch: Batch) -> dict[str, str]:
    return {each.name: each.result for each in batch.workbooks}


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    folder = tmp_path / "clients"
    write_shop(folder / "ann.xlsx")
    write_shop(folder / "north" / "bob.xlsx", quantity=3)
    write_shop(folder / "north" / "cat.xlsx", sku="MUGG")
    (folder / "~$zoe.xlsx").write_bytes(b"a lock file")
    return folder


def test_a_batch_writes_the_same_bytes_as_runs_alone(
    clients: Path, tmp_path: Path, pool: LocalPool
) -> None:
    out = tmp_path / "out"
    alone = tmp_path / "alone"
    batch = run_batch(plan([str(clients)], str(out), CHOICES), pool, lambda _each: None)
    for name in ("ann", "north/bob", "north/cat"):
        run_alone(clients / f"{name}.xlsx", alone / name)
    assert files_of(out) == files_of(alone)
    assert len(files_of(out)) > 5
    assert results(batch) == {
        "ann.xlsx": "done",
        "north/bob.xlsx": "done",
        "north/cat.xlsx": "to fix",
    }
    assert batch.status == 1


def test_a_job_that_comes_twice_is_done_once(clients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run_here([clients], out)
    before = files_of(out)
    again = run_here([clients], out)
    assert files_of(out) == before
    assert [each.is_earlier for each in again.workbooks] == [True] * 3
    for one, other in zip(first.workbooks, again.workbooks, strict=True):
        assert structs.replace(other, seconds=0, is_earlier=False) == structs.replace(
            one, seconds=0
        )


def test_another_day_or_input_is_another_job(clients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_here([clients], out)
    write_shop(clients / "ann.xlsx", quantity=9)
    again = run_here([clients], out)
    assert [each.is_earlier for each in again.workbooks] == [False, True, True]
    later = run_here([clients], out, as_of=CHOICES.as_of.replace(day=3))
    assert not any(each.is_earlier for each in later.workbooks)


def test_a_result_that_somebody_changed_is_not_replaced(
    clients: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_here([clients], out)
    write_shop(out / "ann" / "ann.xlsx", quantity=7)
    again = run_here([clients], out)
    assert results(again)["ann.xlsx"] == "failed"
    assert "somebody changed it" in again.workbooks[0].error
    assert again.status == 5


def test_in_place_a_batch_replaces_each_workbook_once(
    clients: Path, tmp_path: Path
) -> None:
    run_alone(clients / "ann.xlsx", tmp_path / "alone")
    out = tmp_path / "out"
    first = run_here([clients / "ann.xlsx"], out, in_place=True)
    assert results(first) == {"ann.xlsx": "done"}, first.workbooks[0].error
    alone = (tmp_path / "alone" / "ann.xlsx").read_bytes()
    assert (clients / "ann.xlsx").read_bytes() == alone
    again = run_here([clients / "ann.xlsx"], out, in_place=True)
    assert again.workbooks[0].is_earlier  # the same batch, a task that came twice
    later = CHOICES.started.replace(hour=9)
    third = run_here([clients / "ann.xlsx"], out, in_place=True, started=later)
    assert third.workbooks[0].run == 2


def test_failures_are_run_again_with_the_same_options(
    clients: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (clients / "dan.xlsx").write_bytes(b"not a workbook")
    batch = run_here([clients], out, strict=True)
    write_reports(batch, str(out))
    write_shop(clients / "dan.xlsx")
    planned = plan_again(str(out))
    assert [job.name for job in planned.jobs] == ["dan.xlsx"]
    assert planned.choices == replace(CHOICES, strict=True)
    again = run_batch(planned, InThisProcess(), lambda _each: None)
    assert results(again) == {**results(batch), "dan.xlsx": "done"}


def test_without_an_earlier_batch_there_is_nothing_to_retry(tmp_path: Path) -> None:
    with pytest.raises(SheetflowError, match="there is no report of an earlier batch"):
        plan_again(str(tmp_path))


def test_the_report_links_each_problem_to_its_cell(
    clients: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    files = write_reports(run_here([clients], out), str(out))
    book = openpyxl.load_workbook(files[1])
    assert [cell.value for cell in book["Workbooks"]["H"]][1:] == [
        "done",
        "done",
        "to fix",
    ]
    links = [cell.hyperlink for cell in book["Problems"]["C"] if cell.hyperlink]
    targets = {(link.target.replace("\\", "/"), link.location) for link in links}
    assert ("north/cat/cat.xlsx", "'Order lines'!B2") in targets
    assert (out / "north/cat/cat.xlsx").exists()


# ------------------------------------------------------------------ odd workbooks


@pytest.fixture
def odd_path(monkeypatch: pytest.MonkeyPatch) -> None:
    root = HERE.parents[1]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), str(root)]))


def test_one_that_hangs_or_eats_memory_harms_no_other(
    tmp_path: Path, odd_path: None
) -> None:
    folder = tmp_path / "clients"
    for name in ("ann", "crash", "eat", "hang", "zoe"):
        write_shop(folder / f"{name}.xlsx")
    pool = LocalPool(2, Limits(seconds=2, memory=400 << 20), child="odd_child")
    planned = plan([str(folder)], str(tmp_path / "out"), CHOICES)
    batch = run_batch(planned, pool, lambda _each: None)
    pool.close()
    why = {each.name: each.error for each in batch.workbooks}
    assert results(batch) == {
        "ann.xlsx": "done",
        "crash.xlsx": "failed",
        "eat.xlsx": "failed",
        "hang.xlsx": "failed",
        "zoe.xlsx": "done",
    }
    assert "it took more than 2 seconds, twice" in why["hang.xlsx"]
    assert "it needed more than 400 MB of memory, twice" in why["eat.xlsx"]
    assert "its process ended unexpectedly (status 9), twice" in why["crash.xlsx"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["ann", "zoe"]


def write_large_shop(path: Path, megabytes: int) -> Path:
    """A shop with a sheet of so many MB, which are a few KB in the file."""
    small = write_shop(path.with_name("small.xlsx"))
    row = b"<row><c><v>1</v></c><c><v>2</v></c></row>" * 1000
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(path, "w", 8) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                rows = row * (megabytes * 1_000_000 // len(row))
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            target.writestr(name, content)
    small.unlink()
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_a_workbook_that_needs_more_memory_than_the_limit_harms_no_other(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "clients"
    write_shop(folder / "ann.xlsx")
    write_large_shop(folder / "large.xlsx", megabytes=40)
    write_shop(folder / "zoe.xlsx", quantity=3)
    pool = LocalPool(1, Limits(memory=180 << 20))
    batch = run_batch(
        plan([str(folder)], str(tmp_path / "out"), CHOICES), pool, lambda _each: None
    )
    pool.close()
    assert results(batch) == {
        "ann.xlsx": "done",
        "large.xlsx": "failed",
        "zoe.xlsx": "done",
    }
    assert "it needed more than 180 MB of memory, twice" in batch.workbooks[1].error


def test_a_workbook_that_takes_too_long_is_whole_and_can_be_run_again(
    clients: Path, tmp_path: Path
) -> None:
    ann = clients / "ann.xlsx"
    before = ann.read_bytes()
    out = tmp_path / "out"
    planned = plan([str(ann)], str(out), replace(CHOICES, in_place=True))
    hurried = LocalPool(1, Limits(seconds=0.01))
    batch = run_batch(planned, hurried, lambda _each: None)
    hurried.close()
    assert results(batch) == {"ann.xlsx": "failed"}
    assert "it took more than 0.01 seconds, twice" in batch.workbooks[0].error
    assert ann.read_bytes() == before
    write_reports(batch, str(out))
    again = run_batch(plan_again(str(out)), InThisProcess(), lambda _each: None)
    assert results(again) == {"ann.xlsx": "done"}


def test_a_worker_that_was_closed_does_nothing_more(tmp_path: Path) -> None:
    worker = Worker(LIMITS)
    worker.close()
    job = Job(str(tmp_path / "ann.xlsx"), str(tmp_path), "ann.xlsx", CHOICES)
    with pytest.raises(LostError, match="stopped"):
        worker.run(job)


def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    source = write_shop(tmp_path / "ann.xlsx")
    job = Job(str(source), str(tmp_path / "out"), "ann.xlsx", CHOICES, version="0")
    outcome: Outcome = run_one(job)
    assert outcome.result == "failed"
    assert "install the same version" in outcome.error

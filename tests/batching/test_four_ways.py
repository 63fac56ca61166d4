"""The command, the page, a watched folder and a batch write the same workbook and documents, byte for byte."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from batches import CHOICES, files_of, run_alone
from click.testing import CliRunner

from benchmarks.shops import write_shop
from sheetflow.batching.batch import plan, run_batch
from sheetflow.batching.box.arrivals import Patience
from sheetflow.batching.box.watch import Watcher, WatchRequest
from sheetflow.batching.job import Limits
from sheetflow.batching.pools import LocalPool
from sheetflow.cli import main
from sheetflow.serving.runs import run_workbook
from sheetflow.workbook import Workbook

AS_OF = f"--as-of={CHOICES.as_of}"


def by_command(workbook: Path, folder: Path) -> Path:
    ran = CliRunner().invoke(main, ["run", str(workbook), "-o", str(folder), AS_OF])
    assert ran.exit_code == 0, ran.output
    return folder


def by_page(workbook: Path, folder: Path) -> Path:
    # In a thread of its own: a browser of other tests may have a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        ran = thread.submit(
            asyncio.run, run_workbook(workbook, folder, [AS_OF])
        ).result()
    assert not ran.error
    return folder


def by_box(workbook: Path, folder: Path) -> Path:
    folder.mkdir()
    shutil.copyfile(workbook, folder / workbook.name)
    options = replace(CHOICES, started=None)
    request = WatchRequest(
        folder, options, patience=Patience(0, 0), workers=1, once=True
    )
    Watcher(request, lambda _line: None).watch()
    return folder / "done" / workbook.stem


def by_batch(workbook: Path, folder: Path) -> Path:
    pool = LocalPool(1, Limits())
    batch = run_batch(
        plan([str(workbook)], str(folder), CHOICES), pool, lambda _each: None
    )
    pool.close()
    assert batch.status == 0
    return folder / workbook.stem


def start_of(workbook: Path) -> datetime:
    """When the run that wrote a workbook started."""
    log = Workbook.open(workbook).read("Run log")
    [header] = [row for row in log.rows if "Started (UTC)" in row]
    text = str(log.rows[-1][header.index("Started (UTC)")])
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("way", [by_command, by_page, by_box, by_batch])
def test_each_way_writes_what_a_run_with_the_same_start_writes(
    way: Callable[[Path, Path], Path], tmp_path: Path
) -> None:
    shop = write_shop(tmp_path / "shop.xlsx")
    found = way(shop, tmp_path / "out")
    options = replace(CHOICES, started=start_of(found / shop.name))
    run_alone(shop, tmp_path / "alone", options)
    assert files_of(found) == files_of(tmp_path / "alone")
    assert len(files_of(found)) > 3

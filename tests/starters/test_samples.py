"""The sample workbooks: made again they are the same, and they show what they are there to show."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import BinaryIO

import locations
import pytest

from sheetflow import pipeline as running
from sheetflow.controls.reconciliation.reconcile import failures
from sheetflow.errors import SheetflowError
from sheetflow.starters.demo import AS_OF, write_demo
from sheetflow.starters.samples import SAMPLES
from sheetflow.starters.samples.tables import load, table


def made(write: Callable[[BinaryIO], None]) -> bytes:
    target = io.BytesIO()
    write(target)
    return target.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook, inflated: how they are deflated is the compression library's affair."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, running.Run]:
    """Every sample, run on its date."""
    days = {
        "quickstart.xlsx": date(2026, 3, 2),
        "mistakes.xlsx": date(2026, 3, 2),
        "year.xlsx": date(2026, 1, 5),
    }
    return {
        name: running.run(locations.SAMPLES / name, as_of=day)
        for name, day in days.items()
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_the_generator_makes_the_file_that_is_kept(name: str) -> None:
    data = made(SAMPLES[name])
    assert members(data) == members((locations.SAMPLES / name).read_bytes())
    assert data == made(SAMPLES[name])
    assert len(data) < 500_000


@pytest.mark.parametrize("name", SAMPLES)
def test_a_second_run_changes_nothing(
    name: str, samples: dict[str, running.Run], tmp_path: Path
) -> None:
    samples[name].save(tmp_path / name)
    day = date.fromordinal(samples[name].result.book.as_of)
    again = running.run(tmp_path / name, as_of=day)
    assert len(again.edits) == 0
    assert [item.problem.code for item in again.problems] == [
        item.problem.code for item in samples[name].problems
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_check_holds(name: str, samples: dict[str, running.Run]) -> None:
    assert len(samples[name].checks) > 10
    assert failures(samples[name].checks) == []


def test_the_quickstart_shows_an_order_in_every_state(
    samples: dict[str, running.Run],
) -> None:
    done = samples["quickstart.xlsx"]
    statuses = Counter(str(status) for status in done.result.ledgers.statuses.status)
    words = {word for status in statuses for word in status.split(", ")}
    assert words == {
        *("Quote", "Expired", "Cancelled"),
        *("Unfulfilled", "Started", "Fulfilled"),
        *("Uninvoiced", "Invoiced", "Partial", "Paid", "Owing"),
    }
    assert (done.on_hold, done.applied) == (0, 13)
    assert {item.problem.code for item in done.problems} == {"ACT03"}


MISTAKES = """
    ACT01 ACT02 AGR01 AMT03 CEL01 CHO01 CUS01 DAT01 INV01 INV02 INV03 KEY02 KEY03 LIN03
    LOC01 NUM01 NUM02 NUM05 NUM06 NUM07 NUM08 ORD01 ORD02 PAC01 PAY01 PIK01 PRI01 QTY01
    REQ01 RET02 RST01 SET01 SHP01 SHP02 SHP03 SHP04 SKU01 STA01 STK01 STK02 TAX01 YES01
"""


def test_the_mistakes_hold_one_of_each_and_only_their_own_orders(
    samples: dict[str, running.Run],
) -> None:
    done = samples["mistakes.xlsx"]
    assert {item.problem.code for item in done.problems} == set(MISTAKES.split())
    assert done.applied == 1
    orders = done.result.book["Orders"]
    well = [
        orders["Order"][at]
        for at in range(len(orders))
        if at not in done.result.on_hold
    ]
    assert well == [
        "SO-000101",
        "SO-000118",
        "SO-000133",
        "SO-000134",
        "SO-000135",
        "SO-000136",
        "SO-000139",
    ]


def test_the_year_has_nothing_wrong_with_it(samples: dict[str, running.Run]) -> None:
    done = samples["year.xlsx"]
    assert [
        item.problem.code for item in done.problems if item.problem.rule.is_error
    ] == []
    assert done.read > 480
    assert done.applied > 5


def test_the_demo_holds_two_mistakes_and_goes_on_with_the_rest(tmp_path: Path) -> None:
    done = running.run(write_demo(tmp_path / "made" / "here"), as_of=AS_OF)
    errors = [item.problem.code for item in done.problems if item.problem.rule.is_error]
    assert errors == ["SKU01", "NUM01"]
    assert (done.applied, done.on_hold) == (4, 2)


def test_the_demo_is_not_written_over(tmp_path: Path) -> None:
    write_demo(tmp_path)
    with pytest.raises(SheetflowError, match=r"demo\.xlsx: this file already exists"):
        write_demo(tmp_path)


# -- tables as text


def test_a_table_reads_numbers_dates_blanks_and_text() -> None:
    read = table(
        "Order lines",
        r"""
        Order  Line  SKU    Description    Quantity  Unit price
        1001   2     00123  two\nlines     '10       4.50
        SO-2   -     A 1    -              -3        ten
        """,
    )
    assert read.rows == (
        ("1001", 2, "00123", "two\nlines", "10", 4.5),
        ("SO-2", None, "A 1", None, -3, "ten"),
    )


def test_every_file_of_tables_can_be_read() -> None:
    for name in ("shop", "quickstart", "mistakes", "demo", "year"):
        assert all(table.rows for table in load(name).values()), name

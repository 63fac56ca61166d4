"""Labels through the commands: on part-used sheets, by their own numbers, the same bytes wherever they are printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import walkthroughs
from click.testing import CliRunner, Result
from locations import ROOT

from sheetflow.cli import main

pypdf = pytest.importorskip(
    "pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'"
)
pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")

DAY = "--as-of=2026-03-02"


def sheetflow(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done


def setting(path: Path, name: str, value: str) -> None:
    walkthroughs.enter(
        path,
        walkthroughs.page_table(
            "Settings", f"|Setting|Value|\n|---|---|\n|{name}|{value}|\n"
        ),
    )


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The quickstart, whose labels have SSCCs."""
    monkeypatch.chdir(tmp_path)
    path = Path(shutil.copy(ROOT / "sample_workbooks" / "quickstart.xlsx", "shop.xlsx"))
    setting(path, "GS1 company prefix", "4012345")
    return path


def pages(*words: object) -> int:
    """How many pages of labels a command writes."""
    options = ["--only", "labels", "--pdf", "-o", "printed", "--overwrite"]
    sheetflow("print", "shop.xlsx", *options, *words, DAY)
    return len(pypdf.PdfReader("printed/labels.pdf").pages)


def test_a_part_used_sheet_takes_as_many_pages_as_its_labels_need(shop: Path):
    setting(shop, "Label format", "L7169")
    sheetflow("run", shop, "--in-place", "--no-print", DAY)
    count = int(sheetflow("print", shop, "--only", "labels", DAY).stdout.split()[0])
    assert count > 4
    assert [pages("--start-at", at) for at in (1, 2, 3, 4)] == [
        -(-(count + at - 1) // 4) for at in (1, 2, 3, 4)
    ]
    done = CliRunner().invoke(
        main, ["print", "shop.xlsx", "--only", "labels", "--pdf", "--start-at=5", DAY]
    )
    assert (done.exit_code, done.stderr) == (
        3,
        "--start-at 5: a sheet of L7169 has 4 labels\n",
    )


def test_the_same_labels_are_the_same_bytes_in_another_process_and_time_zone(
    shop: Path,
):
    sheetflow("run", shop, "--in-place", "--no-print", DAY)
    made = []
    for number, zone in enumerate(("UTC", "Pacific/Auckland")):
        words = ["print", shop, "--only", "labels", "--pdf", "-o", str(number), DAY]
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number)}
        subprocess.run(
            [sys.executable, "-m", "sheetflow", *words],
            check=True,
            capture_output=True,
            env=environment,
        )
        made.append(
            [
                (Path(str(number)) / name).read_bytes()
                for name in ("labels.pdf", "labels.xlsx")
            ]
        )
    assert made[0] == made[1]


def ssccs(path: Path) -> dict[str, str]:
    """The SSCC of each shipment."""
    rows = list(
        openpyxl.load_workbook(path, data_only=True)["Shipments"].iter_rows(
            values_only=True
        )
    )
    head = next(row for row in rows if "SSCC" in row)
    key = head.index("Shipment")
    code = head.index("SSCC")
    return {row[key]: row[code] for row in rows[rows.index(head) + 1 :] if row[key]}


def test_a_number_is_never_given_twice(shop: Path):
    sheetflow("run", shop, "--in-place", "--no-print", DAY)
    first = ssccs(shop)
    assert len(set(first.values())) == len(first) > 3
    sheetflow("run", shop, "--in-place", "--no-print", DAY)
    assert ssccs(shop) == first, "a second run changes none"
    for action in ("Re-open", "Fulfil"):
        walkthroughs.enter(
            shop, walkthroughs.row_table("Orders", f"Order=SO-000008; Action={action}")
        )
        sheetflow("run", shop, "--in-place", "--no-print", DAY)
    again = ssccs(shop)
    assert len(again) > len(first)
    assert {key: again[key] for key in first} == first, "the voided rows keep theirs"
    assert len(set(again.values())) == len(again)

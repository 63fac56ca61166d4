"""LibreOffice opens what a run has written, sees the same cells, and calculates again what had gone stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from business import run_on, with_business
from locations import CORPUS
from office import convert, needs_office

from sheetflow.workbook import Workbook

RICH = CORPUS / "rich"
BOOKS = [
    path
    for path in sorted(RICH.glob("*.xls[xm]"))
    if path.name != "hello-world-signed.xlsx"
]
pytestmark = [
    pytest.mark.skipif(
        not BOOKS,
        reason="the corpus of real workbooks (../shared/corpus/rich) is not here",
    ),
    needs_office,
]
OWN = ("Orders", "Order lines", "Stock", "Receivables")


def converted(paths: list[Path], folder: Path) -> Path:
    """The workbooks as LibreOffice saves them."""
    target = folder / "converted"
    convert(paths, "xlsx", target, seconds=600)
    return target


def test_libreoffice_opens_every_workbook_and_reads_what_we_wrote(
    tmp_path: Path,
) -> None:
    paths = []
    for source in BOOKS:
        path = tmp_path / source.name
        path.write_bytes(with_business(path, source.read_bytes()))
        run_on(path)
        paths.append(path)
    target = converted(paths, tmp_path)

    missing = [
        path.name for path in paths if not (target / f"{path.stem}.xlsx").exists()
    ]
    assert missing == []
    differ = []
    for path in paths:
        ours = Workbook.open(path)
        theirs = Workbook.open(target / f"{path.stem}.xlsx")
        differ += [
            f"{path.name}: {sheet}"
            for sheet in OWN
            if _cells(ours, sheet) != _cells(theirs, sheet)
        ]
    assert differ == []


def _cells(book: Workbook, sheet: str) -> list[list[object]]:
    """The rows of a sheet less the blanks at their ends and at its end: programs reach differently far."""
    rows = [
        [round(cell, 9) if isinstance(cell, float) else cell for cell in row]
        for row in book.read(sheet).rows
    ]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows

"""How the sheets that a run adds are printed: their paper, and what is on each page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from packages import parts

from sheetflow.workbook import Workbook
from sheetflow.workbook.model import ColumnDesign, SheetDesign


@pytest.mark.parametrize(("is_letter", "code"), [(False, "9"), (True, "1")])
def test_they_have_the_paper_and_repeat_their_headers(
    tmp_path: Path, is_letter: bool, code: str
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Mine")
    workbook = Workbook.open(path)
    workbook.print_on(letter_paper=is_letter)
    workbook.add_sheet(SheetDesign("Narrow", (ColumnDesign("A", 50),)))
    workbook.add_sheet(SheetDesign("Wide", (ColumnDesign("A", 200),) * 2, title="All"))
    workbook.save(path, replacing=True)
    files = {
        name: data.decode()
        for name, data in parts(path.read_bytes()).items()
        if name.endswith(".xml")
    }
    names = re.findall(
        r'<definedName name="_xlnm.Print_Titles" localSheetId="(\d)">([^<]*)<',
        files["xl/workbook.xml"],
    )
    assert names == [("1", "'Narrow'!$1:$1"), ("2", "'Wide'!$A:$A,'Wide'!$3:$3")]
    sizes = [
        re.findall(
            r'<pageSetup paperSize="(\d)" orientation="landscape"(?: fitToWidth="(\d)")?',
            xml,
        )
        for name, xml in sorted(files.items())
        if "worksheets/sheetflow" in name
    ]
    assert sizes == [[(code, "")], [(code, "2")]]

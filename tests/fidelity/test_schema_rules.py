"""The rules of the format, tried on parts that break them: a check that cannot fail proves nothing."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from packages import parts
from schema_rules import faults

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
STYLES = "xl/styles.xml"
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path: Path = tmp_path_factory.mktemp("sound") / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Orders")
    sheet.add_table(0, 0, 2, 1, {"columns": [{"header": "Order"}, {"header": "Pick"}]})
    sheet.write(1, 0, "SO-1", book.add_format({"bold": True, "num_format": "0.000"}))
    sheet.conditional_format(
        1, 1, 2, 1, {"type": "no_blanks", "format": book.add_format({"bold": True})}
    )
    sheet.freeze_panes(1, 0)
    book.close()
    return parts(path.read_bytes())


def packed(changed: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in changed.items():
            package.writestr(name, content)
    return file.getvalue()


def test_a_sound_workbook_has_no_fault(sound: dict[str, bytes]) -> None:
    assert faults(packed(sound)) == []


BROKEN = {
    "a second list of cells": (SHEET, rb"<sheetData>", rb"<sheetData/><sheetData>", "not the schema's"),
    "conditions before the cells": (
        SHEET,
        rb"(<sheetData>.*</sheetData>)(<cond.*</conditionalFormatting>)",
        rb"\2\1",
        "not the schema's",
    ),
    "an unknown attribute": (SHEET, rb'<c r="A2"', rb'<c colour="1" r="A2"', "does not know"),
    "a style that is none": (SHEET, rb' s="1"', rb' s="77"', "style 77"),
    "a condition's format that is none": (SHEET, rb'dxfId="0"', rb'dxfId="9"', "dxfId=9"),
    "cells out of order": (SHEET, rb'r="A1"', rb'r="C1"', "not in their order"),
    "the same row twice": (SHEET, rb'<row r="2"', rb'<row r="1"', "not in their order"),
    "text without its element": (SHEET, rb't="s"', rb't="inlineStr"', "of the type inlineStr"),
    "a range that is none": (SHEET, rb'sqref="B2:B3"', rb'sqref="B2:"', "is no range"),
    "a table of another width": (TABLE, rb'ref="A1:B3"', rb'ref="A1:C3"', "does not fit"),
    "a header that says another thing": (TABLE, rb'name="Pick"', rb'name="Ship"', "the header over Ship"),
    "columns of one name": (TABLE, rb'name="Pick"', rb'name="order"', "called the same"),
    "a wrong count": (TABLE, rb'count="2"', rb'count="3"', "count=3"),
    "a font that is none": (STYLES, rb'fontId="1"', rb'fontId="8"', "fontId=8"),
    "a number format that is none": (STYLES, rb'<xf numFmtId="164"', rb'<xf numFmtId="199"', "numFmtId=199"),
    "formats before fonts": (STYLES, rb"(<fonts.*</fonts>)(.*</cellXfs>)", rb"\2\1", "not the schema's"),
    "a sheet without a part": (BOOK, rb'r:id="rId1"', rb'r:id="rId99"', "rId99"),
    "sheets before views": (BOOK, rb"(<bookViews>.*</bookViews>)(<sheets>.*</sheets>)", rb"\2\1", "not the schema's"),
    "a part without a type": (TYPES, rb'<Default Extension="rels"[^>]*>', rb"", "has none"),
    "a type without a part": (TYPES, rb"tables/table1", rb"tables/table7", "there is no"),
    "a target that is none": (RELS, rb"worksheets/sheet1", rb"worksheets/sheet5", "there is no"),
    "an id twice": (RELS, rb'Id="rId2"', rb'Id="rId1"', "the same id twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_has_one(sound: dict[str, bytes], name: str) -> None:
    part, pattern, replacement, words = BROKEN[name]
    broken, count = re.subn(pattern, replacement, sound[part], count=1, flags=re.DOTALL)
    assert count
    assert any(words in fault for fault in faults(packed({**sound, part: broken})))

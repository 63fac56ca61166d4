"""What `python -m benchmarks.fidelity` counts is there, and is missed when it is gone."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from benchmarks.features import findings, kept
from benchmarks.fidelity import Tally, page, tallies

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def rich() -> bytes:
    """A workbook with many things in its one sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Own")
    sheet.add_table(
        "A1:B5",
        {
            "name": "Costs",
            "total_row": True,
            "columns": [{"header": "a"}, {"header": "b"}],
        },
    )
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("D1", {"validate": "list", "source": ["x", "y"]})
    sheet.add_sparkline("F1", {"range": "Own!B2:B4"})
    sheet.write_comment("A2", "Ask Jo")
    sheet.merge_range("H1:I1", "merged")
    sheet.insert_image("K1", "pixel.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.insert_textbox("K9", "Read me")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Own!$B$2:$B$4"})
    sheet.insert_chart("M1", chart)
    sheet.freeze_panes(1, 0)
    sheet.set_header("&CCosts")
    sheet.protect()
    book.define_name("Rate", "=Own!$B$2")
    book.add_worksheet("Hidden").hide()
    book.close()
    return out.getvalue()


def test_each_feature_is_found_by_sheet_and_name(rich: bytes) -> None:
    found = {
        feature: dict(counts) for feature, counts in findings(rich).items() if counts
    }
    assert found.pop("Cell styles") == {("", "Normal"): 1}
    assert found == {
        "Charts": {("Own",): 1},
        "Series of charts": {("Own", ""): 1},
        "Sparklines": {("Own", ""): 1},
        "Pictures": {("Own", ""): 1},
        "Shapes and text boxes": {("Own", ""): 1},
        "Notes": {("Own", "A2"): 1},
        "Formatted text in notes": {("Own", ""): 1},
        "Tables": {("Own", "Costs"): 1},
        "Totals rows of tables": {("Own", "Costs"): 1},
        "Defined names": {("", "Rate"): 1},
        "Conditional formats": {("Own", ""): 1},
        "Conditional formats, extended": {("Own", ""): 1},
        "Data bars": {("Own", ""): 1},
        "Validations": {("Own", ""): 1},
        "Merged cells": {("Own", "H1:I1"): 1},
        "Frozen panes": {("Own", ""): 1},
        "Hidden sheets": {("", "Hidden"): 1},
        "Headers and footers": {("Own", ""): 1},
        "Protected sheets": {("Own", ""): 1},
    }


def test_a_part_that_is_gone_is_missed_though_its_relationship_is_still_there(
    rich: bytes,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rich)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "xl/charts/chart1.xml":
                new.writestr(name, old.read(name))
    before = findings(rich)
    after = findings(out.getvalue())
    lost = [feature for feature in before if not kept(before[feature], after[feature])]
    assert lost == ["Charts", "Series of charts"]


def test_the_same_thing_in_another_sheet_does_not_make_up_for_a_lost_one() -> None:
    def merged(sheet: str) -> bytes:
        book = openpyxl.Workbook()
        out = io.BytesIO()
        book.create_sheet("Second")
        book[sheet].merge_cells("A1:B2")
        book.save(out)
        return out.getvalue()

    before, after = (
        findings(merged(sheet))["Merged cells"] for sheet in ("Sheet", "Second")
    )
    assert kept(before, before)
    assert not kept(before, after)


def test_a_workbook_that_was_not_written_is_neither_kept_nor_lost(rich: bytes) -> None:
    before = {"one.xlsx": rich, "two.xlsx": rich}
    after = {"ours": {"one.xlsx": rich, "two.xlsx": "two.xlsx: it is signed"}}
    counted = tallies(before, after)
    assert counted["Charts"] == {"ours": Tally(kept=1, lost=0, unwritten=1)}
    text = page(counted, after, 2)
    assert "| Charts | 2 | 1 + 1 not written |" in text
    assert "- ours: two.xlsx: it is signed" in text

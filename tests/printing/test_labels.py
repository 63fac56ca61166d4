"""Labels as PDF: geometry that adds up, and codes that a scanner reads from paper at 203 dots an inch."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from paper import new_documents
from sheets import after

from sheetflow.printing.formats import Formats
from sheetflow.printing.labels import Placing, label_sheet, spots
from sheetflow.printing.labels.contents import has_room_for_sscc, layout_of
from sheetflow.printing.labels.sheets import label_sheets

GS1 = "Setting  Value\nGS1 company prefix  '0614141'"


@pytest.mark.parametrize("name", list(label_sheets()))
def test_a_sheet_adds_up_to_the_page(name):
    sheet = label_sheet(name)
    for axis, count in ((0, sheet.columns), (1, sheet.rows)):
        used = sheet.first[axis] + (count - 1) * sheet.pitch[axis] + sheet.label[axis]
        assert sheet.label[axis] <= sheet.pitch[axis]
        assert used + sheet.first[axis] == sheet.page[axis]


def test_start_at_and_nudge_move_by_exactly_that_much():
    sheet = label_sheet("5163")
    usual = list(spots(sheet, 10, Placing()))
    moved = list(spots(sheet, 8, Placing(3, (Fraction("1.5"), Fraction("-0.5")))))
    assert [(spot.left, spot.top) for spot in moved] == [
        (spot.left + Fraction("1.5"), spot.top - Fraction("0.5")) for spot in usual[2:]
    ]


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("name", list(label_sheets()))
def test_a_scanner_reads_every_code(name, tmp_path: Path):
    zxingcpp = pytest.importorskip("zxingcpp", reason="pip install zxing-cpp")
    image = pytest.importorskip("PIL.Image", reason="pip install pillow")
    from sheetflow.printing.pdf.labels import labels_pdf

    made = new_documents(after("Fulfil", settings=f"{GS1}\nLabel format  '{name}'"))
    file = tmp_path / "labels.pdf"
    file.write_bytes(labels_pdf(made.labels, made.house, Formats("en_US", "USD"), Placing()))
    subprocess.run(["pdftoppm", "-r", "203", "-gray", "-singlefile", file, tmp_path / "page"], check=True)
    found = zxingcpp.read_barcodes(image.open(tmp_path / "page.pgm"))
    read = {(code.symbology_identifier, code.bytes.decode()) for code in found}
    sheet = label_sheet(name)
    wanted = set() if layout_of(sheet) == "small" else {("]C0", "SO-1-1"), ("]Q1", "SO-1")}
    wanted |= {("]C1", "00006141410000000012")} if has_room_for_sscc(sheet) else set()
    assert read == wanted

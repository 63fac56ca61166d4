"""Labels as they leave the printer: codes that a scanner reads, nothing cut off, nothing over anything else."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from labelling import FINE, FORMATS, HARD, LONG, PER_MM, UMLAUT, codes, label, needs_poppler, pixels, printed, words
from paper import new_documents
from sheets import after

from sheetflow.printing.barcodes import can_be_bars
from sheetflow.printing.formats import Formats
from sheetflow.printing.labels import Placing, label_contents, label_sheet, spots
from sheetflow.printing.labels.contents import SizedBars, SizedSquares, has_room_for_sscc, layout_of

GS1 = "Setting  Value\nGS1 company prefix  '0614141'"
INK = 128
pytestmark = needs_poppler


@pytest.mark.parametrize("name", FORMATS)
def test_a_scanner_reads_every_code(name, tmp_path: Path):
    from sheetflow.printing.pdf.labels import labels_pdf

    made = new_documents(after("Fulfil", settings=f"{GS1}\nLabel format  '{name}'"))
    pdf = labels_pdf(made.labels, made.house, Formats("en_US", "USD"), Placing()).content
    sheet, wanted = label_sheet(name), {("]Q1", "SO-1")}
    wanted |= set() if layout_of(sheet) == "small" else {("]C0", "SO-1-1")}
    wanted |= {("]C1", "00006141410000000012")} if has_room_for_sscc(sheet) else set()
    assert codes(pixels(pdf, tmp_path)) == wanted


@pytest.mark.parametrize("name", FORMATS)
def test_long_numbers_and_those_of_other_scripts_are_read_as_they_are(name, tmp_path: Path):
    read = codes(pixels(printed(HARD, name), tmp_path))
    boxes = [label.container for label in HARD]
    wanted = {box.order for box in boxes}
    wanted |= set() if layout_of(label_sheet(name)) == "small" else {f"{box.order}-{box.number}" for box in boxes}
    wanted |= {f"00{box.sscc}" for box in boxes} if has_room_for_sscc(label_sheet(name)) else set()
    assert {text for _, text in read} == wanted
    assert all(can_be_bars(text) for sign, text in read if sign in ("]C0", "]C1"))


def test_what_code_128_has_no_sign_for_becomes_squares_and_what_nothing_holds_no_code():
    sheet = label_sheet("4x6")
    assert isinstance(label_contents(label("Bestellung-A"), sheet).container, SizedBars)
    assert isinstance(label_contents(UMLAUT, sheet).container, SizedSquares)
    assert isinstance(label_contents(LONG, sheet).container, SizedSquares)
    endless = label_contents(label("注" * 3000), sheet)
    assert (endless.container, endless.order) == (None, None)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_printed_beyond_a_label_s_margin(name, tmp_path: Path):
    sheet = label_sheet(name)
    may_be = [np.zeros((int(sheet.page[1] * PER_MM) + 1, int(sheet.page[0] * PER_MM) + 1), dtype=bool) for _ in HARD]
    edge = sheet.margin - 1  # an accent may stand out of its line
    for spot in spots(sheet, len(HARD), Placing()):
        left, top = spot.left + edge, spot.top + edge
        right, bottom = spot.left + sheet.label[0] - edge, spot.top + sheet.label[1] - edge
        may_be[spot.page][int(top * PER_MM) : int(bottom * PER_MM), int(left * PER_MM) : int(right * PER_MM)] = True
    for page, allowed in zip(pixels(printed(HARD, name), tmp_path, FINE), may_be, strict=False):
        height, width = (min(sides) for sides in zip(page.shape, allowed.shape, strict=True))
        assert not ((page[:height, :width] < INK) & ~allowed[:height, :width]).any()


@pytest.mark.parametrize("name", FORMATS)
def test_no_word_stands_on_another(name, tmp_path: Path):
    pdf = printed(HARD, name)
    pages = 1 + max(spot.page for spot in spots(label_sheet(name), len(HARD), Placing()))
    for page in range(1, pages + 1):
        plain = [word for word in words(pdf, tmp_path, page) if word.text.isascii()]
        assert plain
        for one, other in combinations(plain, 2):
            wide = min(one.right, other.right) - max(one.left, other.left)
            high = min(one.bottom, other.bottom) - max(one.top, other.top)
            line = min(min(word.bottom - word.top, word.right - word.left) for word in (one, other))
            assert min(wide, high) < 0.45 * line, f"{one.text} and {other.text}"

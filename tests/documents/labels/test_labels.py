"""Labels as they leave the printer: codes that a scanner reads, nothing cut off, nothing over anything else."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from labelling import (
    FINE,
    FORMATS,
    HARD,
    JAPANESE,
    LONG,
    PER_MM,
    UMLAUT,
    codes,
    house,
    label,
    needs_poppler,
    pixels,
    printed,
    words,
)
from paper import new_documents
from sheets import after

from sheetflow.documents.barcodes import can_be_bars
from sheetflow.documents.labels import (
    LabelPlacement,
    label_contents,
    label_parts,
    label_positions,
    label_sheet,
)
from sheetflow.documents.labels.label_layout import (
    SizedBars,
    SizedSquares,
    has_room_for_sscc,
    layout_of,
)

GS1 = "Setting  Value\nGS1 company prefix  '0614141'"
INK = 128
pytestmark = needs_poppler


@pytest.mark.parametrize("dots", [203, 300])
@pytest.mark.parametrize("name", FORMATS)
def test_a_scanner_reads_every_code(name, dots, tmp_path: Path):
    from sheetflow.documents.pdf.label_pdfs import labels_pdf

    made = new_documents(after("Fulfil", settings=f"{GS1}\nLabel format  '{name}'"))
    pdf = labels_pdf(made.labels, made.seller, LabelPlacement()).content
    sheet = label_sheet(name)
    wanted = {("]Q1", "SO-1")}
    wanted |= set() if layout_of(sheet) == "small" else {("]C0", "SO-1-1")}
    wanted |= {("]C1", "00006141410000000012")} if has_room_for_sscc(sheet) else set()
    assert codes(pixels(pdf, tmp_path, dots)) == wanted


@pytest.mark.parametrize("name", FORMATS)
def test_long_numbers_and_those_of_other_scripts_are_read_as_they_are(
    name, tmp_path: Path
):
    read = codes(pixels(printed(HARD, name), tmp_path))
    boxes = [label.container for label in HARD]
    wanted = {box.order for box in boxes}
    wanted |= (
        set()
        if layout_of(label_sheet(name)) == "small"
        else {f"{box.order}-{box.number}" for box in boxes}
    )
    wanted |= (
        {f"00{box.sscc}" for box in boxes}
        if has_room_for_sscc(label_sheet(name))
        else set()
    )
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
    count = len(list(label_parts(HARD, sheet)))
    may_be = [
        np.zeros(
            (int(sheet.page[1] * PER_MM) + 1, int(sheet.page[0] * PER_MM) + 1),
            dtype=bool,
        )
        for _ in range(count)
    ]
    edge = sheet.margin - 1  # an accent may go beyond its line
    for spot in label_positions(sheet, count, LabelPlacement()):
        left = spot.left + edge
        top = spot.top + edge
        right = spot.left + sheet.label[0] - edge
        bottom = spot.top + sheet.label[1] - edge
        may_be[spot.page][
            int(top * PER_MM) : int(bottom * PER_MM),
            int(left * PER_MM) : int(right * PER_MM),
        ] = True
    for page, allowed in zip(
        pixels(printed(HARD, name), tmp_path, FINE), may_be, strict=False
    ):
        height, width = (
            min(sides) for sides in zip(page.shape, allowed.shape, strict=True)
        )
        assert not ((page[:height, :width] < INK) & ~allowed[:height, :width]).any()


ENDLESS = (
    label(
        "N" * 300,
        "Anneliese " * 60,
        "Street name\n" * 40,
        200,
        carrier="Parcel " * 40,
        tracking="9" * 300,
    ),
    label("A\nB  C", "Line\nbreak", "", 1),
)
"""What nobody can have meant to print whole."""


@pytest.mark.parametrize("name", FORMATS)
def test_no_word_covers_another(name, tmp_path: Path):
    pdf = printed((*HARD, *ENDLESS), name)
    pages = 1 + max(spot.page for spot in _positions((*HARD, *ENDLESS), name))
    for page in range(1, pages + 1):
        plain = [word for word in words(pdf, tmp_path, page) if word.text.isascii()]
        assert plain
        for one, other in combinations(plain, 2):
            wide = min(one.right, other.right) - max(one.left, other.left)
            high = min(one.bottom, other.bottom) - max(one.top, other.top)
            line = min(
                min(word.bottom - word.top, word.right - word.left)
                for word in (one, other)
            )
            assert min(wide, high) < 0.45 * line, f"{one.text} and {other.text}"


def _positions(labels, name):
    """Where each of the labels of these containers is."""
    sheet = label_sheet(name)
    count = len(list(label_parts(labels, sheet)))
    return label_positions(sheet, count, LabelPlacement())


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_in_a_container_is_on_its_labels_whole(name, tmp_path: Path):
    pdf = printed((LONG,), name)
    pages = 1 + max(spot.page for spot in _positions((LONG,), name))
    said = [
        word.text for page in range(1, pages + 1) for word in words(pdf, tmp_path, page)
    ]
    skus = [text for text in said if text.startswith("SKU-")]
    assert sorted(skus) == [content.sku for content in LONG.contents]
    assert said.count("Hill") == 1, "the sender"


@pytest.mark.parametrize(
    "name", [name for name in FORMATS if has_room_for_sscc(label_sheet(name))]
)
def test_an_sscc_is_32_mm_high_with_quiet_zones_and_its_digits_below(
    name, tmp_path: Path
):
    sheet = label_sheet(name)
    sscc = HARD[0].container.sscc
    pdf = printed(HARD[:1], name)
    page = pixels(pdf, tmp_path, FINE)[0]
    ink = np.rot90(page, -1) < INK if sheet.turned else page < INK
    runs = [_longest(column) for column in ink.T]
    high = np.array([below - top for top, below in runs])
    bars = np.flatnonzero(high >= 0.9 * 32 * PER_MM)
    assert high[bars].min() >= 32 * PER_MM
    module = 4 * 25.4 / 203
    assert (bars[-1] + 1 - bars[0]) / PER_MM == pytest.approx(156 * module, abs=0.2), (
        "14 symbols"
    )
    top, below = runs[bars[0]]
    middle = ink[top + 1 : below - 1]
    quiet = int(10 * module * PER_MM)
    assert not middle[:, bars[0] - quiet : bars[0] - 1].any()
    assert not middle[:, bars[-1] + 2 : bars[-1] + quiet].any()
    digits = next(word for word in words(pdf, tmp_path) if word.text == sscc)
    if not sheet.turned:
        assert below < (digits.top + digits.bottom) / 2 / 72 * FINE < below + 4 * PER_MM
        assert bars[0] < digits.left / 72 * FINE < digits.right / 72 * FINE < bars[-1]


def _longest(column: np.ndarray) -> tuple[int, int]:
    """Where the longest run of ink begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], column.astype(np.int8), [0]])))
    return max(
        zip(edges[::2], edges[1::2], strict=True),
        key=lambda run: run[1] - run[0],
        default=(0, 0),
    )


@pytest.mark.parametrize(("across", "down"), [(2, -1), (-1, 3)])
def test_a_nudge_moves_everything_by_exactly_that_much(across, down, tmp_path: Path):
    [usual] = pixels(printed((JAPANESE, UMLAUT), "L7163"), tmp_path, FINE)
    [moved] = pixels(
        printed(
            (JAPANESE, UMLAUT),
            "L7163",
            LabelPlacement(1, (Fraction(across), Fraction(down))),
        ),
        tmp_path,
        FINE,
    )
    back = np.roll(moved, (-down * PER_MM, -across * PER_MM), axis=(0, 1))
    ink = (usual < INK).sum()
    unlike = ((usual < INK) ^ (back < INK)).sum()
    assert ink > 100_000
    assert unlike < 0.005 * ink, (
        "edges are rounded; a tenth of a millimetre would change some 20 %"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_calibration_page_has_its_outlines_on_the_labels_edges(
    name, tmp_path: Path
):
    from sheetflow.documents.pdf.label_pdfs import calibration_pdf

    sheet = label_sheet(name)
    pdf = calibration_pdf(house(name), LabelPlacement()).content
    [page] = pixels(pdf, tmp_path, FINE)
    assert np.allclose(
        np.array(page.shape[::-1]) / PER_MM,
        [float(side) for side in sheet.page],
        atol=0.1,
    )
    ink = page < INK
    for spot in label_positions(sheet, sheet.count, LabelPlacement()):
        left, top, width, height = (
            float(length) * PER_MM for length in (spot.left, spot.top, *sheet.label)
        )
        across = slice(int(left + 40), int(left + width - 40))
        down = slice(int(top + 40), int(top + height - 40))
        for edge in (top, top + height):
            rows = ink[max(int(edge) - 2, 0) : int(edge) + 3, across]
            assert rows.any(axis=0).all(), "a line along the upper and the lower edge"
        for edge in (left, left + width):
            columns = ink[down, max(int(edge) - 2, 0) : int(edge) + 3]
            assert columns.any(axis=1).all(), "and one along each side"


def test_the_codes_of_slips_and_pick_lists_are_read_too(tmp_path: Path):
    from sheetflow.documents.pdf import pdfs_of

    orders = "Order  Order date  Customer\nBestellung-Ä  2026-02-01  C-1"
    made = new_documents(
        after(
            "Fulfil",
            orders=orders,
            order_lines="Order  SKU  Quantity\nBestellung-Ä  A-100  1",
        )
    )
    files = {file.name: file.content for file in pdfs_of(made)}
    for name in ("packing-slips.pdf", "picks.pdf"):
        assert {text for _, text in codes(pixels(files[name], tmp_path))} == {
            "Bestellung-Ä"
        }

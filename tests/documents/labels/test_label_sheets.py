"""What labels are printed on: the geometry adds up, and is that of others who have measured the same sheets."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from sheetflow.documents.labels import LabelPlacement, label_positions, label_sheet
from sheetflow.documents.labels.label_formats import label_sheets
from sheetflow.errors import SheetflowError

INCH = 25.4
POINT = INCH / 72

OTHERS = {
    # glabels 3.4, templates/avery-us-templates.xml: across, down; width, height; first from left and top; pitch; corner
    "5160": (3, 10, 2.625 * INCH, 1 * INCH, 0.15625 * INCH, 0.5 * INCH, 2.78125 * INCH, 1 * INCH, 0.0625 * INCH),
    "5163": (2, 5, 4 * INCH, 2 * INCH, 0.1625 * INCH, 0.5 * INCH, 4.1875 * INCH, 2 * INCH, 0.125 * INCH),
    "5164": (2, 3, 4 * INCH, 3.3333 * INCH, 0.15625 * INCH, 0.5 * INCH, 4.1875 * INCH, 3.3333 * INCH, 0.125 * INCH),
    "5168": (2, 2, 3.5 * INCH, 5 * INCH, 0.5 * INCH, 0.5 * INCH, 4 * INCH, 5 * INCH, 0.0625 * INCH),
    # glabels 3.4, templates/avery-iso-templates.xml: 7163, 7165, 7169, in points
    "L7163": (2, 7, 280.9 * POINT, 108 * POINT, 9.5 * POINT, 43 * POINT, 292 * POINT, 108 * POINT, 5 * POINT),
    "L7165": (2, 4, 280.8 * POINT, 191.991 * POINT, 13.2378 * POINT, 36.9638 * POINT, 288.113 * POINT, 191.991 * POINT,
              None),
    "L7169": (2, 2, 280.9 * POINT, 394 * POINT, 14.2 * POINT, 20 * POINT, 287.7 * POINT, 394 * POINT, 6 * POINT),
}  # fmt: skip

CLOSE = 0.8
"""Two who measure with a ruler differ by 1/32 inch."""

DOUBTED = {"L7163": ("left", "pitch across"), "L7169": ("top",)}
"""Where glabels' own numbers leave unlike margins on opposite sides (12.9 points on the right, 34 at the foot)."""


@pytest.mark.parametrize("name", list(label_sheets()))
def test_a_sheet_adds_up_to_the_page(name):
    sheet = label_sheet(name)
    for axis, count in ((0, sheet.columns), (1, sheet.rows)):
        used = sheet.first[axis] + (count - 1) * sheet.pitch[axis] + sheet.label[axis]
        assert sheet.label[axis] <= sheet.pitch[axis]
        assert used + sheet.first[axis] == sheet.page[axis]


@pytest.mark.parametrize("name", list(label_sheets()))
def test_labels_are_within_the_page_and_do_not_overlap(name):
    sheet = label_sheet(name)
    corners = [
        (spot.left, spot.top)
        for spot in label_positions(sheet, sheet.count, LabelPlacement())
    ]
    assert len(corners) == sheet.count
    for left, top in corners:
        assert left >= 0
        assert top >= 0
        assert left + sheet.label[0] <= sheet.page[0]
        assert top + sheet.label[1] <= sheet.page[1]
    for (left, top), (other, below) in combinations(corners, 2):
        assert abs(left - other) >= sheet.label[0] or abs(top - below) >= sheet.label[1]


@pytest.mark.parametrize("name", list(OTHERS))
def test_the_sizes_are_those_of_others_who_measured(name):
    sheet = label_sheet(name)
    across, down, *lengths = OTHERS[name]
    assert (sheet.columns, sheet.rows) == (across, down)
    ours = (*sheet.label, *sheet.first, *sheet.pitch, sheet.corner)
    names = ("width", "height", "left", "top", "pitch across", "pitch down", "corner")
    for what, mine, other in zip(names, ours, lengths, strict=True):
        if other is not None and what not in DOUBTED.get(name, ()):
            assert abs(float(mine) - other) <= CLOSE, what


@pytest.mark.parametrize("name", list(label_sheets()))
def test_what_is_on_a_label_stays_clear_of_its_rounded_corners(name):
    sheet = label_sheet(name)
    assert sheet.margin >= sheet.corner * Fraction(3, 10), (
        "an arc takes 0.29 of its radius at 45 degrees"
    )


def test_start_at_and_nudge_move_by_exactly_that_much():
    sheet = label_sheet("5163")
    usual = list(label_positions(sheet, 10, LabelPlacement()))
    moved = list(
        label_positions(
            sheet, 8, LabelPlacement(3, (Fraction("1.5"), Fraction("-0.5")))
        )
    )
    assert [(spot.left, spot.top) for spot in moved] == [
        (spot.left + Fraction("1.5"), spot.top - Fraction("0.5")) for spot in usual[2:]
    ]


@pytest.mark.parametrize(
    ("count", "start", "pages"),
    [(1, 30, 1), (2, 30, 2), (30, 1, 1), (31, 1, 2), (60, 2, 3)],
)
def test_a_part_used_sheet_is_used_up_before_the_next(count, start, pages):
    placed = list(label_positions(label_sheet("5160"), count, LabelPlacement(start)))
    assert placed[-1].page + 1 == pages
    assert [spot.page for spot in placed].count(0) == min(count, 31 - start)


def test_there_is_no_label_after_the_last():
    with pytest.raises(
        SheetflowError, match="--start-at 31: a sheet of 5160 has 30 labels"
    ):
        next(label_positions(label_sheet("5160"), 1, LabelPlacement(31)))

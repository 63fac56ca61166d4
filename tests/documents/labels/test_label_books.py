"""Labels as a workbook: one on a page of the right size, with all that must be read, however much it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from labelling import FORMATS, HARD, LONG, house, label
from paper import Paper, drawn, needs_office, page_sizes, printed

from sheetflow.documents.model import ContainerLabel, Documents, Party


def workbook(label_format: str, *labels: ContainerLabel) -> bytes:
    return drawn(Documents(house(label_format), labels=labels or HARD))["labels.xlsx"]


FURTHER = 3
"""How many labels the longest of HARD needs besides its first."""


@needs_office
def test_each_label_is_a_page_of_the_printer_s_or_the_sheet_s_paper(tmp_path: Path):
    pdfs = printed({f"{name}.xlsx": workbook(name) for name in FORMATS}, tmp_path)
    sizes = {"4x6": (288, 432), "A6": (298, 420)}
    for name in FORMATS:
        size = sizes.get(name, (595, 842) if name.startswith("L") else (612, 792))
        assert set(page_sizes(pdfs[f"{name}.xlsx"])) == {size}
        assert len(page_sizes(pdfs[f"{name}.xlsx"])) == len(HARD) + FURTHER


def test_on_a_sheet_s_paper_it_is_in_the_corner():
    setup = Paper(workbook("L7163")).formulas
    assert setup.page_setup.paperSize == 9
    assert setup.page_margins.left == pytest.approx(10 / 25.4)
    assert setup.page_margins.right == pytest.approx((210 - 10 - 95) / 25.4)
    assert setup.page_margins.bottom == pytest.approx((297 - 10 - 139) / 25.4)


@pytest.mark.parametrize("name", ["4x6", "A6"])
def test_long_texts_are_there_to_the_end(name):
    said = " ".join(Paper(workbook(name, LONG)).texts())
    box = LONG.container
    for text in (
        box.order,
        box.tracking,
        box.carrier,
        box.sscc,
        "12 of 144",
        "Pat Dunn",
        *box.consignee.address,
    ):
        assert text in said


def test_an_address_of_too_many_lines_runs_on():
    lines = tuple(f"Floor {number}" for number in range(1, 31))
    tall = label("SO-1", contents=0)
    long = replace(
        tall, container=replace(tall.container, consignee=Party("Tower", lines))
    )
    paper = Paper(workbook("4x6", long))
    assert paper.formulas.row_breaks.count == 0, "still one page"
    assert ", ".join(lines) in " ".join(paper.texts())


def test_contents_that_do_not_fit_run_on_to_further_labels():
    texts = Paper(workbook("4x6", label("SO-1", contents=60))).texts()
    shown = [text for text in texts if " × SKU-" in text]
    assert shown[0] == "1 × SKU-001  Mug with a long description, number 1"
    assert len(shown) == 60
    assert texts.count("Heather & Sons") == 4

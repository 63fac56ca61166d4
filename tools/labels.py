"""Pictures of labels as PDF, docs/pictures/label-*.png: the labels of a run, on several kinds of paper.

Part of `python -m tools.pictures`; alone, `python -m tools.labels`. Needs poppler (pdftoppm).
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import sheetflow
from sheetflow.documents.files import render_calibration, render_files
from sheetflow.documents.gather import DocumentFilter, all_documents
from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.model import Documents
from sheetflow.starters.samples import write_samples
from sheetflow.workbook import Workbook
from tools.pixels import png, read_ppm

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
AS_OF = date(2026, 3, 2)
PREFIX = "4012345"
"""A company prefix that GS1 uses in its examples."""

EDGE = 190
"""How light the edge of the paper is drawn."""


class Shown(NamedTuple):
    """One picture: the first page of labels of this format, at so many dots an inch."""

    name: str
    label_format: str
    dots: int
    placing: LabelPlacement = DEFAULT_PLACEMENT


ALL = (
    Shown("label-4x6", "4x6", 110),
    Shown("label-a6", "A6", 110),
    Shown("label-5160", "5160", 90, LabelPlacement(start_at=5)),
    Shown("label-l7163", "L7163", 90),
    Shown("label-5164", "5164", 90),
)
CALIBRATION = Shown("label-calibration", "L7163", 60)


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = _documents(folder)
        for shown in ALL:
            [pdf, _] = render_files(
                _on(documents, shown),
                "quickstart.xlsx",
                as_pdf=True,
                placing=shown.placing,
            )
            print(_to_png(shown, pdf.content, folder))
        [page] = render_calibration(_on(documents, CALIBRATION), DEFAULT_PLACEMENT)
        print(_to_png(CALIBRATION, page.content, folder))


def _documents(folder: Path) -> Documents:
    """The labels of the quickstart, of a shop that has a GS1 company prefix."""
    [path] = [path for path in write_samples(folder) if path.stem == "quickstart"]
    workbook = Workbook.open(path)
    header = 1 + next(
        at
        for at, row in enumerate(workbook.read("Settings").rows)
        if row[0] == "Setting"
    )
    workbook.append_rows("Settings", header, {1: ["GS1 company prefix"], 2: [PREFIX]})
    workbook.save(path, replacing=True)
    done = sheetflow.run(path, as_of=AS_OF)
    return all_documents(
        done.result, folder, DocumentFilter(only=frozenset({"labels"}))
    )


def _on(documents: Documents, shown: Shown) -> Documents:
    style = replace(documents.seller.style, label_format=shown.label_format)
    return replace(documents, seller=replace(documents.seller, style=style))


def _to_png(shown: Shown, pdf: bytes, folder: Path) -> Path:
    """The first page as a picture, with the edge of the paper; gives its path."""
    file = folder / f"{shown.name}.pdf"
    file.write_bytes(pdf)
    command = ["pdftoppm", "-f", "1", "-l", "1", "-r", str(shown.dots), str(file)]
    pixels = read_ppm(
        subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    ).copy()
    pixels[[0, -1]] = EDGE
    pixels[:, [0, -1]] = EDGE
    target = PICTURES / f"{shown.name}.png"
    target.write_bytes(png(pixels))
    return target


if __name__ == "__main__":
    main()

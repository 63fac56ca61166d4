"""Container labels made by hand, printed, and read back from the page: its pixels, its words, its codes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from sheetflow.documents.labels import DEFAULT_PLACEMENT, LabelPlacement
from sheetflow.documents.labels.label_formats import label_sheets
from sheetflow.documents.model import (
    Bank,
    Container,
    ContainerLabel,
    Content,
    Party,
    Seller,
    Style,
)
from sheetflow.standards.gs1 import make_sscc

FORMATS = tuple(label_sheets())
DOTS = 203
"""Dots an inch of a label printer."""

PER_MM = 10
"""Pixels a millimetre in `pixels(…, FINE)`."""

FINE = 254

Pixels = npt.NDArray[np.uint8]

needs_poppler = pytest.mark.skipif(
    not (shutil.which("pdftoppm") and shutil.which("pdftotext")),
    reason="poppler is not installed",
)


def house(label_format: str) -> Seller:
    """A shop that prints on labels of this format."""
    seller = Party(
        "Hill Pottery", ("1 Mill Lane", "Ambleside LA22 1AA", "United Kingdom")
    )
    return Seller(
        seller,
        Bank(),
        Style(locale="en_GB", label_format=label_format),
        "GBP",
        dt.date(2026, 3, 2),
        "0614141",
    )


def label(
    order: str,
    name: str = "Heather & Sons",
    address: str = "12 High Street\nAmbleside\nLA22 9DB\nUnited Kingdom",
    contents: int = 3,
    **box: object,
) -> ContainerLabel:
    """The label on a container of so many products; `box` says what is different about it."""
    facts = {
        "order": order, "number": "1", "position": 1, "count": 2, "shipment": "SH-000001", "date": dt.date(2026, 3, 2),
        "carrier": "DPD", "service": "", "tracking": "15501234567890", "container_type": "Box",
        "weight": Decimal("12.5"), "sscc": make_sscc("0614141", 1), "customer_po": "PO-77",
        "consignee": Party(name, tuple(address.splitlines()), contact="Pat Dunn"),
    } | box  # fmt: skip
    things = (Content(f"SKU-{at:03d}", f"Mug with a long description, number {at}", "pcs", Decimal(at)) for at in
              range(1, contents + 1))  # fmt: skip
    return ContainerLabel(Container(**facts), tuple(things))  # type: ignore[arg-type]


LONG = label(
    "SO-000002-WITH-30-CHARACTERS-X",
    "Wilhelmina Hohenlohe-Waldenburg Trading and Manufacturing GmbH & Co. KG",
    "Attn. Ms Anneliese Oberhauser\nBuilding 7, Gate 3, Goods receipt\nIndustriestrasse 1234\nGewerbegebiet Nord-Ost\n"
    "99999 Donaudampfschifffahrtsgesellschaftshausen\nRheinland-Pfalz\nGermany\nPhone +49 30 1234567890",
    contents=60, number="12", position=12, count=144, carrier="Deutsche Post DHL Paket International",
    tracking="JJD000390007848301234567890123456789012345", customer_po="Purchase order 4500123456/2026 of department 7",
    sscc=make_sscc("0614141", 2),
)  # fmt: skip
UMLAUT = label("Bestellung-Ä", sscc=make_sscc("0614141", 3))
JAPANESE = label(
    "注文-42",
    "株式会社 山田製作所",
    "〒100-0001\n東京都千代田1-1\n日本",
    sscc=make_sscc("0614141", 4),
)
ARABIC = label(
    "طلب-١٢٣",
    "شركة الخليج للتجارة",
    "شارع الملك فهد 12\nالرياض 11564",
    sscc=make_sscc("0614141", 5),
)
BARE = label(
    "7",
    "X",
    "",
    0,
    carrier="",
    tracking="",
    weight=None,
    customer_po="",
    sscc=make_sscc("0614141", 6),
)
HARD = (label("SO-000001"), LONG, UMLAUT, JAPANESE, ARABIC, BARE)
"""Labels that have much to say, or little, or say it in another script."""


def printed(
    labels: tuple[ContainerLabel, ...],
    label_format: str,
    placing: LabelPlacement = DEFAULT_PLACEMENT,
) -> bytes:
    """The PDF."""
    pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
    from sheetflow.documents.pdf.label_pdfs import labels_pdf

    return labels_pdf(labels, house(label_format), placing).content


def pixels(pdf: bytes, folder: Path, dots: int = DOTS) -> list[Pixels]:
    """Each page as rows of grey pixels, at so many dots an inch."""
    file = folder / "labels.pdf"
    file.write_bytes(pdf)
    for old in folder.glob("page*.pgm"):
        old.unlink()
    subprocess.run(
        ["pdftoppm", "-r", str(dots), "-gray", file, folder / "page"], check=True
    )
    return [read_pgm(path.read_bytes()) for path in sorted(folder.glob("page*.pgm"))]


def read_pgm(data: bytes) -> Pixels:
    """The pixels of a portable greymap (P5)."""
    width, height = map(int, data.split(maxsplit=3)[1:3])
    return np.frombuffer(data[-width * height :], dtype=np.uint8).reshape(height, width)


def codes(pages: list[Pixels]) -> set[tuple[str, str]]:
    """What a scanner reads: the symbology's sign (`]C0` Code 128, `]C1` GS1-128, `]Q…` QR), and the text."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="pip install zxing-cpp")
    found = [code for page in pages for code in zxingcpp.read_barcodes(page)]
    return {(code.symbology_identifier[:3], code.bytes.decode()) for code in found}


class Word(NamedTuple):
    """A word on the page, and its box in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)


def words(pdf: bytes, folder: Path, page: int = 1) -> list[Word]:
    """The words of one page."""
    file = folder / "words.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-bbox", file, "-"]
    said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [Word(*map(float, found[:4]), found[4]) for found in _WORD.findall(said)]

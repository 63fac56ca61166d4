"""A layout of one's own is a program: one that does not end, or takes all memory, is stopped."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sheetflow.documents.model import Bank, Party, Seller, Style
from sheetflow.documents.pdf import confining
from sheetflow.documents.pdf.compiling import compile_pdf
from sheetflow.errors import SheetflowError

pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")

SELLER = Seller(Party("Mill"), Bank(), Style(), "EUR", dt.date(2026, 3, 2))
LOOP = "#let n = range(9000)\n#for a in n { for b in n { for c in n { let d = a } } }"
"""No loop of it is endless for typst, which stops those itself."""

RANGE = "#range(900000000).len()"


def compiled(folder: Path, text: str) -> bytes:
    """What a layout of the seller's own makes of no documents."""
    own = folder / "invoice.typ"
    own.write_text(text)
    style = replace(SELLER.style, templates=(own,))
    data = {"documents": []}
    return compile_pdf("invoice", data, replace(SELLER, style=style)).content


def test_a_layout_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(confining, "SECONDS", 2.0)
    with pytest.raises(SheetflowError, match=r"invoice\.typ: setting this layout took"):
        compiled(tmp_path, LOOP)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_a_layout_that_takes_all_memory_is_stopped(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(confining, "MEMORY", 300 << 20)
    with pytest.raises(SheetflowError, match="more memory than is allowed"):
        compiled(tmp_path, RANGE)


def test_a_layout_that_is_right_prints_and_one_that_is_wrong_says_where(tmp_path: Path):
    assert compiled(tmp_path, "Invoice").startswith(b"%PDF")
    with pytest.raises(SheetflowError, match=r"invoice\.typ:2 unknown variable: totl"):
        compiled(tmp_path, "Invoice\n#totl")

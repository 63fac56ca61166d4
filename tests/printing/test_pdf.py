"""The PDFs: their figures, their pages, their fonts, their bytes."""

from __future__ import annotations

import io
import sys
from decimal import Decimal

import pytest
from paper import documents
from test_books import business

from sheetflow.errors import SheetflowError
from sheetflow.printing.files import draw
from sheetflow.printing.pdf import pdfs_of

pypdf = pytest.importorskip("pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'")
pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")


def pdf(name: str, **sheets: str) -> pypdf.PdfReader:
    files = dict(pdfs_of(documents(business(**sheets))))
    return pypdf.PdfReader(io.BytesIO(files[name]))


def texts(name: str, **sheets: str) -> str:
    return "\n".join(page.extract_text() for page in pdf(name, **sheets).pages)


def test_amounts_are_those_of_the_workbook():
    played, said = business(), texts("invoices.pdf")
    for header in ("Subtotal", "Freight", "Total"):
        assert f"{Decimal(played.invoices[header][0]):,.2f}" in said
    for amount in played.invoice_lines["Line total"]:
        assert f"{Decimal(amount):,.2f}" in said


@pytest.mark.parametrize("kind", ["orders", "packing", "invoices", "statements"])
def test_each_kind_has_a_pdf_that_says_its_numbers(kind: str):
    made = documents(business(), only=frozenset({kind}))
    [(_, content)] = pdfs_of(made)
    said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    for document in getattr(made, kind):
        assert document.number in said


def test_the_same_documents_give_the_same_bytes():
    first, second = (dict(pdfs_of(documents(business()))) for _ in range(2))
    assert first == second
    assert first


def test_every_font_is_embedded():
    fonts = [font.get_object() for page in pdf("invoices.pdf").pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        [inner] = font["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(SheetflowError, match=r"pip install 'sheetflow\[pdf\]'"):
        draw(documents(business()), "shop.xlsx", as_pdf=True)

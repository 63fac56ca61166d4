"""The PDFs: their figures, their pages, their fonts, their bytes."""

from __future__ import annotations

import io
import sys
from datetime import date
from decimal import Decimal

import pytest
from locations import QUICKSTART
from paper import documents
from small_business import business

from sheetflow import pipeline as running
from sheetflow.documents.files import render_files
from sheetflow.documents.gather import needed
from sheetflow.documents.model import Documents
from sheetflow.documents.pdf import pdfs_of
from sheetflow.errors import SheetflowError

pypdf = pytest.importorskip(
    "pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'"
)
pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")


def pdf_files(made: Documents) -> dict[str, bytes]:
    return {file.name: file.content for file in pdfs_of(made)}


def pdf(name: str, **sheets: str) -> pypdf.PdfReader:
    files = pdf_files(documents(business(**sheets)))
    return pypdf.PdfReader(io.BytesIO(files[name]))


def texts(name: str, **sheets: str) -> str:
    return "\n".join(page.extract_text() for page in pdf(name, **sheets).pages)


def test_amounts_equal_those_of_the_workbook():
    played = business()
    said = texts("invoices.pdf")
    for header in ("Subtotal", "Freight", "Total"):
        assert f"{Decimal(played.invoices[header][0]):,.2f}" in said
    for amount in played.invoice_lines["Line total"]:
        assert f"{Decimal(amount):,.2f}" in said


@pytest.mark.parametrize("kind", ["orders", "packing", "invoices", "statements"])
def test_each_kind_has_a_pdf_with_its_numbers(kind: str):
    made = documents(business(), only=frozenset({kind}))
    [content] = pdf_files(made).values()
    said = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
    )
    for document in getattr(made, kind):
        assert document.number in said


def test_the_same_documents_give_the_same_bytes():
    first, second = (pdf_files(documents(business())) for _ in range(2))
    assert first == second
    assert first


def test_only_later_pages_of_a_document_have_a_running_head():
    done = running.run(QUICKSTART, as_of=date(2026, 3, 2))
    made = needed(done.result, QUICKSTART.parent)
    pages = pypdf.PdfReader(io.BytesIO(pdf_files(made)["invoices.pdf"])).pages
    assert len(pages) == len(made.invoices) > 5
    for page, invoice in zip(pages, made.invoices, strict=True):
        said = " ".join(page.extract_text().split())
        assert said.count(f"Invoice {invoice.number}") == 2, (
            "among the facts, and in the foot"
        )
    lines = [f"SO-1  {line}  A-100  1  {line}" for line in range(1, 80)]
    _, *others = pdf(
        "orders.pdf",
        order_lines="\n".join(["Order  Line  SKU  Quantity  Unit price", *lines]),
    ).pages
    assert others
    heads = [page.extract_text().count("SO-1") for page in others]
    assert min(heads) >= 2, "in the head and in the foot"


def test_every_font_is_embedded():
    fonts = [
        font.get_object()
        for page in pdf("invoices.pdf").pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        [inner] = font["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("name", ["typst", "segno"])
def test_without_the_packages_a_message_says_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SheetflowError, match=r"pip install 'sheetflow\[pdf\]'"):
        render_files(documents(business()), "shop.xlsx", as_pdf=True)

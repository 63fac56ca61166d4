"""PDFs for screen readers (PDF/UA), and files of more documents than typst sets at a time."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from paper import new_documents
from pypdf import PdfReader
from sheets import after
from small_business import business

from sheetflow.documents import pdf as room
from sheetflow.documents.model import Documents
from sheetflow.documents.pdf import pdfs_of

RETURNED = "Return  Order  SKU  Quantity  Return date\nRT-1  SO-1  A-100  1  2026-03-02"


@pytest.fixture(scope="module")
def made() -> Documents:
    """The documents of a small business."""
    return new_documents(business())


def test_every_pdf_is_accessible(made: Documents) -> None:
    credited = new_documents(after(None, business(), returns=RETURNED))
    files = [*pdfs_of(made), *pdfs_of(credited)]
    assert {"invoices.pdf", "credit-notes.pdf"} < {file.name for file in files}
    for file in files:
        with pikepdf.open(io.BytesIO(file.content)) as found:
            assert "/StructTreeRoot" in found.Root, file.name
            assert found.open_metadata()["pdfuaid:part"] == "1", file.name


def test_a_layout_with_a_picture_that_nothing_describes_is_tagged_all_the_same(
    made: Documents, tmp_path: Path
) -> None:
    path = tmp_path / "invoice.typ"
    path.write_text(
        '#import "kit.typ": *\n#picture(data.documents.first().payment_code, 9mm, alt: none)\n'
    )
    style = replace(made.seller.style, templates=(path,))
    own = replace(made, seller=replace(made.seller, style=style))
    [invoices] = [file for file in pdfs_of(own) if file.name == "invoices.pdf"]
    with pikepdf.open(io.BytesIO(invoices.content)) as found:
        assert "/StructTreeRoot" in found.Root
        assert found.open_metadata().get("pdfuaid:part") is None


def test_many_documents_are_one_file_in_their_order(
    made: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    [invoice] = made.invoices
    numbers = [f"INV-{number:06}" for number in range(1, 6)]
    many = replace(
        made,
        invoices=tuple(replace(invoice, number=number) for number in numbers),
        credits=(),
    )
    monkeypatch.setattr(room, "BATCH", 2)
    files = {file.name: file.content for file in pdfs_of(many)}
    pages = PdfReader(io.BytesIO(files["invoices.pdf"])).pages
    assert [
        number in page.extract_text()
        for number, page in zip(numbers, pages, strict=True)
    ] == [True] * 5
    again = {file.name: file.content for file in pdfs_of(many)}
    assert again["invoices.pdf"] == files["invoices.pdf"], "the same bytes"

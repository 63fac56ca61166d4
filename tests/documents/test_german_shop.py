"""A day of trade in a German workbook: documents in German for one customer, in French for another."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from paper import Paper, drawn
from pypdf import PdfReader

import sheetflow
from sheetflow.documents.gather import DocumentFilter, all_documents
from sheetflow.documents.model import Documents
from tools.german_shop import DAY, write_german_shop

GERMAN = (
    "Rechnung",
    "Rechnungsdatum",
    "Bezeichnung",
    "Menge",
    "Einzelpreis",
    "Zwischensumme",
    "Gesamt EUR",
    "Bitte zahlen Sie bis zum 01.04.2026 unter Angabe von INV-000001.",
)
FRENCH = (
    "Facture",
    "Date de facture",
    "Désignation",
    "Quantité",
    "Prix unit.",
    "Sous-total",
    "Total EUR",
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook after the run of its first day."""
    path = tmp_path_factory.mktemp("shop") / "laden.xlsx"
    write_german_shop(path)
    sheetflow.run(path, as_of=DAY).save(path)
    return path


@pytest.fixture(scope="module")
def made(shop: Path) -> Documents:
    done = sheetflow.run(shop, as_of=DAY)
    return all_documents(done.result, shop.parent, DocumentFilter())


def test_the_workbook_stays_german(shop: Path):
    sheet = openpyxl.load_workbook(shop)["Aufträge"]
    rows = [
        dict(zip([cell.value for cell in sheet[1]], row, strict=True))
        for row in sheet.iter_rows(min_row=2, max_row=3, values_only=True)
    ]
    assert [row["Lieferstatus"] for row in rows] == ["Erfüllt", "Erfüllt"]
    assert [row["Prüfung"] for row in rows] == ["OK", "OK"]


def test_a_workbook_of_documents_has_each_customers_language(made: Documents):
    texts = Paper(drawn(made)["invoices.xlsx"]).texts()
    assert set(GERMAN[:-1]) <= set(texts)
    assert set(FRENCH) <= set(texts)
    assert not {"Invoice", "Description", "Subtotal"} & set(texts)


def test_the_pdf_has_the_language_and_the_figures_of_each_customer(made: Documents):
    pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
    from sheetflow.documents.pdf import pdfs_of

    [invoices] = [file for file in pdfs_of(made) if file.name == "invoices.pdf"]
    pages = PdfReader(io.BytesIO(invoices.content)).pages
    german, french = (" ".join(page.extract_text().split()) for page in pages)
    for text in (*GERMAN, "02.03.2026", "2.499,80", "USt-IdNr. DE123456788"):
        assert text in german
    for text in (*FRENCH, "2 mars 2026", "Numéro de TVA DE123456788"):
        assert text in french
    assert "2 499,80" in french.replace("\u202f", " ").replace("\u00a0", " ")

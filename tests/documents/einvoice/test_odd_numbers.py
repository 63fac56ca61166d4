"""Electronic invoices with odd numbers, as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from einvoice_books import Cii, documents_of, invoiced

from sheetflow.documents.einvoice.invoice_files import make_einvoices
from sheetflow.documents.files import publish_files


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("CON", "_CON.xml"),
        (".xml", "xml.xml"),
        ("..", "invoice.xml"),
        ("../../INV-1", "-..-INV-1.xml"),
        ("aux.pdf", "_aux.pdf.xml"),
        ("INV-1.", "INV-1.xml"),
        ("I" * 200, "I" * 117 + "….xml"),
    ],
)
def test_an_odd_number_is_in_the_invoice_and_not_in_the_file_name(
    tmp_path: Path, number: str, name: str
) -> None:
    played = invoiced()
    documents = documents_of(played)
    [invoice] = documents.invoices
    odd = replace(documents, invoices=(replace(invoice, number=number),))
    made = make_einvoices(odd, played.book, "cii")
    assert made.problems == ()
    publish_files(made.files, tmp_path / "einvoices")
    [path] = tmp_path.rglob("*.*")
    assert path.relative_to(tmp_path) == Path("einvoices", name)
    assert Cii(path.read_bytes()).texts("ExchangedDocument", "ID") == [number]

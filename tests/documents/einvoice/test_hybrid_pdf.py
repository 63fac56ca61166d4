"""The page of a PDF says what its XML says."""

from __future__ import annotations

import io
from decimal import Decimal

from einvoice_books import (
    CUSTOMERS,
    RETURN,
    Cii,
    converted,
    documents_of,
    einvoices_of,
    invoiced,
)
from pypdf import PdfReader
from sheets import after

from sheetflow.documents.einvoice.hybrid_pdf import as_in_xml


def page(content: bytes) -> str:
    """All text of a PDF, on one line."""
    return " ".join(
        " ".join(sheet.extract_text().split())
        for sheet in PdfReader(io.BytesIO(content)).pages
    )


def test_page_and_xml_give_the_same_reason_for_no_tax():
    customers = """
        Customer  Name    Billing address                    Tax exempt
        C-1       Müller  Bahnhofstrasse 1, 8001 Zürich, Schweiz  Yes
    """
    orders = "Order  Order date  Customer  Action\nSO-1   2026-02-01  C-1       Fulfil, Invoice"
    played = invoiced(
        customers=customers,
        orders=orders,
        order_lines="Order  SKU    Quantity\nSO-1   A-100  1",
    )
    [(_, pdf, _)] = einvoices_of(played, "facturx").files
    [(_, xml, _)] = einvoices_of(played).files
    [reason] = Cii(xml).texts("ExemptionReason")
    assert reason.startswith("Export")
    assert reason in page(pdf)
    assert Cii(xml).texts("BuyerTradeParty", "PostalTradeAddress", "CountryID") == [
        "CH"
    ]


def test_later_credits_do_not_change_the_invoice():
    played = after(
        None, after(None, invoiced(), returns=RETURN),
        payments="Order  Payment date  Amount\nSO-1   2026-03-02    100",
    )  # fmt: skip
    [invoice] = documents_of(played).invoices
    sent = as_in_xml(invoice, converted(played)[0])
    assert invoice.credited > 0
    assert (sent.credited, sent.paid, sent.balance) == (
        0,
        Decimal(100),
        invoice.money.total - 100,
    )
    first, second = einvoices_of(played, "facturx").files
    assert [name for name, _, _ in (first, second)] == [
        "INV-000001.pdf",
        "CN-000001.pdf",
    ]
    due = Cii(einvoices_of(played).files[0][1]).amounts("DuePayableAmount")
    assert due == [sent.balance]
    assert f"{sent.balance:,.2f}" in page(first[1])
    assert "INV-000001" in page(second[1])


def test_a_character_without_a_glyph_is_a_box_on_the_page_and_itself_in_the_xml():
    customers = CUSTOMERS.replace("Mill Lane Stores", "Fern 🌿 Ltd")
    played = invoiced(customers=customers)
    [(_, pdf, missing_glyphs)] = einvoices_of(played, "facturx").files
    assert missing_glyphs == "🌿"
    assert "Fern □ Ltd" in page(pdf)
    embedded = PdfReader(io.BytesIO(pdf)).attachments["factur-x.xml"]
    assert embedded == [einvoices_of(played).files[0].content]
    assert Cii(embedded[0]).texts("BuyerTradeParty", "Name")[0] == "Fern 🌿 Ltd"

"""The page of a PDF says what its XML says."""

from __future__ import annotations

import io
from decimal import Decimal

from bills import CUSTOMERS, RETURN, Cii, billed, documents_of, drafts, made
from pypdf import PdfReader
from sheets import after

from sheetflow.documents.einvoice.hybrid import as_sent


def page(content: bytes) -> str:
    """All text of a PDF, on one line."""
    return " ".join(
        " ".join(sheet.extract_text().split())
        for sheet in PdfReader(io.BytesIO(content)).pages
    )


def test_why_no_tax_is_charged_stands_on_the_page_in_the_same_words():
    customers = """
        Customer  Name    Billing address                    Tax exempt
        C-1       Müller  Bahnhofstrasse 1, 8001 Zürich, Schweiz  Yes
    """
    orders = "Order  Order date  Customer  Action\nSO-1   2026-02-01  C-1       Fulfil, Invoice"
    played = billed(
        customers=customers,
        orders=orders,
        order_lines="Order  SKU    Quantity\nSO-1   A-100  1",
    )
    [(_, pdf, _)] = made(played, "facturx").files
    [(_, xml, _)] = made(played).files
    [reason] = Cii(xml).texts("ExemptionReason")
    assert reason.startswith("Export")
    assert reason in page(pdf)
    assert Cii(xml).texts("BuyerTradeParty", "PostalTradeAddress", "CountryID") == [
        "CH"
    ]


def test_what_was_credited_since_is_left_to_the_credit_note():
    played = after(
        None, after(None, billed(), returns=RETURN),
        payments="Order  Payment date  Amount\nSO-1   2026-03-02    100",
    )  # fmt: skip
    [invoice] = documents_of(played).invoices
    sent = as_sent(invoice, drafts(played)[0])
    assert invoice.credited > 0
    assert (sent.credited, sent.paid, sent.balance) == (
        0,
        Decimal(100),
        invoice.money.total - 100,
    )
    first, second = made(played, "facturx").files
    assert [name for name, _, _ in (first, second)] == [
        "INV-000001.pdf",
        "CN-000001.pdf",
    ]
    due = Cii(made(played).files[0][1]).amounts("DuePayableAmount")
    assert due == [sent.balance]
    assert f"{sent.balance:,.2f}" in page(first[1])
    assert "INV-000001" in page(second[1])


def test_a_letter_that_no_font_has_is_a_box_on_the_page_and_itself_in_the_xml():
    customers = CUSTOMERS.replace("Mill Lane Stores", "Fern 🌿 Ltd")
    played = billed(customers=customers)
    [(_, pdf, lacking)] = made(played, "facturx").files
    assert lacking == "🌿"
    assert "Fern □ Ltd" in page(pdf)
    embedded = PdfReader(io.BytesIO(pdf)).attachments["factur-x.xml"]
    assert embedded == [made(played).files[0].content]
    assert Cii(embedded[0]).texts("BuyerTradeParty", "Name")[0] == "Fern 🌿 Ltd"

"""The code on an invoice that fills in a transfer (EPC069-12), read back from the printed page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from labelling import codes, needs_poppler, pixels
from paper import new_documents
from small_business import business

from sheetflow.documents.model import Invoice, Seller

pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
from sheetflow.documents.pdf import pdfs_of
from sheetflow.documents.pdf.data.qr_pictures import payment_code

IBAN = "DE02120300000000202051"
SETTINGS = f"""
    Setting   Value
    Company   Forge & Sons
    Address   Schmiedeweg 3, 10115 Berlin
    Country   DE
    Currency  EUR
    IBAN      {IBAN}
    BIC       BYLADEM1001
"""


def payable_invoice(**money: object) -> tuple[Invoice, Seller]:
    made = new_documents(business(settings=SETTINGS))
    return replace(made.invoices[0], **money), made.seller


def lines_of(
    invoice: Invoice, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The lines of the code."""
    from segno import helpers

    data: list[bytes] = []
    usual = helpers._make_epc_qr_data
    monkeypatch.setattr(
        helpers,
        "_make_epc_qr_data",
        lambda *given: data.append(usual(*given)) or data[-1],
    )
    assert payment_code(invoice, seller)
    return data[0].decode().split("\n")


@needs_poppler
def test_a_phone_reads_the_balance(tmp_path: Path):
    played = business(
        settings=SETTINGS,
        payments="Order  Payment date  Amount\nSO-1   2026-03-01    100.01",
    )
    made = new_documents(played)
    [pdf] = [file.content for file in pdfs_of(made) if file.name == "invoices.pdf"]
    read = codes(pixels(pdf, tmp_path))
    balance = Decimal(played.invoices["Balance"][0])
    assert 0 < balance < made.invoices[0].money.total
    wanted = [
        "BCD",
        "002",
        "1",
        "SCT",
        "BYLADEM1001",
        "Forge & Sons",
        IBAN,
        f"EUR{balance.normalize():f}",
        "",
        "",
    ]
    assert read == {("]Q1", "\n".join([*wanted, "INV-000001"]))}


@pytest.mark.parametrize(
    ("balance", "amount"),
    [
        ("0.01", "EUR0.01"),
        ("12.30", "EUR12.3"),
        ("100", "EUR100"),
        ("999999999.99", "EUR999999999.99"),
    ],
)
def test_amounts(balance, amount, monkeypatch):
    assert (
        lines_of(*payable_invoice(balance=Decimal(balance)), monkeypatch)[7] == amount
    )


@pytest.mark.parametrize("balance", ["0", "-5", "1000000000"])
def test_no_code_without_a_balance_or_above_the_limit_of_a_transfer(
    balance,
):
    assert payment_code(*payable_invoice(balance=Decimal(balance))) == ""


def test_no_code_in_another_currency_without_a_name_or_with_an_invalid_iban():
    invoice, seller = payable_invoice()
    assert payment_code(invoice, seller)
    assert (
        payment_code(
            replace(invoice, money=replace(invoice.money, currency="CHF")), seller
        )
        == ""
    )
    assert (
        payment_code(invoice, replace(seller, party=replace(seller.party, name=" ")))
        == ""
    )
    assert (
        payment_code(
            invoice,
            replace(seller, bank=replace(seller.bank, iban="DE02120300000000202052")),
        )
        == ""
    )


def test_long_names_and_line_breaks_keep_each_field_on_its_line(monkeypatch):
    invoice, seller = payable_invoice(number="INV\n" + "7" * 200)
    seller = replace(
        seller, party=replace(seller.party, name="Forge\n& Sons " + "x" * 90)
    )
    lines = lines_of(invoice, seller, monkeypatch)
    assert len(lines) == 11
    assert (len(lines[5]), lines[5][:14]) == (70, "Forge & Sons x")
    assert (len(lines[10]), lines[10][:6]) == (140, "INV 77")


def test_an_invalid_bic_is_left_out(monkeypatch):
    invoice, seller = payable_invoice()
    assert (
        lines_of(
            invoice,
            replace(seller, bank=replace(seller.bank, bic="SPARKASSE")),
            monkeypatch,
        )[4]
        == ""
    )


def test_no_code_for_texts_that_are_too_long():
    invoice, seller = payable_invoice(number="発" * 140)
    assert (
        payment_code(
            invoice, replace(seller, party=replace(seller.party, name="会" * 70))
        )
        == ""
    )

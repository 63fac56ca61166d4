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


def bill(**money: object) -> tuple[Invoice, Seller]:
    made = new_documents(business(settings=SETTINGS))
    return replace(made.invoices[0], **money), made.seller


def told(invoice: Invoice, house: Seller, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of the code."""
    from segno import helpers

    data: list[bytes] = []
    usual = helpers._make_epc_qr_data
    monkeypatch.setattr(
        helpers,
        "_make_epc_qr_data",
        lambda *given: data.append(usual(*given)) or data[-1],
    )
    assert payment_code(invoice, house)
    return data[0].decode().split("\n")


@needs_poppler
def test_a_phone_reads_what_is_left_to_pay(tmp_path: Path):
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
    assert told(*bill(balance=Decimal(balance)), monkeypatch)[7] == amount


@pytest.mark.parametrize("balance", ["0", "-5", "1000000000"])
def test_there_is_none_where_nothing_is_to_be_paid_or_more_than_a_transfer_can_hold(
    balance,
):
    assert payment_code(*bill(balance=Decimal(balance))) == ""


def test_there_is_none_in_another_currency_without_a_name_or_with_a_wrong_iban():
    invoice, house = bill()
    assert payment_code(invoice, house)
    assert (
        payment_code(
            replace(invoice, money=replace(invoice.money, currency="CHF")), house
        )
        == ""
    )
    assert (
        payment_code(invoice, replace(house, party=replace(house.party, name=" ")))
        == ""
    )
    assert (
        payment_code(
            invoice,
            replace(house, bank=replace(house.bank, iban="DE02120300000000202052")),
        )
        == ""
    )


def test_long_names_and_line_breaks_keep_each_field_on_its_line(monkeypatch):
    invoice, house = bill(number="INV\n" + "7" * 200)
    house = replace(house, party=replace(house.party, name="Forge\n& Sons " + "x" * 90))
    lines = told(invoice, house, monkeypatch)
    assert len(lines) == 11
    assert (len(lines[5]), lines[5][:14]) == (70, "Forge & Sons x")
    assert (len(lines[10]), lines[10][:6]) == (140, "INV 77")


def test_a_bic_that_cannot_be_one_is_left_out(monkeypatch):
    invoice, house = bill()
    assert (
        told(
            invoice,
            replace(house, bank=replace(house.bank, bic="SPARKASSE")),
            monkeypatch,
        )[4]
        == ""
    )


def test_what_is_more_than_a_code_holds_has_none():
    invoice, house = bill(number="発" * 140)
    assert (
        payment_code(
            invoice, replace(house, party=replace(house.party, name="会" * 70))
        )
        == ""
    )

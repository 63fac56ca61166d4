"""Swiss QR-bills: on invoices in CHF, as the Swiss Implementation Guidelines QR-bill 2.3 have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import zxingcpp
from paper import new_documents
from PIL import Image
from pypdf import PdfReader
from small_business import business

from sheetflow.documents.model import Bank, Invoice, Party, Priced, Seller, Style
from sheetflow.documents.pdf import pdfs_of
from sheetflow.documents.pdf.data.qr_bill import qr_bill_data
from sheetflow.standards.swiss_references import (
    creditor_reference,
    is_qr_iban,
    qr_reference,
)

QR_IBAN = "CH4431999123000889012"
IBAN = "CH9300762011623852957"
SELLER = Seller(
    party=Party("Robert Schneider AG", ("Rue du Lac 1268", "2501 Biel"), country="CH"),
    bank=Bank(iban=QR_IBAN),
    style=Style(),
    currency="CHF",
    as_of=date(2026, 3, 2),
)
BUYER = Party("Pia-Maria Rutschmann-Schnyder", ("Marktgasse 28", "9400 Rorschach"))


SETTINGS = """
    Setting   Value
    Company   Robert Schneider AG
    Address   Rue du Lac 1268, 2501 Biel
    Country   CH
    Currency  CHF
    IBAN      CH4431999123000889012
    Footer    Registered in Biel
"""


def invoice(balance: str = "1949.75", currency: str = "CHF", **own: object) -> Invoice:
    amount = Decimal(balance)
    zero = Decimal(0)
    money = Priced((), amount, zero, "", (), zero, amount, currency, False)
    day = date(2026, 3, 2)
    made = Invoice(
        number="INV-000042",
        order="SO-1",
        date=day,
        supplied=None,
        due=day,
        terms_days=0,
        buyer=BUYER,
        ship_to=(),
        customer_po="",
        money=money,
        notes="",
        exemption="",
        credited=zero,
        paid=zero,
        balance=amount,
        status="Open",
    )
    return replace(made, **own)  # type: ignore[arg-type]


def with_iban(iban: str) -> Seller:
    return replace(SELLER, bank=Bank(iban=iban))


def scanned(svg: str) -> list[str]:
    """The lines of a code, as a scanner reads them off the picture."""
    import typst

    source = f"#set page(width: 60mm, height: 60mm, margin: 7mm)\n#image(bytes({_quoted(svg)}), width: 46mm)"
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(_page(typst, source))))
    return code.text.split("\r\n")


def _page(typst: object, source: str) -> bytes:
    made = typst.compile(source.encode(), format="png", ppi=200)  # type: ignore[attr-defined]
    return bytes(made)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_the_code_has_what_the_standard_says_below_the_cross() -> None:
    bill = qr_bill_data(invoice(), SELLER, "de")
    assert bill is not None
    assert scanned(bill["code"]) == [
        *("SPC", "0200", "1", QR_IBAN),
        *("S", "Robert Schneider AG", "Rue du Lac 1268", "", "2501", "Biel", "CH"),
        *[""] * 7,
        *("1949.75", "CHF"),
        *("S", "Pia-Maria Rutschmann-Schnyder", "Marktgasse 28", "", "9400", "Rorschach", "CH"),
        *("QRR", "000000000000000000000000420", "INV-000042", "EPD"),
    ]  # fmt: skip


def test_what_is_printed_is_what_the_code_has() -> None:
    bill = qr_bill_data(invoice(), SELLER, "fr")
    assert bill is not None
    assert bill["account"] == "CH44 3199 9123 0008 8901 2"
    assert bill["creditor"] == ["Robert Schneider AG", "Rue du Lac 1268", "2501 Biel"]
    assert bill["reference"] == "00 00000 00000 00000 00000 00420"
    assert (bill["currency"], bill["amount"]) == ("CHF", "1 949.75")
    assert bill["words"]["Payment part"] == "Section paiement"


def test_another_account_takes_a_creditor_reference() -> None:
    bill = qr_bill_data(invoice(), with_iban(IBAN), "ja")
    assert bill is not None
    lines = scanned(bill["code"])
    assert lines[-4:] == ["SCOR", creditor_reference("INV-000042"), "INV-000042", "EPD"]
    assert bill["words"]["Payment part"] == "Payment part", "no Japanese QR-bill"
    long = qr_bill_data(invoice(number="I" * 22), with_iban(IBAN), "en")
    assert long is not None
    assert long["reference"] == ""


def test_a_buyer_without_a_town_is_filled_in_by_hand() -> None:
    bill = qr_bill_data(invoice(buyer=Party("Pia", ("Somewhere",))), SELLER, "en")
    assert bill is not None
    assert bill["debtor"] == []
    assert scanned(bill["code"])[20:27] == [""] * 7


@pytest.mark.parametrize(
    ("changed", "seller"),
    [
        (invoice(currency="EUR"), SELLER),
        (invoice(balance="0"), SELLER),
        (invoice(), with_iban("DE02120300000000202051")),
        (invoice(), with_iban("CH9300762011623852958")),
        (invoice(number="INV"), SELLER),
        (invoice(), replace(SELLER, party=Party("Schneider", ("Biel",)))),
    ],
)
def test_other_invoices_have_none(changed: Invoice, seller: Seller) -> None:
    assert qr_bill_data(changed, seller, "de") is None


def test_references_are_those_of_the_standards_examples() -> None:
    assert qr_reference("21000000000313947143000901") == "210000000003139471430009017"
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert [is_qr_iban(iban) for iban in (QR_IBAN, IBAN)] == [True, False]


@pytest.mark.parametrize(("lines", "pages"), [(2, 1), (9, 2)])
def test_it_is_at_the_foot_of_the_last_page(lines: int, pages: int) -> None:
    """On a page of its own where there is no room; where it is, the page has no footer."""
    rows = "\n".join(f"SO-1  {at}  S-900  1  50" for at in range(1, lines + 1))
    played = business(
        settings=SETTINGS,
        order_lines=f"Order  Line  SKU  Quantity  Unit price\n{rows}",
    )
    documents = new_documents(played)
    one = replace(documents, invoices=documents.invoices[:1])
    made = {file.name: file.content for file in pdfs_of(one)}
    found = [
        page.extract_text() for page in PdfReader(BytesIO(made["invoices.pdf"])).pages
    ]
    assert len(found) == pages
    assert ["Acceptance point" in text for text in found][-1]
    assert ["Registered" in text for text in found] == [True, False][2 - pages :]

"""XRechnung 3 and Peppol BIS 3: what they contain, and which cells they need beyond EN 16931."""

from __future__ import annotations

import pytest
from einvoice_books import (
    RETURN,
    SETTINGS,
    Cii,
    einvoices_of,
    invoiced,
    problems_of,
)
from schematron import broken_rules
from sheets import Played, after

from sheetflow.standards.e_addresses import EAddress, parse_e_address

PROFILES = ("xrechnung", "peppol")
SELLER = f"""{SETTINGS}
    Phone       +49 30 1234567
    E-address   9930:DE123456789
"""
BUYER = """
    Customer  Name              Billing address             Buyer reference    E-address
    C-1       Mill Lane Stores  1 Mill Lane, 20095 Hamburg  04011000-12345-34  0204:04011000-12345-34
"""
ABROAD = """
    Customer  Name    Billing address      Country  E-address
    C-1       Dupont  1 rue X, 75001 Paris  FR       0009:30326504500017
"""


@pytest.fixture(scope="module")
def sold() -> Played:
    """An invoice and a credit note between two German businesses."""
    return after(None, invoiced(settings=SELLER, customers=BUYER), returns=RETURN)


@pytest.mark.parametrize("profile", PROFILES)
def test_invoice_and_credit_note_break_no_rule(sold: Played, profile: str) -> None:
    made = einvoices_of(sold, profile)
    assert [file.name for file in made.files] == ["INV-000001.xml", "CN-000001.xml"]
    assert [broken_rules(file.content, profile) for file in made.files] == [[], []]


@pytest.mark.parametrize(
    ("profile", "specification"),
    [
        ("xrechnung", "urn:xeinkauf.de:kosit:xrechnung_3.0"),
        ("peppol", "urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
    ],
)
def test_the_xml_says_what_it_follows_and_where_it_goes(
    sold: Played, profile: str, specification: str
) -> None:
    invoice, note = (Cii(file.content) for file in einvoices_of(sold, profile).files)
    assert invoice.texts("CustomizationID") == [
        f"urn:cen.eu:en16931:2017#compliant#{specification}"
    ]
    assert invoice.texts("ProfileID") == ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"]
    assert invoice.texts("BuyerReference") == ["04011000-12345-34"]
    assert invoice.texts("EndpointID") == ["DE123456789", "04011000-12345-34"]
    assert invoice.texts("PaymentMeansCode") == ["58"]
    assert note.texts("PaymentMeansCode") == ["1"], "by means that its text names"


def test_an_order_has_its_own_buyer_reference() -> None:
    orders = """
        Order  Order date  Customer  Buyer reference  Action
        SO-1   2026-02-01  C-1       991-33333-33     Fulfil, Invoice
    """
    [file] = einvoices_of(
        invoiced(settings=SELLER, customers=BUYER, orders=orders), "xrechnung"
    ).files
    assert Cii(file.content).texts("BuyerReference") == ["991-33333-33"]


def missing(profile: str, **sheets: str) -> list[str]:
    """The settings and the cells that a profile finds missing or wrong."""
    found = problems_of(invoiced(**sheets), profile)
    return [
        _setting(text) if "Settings" in where else where for _, where, text in found
    ]


def _setting(text: str) -> str:
    """The setting that a problem is about: `the setting Phone, a row to add, is missing`."""
    return text.removeprefix("the setting ").split(" is missing")[0].split(",")[0]


def test_all_that_xrechnung_needs_is_reported_at_once() -> None:
    settings = SETTINGS.replace("Email       billing@forge.example", "").replace(
        "IBAN        DE02 1203 0000 0000 2020 51", ""
    )
    assert missing("xrechnung", settings=settings) == [
        "E-address",
        "Customers, E-address",
        "Customers, Buyer reference",
        "IBAN",
        "Phone",
        "Email",
    ]


def test_xrechnung_takes_email_addresses_and_peppol_does_not() -> None:
    buyer = BUYER.replace("0204:04011000-12345-34", "buyer@mill.example")
    settings = SELLER.replace("9930:DE123456789", "-")
    [file] = einvoices_of(
        invoiced(settings=settings, customers=buyer), "xrechnung"
    ).files
    assert broken_rules(file.content, "xrechnung") == []
    assert missing("peppol", settings=settings, customers=buyer) == [
        "E-address",
        "Customers, E-address",
    ]


def test_between_two_countries_peppol_takes_the_customers_own_number() -> None:
    orders = """
        Order  Order date  Customer  Customer PO  Action
        SO-1   2026-02-01  C-1       PO 7         Fulfil, Invoice
    """
    played = invoiced(settings=SELLER, customers=ABROAD, orders=orders)
    [file] = einvoices_of(played, "peppol").files
    assert broken_rules(file.content, "peppol") == []
    without = orders.replace("PO 7", "-   ")
    assert missing("peppol", settings=SELLER, customers=ABROAD, orders=without) == [
        "Customers, Buyer reference"
    ]


def test_german_addresses_have_a_post_code_and_a_city() -> None:
    buyer = BUYER.replace("1 Mill Lane, 20095 Hamburg", "Somewhere")
    assert missing("xrechnung", settings=SELLER, customers=buyer) == [
        "Invoices, Billing address"
    ]


def test_a_delivery_without_a_city_goes_without_its_address() -> None:
    orders = """
        Order  Order date  Customer  Ship to       Action
        SO-1   2026-02-01  C-1       Loading bay   Fulfil, Invoice
    """
    played = invoiced(settings=SELLER, customers=BUYER, orders=orders)
    [file] = einvoices_of(played, "xrechnung").files
    assert broken_rules(file.content, "xrechnung") == []
    assert Cii(file.content).texts("DeliveryLocation") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("9930:DE123456789", "DE123456789"), ("+49 30 1234567", "n/a")],
)
def test_what_the_seller_typed_wrong_is_reported(right: str, wrong: str) -> None:
    settings = SELLER.replace(right, wrong)
    [(code, where, text)] = problems_of(
        invoiced(settings=settings, customers=BUYER), "xrechnung"
    )
    assert (code, where) == ("EIN02", "Settings, Value")
    assert text.startswith(f"{wrong} is not ")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("9930:DE123456789", EAddress("9930", "DE123456789")),
        (" 0088 : 4012345000009 ", EAddress("0088", "4012345000009")),
        ("bills@mill.example", EAddress("EM", "bills@mill.example")),
        ("em:bills@mill.example", EAddress("EM", "bills@mill.example")),
        ("9999:DE123456789", None),
        ("DE123456789", None),
        ("9930:", None),
    ],
)
def test_electronic_addresses_as_people_type_them(
    typed: str, wanted: EAddress | None
) -> None:
    assert parse_e_address(typed) == wanted


def test_the_schemes_are_those_of_the_rules() -> None:
    """Peppol's as mock-einvoice has them; EN 16931's from the code list of BR-CL-25."""
    from mockeinvoice.rules import codelists, peppol

    from sheetflow.standards.e_addresses import NOT_IN_PEPPOL, SCHEMES

    assert set(codelists.LISTS["BR-CL-25"][0].split()) == SCHEMES
    assert SCHEMES - NOT_IN_PEPPOL == peppol.ADDRESS_SCHEMES

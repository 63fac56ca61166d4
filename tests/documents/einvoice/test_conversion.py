"""What an electronic invoice contains, and which cells prevent one."""

from __future__ import annotations

import pytest
from einvoice_books import (
    CUSTOMERS,
    LINES,
    RETURN,
    SETTINGS,
    TAXES,
    Cii,
    converted,
    einvoices_of,
    invoiced,
    problems_of,
)
from schematron import broken_rules
from sheets import add, after

from sheetflow.documents.einvoice.unit_codes import unit_code
from sheetflow.documents.einvoice.vat_numbers import vat_number
from sheetflow.standards.country_names import country_code
from sheetflow.standards.iban import is_iban
from sheetflow.standards.postal_addresses import parse_address


@pytest.mark.parametrize(
    ("lines", "country", "wanted"),
    [
        (["Weg 3", "10115 Berlin"], "DE", (("Weg 3",), "10115", "Berlin", "DE", "")),
        (
            ["Weg 3", "D-10115 Berlin", "Germany"],
            "",
            (("Weg 3",), "10115", "Berlin", "DE", ""),
        ),
        (
            ["Dam 1", "1012 AB Amsterdam"],
            "NL",
            (("Dam 1",), "1012 AB", "Amsterdam", "NL", ""),
        ),
        (
            ["1 High St", "London SW1A 1AA"],
            "GB",
            (("1 High St",), "SW1A 1AA", "London", "GB", ""),
        ),
        (
            ["1 High St", "Bath", "BA1 1AA", "UK"],
            "",
            (("1 High St",), "BA1 1AA", "Bath", "GB", ""),
        ),
        (
            ["1 Main St", "Springfield, IL 62704"],
            "US",
            (("1 Main St",), "62704", "Springfield", "US", "IL"),
        ),
        (
            ["1 King St", "Toronto ON M5H 2N2"],
            "CA",
            (("1 King St",), "M5H 2N2", "Toronto", "CA", "ON"),
        ),
        (
            ["1-1 Chiyoda", "〒100-0001 Tokyo", "Japan"],
            "",
            (("1-1 Chiyoda",), "100-0001", "Tokyo", "JP", ""),
        ),
        (["Somewhere"], "FR", (("Somewhere",), "", "", "FR", "")),
        (["a", "b", "c", "d", "e"], "DE", (("a", "b", "c, d, e"), "", "", "DE", "")),
        (["Weg 3, 10115 Berlin"], "DE", (("Weg 3",), "10115", "Berlin", "DE", "")),
    ],
)
def test_addresses_of_a_usual_form_are_split_into_parts(lines, country, wanted):
    found = parse_address(lines, country)
    assert (
        found.lines,
        found.post_code,
        found.city,
        found.country,
        found.region,
    ) == wanted


def test_countries_units_and_numbers():
    assert [country_code(text) for text in ("de", "Deutschland", "Germany", "U.K.", "Hamburg")] == [
        "DE", "DE", "DE", "GB", "",
    ]  # fmt: skip
    assert [unit_code(word) for word in ("", "pcs", "Box", "kg", "KGM", "crate of 12")] == [
        ("C62", ""), ("C62", ""), ("XBX", ""), ("KGM", ""), ("KGM", ""), ("C62", "crate of 12"),
    ]  # fmt: skip
    assert [
        vat_number(number) for number in ("FR 40 303265045", "12/345/67890", "")
    ] == ["FR40303265045", "", ""]
    assert [
        is_iban(text)
        for text in ("DE02120300000000202051", "DE03120300000000202051", "DE")
    ] == [
        True,
        False,
        False,
    ]


def taxes(
    *, customer: str, lines: str = "A-100", settings: str = SETTINGS
) -> list[tuple[str, str]]:
    """The tax categories of an exempt customer's invoice, each with its reason code."""
    customers = f"""
        Customer  Name    Billing address      Tax exempt  Country  Tax number
        C-1       Dupont  1 rue X, 75001 Paris  Yes         {customer}
    """
    rows = "\n".join(f"SO-1   {sku}  1         10          -" for sku in lines.split())
    played = invoiced(
        settings=settings, customers=customers, order_lines=f"Order  SKU    Quantity  Unit price  Tax code\n{rows}",
        orders="Order  Order date  Customer  Action\nSO-1   2026-02-01  C-1       Fulfil, Invoice",
    )  # fmt: skip
    for form in ("cii", "ubl"):
        assert [
            broken_rules(xml, form) for _, xml, _ in einvoices_of(played, form).files
        ] == [[]]
    return [
        (subtotal.tax.category, subtotal.reason_code)
        for subtotal in converted(played)[0].tax_subtotals
    ]


def test_the_countries_of_both_sides_decide_why_no_tax_is_charged():
    assert taxes(customer="FR  FR40303265045") == [("K", "VATEX-EU-IC")]
    assert taxes(customer="FR  FR40303265045", lines="S-900") == [("AE", "VATEX-EU-AE")]
    assert taxes(customer="FR  FR40303265045", lines="A-100 S-900") == [
        ("AE", "VATEX-EU-AE"),
        ("K", "VATEX-EU-IC"),
    ]
    assert taxes(customer="US  -") == [("G", "VATEX-EU-G")]
    assert taxes(customer="US  -", lines="S-900") == [("O", "VATEX-EU-O")]
    assert taxes(customer="DE  -") == [("E", "")]


def test_a_tax_code_of_0_percent_has_a_category():
    lines = """
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  1         10          ZERO
        SO-1   2     B-200  1         10          EXM
    """
    [invoice] = converted(invoiced(order_lines=lines))
    found = [
        (subtotal.tax.category, subtotal.tax.rate, subtotal.reason)
        for subtotal in invoice.tax_subtotals
    ]
    assert found == [("S", 19, ""), ("E", 0, "Article 132"), ("Z", 0, "")]


def test_a_discount_is_an_allowance_and_freight_a_charge():
    [invoice] = converted(invoiced())
    [anvil, *_] = invoice.lines
    [change] = anvil.allowances_charges
    assert (str(anvil.price), change.reason, change.percent, change.amount) == (
        "19.99",
        "Discount",
        5,
        anvil.quantity * anvil.price - anvil.net,
    )
    [freight] = invoice.allowances_charges
    assert (
        freight.reason,
        freight.reason_code,
        str(freight.amount),
        freight.is_charge,
    ) == (
        "Freight",
        "FC",
        "12.5",
        True,
    )


@pytest.mark.parametrize("form", ["cii", "ubl"])
def test_a_credit_note_names_its_invoice_and_breaks_no_rule(form: str):
    played = after(None, invoiced(), returns=RETURN)
    invoice, note = converted(played)
    assert (note.kind, [before.number for before in note.preceding_invoices]) == (
        "381",
        [invoice.number],
    )
    assert [note.totals.gross] == played.returns["Credit total"]
    assert (note.notes, note.totals.allowances) == (("Dented",), 2)
    assert [
        broken_rules(xml, form) for _, xml, _ in einvoices_of(played, form).files
    ] == [
        [],
        [],
    ]


def test_the_xml_has_the_amounts_of_the_workbook():
    played = invoiced()
    [(name, xml, _)] = einvoices_of(played).files
    read = Cii(xml)
    assert name == "INV-000001.xml"
    assert read.amounts("GrandTotalAmount") == played.invoices["Total"]
    assert (
        read.amounts(
            "SpecifiedTradeSettlementHeaderMonetarySummation", "TaxTotalAmount"
        )
        == played.invoices["Tax"]
    )
    assert (
        read.amounts("SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount")
        == (played.invoice_lines["Line total"])
    )
    assert read.texts("IBANID") == ["DE02120300000000202051"]
    assert read.texts("BuyerOrderReferencedDocument", "IssuerAssignedID") == ["PO 7"]


def test_a_complete_workbook_has_no_problems():
    assert problems_of(invoiced()) == []


def test_all_missing_cells_are_reported_at_once():
    customers = "Customer  Name\nC-1       Mill Lane Stores"
    settings = "Setting   Value\nCurrency  EUR\nCompany   -"
    found = problems_of(invoiced(settings=settings, customers=customers))
    assert [
        (code, where, said.split(" is missing")[0]) for code, where, said in found
    ] == [
        ("EIN01", "Settings, Value", "Company"),
        ("EIN01", "Settings, Value", "the setting Address, a row to add,"),
        ("EIN01", "Settings, Value", "the setting Country, a row to add,"),
        ("EIN01", "Settings, Value", "the setting Tax number, a row to add,"),
        ("EIN01", "Invoices, Billing address", "Billing address"),
    ]
    assert all(said.endswith("INV-000001") for _, _, said in found)


def only(**sheets: str) -> tuple[str, str, str]:
    """The only problem of a workbook."""
    [found] = problems_of(invoiced(**sheets))
    return found


def test_values_that_en_16931_does_not_allow_are_reported():
    assert only(settings=SETTINGS.replace("DE123456789", "-"))[:2] == (
        "EIN01",
        "Settings, Value",
    )
    assert "is not a valid IBAN" in only(settings=SETTINGS.replace("DE02", "DE03"))[2]
    assert "two decimals, KWD has 3" in only(settings=SETTINGS.replace("EUR", "KWD"))[2]
    assert only(order_lines=LINES.replace("RED", "None"))[:2] == (
        "EIN03",
        "Invoice lines, Tax code",
    )
    assert only(
        tax_codes=TAXES.replace("Reduced   7        -", "Reduced   7        Exempt")
    )[1] == ("Tax codes, VAT category")
    two = "Tax code  Tax 1 %  Tax 2 %\nSTD       19       -\nRED       5        9.975"
    assert only(tax_codes=two)[1] == "Tax codes, Tax 2 %"


def test_an_exempt_customer_in_the_union_needs_a_vat_number():
    customers = add(CUSTOMERS.replace("Tax exempt", "Tax exempt  Country"), "").replace(
        "-           -", "-           Yes         FR"
    )
    lines = "Order  SKU    Quantity\nSO-1   A-100  1"
    orders = "Order  Order date  Customer  Action\nSO-1   2026-02-01  C-1       Fulfil, Invoice"
    assert only(customers=customers, order_lines=lines, orders=orders)[:2] == (
        "EIN01",
        "Invoices, Tax number",
    )


@pytest.mark.parametrize(
    ("customer", "number", "where"),
    [
        ("US  -", "12/345/67890", "Settings, Value"),
        ("FR  FR40303265045", "12/345/67890", "Settings, Value"),
        ("FR  12/345/67890", "DE123456789", "Invoices, Tax number"),
    ],
)
def test_a_sale_abroad_without_tax_needs_vat_numbers(
    customer: str, number: str, where: str
) -> None:
    """An export needs the seller's (BR-G-02), a sale within the Union both."""
    customers = f"""
        Customer  Name    Billing address       Tax exempt  Country  Tax number
        C-1       Dupont  1 rue X, 75001 Paris  Yes         {customer}
    """
    lines = "Order  SKU    Quantity  Tax code\nSO-1   A-100  1         -"
    orders = "Order  Order date  Customer  Action\nSO-1   2026-02-01  C-1       Fulfil, Invoice"
    settings = SETTINGS.replace("DE123456789", number)
    code, cell, said = only(
        settings=settings, customers=customers, order_lines=lines, orders=orders
    )
    assert (code, cell) == ("EIN02", where)
    assert said.startswith("12/345/67890 is not a VAT number")


def test_documents_without_problems_are_written():
    customers = add(CUSTOMERS, "    C-2       No address  -  -  -")
    orders = """
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Fulfil, Invoice
        SO-2   2026-02-01  C-2       Fulfil, Invoice
    """
    lines = (
        "Order  SKU    Quantity  Tax code\nSO-1   A-100  1  STD\nSO-2   A-100  1  STD"
    )
    found = einvoices_of(
        invoiced(customers=customers, orders=orders, order_lines=lines)
    )
    assert [file.name for file in found.files] == ["INV-000001.xml"]
    assert [problem.column for problem in found.problems] == ["Billing address"]

"""Invoices and credit notes of every kind follow the rules of all profiles, with the amounts of the workbook.

The cases are in einvoice_cases.toml: two documents each.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from einvoice_books import SETTINGS, TAXES, Cii, einvoices_of, invoiced
from schematron import broken_rules
from sheets import Played, after

CASES = tomllib.loads(Path(__file__).with_name("einvoice_cases.toml").read_text())
GERMAN = "Mill Lane  1 Mill Lane, 20095 Hamburg  DE  DE136695976  -  0204:991-33333-33"
SELLER = f"""{SETTINGS}
    Phone      +49 30 1234567
    E-address  9930:DE123456789
"""
ORDERS = """
    Order  Order date  Customer  Customer PO  Discount %  Freight  Freight tax code  Action
    SO-1   2026-02-01  C-1       PO 7         {discount}  {freight}  Fulfil, Invoice
"""
CUSTOMERS = """
    Customer  Name  Billing address  Country  Tax number  Tax exempt  E-address  Buyer reference
    C-1       {customer}  991-33333-33
"""
LINES = "Order  Line  SKU    Quantity  Unit price  Discount %  Tax code"
RETURNS = (
    "Order  SKU    Line  Quantity  Fee  Reason  Return date  Disposition  Fee tax code"
)
PAYMENTS = "Order  Invoice  Payment date  Amount\nSO-1  INV-000001  2026-03-01  {}"


@cache
def played(name: str) -> Played:
    """The invoice and the credit note of a case."""
    case = CASES[name]
    fee_code = case.get("fee_tax_code", "-")
    returned = [
        f"{row}  2026-03-02  {'Credit only' if 'S-900' in row else '-'}  {fee_code}"
        for row in case["returns"].strip().splitlines()
    ]
    orders = ORDERS.format(
        discount=case.get("discount", "-"), freight=case.get("freight", "-  -")
    )
    seller = SELLER.replace("EUR", case.get("currency", "EUR"))
    business = invoiced(
        settings=seller + case.get("settings", ""),
        tax_codes=TAXES,
        customers=CUSTOMERS.format(customer=case.get("customer", GERMAN)),
        orders=orders,
        order_lines="\n".join([LINES, case["lines"].strip()]),
    )
    more = {}
    if "payment" in case:
        more["payments"] = PAYMENTS.format(case["payment"])
    return after(None, business, returns="\n".join([RETURNS, *returned]), **more)


def test_there_are_forty_documents_and_more() -> None:
    assert 2 * len(CASES) >= 40


@pytest.mark.parametrize("profile", ["cii", "xrechnung", "peppol"])
@pytest.mark.parametrize("name", CASES)
def test_both_documents_break_no_rule(name: str, profile: str) -> None:
    """The rules of EN 16931 for UBL are among those of XRechnung and Peppol."""
    made = einvoices_of(played(name), profile)
    assert [problem.text for problem in made.problems] == []
    assert [file.name for file in made.files] == ["INV-000001.xml", "CN-000001.xml"]
    broken = [
        rule for file in made.files for rule in broken_rules(file.content, profile)
    ]
    assert broken == []


@pytest.mark.parametrize("name", CASES)
def test_the_amounts_are_those_of_the_workbook(name: str) -> None:
    book = played(name)
    invoice, note = (Cii(file.content) for file in einvoices_of(book, "peppol").files)
    assert totals(invoice) == [*book.invoices["Total"], *book.invoices["Tax"]]
    returns = book.returns
    tax = sum(returns["Credit tax"]) - sum(filter(None, returns["Fee tax"]))
    assert totals(note) == [sum(returns["Credit total"]), tax]
    assert invoice.amounts("PrepaidAmount") == [
        paid for paid in book.invoices["Paid"] if paid
    ]
    if "Prices include tax" not in CASES[name].get("settings", ""):
        nets = invoice.amounts("InvoiceLine", "LineExtensionAmount")
        assert nets == book.invoice_lines["Line total"]


def totals(document: Cii) -> list[Decimal]:
    """The total of a document with tax, and its tax."""
    [total] = document.amounts("TaxInclusiveAmount")
    [tax, *_] = document.amounts("TaxTotal", "TaxAmount")
    return [total, tax]

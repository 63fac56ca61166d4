"""What EN 16931 requires of a document, checked before anything is written.

A document that violates a requirement is not written; the others are. Each violation
names the cell to fill in or to correct.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from sheetflow.documents.einvoice.category_requirements import category_violations
from sheetflow.documents.einvoice.context import Context
from sheetflow.documents.einvoice.conversion import to_einvoice
from sheetflow.documents.einvoice.profile_requirements import (
    e_address_violations,
    profile_violations,
)
from sheetflow.documents.einvoice.tax_breakdown import tax_key
from sheetflow.documents.einvoice.taxed_cells import TaxedCell, taxed_cells
from sheetflow.documents.einvoice.trade_parties import seller_country
from sheetflow.documents.einvoice.violations import (
    UNTAXED,
    Document,
    Violation,
    invalid_cell,
    invalid_document,
    invalid_setting,
    missing_buyer_cell,
    missing_setting,
)
from sheetflow.documents.gather.priced import AS_ISSUED
from sheetflow.documents.model import Invoice, Party, TaxLine
from sheetflow.domain.messages import message
from sheetflow.standards.country_names import country_code
from sheetflow.standards.currencies import minor_digits
from sheetflow.standards.iban import is_iban

MAX_DECIMALS = 2
"""The decimals that EN 16931 allows in amounts (BR-DEC)."""


def violations_of(document: Document, context: Context) -> list[Violation]:
    """All that stops one document from being written; empty if it can be written."""
    violations = [
        *_seller_violations(context),
        *_iban_violations(context),
        *_tax_number_violations(document, context),
        *_buyer_violations(document),
        *_currency_violations(document),
        *_tax_violations(document),
        *_tax_code_violations(document, context),
        *e_address_violations(document, context),
    ]
    if violations:
        return violations
    invoice = to_einvoice(document, context)
    return [
        *category_violations(invoice, document, context),
        *profile_violations(invoice, document, context),
    ]


def _seller_violations(context: Context) -> Iterator[Violation]:
    party = context.seller.party
    if not party.name:
        yield missing_setting("Company")
    if not party.address:
        yield missing_setting("Address")
    if not country_code(seller_country(party)):
        yield missing_setting("Country")


def _iban_violations(context: Context) -> Iterator[Violation]:
    iban = context.seller.bank.iban
    if iban and not is_iban(iban):
        yield invalid_setting("IBAN", message("{iban} is not a valid IBAN", iban=iban))


def _tax_number_violations(document: Document, context: Context) -> Iterator[Violation]:
    """A seller who charges tax needs a tax number (BR-S-02)."""
    if context.seller.party.tax_number:
        return
    if any(any(cell.rates) for cell in taxed_cells(document)):
        yield missing_setting("Tax number")


def _buyer_violations(document: Document) -> Iterator[Violation]:
    buyer = document.buyer
    if not buyer.name:
        yield missing_buyer_cell(document, "Name", "Bill to")
    if not buyer.address:
        yield missing_buyer_cell(document, "Billing address", "Billing address")
    if buyer.country and not country_code(buyer.country):
        yield _unknown_country(buyer)


def _unknown_country(buyer: Party) -> Violation:
    why = message("{country} is not a country in ISO 3166-1", country=buyer.country)
    return invalid_cell("Customers", "Customer", buyer.code, "Country", why)


def _currency_violations(document: Document) -> Iterator[Violation]:
    currency = _currency_of(document)
    decimals = minor_digits(currency)
    if decimals > MAX_DECIMALS:
        why = message(
            "EN 16931 allows amounts with two decimals, {currency} has {decimals}",
            currency=currency,
            decimals=str(decimals),
        )
        yield invalid_setting("Currency", why)


def _currency_of(document: Document) -> str:
    if isinstance(document, Invoice):
        return document.money.currency
    return document.currency


def _tax_violations(document: Document) -> Iterator[Violation]:
    """EN 16931 allows neither two taxes on one amount nor a tax that somebody typed."""
    if isinstance(document, Invoice):
        yield from _invoice_tax_violations(document)
    else:
        yield from _second_tax_violations(document.taxes)


def _invoice_tax_violations(invoice: Invoice) -> Iterator[Violation]:
    yield from _second_tax_violations(invoice.money.taxes)
    yield from _issued_violations(invoice)
    yield from _line_violations(invoice)


def _second_tax_violations(taxes: Iterable[TaxLine]) -> Iterator[Violation]:
    why = message("EN 16931 allows one tax on an amount, this tax code has two")
    for tax in taxes:
        _, rates = tax_key(tax)
        if len(rates) > 1:
            yield _invalid_tax_code(tax.code, "Tax 2 %", why)


def _invalid_tax_code(code: str, column: str, why: str) -> Violation:
    return invalid_cell("Tax codes", "Tax code", code, column, why)


def _issued_violations(invoice: Invoice) -> Iterator[Violation]:
    names = {tax.name for tax in invoice.money.taxes}
    if AS_ISSUED in names:
        why = message("the amounts as issued do not match the lines and the freight")
        yield invalid_document(invoice, "Tax", why)


def _line_violations(invoice: Invoice) -> Iterator[Violation]:
    if not invoice.money.lines:
        why = message("an electronic invoice needs at least one line")
        yield invalid_document(invoice, "Invoice", why)


def _tax_code_violations(document: Document, context: Context) -> Iterator[Violation]:
    """A VAT category must match its rate; an amount without tax must have a reason."""
    needs_reason = _needs_reason(document, context)
    for cell in taxed_cells(document):
        yield from _category_mismatch(cell, context)
        if needs_reason and _is_untaxed(cell):
            yield Violation(UNTAXED, cell.sheet, cell.row, cell.column)


def _is_untaxed(cell: TaxedCell) -> bool:
    """Whether neither a tax code nor a rate says how an amount is taxed."""
    return not cell.code and not cell.rates[0]


def _category_mismatch(cell: TaxedCell, context: Context) -> Iterator[Violation]:
    """A tax code of the category Standard has a rate above 0, any other has 0."""
    declared = context.tax_codes.get(cell.code)
    if declared is None or not declared.category:
        return
    rate = cell.rates[0]
    if (declared.category == "Standard") != bool(rate):
        why = _wrong_rate(rate, declared.category)
        yield _invalid_tax_code(cell.code, "VAT category", why)


def _wrong_rate(rate: Decimal, category: str) -> str:
    return f"a rate of {rate.normalize():f}% is not {category.lower()}"


def _needs_reason(document: Document, context: Context) -> bool:
    """Whether only a tax code can give the reason why an amount is not taxed."""
    has_reason = bool(document.exemption or context.exemption_note)
    return bool(context.seller.party.tax_number) and not has_reason

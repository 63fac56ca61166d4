"""What the VAT categories of an electronic invoice require."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sheetflow.documents.einvoice.context import Context
from sheetflow.documents.einvoice.en16931 import EInvoice, TaxSubtotal
from sheetflow.documents.einvoice.tax_categories import (
    CATEGORIES,
    NEED_BOTH_VAT_NUMBERS,
    NEED_SELLERS_VAT_NUMBER,
)
from sheetflow.documents.einvoice.vat_numbers import vat_number
from sheetflow.documents.einvoice.violations import (
    Document,
    Violation,
    invalid_buyer_cell,
    invalid_document,
    invalid_setting,
    missing_buyer_cell,
    missing_setting,
)
from sheetflow.documents.model import Invoice, Party
from sheetflow.domain.messages import message


def category_violations(
    einvoice: EInvoice, document: Document, context: Context
) -> Iterator[Violation]:
    """What the categories of `einvoice` require and `document`, its source, does not have."""
    categories = {subtotal.tax.category for subtotal in einvoice.tax_subtotals}
    yield from _number_violations(categories, document, context)
    yield from _scope_violations(categories, document)
    yield from _sum_violations(einvoice, document)


def _number_violations(
    categories: set[str], document: Document, context: Context
) -> Iterator[Violation]:
    """The tax numbers that the seller and the customer lack."""
    yield from _seller_number_violations(categories, context.seller.party)
    if categories & NEED_BOTH_VAT_NUMBERS:
        yield from _buyer_number_violations(document)


def _seller_number_violations(
    categories: set[str], seller: Party
) -> Iterator[Violation]:
    """In the scope of VAT, the seller needs a tax number (BR-S-02 and similar rules).

    Where a sale goes abroad without tax, it must be a VAT number (BR-G-02, BR-AE-02,
    BR-IC-02).
    """
    number = seller.tax_number
    if not number and categories != {"O"}:
        yield missing_setting("Tax number")
    elif categories & NEED_SELLERS_VAT_NUMBER and not vat_number(number):
        yield invalid_setting("Tax number", _no_vat_number(number))


def _buyer_number_violations(document: Document) -> Iterator[Violation]:
    """If the customer owes the tax, it needs a VAT number too (BR-AE-02, BR-IC-02)."""
    number = document.buyer.tax_number
    if not number:
        yield missing_buyer_cell(document, "Tax number", "Tax number")
    elif not vat_number(number):
        yield invalid_buyer_cell(document, "Tax number", _no_vat_number(number))


def _no_vat_number(number: str) -> str:
    return message(
        "{number} is not a VAT number, which begins with the letters of its country",
        number=number,
    )


def _scope_violations(categories: set[str], document: Document) -> Iterator[Violation]:
    """Amounts outside the scope of VAT need a document of their own (BR-O-11 to 14)."""
    others = categories - {"O"}
    if others and others != categories:
        column = _number_column(document)
        yield invalid_document(document, column, _mixed_scopes(others))


def _number_column(document: Document) -> str:
    return "Invoice" if isinstance(document, Invoice) else "Credit note"


def _mixed_scopes(others: set[str]) -> str:
    return message(
        "EN 16931 does not allow amounts outside the scope of VAT "
        "on a document with other amounts ({categories})",
        categories=_category_names(others),
    )


def _category_names(codes: set[str]) -> str:
    names = [name.lower() for name, code in CATEGORIES.items() if code in codes]
    return ", ".join(names)


def _sum_violations(einvoice: EInvoice, document: Document) -> Iterator[Violation]:
    """A tax may differ from base × rate by rounding only: by less than 1 (BR-CO-17)."""
    column = "Tax" if isinstance(document, Invoice) else "Credit tax"
    for subtotal in einvoice.tax_subtotals:
        if abs(_excess(subtotal)) >= 1:
            yield invalid_document(document, column, _wrong_tax(subtotal))


def _excess(subtotal: TaxSubtotal) -> Decimal:
    """By how much a tax is more than base × rate."""
    return subtotal.amount - subtotal.base * subtotal.tax.rate / 100


def _wrong_tax(subtotal: TaxSubtotal) -> str:
    percent = f"{subtotal.tax.rate.normalize():f}%"
    return message(
        "a tax of {amount} is not {percent} of {base}",
        amount=str(subtotal.amount),
        percent=percent,
        base=str(subtotal.base),
    )

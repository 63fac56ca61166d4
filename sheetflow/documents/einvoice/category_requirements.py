"""What the VAT categories of an electronic invoice require."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sheetflow.documents.einvoice.conversion import Context
from sheetflow.documents.einvoice.en16931 import EInvoice, TaxSubtotal
from sheetflow.documents.einvoice.tax_categories import (
    CATEGORIES,
    NEED_BOTH_VAT_NUMBERS,
)
from sheetflow.documents.einvoice.vat_numbers import vat_number
from sheetflow.documents.einvoice.violations import (
    Document,
    Violation,
    invalid_document,
    missing_customer_cell,
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
    if _seller_lacks_number(categories, context.seller.party):
        yield missing_setting("Tax number")
    if _buyer_lacks_number(categories, document.buyer):
        yield missing_customer_cell(document, "Tax number")


def _seller_lacks_number(categories: set[str], seller: Party) -> bool:
    """In the scope of VAT, the seller needs a tax number (BR-S-02 and similar rules)."""
    number = seller.tax_number
    if _need_both_vat_numbers(categories) and not vat_number(number):
        return True
    return categories != {"O"} and not number


def _buyer_lacks_number(categories: set[str], buyer: Party) -> bool:
    return _need_both_vat_numbers(categories) and not vat_number(buyer.tax_number)


def _need_both_vat_numbers(categories: set[str]) -> bool:
    """If the customer owes the tax, both sides need VAT numbers (BR-AE-02, BR-IC-02)."""
    return bool(categories & NEED_BOTH_VAT_NUMBERS)


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

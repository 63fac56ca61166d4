"""What the VAT categories of an electronic invoice require."""

from __future__ import annotations

from collections.abc import Iterator

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
from sheetflow.documents.model import Invoice


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
    """In the scope of VAT, the seller needs a tax number (BR-S-02 and similar rules).

    If the customer owes the tax, both sides need VAT numbers (BR-AE-02, BR-IC-02).
    """
    number = context.seller.party.tax_number
    in_scope = categories != {"O"}
    need_both = bool(categories & NEED_BOTH_VAT_NUMBERS)
    if (in_scope and not number) or (need_both and not vat_number(number)):
        yield missing_setting("Tax number")
    if need_both and not vat_number(document.buyer.tax_number):
        yield missing_customer_cell(document, "Tax number")


def _scope_violations(categories: set[str], document: Document) -> Iterator[Violation]:
    """Amounts outside the scope of VAT need a document of their own (BR-O-11 to 14)."""
    others = categories - {"O"}
    if others == categories or not others:
        return
    column = "Invoice" if isinstance(document, Invoice) else "Credit note"
    names = [name.lower() for name, code in CATEGORIES.items() if code in others]
    why = (
        "EN 16931 does not allow amounts outside the scope of VAT "
        f"on a document with other amounts ({', '.join(names)})"
    )
    yield invalid_document(document, column, why)


def _sum_violations(einvoice: EInvoice, document: Document) -> Iterator[Violation]:
    """A tax may differ from base × rate by rounding only: by less than 1 (BR-CO-17)."""
    column = "Tax" if isinstance(document, Invoice) else "Credit tax"
    for subtotal in einvoice.tax_subtotals:
        expected = subtotal.base * subtotal.tax.rate / 100
        if abs(subtotal.amount - expected) >= 1:
            why = _wrong_tax(subtotal)
            yield invalid_document(document, column, why)


def _wrong_tax(subtotal: TaxSubtotal) -> str:
    percent = f"{subtotal.tax.rate.normalize():f}%"
    return f"a tax of {subtotal.amount} is not {percent} of {subtotal.base}"

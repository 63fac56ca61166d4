"""Convert an invoice or credit note of ours to the model of EN 16931.

Convert only a document for which `requirements` finds nothing missing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sheetflow.documents.einvoice.context import Context
from sheetflow.documents.einvoice.en16931 import (
    CREDIT_NOTE,
    INVOICE,
    Delivery,
    EInvoice,
    InvoiceLine,
    PaymentInstructions,
    PrecedingInvoice,
)
from sheetflow.documents.einvoice.invoice_amounts import (
    DocumentAmounts,
    credit_note_amounts,
    invoice_amounts,
)
from sheetflow.documents.einvoice.profiles import PEPPOL, Profile
from sheetflow.documents.einvoice.trade_parties import (
    buyer_country,
    buyer_party,
    seller_country,
    seller_party,
)
from sheetflow.documents.model import CreditNote, Invoice, Party, Seller
from sheetflow.standards.postal_addresses import Address, named_country, parse_address

SEPA_TRANSFER = "58"
TRANSFER = "30"
AS_IN_TEXT = "1"
"""Means of payment (UNTDID 4461)."""

NOWHERE = Address((), "", "", "")

CREDIT_TERMS = "Set off against open invoices, or paid back."


def to_einvoice(document: Invoice | CreditNote, context: Context) -> EInvoice:
    """An invoice or a credit note in the terms of EN 16931."""
    if isinstance(document, Invoice):
        return _invoice_to_einvoice(document, context)
    return _credit_note_to_einvoice(document, context)


def _invoice_to_einvoice(invoice: Invoice, context: Context) -> EInvoice:
    rules = context.tax_rules(invoice)
    amounts = invoice_amounts(invoice.money, invoice.paid, rules)
    return _from_invoice(invoice, context, amounts)


def _credit_note_to_einvoice(note: CreditNote, context: Context) -> EInvoice:
    amounts = credit_note_amounts(note, context.tax_rules(note))
    return _from_credit_note(note, context, amounts)


def _from_invoice(
    invoice: Invoice, context: Context, amounts: DocumentAmounts
) -> EInvoice:
    seller = context.seller
    currency = invoice.money.currency
    in_scope = not is_outside_scope(amounts)
    return EInvoice(
        specification=context.profile.specification,
        process=context.profile.process,
        kind=INVOICE,
        number=invoice.number,
        date=invoice.date,
        due=invoice.due,
        terms=_payment_terms(invoice.terms_days),
        currency=currency,
        seller=seller_party(seller, in_scope),
        buyer=buyer_party(seller, invoice.buyer, in_scope),
        delivery=_invoice_delivery(invoice, context, amounts),
        payment=_payment_instructions(seller, currency),
        order=invoice.order,
        customer_po=invoice.customer_po,
        buyer_reference=invoice.buyer_reference,
        notes=(invoice.notes,) if invoice.notes else (),
        preceding_invoices=(),
        lines=_with_unique_numbers(amounts.lines),
        allowances_charges=amounts.allowances_charges,
        tax_subtotals=amounts.tax_subtotals,
        totals=amounts.totals,
    )


def _from_credit_note(
    note: CreditNote, context: Context, amounts: DocumentAmounts
) -> EInvoice:
    seller = context.seller
    in_scope = not is_outside_scope(amounts)
    return EInvoice(
        specification=context.profile.specification,
        process=context.profile.process,
        kind=CREDIT_NOTE,
        number=note.number,
        date=note.date,
        due=None,
        terms=CREDIT_TERMS,
        currency=note.currency,
        seller=seller_party(seller, in_scope),
        buyer=buyer_party(seller, note.buyer, in_scope),
        delivery=_credit_delivery(note, context, amounts),
        payment=PaymentInstructions(AS_IN_TEXT, text=CREDIT_TERMS),
        order=note.order,
        customer_po=note.customer_po,
        buyer_reference=note.buyer_reference,
        notes=_reasons(note, context.profile),
        preceding_invoices=_preceding_invoices(note),
        lines=_with_unique_numbers(amounts.lines),
        allowances_charges=amounts.allowances_charges,
        tax_subtotals=amounts.tax_subtotals,
        totals=amounts.totals,
    )


def is_outside_scope(amounts: DocumentAmounts) -> bool:
    """Whether all of a document is outside the scope of VAT."""
    categories = {subtotal.tax.category for subtotal in amounts.tax_subtotals}
    return categories == {"O"}


def _payment_terms(days: int) -> str:
    if not days:
        return "Payment on receipt of the invoice."
    return f"Payment within {days} days of the invoice date."


def _payment_instructions(seller: Seller, currency: str) -> PaymentInstructions | None:
    if seller.bank.iban:
        return _transfer(seller, currency)
    return _as_in_text("; ".join(seller.bank.details))


def _as_in_text(details: str) -> PaymentInstructions | None:
    return PaymentInstructions(AS_IN_TEXT, text=details) if details else None


def _transfer(seller: Seller, currency: str) -> PaymentInstructions:
    """A transfer to the seller's account: by SEPA if it is in euros."""
    bank = seller.bank
    means = SEPA_TRANSFER if currency == "EUR" else TRANSFER
    return PaymentInstructions(means, bank.iban, bank.bic, seller.party.name)


def _reasons(note: CreditNote, profile: Profile) -> tuple[str, ...]:
    """Why goods were returned: each reason once; Peppol allows one note (R002)."""
    reasons = [line.reason for line in note.lines if line.reason]
    notes = tuple(dict.fromkeys(reasons))
    return ("\n".join(notes),) if notes and profile is PEPPOL else notes


def _preceding_invoices(note: CreditNote) -> tuple[PrecedingInvoice, ...]:
    return tuple(
        PrecedingInvoice(invoice.number, invoice.date) for invoice in note.invoices
    )


def _with_unique_numbers(lines: tuple[InvoiceLine, ...]) -> tuple[InvoiceLine, ...]:
    """Lines with the workbook's numbers, or 1, 2, 3 … if two have the same or one has none."""
    if _have_unique_numbers(lines):
        return lines
    return tuple(_numbered(line, number) for number, line in enumerate(lines, 1))


def _have_unique_numbers(lines: tuple[InvoiceLine, ...]) -> bool:
    numbers = [line.number for line in lines]
    return all(numbers) and len(set(numbers)) == len(numbers)


def _numbered(line: InvoiceLine, number: int) -> InvoiceLine:
    return replace(line, number=str(number))


def _invoice_delivery(
    invoice: Invoice, context: Context, amounts: DocumentAmounts
) -> Delivery:
    """Where and when the goods went."""
    address = _delivery_address(invoice.buyer, context, invoice.ship_to)
    days = _days_of_delivery(invoice, context, amounts)
    delivery = Delivery(invoice.buyer.name, address, *days)
    return _as_profile_has_it(delivery, context, amounts)


def _days_of_delivery(
    invoice: Invoice, context: Context, amounts: DocumentAmounts
) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day, as far as they are known.

    Where they must be stated, the day is the date of the invoice if the workbook has no
    other.
    """
    day = invoice.date if _must_state_day(context, amounts) else None
    return invoice.supplied or (day, day)


def _must_state_day(context: Context, amounts: DocumentAmounts) -> bool:
    """An intra-Community supply states its day (BR-IC-11), XRechnung always (BR-DE-TMP-32)."""
    return bool(context.profile.process) or _is_intra_community(amounts)


def _credit_delivery(
    note: CreditNote, context: Context, amounts: DocumentAmounts
) -> Delivery:
    """Where the goods went, and where it must be stated also when."""
    day = _supply_day(note) if _must_state_day(context, amounts) else None
    address = _delivery_address(note.buyer, context)
    delivery = Delivery(note.buyer.name, address, day, day)
    return _as_profile_has_it(delivery, context, amounts)


def _as_profile_has_it(
    delivery: Delivery, context: Context, amounts: DocumentAmounts
) -> Delivery:
    """A delivery, without its address where XRechnung wants a city that it lacks (BR-DE-10).

    An intra-Community supply must state the address (BR-IC-12).
    """
    is_complete = delivery.address.city and delivery.address.post_code
    is_free = not context.profile.process or _is_intra_community(amounts)
    return delivery if is_complete or is_free else replace(delivery, address=NOWHERE)


def _supply_day(note: CreditNote) -> dt.date:
    return note.invoices[-1].date if note.invoices else note.date


def _is_intra_community(amounts: DocumentAmounts) -> bool:
    return any(subtotal.tax.category == "K" for subtotal in amounts.tax_subtotals)


def _delivery_address(
    buyer: Party, context: Context, ship_to: tuple[str, ...] = ()
) -> Address:
    """`ship_to` or the billing address; in the buyer's country if it does not name one."""
    lines = ship_to or buyer.address
    country = named_country(lines) or _country_of(buyer, context)
    return parse_address(lines, country)


def _country_of(buyer: Party, context: Context) -> str:
    return buyer_country(buyer, seller_country(context.seller.party))

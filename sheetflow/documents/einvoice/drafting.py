"""A document of ours as an electronic one. What it lacks has been asked for before (see lacks)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sheetflow.documents.einvoice.addresses import address_of, named_country
from sheetflow.documents.einvoice.categories import Sides, TaxCode
from sheetflow.documents.einvoice.model import (
    CREDIT_NOTE,
    INVOICE,
    Address,
    Delivery,
    EInvoice,
    Line,
    Payment,
    Preceding,
)
from sheetflow.documents.einvoice.money import (
    Money,
    TaxRules,
    credit_money,
    invoice_money,
)
from sheetflow.documents.einvoice.parties import (
    buyer_country,
    buyer_of,
    seller_country,
    seller_of,
)
from sheetflow.documents.model import CreditNote, Invoice, Party, Seller
from sheetflow.domain.book import Book

SEPA, TRANSFER, IN_WORDS = "58", "30", "1"
"""Means of payment (UNTDID 4461)."""

TO_BE_CREDITED = "Set off against open invoices, or paid back."


@dataclass(frozen=True)
class Ground:
    """What all documents of a workbook share: the house, the tax codes, and Settings' Exemption note."""

    house: Seller
    codes: Mapping[str, TaxCode]
    note: str = ""

    def rules(self, document: Invoice | CreditNote) -> TaxRules:
        """What decides the tax categories of a document."""
        seller = self.house.party
        ours = seller_country(seller)
        theirs = document.buyer.country or buyer_country(document.buyer, ours)
        sides = Sides(ours, theirs, bool(seller.tax_number), bool(document.exemption))
        return TaxRules(sides, self.codes, self.note)


def ground_of(house: Seller, book: Book) -> Ground:
    """What a book says that all its documents share."""
    codes = book.tax_codes
    columns = (
        codes[header].tolist() for header in ("Tax code", "Name", "VAT category")
    )
    facts = {
        str(code): TaxCode(name or "", word or "")
        for code, name, word in zip(*columns, strict=True)
        if code
    }
    return Ground(house, facts, book.settings.texts.get("Exemption note", ""))


def draft(document: Invoice | CreditNote, ground: Ground) -> EInvoice:
    """An invoice or a credit note in the terms of EN 16931."""
    if isinstance(document, Invoice):
        return _invoice(
            document,
            ground,
            invoice_money(document.money, document.paid, ground.rules(document)),
        )
    return _credit_note(
        document, ground, credit_money(document, ground.rules(document))
    )


def _invoice(invoice: Invoice, ground: Ground, money: Money) -> EInvoice:
    house, in_scope = ground.house, not is_outside(money)
    return EInvoice(
        kind=INVOICE,
        number=invoice.number,
        date=invoice.date,
        due=invoice.due,
        terms=_terms(invoice.terms_days),
        currency=invoice.money.currency,
        seller=seller_of(house, in_scope),
        buyer=buyer_of(house, invoice.buyer, in_scope),
        delivery=_delivery(invoice, ground, money),
        payment=_payment(house, invoice.money.currency),
        order=invoice.order,
        customer_po=invoice.customer_po,
        notes=tuple(filter(None, [invoice.notes])),
        preceding=(),
        lines=_numbered(money.lines),
        changes=money.changes,
        taxes=money.taxes,
        totals=money.totals,
    )


def _credit_note(note: CreditNote, ground: Ground, money: Money) -> EInvoice:
    house, in_scope = ground.house, not is_outside(money)
    return EInvoice(
        kind=CREDIT_NOTE,
        number=note.number,
        date=note.date,
        due=None,
        terms=TO_BE_CREDITED,
        currency=note.currency,
        seller=seller_of(house, in_scope),
        buyer=buyer_of(house, note.buyer, in_scope),
        delivery=_credited_delivery(note, ground, money),
        payment=None,
        order=note.order,
        customer_po=note.customer_po,
        notes=tuple(dict.fromkeys(line.reason for line in note.lines if line.reason)),
        preceding=tuple(
            Preceding(invoice.number, invoice.date) for invoice in note.invoices
        ),
        lines=_numbered(money.lines),
        changes=money.changes,
        taxes=money.taxes,
        totals=money.totals,
    )


def is_outside(money: Money) -> bool:
    """Whether all of a document is outside the scope of VAT."""
    return {share.tax.category for share in money.taxes} == {"O"}


def _terms(days: int) -> str:
    return (
        f"Payment within {days} days of the invoice date."
        if days
        else "Payment on receipt of the invoice."
    )


def _payment(house: Seller, currency: str) -> Payment | None:
    bank = house.bank
    if bank.iban:
        return Payment(
            SEPA if currency == "EUR" else TRANSFER,
            bank.iban,
            bank.bic,
            house.party.name,
        )
    return Payment(IN_WORDS, words="; ".join(bank.details)) if bank.details else None


def _numbered(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines as the workbook numbers them, or one after the other where two have the same number."""
    numbers = [line.number for line in lines]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return lines
    return tuple(replace(line, number=str(at)) for at, line in enumerate(lines, 1))


def _delivery(invoice: Invoice, ground: Ground, money: Money) -> Delivery:
    """Where and when goods went; an intra-Community supply must say both (BR-IC-11, BR-IC-12)."""
    abroad = _is_supply_abroad(money)
    first, last = invoice.supplied or (
        (invoice.date, invoice.date) if abroad else (None, None)
    )
    place = _place(invoice.ship_to or invoice.buyer.address, invoice.buyer, ground)
    return Delivery(invoice.buyer.name, place, first, last)


def _credited_delivery(note: CreditNote, ground: Ground, money: Money) -> Delivery:
    day = (
        (note.invoices[-1].date if note.invoices else note.date)
        if _is_supply_abroad(money)
        else None
    )
    return Delivery(
        note.buyer.name, _place(note.buyer.address, note.buyer, ground), day, day
    )


def _is_supply_abroad(money: Money) -> bool:
    return any(share.tax.category == "K" for share in money.taxes)


def _place(lines: tuple[str, ...], buyer: Party, ground: Ground) -> Address:
    """Where goods go: without a country of its own, in the buyer's."""
    country = named_country(lines) or buyer_country(
        buyer, seller_country(ground.house.party)
    )
    return address_of(lines, country)

"""Issued documents with what was on them, whatever Customers, Orders, Products, Tax codes and Settings say today.

A run keeps it on the sheet Issued documents. A document that is new, or that an earlier version issued, stays as the
sheets say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from sheetflow.controls.issued.as_printed import (
    CONFIRMATION,
    DEPOSIT,
    DEPOSIT_DUE,
    LANGUAGE,
    NOT_STATED,
    SHIP_TO,
    AsPrinted,
    Cells,
    as_printed,
)
from sheetflow.controls.issued.documents import CREDIT, INVOICE
from sheetflow.documents.gather.exemptions import exemption
from sheetflow.documents.gather.parties import country_of, two_letters
from sheetflow.documents.gather.seller import issued_seller
from sheetflow.documents.gather.source import Source, lines_of_text
from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    Deposit,
    Invoice,
    OrderConfirmation,
    Party,
    Priced,
    PricedLine,
    Seller,
    TaxLine,
    TaxShare,
)

Line = TypeVar("Line", PricedLine, CreditLine)
Sellers = dict[frozenset[tuple[str, str]], Seller]


class Issued:
    """Puts what was on issued documents in place of what the sheets say; each seller is made once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._sellers: Sellers = {}

    def invoice(self, invoice: Invoice, unnamed: frozenset[str]) -> Invoice:
        """An invoice as it was issued; `unnamed` are its lines without a Description of their own."""
        kept = as_printed(self._source.book, INVOICE, invoice.number)
        if kept is None:
            return invoice
        seller = self.seller(kept)
        buyer = _buyer(invoice.buyer, kept.own)
        money = _money(invoice.money, kept, unnamed)
        due = _date(kept.own, "Due date", invoice.date)
        return replace(
            invoice,
            due=due,
            terms_days=(due - invoice.date).days,
            notes=kept.own.get("Notes", ""),
            customer_po=kept.own.get("Customer PO", ""),
            ship_to=lines_of_text(kept.own.get(SHIP_TO, "")),
            buyer=buyer,
            money=money,
            exemption=_exemption(seller, buyer, money.lines, kept),
            seller=seller,
            buyer_reference=_buyer_reference(kept.own, invoice.buyer_reference),
        )

    def credit_note(self, note: CreditNote) -> CreditNote:
        """A credit note as it was issued; what its returns share is that of the first one."""
        texts = {
            line.return_number: as_printed(
                self._source.book, CREDIT, line.return_number
            )
            for line in note.lines
        }
        first = texts[note.lines[0].return_number]
        if first is None:
            return note
        seller = self.seller(first)
        buyer = _buyer(note.buyer, first.own)
        lines = tuple(
            _credit_line(line, texts[line.return_number]) for line in note.lines
        )
        codes = _tax_codes_of(texts.values())
        return replace(
            note,
            customer_po=first.own.get("Customer PO", ""),
            buyer=buyer,
            lines=lines,
            taxes=tuple(_tax_line(tax, codes) for tax in note.taxes),
            fee_taxes=tuple(_tax_line(tax, codes) for tax in note.fee_taxes),
            exemption=_exemption(seller, buyer, lines, first),
            seller=seller,
            buyer_reference=_buyer_reference(first.own, note.buyer_reference),
        )

    def confirmation(
        self, confirmed: OrderConfirmation, unnamed: frozenset[str]
    ) -> OrderConfirmation:
        """A confirmation as it was issued, with the lines and amounts that the order has now."""
        kept = as_printed(self._source.book, CONFIRMATION, confirmed.number)
        if kept is None:
            return confirmed
        seller = self.seller(kept)
        buyer = issued_party(kept.own, "Billing address")
        money = _money(confirmed.money, kept, unnamed)
        ship_by = kept.own.get("Ship by")
        return replace(
            confirmed,
            quote=kept.own.get("Quote", ""),
            date=_date(kept.own, "Order date", confirmed.date),
            ship_by=dt.date.fromisoformat(ship_by) if ship_by else None,
            terms_days=int(kept.own.get("Terms (days)", 0)),
            customer_po=kept.own.get("Customer PO", ""),
            ship_to=lines_of_text(kept.own.get(SHIP_TO, "")),
            buyer=buyer,
            money=money,
            exemption=_exemption(seller, buyer, money.lines, kept),
            deposit=_deposit(kept.own),
            seller=seller,
        )

    def seller(self, kept: AsPrinted) -> Seller:
        """Who issued a document."""
        key = frozenset(kept.seller.items())
        if key not in self._sellers:
            source = self._source
            self._sellers[key] = issued_seller(
                kept.seller, source.book.settings, source.seller, source.folder
            )
        return self._sellers[key]


def issued_party(own: Cells, address: str) -> Party:
    """Who a document was for, with the address under this header."""
    number = own.get("Tax number", "")
    return Party(
        name=own.get("Name", ""),
        address=lines_of_text(own.get(address, "")),
        code=own.get("Customer", ""),
        contact=own.get("Contact", ""),
        email=own.get("Email", ""),
        phone=own.get("Phone", ""),
        tax_number=number,
        country=two_letters(own.get("Country", "")) or country_of(number),
        language=_language(own, ""),
    )


def _language(own: Cells, usual: str) -> str:
    """The language of a document; the usual one of a document of an earlier version, which kept none."""
    stated = own.get(LANGUAGE, usual)
    return "" if stated == NOT_STATED else stated


def _buyer(buyer: Party, own: Cells) -> Party:
    """A buyer with the country, the language and the addresses to write to that were known then.

    An electronic address that was blank may be filled in later.
    """
    country = two_letters(own.get("Country", "")) or country_of(buyer.tax_number)
    return replace(
        buyer,
        email=own.get("Email", ""),
        phone=own.get("Phone", ""),
        country=country or buyer.country,
        language=_language(own, buyer.language),
        e_address=own.get("E-address") or buyer.e_address,
    )


def _deposit(own: Cells) -> Deposit | None:
    """What a confirmation asked to pay in advance."""
    amount = own.get(DEPOSIT)
    due = own.get(DEPOSIT_DUE)
    if not amount or not due:
        return None
    return Deposit(Decimal(amount), dt.date.fromisoformat(due), Decimal(amount))


def _buyer_reference(own: Cells, today: str) -> str:
    """The buyer's reference as it was; one that was blank may be filled in later."""
    return own.get("Buyer reference") or today


def _date(own: Cells, header: str, usual: dt.date) -> dt.date:
    text = own.get(header)
    return dt.date.fromisoformat(text) if text else usual


def _exemption(
    seller: Seller,
    buyer: Party,
    lines: Sequence[PricedLine | CreditLine],
    kept: AsPrinted,
) -> str:
    return exemption(seller, buyer, lines) if kept.is_exempt else ""


def _money(money: Priced, kept: AsPrinted, unnamed: frozenset[str]) -> Priced:
    lines = tuple(_priced_line(line, kept.products, unnamed) for line in money.lines)
    taxes = tuple(_tax_line(tax, kept.tax_codes) for tax in money.taxes)
    return replace(money, lines=lines, taxes=taxes)


def _priced_line(
    line: PricedLine, products: Mapping[str, Cells], unnamed: frozenset[str]
) -> PricedLine:
    """A line with the product as it was; its own Description is a fact of the invoice."""
    product = products.get(line.sku)
    if product is None:
        return line
    line = _with_product(line, product)
    if line.line not in unnamed:
        return line
    return replace(line, description=product.get("Name", "") or line.sku)


def _with_product(line: Line, product: Cells) -> Line:
    return replace(
        line, unit=product.get("Unit", ""), is_service=product.get("Service") == "Yes"
    )


def _credit_line(line: CreditLine, kept: AsPrinted | None) -> CreditLine:
    if kept is None:
        return line
    line = _with_product(line, kept.products.get(line.sku, {}))
    return replace(
        line,
        description=kept.own.get("Description", "") or line.sku,
        reason=kept.own.get("Reason", ""),
    )


def _tax_codes_of(texts: Iterable[AsPrinted | None]) -> dict[str, Cells]:
    """The tax codes of all of a credit note's returns."""
    found: dict[str, Cells] = {}
    for kept in texts:
        if kept is not None:
            found.update(kept.tax_codes)
    return found


def _tax_line(tax: TaxLine, codes: Mapping[str, Cells]) -> TaxLine:
    """A tax with the names that its code had; a category may be filled in later."""
    code = codes.get(tax.code)
    if code is None:
        return tax
    names = (code.get("Tax 1 name", ""), code.get("Tax 2 name", ""))
    return replace(
        tax,
        name=code.get("Name", ""),
        shares=_named(tax.shares, names),
        category=code.get("VAT category", "") or tax.category,
    )


def _named(shares: Sequence[TaxShare], names: Sequence[str]) -> tuple[TaxShare, ...]:
    named = zip(shares, names, strict=False)
    return tuple(replace(share, name=name) for share, name in named)

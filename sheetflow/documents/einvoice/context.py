"""What all documents of a workbook share when they become electronic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheetflow.documents.einvoice.profiles import CII, Profile
from sheetflow.documents.einvoice.tax_categories import TaxCode, TaxRules, TradeSides
from sheetflow.documents.einvoice.trade_parties import buyer_country, seller_country
from sheetflow.documents.model import CreditNote, Invoice, Party, Seller, issuer
from sheetflow.domain.book import Book


@dataclass(frozen=True)
class Context:
    """What all documents of a workbook share.

    `tax_codes` has each row of Tax codes by its code. `profile` is what they become.
    """

    seller: Seller
    tax_codes: Mapping[str, TaxCode]
    profile: Profile = CII

    @property
    def exemption_note(self) -> str:
        """The seller's own note for exempt customers."""
        return self.seller.exemption_note

    def of(self, document: Invoice | CreditNote) -> Context:
        """The context of one document: who issued it, and its own tax codes."""
        seller = issuer(document, self.seller)
        money = document.money if isinstance(document, Invoice) else document
        own = {tax.code: TaxCode(tax.name, tax.category) for tax in money.taxes}
        own.pop("", None)
        return Context(seller, {**self.tax_codes, **own}, self.profile)

    def tax_rules(self, document: Invoice | CreditNote) -> TaxRules:
        """What decides the tax categories of a document."""
        sides = self._sides(document.buyer, bool(document.exemption))
        return TaxRules(sides, self.tax_codes, self.exemption_note)

    def _sides(self, buyer: Party, is_exempt: bool) -> TradeSides:
        party = self.seller.party
        seller_code = seller_country(party)
        return TradeSides(
            seller_country=seller_code,
            buyer_country=buyer.country or buyer_country(buyer, seller_code),
            seller_has_tax_number=bool(party.tax_number),
            buyer_is_exempt=is_exempt,
        )


def context_of(seller: Seller, book: Book, profile: Profile = CII) -> Context:
    """The context of a workbook's documents."""
    return Context(seller, _tax_codes(book), profile)


def _tax_codes(book: Book) -> dict[str, TaxCode]:
    codes = book.tax_codes.tax_code.tolist()
    rows = zip(codes, _declared_tax_codes(book), strict=True)
    found: dict[str, TaxCode] = {}
    for code, tax_code in rows:
        if code:
            found.setdefault(str(code), tax_code)
    return found


def _declared_tax_codes(book: Book) -> Iterator[TaxCode]:
    names = book.tax_codes.name.tolist()
    categories = book.tax_codes.vat_category.tolist()
    return map(_tax_code, names, categories)


def _tax_code(name: str | None, category: str | None) -> TaxCode:
    return TaxCode(name or "", category or "")

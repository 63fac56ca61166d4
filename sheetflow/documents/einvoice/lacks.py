"""What EN 16931 asks for and a document does not say, each with the cell to fill or to mend.

All of it is found before anything is written: a document that lacks something is not written, the others are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import TypeAlias

from sheetflow.documents.einvoice.categories import NEED_BOTH_NUMBERS, WORDS
from sheetflow.documents.einvoice.countries import country_code
from sheetflow.documents.einvoice.drafting import Ground, draft
from sheetflow.documents.einvoice.identifiers import vat_number
from sheetflow.documents.einvoice.model import EInvoice
from sheetflow.documents.einvoice.money import tax_key
from sheetflow.documents.einvoice.parties import seller_country
from sheetflow.documents.gather.priced import AS_ISSUED
from sheetflow.documents.model import CreditNote, Invoice
from sheetflow.standards.currencies import minor_digits
from sheetflow.standards.iban import is_iban

MISSING, UNFIT, UNTAXED = "EIN01", "EIN02", "EIN03"
MOST_DIGITS = 2
"""The decimals that EN 16931 allows amounts (BR-DEC)."""

Document: TypeAlias = Invoice | CreditNote
Row: TypeAlias = tuple[tuple[str, str], ...]
"""A row of a sheet, by what stands in some of its cells."""


@dataclass(frozen=True)
class Lack:
    """A cell to fill (`MISSING`, `UNTAXED`) or to mend (`UNFIT`), in the first row of `sheet` that holds `row`."""

    code: str
    sheet: str
    row: Row
    column: str
    words: tuple[tuple[str, str], ...] = field(default=())


def _setting(name: str) -> Lack:
    return Lack(MISSING, "Settings", (("Setting", name),), "Value", (("what", name),))


def _customer(document: Document, column: str) -> Lack:
    return Lack(
        MISSING,
        "Customers",
        (("Customer", document.buyer.code),),
        column,
        (("what", column),),
    )


def _unfit(sheet: str, row: Row, column: str, why: str) -> Lack:
    return Lack(UNFIT, sheet, row, column, (("why", why),))


def lacks_of(document: Document, ground: Ground) -> list[Lack]:
    """All that one document lacks; nothing where it can be written."""
    parts = (
        _seller(ground),
        _charged(document, ground),
        _buyer(document),
        _currency(document),
        _taxes(document),
    )
    found = [*chain.from_iterable(parts), *_codes(document, ground)]
    return found or list(_drafted(document, ground))


def _seller(ground: Ground) -> Iterator[Lack]:
    house = ground.house
    if not house.party.name:
        yield _setting("Company")
    if not house.party.address:
        yield _setting("Address")
    if not country_code(seller_country(house.party)):
        yield _setting("Country")
    if house.bank.iban and not is_iban(house.bank.iban):
        yield _unfit(
            "Settings", (("Setting", "IBAN"),), "Value", f"{house.bank.iban} is no IBAN"
        )


def _charged(document: Document, ground: Ground) -> Iterator[Lack]:
    """Who charges a tax has a tax number (BR-S-02)."""
    if not ground.house.party.tax_number and any(
        any(rates) for _, rates, _ in _taxed(document)
    ):
        yield _setting("Tax number")


def _buyer(document: Document) -> Iterator[Lack]:
    buyer = document.buyer
    if not buyer.name:
        yield _customer(document, "Name")
    if not buyer.address:
        yield _customer(document, "Billing address")
    if buyer.country and not country_code(buyer.country):
        why = f"{buyer.country} is no country of ISO 3166-1"
        yield _unfit("Customers", (("Customer", buyer.code),), "Country", why)


def _currency(document: Document) -> Iterator[Lack]:
    currency = (
        document.money.currency if isinstance(document, Invoice) else document.currency
    )
    if minor_digits(currency) > MOST_DIGITS:
        why = f"EN 16931 has amounts with two decimals, {currency} has {minor_digits(currency)}"
        yield _unfit("Settings", (("Setting", "Currency"),), "Value", why)


def _taxes(document: Document) -> Iterator[Lack]:
    """Two taxes on one amount, and a tax that somebody typed, have no place in EN 16931."""
    taxes = document.money.taxes if isinstance(document, Invoice) else document.taxes
    for tax in taxes:
        if len(tax_key(tax)[1]) > 1:
            why = "EN 16931 has one tax on an amount, this code has two"
            yield _unfit("Tax codes", (("Tax code", tax.code),), "Tax 2 %", why)
    if isinstance(document, Invoice):
        yield from _as_issued(document)


def _as_issued(invoice: Invoice) -> Iterator[Lack]:
    row = (("Invoice", invoice.number),)
    if any(tax.name == AS_ISSUED for tax in invoice.money.taxes):
        yield _unfit(
            "Invoices",
            row,
            "Tax",
            "the amounts as issued are not what the lines and the freight come to",
        )
    if not invoice.money.lines:
        yield _unfit(
            "Invoices", row, "Invoice", "an electronic invoice has at least one line"
        )


def _codes(document: Document, ground: Ground) -> Iterator[Lack]:
    """What Tax codes say of a rate must go with it; amounts without tax must say why."""
    for code, rates, row in _taxed(document):
        word = ground.codes[code].word if code in ground.codes else ""
        if word and (word == "Standard") != bool(rates[0]):
            why = f"a rate of {rates[0].normalize():f}% is not {word.lower()}"
            yield _unfit("Tax codes", (("Tax code", code),), "VAT category", why)
        is_plain = (
            not document.exemption
            and not ground.note
            and bool(ground.house.party.tax_number)
        )
        if is_plain and not code and not rates[0]:
            yield Lack(UNTAXED, *row)


def _taxed(
    document: Document,
) -> Iterator[tuple[str, tuple[Decimal, ...], tuple[str, Row, str]]]:
    """Each amount of a document: tax code, rates, and the cell that holds the tax code."""
    lines = document.money.lines if isinstance(document, Invoice) else document.lines
    named = (
        ("Invoice", document.number)
        if isinstance(document, Invoice)
        else ("Order", document.order)
    )
    for line in lines:
        yield (
            line.tax_code,
            line.rates,
            ("Invoice lines", (named, ("SKU", line.sku)), "Tax code"),
        )
    if isinstance(document, Invoice) and document.money.freight:
        yield (
            document.money.freight_tax_code,
            document.money.freight_rates,
            ("Invoices", (named,), "Freight tax code"),
        )


def _drafted(document: Document, ground: Ground) -> Iterator[Lack]:
    """What the categories of tax ask for."""
    made = draft(document, ground)
    for check in (_numbers, _outside, _tax_sums):
        yield from check(made, document, ground)


def _numbers(made: EInvoice, document: Document, ground: Ground) -> Iterator[Lack]:
    """Within the scope of VAT the seller has a tax number; where the customer owes it, both have VAT numbers.

    (BR-S-02 and its like, BR-AE-02, BR-IC-02.)
    """
    categories = {share.tax.category for share in made.taxes}
    seller = ground.house.party.tax_number
    both = bool(categories & NEED_BOTH_NUMBERS)
    if (categories != {"O"} and not seller) or (both and not vat_number(seller)):
        yield _setting("Tax number")
    if both and not vat_number(document.buyer.tax_number):
        yield _customer(document, "Tax number")


def _outside(made: EInvoice, document: Document, ground: Ground) -> Iterator[Lack]:
    """What is outside the scope of VAT stands on documents of its own (BR-O-11 to 14)."""
    shares = {share.tax.category for share in made.taxes}
    if "O" in shares and len(shares) > 1:
        sheet, column = (
            ("Invoices", "Invoice")
            if isinstance(document, Invoice)
            else ("Returns", "Credit note")
        )
        others = ", ".join(
            word.lower()
            for word, category in WORDS.items()
            if category in shares - {"O"}
        )
        why = f"EN 16931 does not allow what is outside the scope of VAT beside other amounts ({others})"
        yield _unfit(sheet, ((column, document.number),), column, why)


def _tax_sums(made: EInvoice, document: Document, ground: Ground) -> Iterator[Lack]:
    """A tax may differ from base × rate by rounding alone: by less than one (BR-CO-17)."""
    for share in made.taxes:
        if abs(share.amount - share.base * share.tax.rate / 100) >= 1:
            sheet, key = (
                ("Invoices", "Invoice")
                if isinstance(document, Invoice)
                else ("Returns", "Credit note")
            )
            column = "Tax" if isinstance(document, Invoice) else "Credit tax"
            why = f"a tax of {share.amount} is not {share.tax.rate.normalize():f}% of {share.base}"
            yield _unfit(sheet, ((key, document.number),), column, why)

"""Customers and products of a source as those of the workbook: found, or new."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from sheetflow.domain.book import Book
from sheetflow.importing.orders import ImportedCustomer, ImportedLine

Cells = dict[str, object]
"""One row to write, by header."""

LONGEST_CODE = 24


@dataclass
class CustomerMatcher:
    """Finds customers by code, e-mail, then name and postcode; `new` are those to add."""

    book: Book
    new: list[Cells] = field(default_factory=list)

    def __post_init__(self) -> None:
        customers = self.book.customers
        codes = customers.customer.tolist()
        self._codes: dict[str, str] = {_plain(code): code for code in codes if code}
        self._emails = _first_by(customers.email.tolist(), codes)
        addresses = [
            " ".join(filter(None, pair))
            for pair in zip(
                customers.billing_address.tolist(),
                customers.shipping_address.tolist(),
                strict=True,
            )
        ]
        self._named: dict[str, list[tuple[str, str]]] = {}
        names = customers.name.tolist()
        for name, code, address in zip(names, codes, addresses, strict=True):
            if name and code:
                self._named.setdefault(_plain(name), []).append((code, address))

    def code_of(self, customer: ImportedCustomer) -> str:
        """The code of a customer, who is added where the workbook does not have them."""
        known = self._known(customer)
        return known or self._add(customer)

    def _known(self, customer: ImportedCustomer) -> str:
        if customer.code and _plain(customer.code) in self._codes:
            return self._codes[_plain(customer.code)]
        if customer.email and _plain(customer.email) in self._emails:
            return self._emails[_plain(customer.email)]
        for code, address in self._named.get(_plain(customer.name), ()):
            if not customer.postcode or not address or customer.postcode in address:
                return code
        return ""

    def _add(self, customer: ImportedCustomer) -> str:
        name = customer.name or customer.email or customer.code or "Customer"
        code = self._free(customer.code or code_from(name))
        self._codes[_plain(code)] = code
        if customer.email:
            self._emails[_plain(customer.email)] = code
        addresses = f"{customer.billing_address} {customer.shipping_address}"
        self._named.setdefault(_plain(name), []).append((code, addresses))
        country = customer.country if len(customer.country) == 2 else ""
        self.new.append(
            {
                "Customer": code,
                "Name": name,
                "Email": customer.email,
                "Phone": customer.phone.lstrip("'"),
                "Billing address": customer.billing_address,
                "Country": country,
                "Shipping address": customer.shipping_address,
            }
        )
        return code

    def _free(self, code: str) -> str:
        """A code that no customer has."""
        return free_code(code, self._codes)


@dataclass
class ProductMatcher:
    """Finds products by SKU, barcode, then exact name; `new` are those to add.

    `renamed` are the SKUs of the source by those of the workbook, as Imports says them.
    """

    book: Book
    adds: bool
    renamed: dict[str, str] = field(default_factory=dict)
    new: list[Cells] = field(default_factory=list)

    def __post_init__(self) -> None:
        products = self.book.products
        skus = products.sku.tolist()
        self._skus: dict[str, str] = {_plain(sku): sku for sku in skus if sku}
        self._barcodes = _first_by(products.barcode.tolist(), skus)
        self._names = _first_by(products.name.tolist(), skus)

    def sku_of(self, line: ImportedLine) -> str:
        """The SKU of a line; one that the workbook does not have is added, or kept as it is."""
        own = self.renamed.get(line.sku, line.sku)
        if _plain(own) in self._skus:
            return self._skus[_plain(own)]
        for known, text in (
            (self._barcodes, line.barcode or own),
            (self._names, line.description),
        ):
            if text and _plain(text) in known:
                return known[_plain(text)]
        sku = own or code_from(line.description or "ITEM")
        if self.adds:
            self.add(sku, line.description or sku, {"Price": line.price})
        return sku

    def add(self, sku: str, name: str, more: Cells) -> None:
        """Add a product."""
        key = _plain(sku)
        if key not in self._skus:
            self._skus[key] = sku
            self.new.append({"SKU": sku, "Name": name, **more})


def code_from(name: str) -> str:
    """A code from a name: letters and digits in capitals, with hyphens between words."""
    words = re.findall(r"[A-Za-z0-9]+", _ascii(name)) or re.findall(r"\w+", name)
    return "-".join(words)[:LONGEST_CODE].strip("-").upper() or "X"


def _ascii(text: str) -> str:
    """A text without accents, and without what is not Latin."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def free_code(code: str, taken: Container[str]) -> str:
    """The code, with a number where it is taken; `taken` are codes as they are compared."""
    numbered = (f"{code}-{number}" for number in count(2))
    candidates = chain([code], numbered)
    return next(each for each in candidates if _plain(each) not in taken)


def _first_by(
    keys: Sequence[str | None], codes: Sequence[str | None]
) -> dict[str, str]:
    """The first code of each key."""
    found: dict[str, str] = {}
    for key, code in zip(keys, codes, strict=True):
        if key and code:
            found.setdefault(_plain(key), code)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()

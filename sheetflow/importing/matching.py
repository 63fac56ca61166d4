"""Customers and products of a source as those of the workbook: found, or new."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, pairwise

from sheetflow.domain.book import Book
from sheetflow.domain.suggestions import nearest_of_each
from sheetflow.importing.imported_orders import ImportedCustomer, ImportedLine
from sheetflow.standards.countries import country_by_name

Cells = dict[str, object]
"""One row to write, by header."""

LONGEST_CODE = 24
SIX_PLACES = Decimal("0.000001")


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
        self._numbers: dict[str, int] = {}
        self._named: dict[str, str] = {}
        self._in_place: dict[tuple[str, str], str] = {}
        self._know_names()

    def _know_names(self) -> None:
        """Remember the customers of the workbook by name and postcode."""
        customers = self.book.customers
        columns = (
            customers.name,
            customers.customer,
            customers.billing_address,
            customers.shipping_address,
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for name, code, *addresses in rows:
            if name and code:
                self._know_name(name, code, "\n".join(filter(None, addresses)))

    def code_of(self, customer: ImportedCustomer) -> str:
        """The code of a customer, who is added where the workbook does not have them."""
        if not (customer.code or customer.email or customer.name):
            unnamed = ImportedCustomer(name=customer.unnamed or UNNAMED)
            return self._known(unnamed) or self._add(unnamed)
        return self._known(customer) or self._add(customer)

    def _know_name(self, name: str, code: str, address: str) -> None:
        """Remember a name with what may be the postcode in its address."""
        plain = _plain(name)
        self._named.setdefault(plain, code)
        for part in _postcodes(address):
            self._in_place.setdefault((plain, part), code)

    def _known(self, customer: ImportedCustomer) -> str:
        """The code of a customer: by code, e-mail, then name and postcode."""
        if customer.code and _plain(customer.code) in self._codes:
            return self._codes[_plain(customer.code)]
        if customer.email and _plain(customer.email) in self._emails:
            return self._emails[_plain(customer.email)]
        return self._known_by_name(customer)

    def _known_by_name(self, customer: ImportedCustomer) -> str:
        name = _plain(customer.name)
        if customer.postcode:
            for postcode in _stated_postcodes(customer.postcode):
                if (name, postcode) in self._in_place:
                    return self._in_place[name, postcode]
            return self._in_place.get((name, ANYWHERE), "")
        return "" if customer.code else self._named.get(name, "")

    def _add(self, customer: ImportedCustomer) -> str:
        name = customer.name or customer.email or customer.code
        code = free_code(customer.code or code_from(name), self._codes, self._numbers)
        self._codes[_plain(code)] = code
        if customer.email:
            self._emails[_plain(customer.email)] = code
        addresses = f"{customer.billing_address}\n{customer.shipping_address}"
        self._know_name(name, code, addresses)
        self.new.append(_customer_cells(customer, code, name))
        return code


UNNAMED = "Customer"
"""The name of who ordered where the source names nobody."""

_NUMBERED = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?,?")
"""A postcode of digits, as most countries have: `10115`, `A-1010`, `60601-1234`."""

ANYWHERE = ""
"""The postcode of a customer whose address is not known."""


def _customer_cells(customer: ImportedCustomer, code: str, name: str) -> Cells:
    """A row of Customers."""
    return {
        "Customer": code,
        "Name": name,
        "Email": customer.email,
        "Phone": customer.phone.lstrip("'"),
        "Billing address": customer.billing_address,
        "Country": country_code(customer.country),
        "Shipping address": customer.shipping_address,
    }


def _postcodes(address: str) -> list[str]:
    """What may be a postcode in an address: each of its words, and each two together."""
    words = address.split()
    if not words:
        return [ANYWHERE]
    pairs = [first + second for first, second in pairwise(words)]
    return [_plain_postcode(part) for part in (*words, *pairs)]


def _stated_postcodes(text: str) -> list[str]:
    """The postcodes that a column may state, likelier ones first.

    The column may have the city too: `10115 Berlin`, `London SW1A 1AA`.
    """
    words = text.split()
    pairs = [
        first + second
        for first, second in pairwise(words)
        if _has_digit(first) and _has_digit(second)
    ]
    numbers = [word for word in words if _NUMBERED.fullmatch(word)]
    return [_plain_postcode(part) for part in (text, *pairs, *numbers)]


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _plain_postcode(postcode: str) -> str:
    return "".join(postcode.split()).strip(",;'").casefold()


@dataclass
class ProductMatcher:
    """Finds products by SKU, barcode, then exact name; `new` are those to add.

    `renamed` are the SKUs of the source by those of the workbook, as Imports says them.
    `missing` are the SKUs that were not found and not added, each with its description.
    """

    book: Book
    adds: bool
    renamed: dict[str, str] = field(default_factory=dict)
    new: list[Cells] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        products = self.book.products
        skus = products.sku.tolist()
        self._skus: dict[str, str] = {_plain(sku): sku for sku in skus if sku}
        self._barcodes = _first_by(products.barcode.tolist(), skus)
        self._names = _first_by(products.name.tolist(), skus)

    def sku_of(self, line: ImportedLine) -> str:
        """The SKU of a line; one that the workbook does not have is added, or kept as it is."""
        known = self._known(line)
        if known:
            return known
        sku = _own_sku(line)
        if self.adds:
            self.add(sku, line.description or sku, {"Price": _price_of(line)})
        return sku

    def lacks(self, lines: Sequence[ImportedLine]) -> bool:
        """Whether some product of an order is neither there nor to be added; it is `missing`."""
        if self.adds:
            return False
        absent = [line for line in lines if not self._known(line)]
        for line in absent:
            self.missing.setdefault(_own_sku(line), line.description)
        return bool(absent)

    def nearest(self) -> dict[str, str]:
        """The SKU of the workbook that is most like each missing one, where there is one."""
        known = list(self._skus.values())
        by_sku = nearest_of_each(self.missing, known)
        by_name = nearest_of_each(self.missing.values(), list(self._names))
        found = {
            sku: self._names.get(by_name.get(name, ""), "")
            for sku, name in self.missing.items()
        }
        return {sku: by_sku.get(sku) or found[sku] for sku in self.missing}

    def _known(self, line: ImportedLine) -> str:
        own = self.renamed.get(line.sku, line.sku)
        if _plain(own) in self._skus:
            return self._skus[_plain(own)]
        barcode = self._barcodes.get(_plain(line.barcode or own), "")
        return barcode or self._names.get(_plain(line.description), "")

    def add(self, sku: str, name: str, more: Cells) -> None:
        """Add a product."""
        key = _plain(sku)
        if key not in self._skus:
            self._skus[key] = sku
            self.new.append({"SKU": sku, "Name": name, **more})


def _own_sku(line: ImportedLine) -> str:
    """The SKU that the source has, or one made from its description."""
    return line.sku or code_from(line.description or "ITEM")


def _price_of(line: ImportedLine) -> Decimal:
    """What a product costs by one of its lines."""
    return line.price.quantize(SIX_PLACES)


def code_from(name: str) -> str:
    """A code from a name: letters and digits in capitals, with hyphens between words."""
    words = re.findall(r"[A-Za-z0-9]+", _ascii(name)) or re.findall(r"\w+", name)
    return "-".join(words)[:LONGEST_CODE].strip("-").upper() or "X"


def _ascii(text: str) -> str:
    """A text without accents, and without what is not Latin."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def free_code(code: str, taken: Container[str], numbers: dict[str, int]) -> str:
    """The code, with a number where it is taken; `taken` are codes as they are compared.

    `numbers` remembers the last number of each code.
    """
    if _plain(code) not in taken:
        return code
    for number in count(numbers.get(code, 1) + 1):
        numbers[code] = number
        if _plain(f"{code}-{number}") not in taken:
            return f"{code}-{number}"
    raise AssertionError("count() has no end")


def country_code(country: str) -> str:
    """The two-letter code of a country, by its code or English name; empty where it is neither."""
    if len(country) == 2 or not country:
        return country
    return country_by_name(country)


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

"""What a run keeps of what was on the documents that it issued: the texts of as_printed.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetflow.controls.issued.as_printed import (
    DOCUMENT_LANGUAGE,
    EXEMPT,
    LANGUAGE,
    NOT_STATED,
    SHIP_TO,
    column_texts,
    line_text,
)
from sheetflow.domain.book import Book, Settings
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.frames import Orders, Products, TaxCodes
from sheetflow.domain.numbers import AnyArray, IntArray, take, take_text
from sheetflow.ledgers.lines import live_invoice_lines, tracked_rows
from sheetflow.ledgers.taxes import is_exempt

SELLER_SETTINGS = (
    "Company",
    "Address",
    "Email",
    "Phone",
    "Tax number",
    "Country",
    "Bank details",
    "IBAN",
    "BIC",
    "Logo",
    "Colour",
    "Footer",
    "Exemption note",
    "Order text",
    "Invoice text",
    "Locale",
    "Paper",
    "E-address",
)
"""The settings that invoices and credit notes show, or are laid out by."""


def seller_text(settings: Settings) -> str:
    """What Settings say of the seller, as one line."""
    texts = settings.texts
    stated = texts.get(DOCUMENT_LANGUAGE) or texts.get(LANGUAGE) or NOT_STATED
    cells = [(name, texts.get(name)) for name in SELLER_SETTINGS]
    return line_text([*cells, (DOCUMENT_LANGUAGE, stated)])


def invoice_texts(
    book: Book, invoices: IntArray, lines: Sequence[IntArray]
) -> list[str]:
    """What was on these invoices, each with these rows of Invoice lines."""
    orders = book.invoices.order_index[invoices]
    columns = {
        **cells_at(book.invoices, ("Due date", "Notes"), invoices),
        **_order_columns(book, orders),
        SHIP_TO: _ship_to(book, invoices, orders),
    }
    products = _Lines.of_products(book)
    codes = _tax_code_lines(book)
    freight = take_text(book.invoices.freight_tax_code, invoices).tolist()
    texts = []
    for at, own in enumerate(document_lines(columns, len(invoices))):
        mine = lines[at]
        skus = dict.fromkeys(book.invoice_lines.sku[mine].tolist())
        names = dict.fromkeys(
            [*book.invoice_lines.tax_code[mine].tolist(), freight[at]]
        )
        texts.append(_text(own, products.of(skus), codes.of(names)))
    return texts


def credit_texts(book: Book, returns: IntArray) -> list[str]:
    """What was on the credit notes of these returns."""
    frame = book.returns
    orders = frame.order_index[returns]
    sold = take_text(book.order_lines.description, frame.line_index[returns])
    names = take_text(book.products.name, frame.sku_index[returns])
    columns = {
        **_order_columns(book, orders),
        **cells_at(frame, ("Reason",), returns),
        "Description": [
            own or name for own, name in zip(sold.tolist(), names.tolist(), strict=True)
        ],
    }
    products = _Lines.of_products(book)
    codes = _tax_code_lines(book)
    invoiced = _codes_by_line(book, frame.line_index[returns])
    skus = frame.sku[returns].tolist()
    lines = frame.line_index[returns].tolist()
    of_fees = take_text(frame.fee_tax_code, returns).tolist()
    used = [
        dict.fromkeys([*invoiced.get(line, ()), of_fee])
        for line, of_fee in zip(lines, of_fees, strict=True)
    ]
    return [
        _text(own, products.of([skus[at]]), codes.of(used[at]))
        for at, own in enumerate(document_lines(columns, len(returns)))
    ]


def _text(own: str, *lines: Iterable[str]) -> str:
    """The line of a document, then those of what is on it."""
    return "\n".join([own, *(line for each in lines for line in each)])


def document_lines(columns: Mapping[str, Sequence[object]], size: int) -> Iterator[str]:
    """One line for each document, from columns of that many cells."""
    cells = [column_texts(header, column) for header, column in columns.items()]
    rows = zip(*cells, strict=True) if cells else [()] * size
    return (" | ".join(filter(None, row)) for row in rows)


def cells_at(
    frame: Frame, headers: Sequence[str], at: IntArray
) -> dict[str, Sequence[object]]:
    """Columns of a sheet at these positions; blank where one is below 0."""
    found: dict[str, Sequence[object]] = {}
    inside = np.maximum(at, 0)
    for header in headers:
        values = frame[header][inside] if len(frame) else np.zeros(0)
        cells = plain_values(frame.schema.column(header), values)
        cells = cells or [None] * len(at)
        found[header] = [
            None if position < 0 else cell
            for position, cell in zip(at.tolist(), cells, strict=True)
        ]
    return found


def _order_columns(book: Book, orders: IntArray) -> dict[str, Sequence[object]]:
    """What documents of these orders have of Orders and Customers."""
    customers = take(book.orders.customer_index, orders, -1)
    exempt = is_exempt(book, orders).tolist()
    languages = take_text(book.customers.language, customers).tolist()
    return {
        **cells_at(book.orders, (Orders.customer_po.header,), orders),
        "Buyer reference": _buyer_references(book, orders, customers),
        **cells_at(
            book.customers, ("Country", "Email", "Phone", "E-address"), customers
        ),
        EXEMPT: ["Yes" if each else None for each in exempt],
        LANGUAGE: [language or NOT_STATED for language in languages],
    }


def _buyer_references(
    book: Book, orders: IntArray, customers: IntArray
) -> list[object]:
    """What each buyer wants on electronic invoices: the order's own reference, or else the customer's."""
    own = take_text(book.orders.buyer_reference, orders).tolist()
    usual = take_text(book.customers.buyer_reference, customers).tolist()
    return [first or second for first, second in zip(own, usual, strict=True)]


def _ship_to(book: Book, invoices: IntArray, orders: IntArray) -> list[object]:
    """Where the goods of each invoice go: its order says, or its customer, or it goes to who pays."""
    customers = take(book.orders.customer_index, orders, -1)
    own = take_text(book.orders.ship_to, orders).tolist()
    shipping = take_text(book.customers.shipping_address, customers).tolist()
    billing = book.invoices.billing_address[invoices].tolist()
    return [
        first or second or third
        for first, second, third in zip(own, shipping, billing, strict=True)
    ]


@dataclass(frozen=True)
class _Lines:
    """The line of text of each product or tax code, made when it is first needed."""

    key: str
    columns: Mapping[str, AnyArray]
    positions: Mapping[str, int]
    made: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_products(cls, book: Book) -> _Lines:
        """The lines of products."""
        products = book.products
        at = np.arange(len(products))
        is_service = ~tracked_rows(book, at)
        columns = {
            "Name": products.name,
            "Unit": products.unit,
            "Service": np.where(is_service, "Yes", ""),
        }
        return cls(Products.sku.header, columns, _first(products.sku))

    def of(self, keys: Iterable[object]) -> list[str]:
        """The lines of these keys, without those that are not there."""
        return [self._line(str(key)) for key in keys if key in self.positions]

    def _line(self, key: str) -> str:
        if key not in self.made:
            at = self.positions[key]
            cells = [(header, column[at]) for header, column in self.columns.items()]
            self.made[key] = line_text([(self.key, key), *cells])
        return self.made[key]


@dataclass(frozen=True)
class OrderTexts:
    """The products and the tax codes of orders, as lines of text."""

    products: _Lines
    codes: _Lines
    skus: Mapping[int, Sequence[object]]
    tax_codes: Mapping[int, Sequence[object]]

    @classmethod
    def of(cls, book: Book, orders: IntArray) -> OrderTexts:
        """Those of these orders, by their position among them."""
        lines = book.order_lines
        position = np.full(len(book.orders) + 1, -1, dtype=np.int64)
        position[orders] = np.arange(len(orders))
        document = position[lines.order_index]
        rows = np.flatnonzero(document >= 0)
        skus: dict[int, list[object]] = {at: [] for at in range(len(orders))}
        freight = take_text(book.orders.freight_tax_code, orders).tolist()
        codes = {at: [code] for at, code in enumerate(freight)}
        cells = zip(
            document[rows].tolist(),
            lines.sku[rows].tolist(),
            lines.tax_code[rows].tolist(),
            strict=True,
        )
        for at, sku, code in cells:
            skus[at].append(sku)
            codes[at].append(code)
        return cls(_Lines.of_products(book), _tax_code_lines(book), skus, codes)

    def text(self, at: int, own: str) -> str:
        """The text of a document: its own line, then those of what is on it."""
        products = self.products.of(dict.fromkeys(self.skus[at]))
        return _text(own, products, self.codes.of(dict.fromkeys(self.tax_codes[at])))


def _tax_code_lines(book: Book) -> _Lines:
    """The lines of tax codes."""
    codes = book.tax_codes
    headers = ("Name", "Tax 1 name", "Tax 2 name", "VAT category")
    columns = {header: codes[header] for header in headers}
    return _Lines(TaxCodes.tax_code.header, columns, _first(codes.tax_code))


def _first(keys: AnyArray) -> dict[str, int]:
    """The first position of each key."""
    found: dict[str, int] = {}
    for at, key in enumerate(keys.tolist()):
        found.setdefault(key, at)
    return found


def _codes_by_line(book: Book, lines: IntArray) -> dict[int, list[str]]:
    """The tax codes that these order lines were invoiced with."""
    frame = book.invoice_lines
    rows = np.flatnonzero(live_invoice_lines(book) & np.isin(frame.line_index, lines))
    found: dict[int, list[str]] = {}
    codes = frame.tax_code[rows].tolist()
    for line, code in zip(frame.line_index[rows].tolist(), codes, strict=True):
        mine = found.setdefault(line, [])
        if code not in mine:
            mine.append(code)
    return found

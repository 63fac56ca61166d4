"""The orders of a source: its rows grouped by order, each part read by the profile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sheetflow.importing.profiles import (
    Names,
    OrderColumns,
    Orders,
    Profile,
    all_of,
    first_of,
)
from sheetflow.importing.source import Row, Source
from sheetflow.importing.values import amount, day, number

ANY = "*"
"""The word that stands for any text."""


@dataclass(frozen=True)
class ImportedLine:
    """One line of an order: what it is, how many, and what one costs before its discount."""

    sku: str
    barcode: str
    description: str
    quantity: Decimal
    price: Decimal
    discount: Decimal


@dataclass(frozen=True)
class ImportedCustomer:
    """Who ordered, as the source says it."""

    code: str
    name: str
    email: str
    phone: str
    billing_address: str
    shipping_address: str
    country: str
    postcode: str


@dataclass(frozen=True)
class ImportedPayment:
    """What was paid at the source, and what of it was paid back."""

    paid_on: date
    amount: Decimal
    method: str
    reference: str
    refunded: Decimal


@dataclass(frozen=True)
class ImportedOrder:
    """One order of a source. `total` is None where the source does not state it."""

    number: str
    ordered_on: date | None
    customer: ImportedCustomer
    lines: Sequence[ImportedLine]
    discount: Decimal
    shipping: Decimal
    tax: Decimal
    total: Decimal | None
    tax_is_included: bool
    currency: str
    is_cancelled: bool
    is_fulfilled: bool
    payment: ImportedPayment | None
    notes: str
    sha256: str


def read_orders(source: Source, profile: Profile) -> list[ImportedOrder]:
    """The orders of a source, in its order; a row without a number belongs to the one above."""
    orders = profile.orders
    assert orders is not None, "a profile of orders says how they are read"
    reader = _OrderReader(profile, orders)
    groups = _by_number(source.rows, orders.columns.number)
    return [reader.read(number, rows) for number, rows in groups.items()]


def _by_number(rows: Sequence[Row], names: Names) -> dict[str, list[Row]]:
    """The rows of each order."""
    groups: dict[str, list[Row]] = {}
    above = ""
    for row in rows:
        above = first_of(row, names) or above
        if above:
            groups.setdefault(above, []).append(row)
    return groups


@dataclass(frozen=True)
class _OrderReader:
    """Reads the parts of one order from its rows."""

    profile: Profile
    orders: Orders

    @property
    def columns(self) -> OrderColumns:
        """The headers of each part."""
        return self.orders.columns

    def read(self, number: str, rows: Sequence[Row]) -> ImportedOrder:
        """One order."""
        head = _head(rows)
        columns = self.columns
        total = self._stated(rows, columns.total)
        return ImportedOrder(
            number=number,
            ordered_on=day(first_of(head, columns.date), self.profile.dates),
            customer=self._customer(head),
            lines=list(self._lines(rows)),
            discount=abs(self._sum(rows, columns.discount)),
            shipping=self._sum(rows, columns.shipping),
            tax=self._sum(rows, columns.tax),
            total=total,
            tax_is_included=self._tax_is_included(head),
            currency=first_of(head, columns.currency).upper(),
            is_cancelled=self._is_cancelled(head),
            is_fulfilled=self._says(
                head, columns.fulfilled, self.orders.words.fulfilled
            ),
            payment=self._payment(head, total),
            notes=first_of(head, columns.notes),
            sha256=_fingerprint(rows),
        )

    def _stated(self, rows: Sequence[Row], names: Names) -> Decimal | None:
        """A sum that the source states; None where it does not."""
        stated = any(first_of(row, names) for row in rows)
        return self._sum(rows, names) if stated else None

    def _sum(self, rows: Sequence[Row], names: Names) -> Decimal:
        """An amount of the order: of its first row that has one, or of all its lines."""
        texts = list(filter(None, (first_of(row, names) for row in rows)))
        counted = texts if self.orders.sums_lines else texts[:1]
        return self._total(counted)

    def _total(self, texts: Sequence[str]) -> Decimal:
        amounts = (amount(text, self.profile.decimal) for text in texts)
        return sum(amounts, Decimal(0))

    def _customer(self, head: Row) -> ImportedCustomer:
        columns = self.orders.customer
        return ImportedCustomer(
            code=first_of(head, columns.code),
            name=first_of(head, columns.name),
            email=first_of(head, columns.email),
            phone=first_of(head, columns.phone),
            billing_address=_plain(all_of(head, columns.billing_address)),
            shipping_address=_plain(all_of(head, columns.shipping_address)),
            country=first_of(head, columns.country).upper(),
            postcode=first_of(head, columns.postcode).lstrip("'"),
        )

    def _lines(self, rows: Sequence[Row]) -> Iterator[ImportedLine]:
        """The lines: one for each row with a quantity."""
        for row in rows:
            quantity = self._number(row, self.columns.quantity)
            if quantity:
                yield self._line(row, quantity)

    def _line(self, row: Row, quantity: Decimal) -> ImportedLine:
        price = self._number(row, self.columns.price)
        if price is None:
            price = (
                self._number(row, self.columns.line_total) or Decimal(0)
            ) / quantity
        return ImportedLine(
            sku=first_of(row, self.columns.sku),
            barcode=first_of(row, self.columns.barcode),
            description=first_of(row, self.columns.description),
            quantity=quantity,
            price=price,
            discount=abs(self._number(row, self.columns.line_discount) or Decimal(0)),
        )

    def _number(self, row: Row, names: Names) -> Decimal | None:
        return number(first_of(row, names), self.profile.decimal)

    def _tax_is_included(self, head: Row) -> bool:
        names = self.columns.tax_included
        if not first_of(head, names):
            return self.orders.tax_is_included
        return self._says(head, names, self.orders.words.tax_included)

    def _is_cancelled(self, head: Row) -> bool:
        words = self.orders.words.cancelled
        columns = (self.columns.cancelled, self.columns.status)
        return any(self._says(head, names, words) for names in columns)

    def _says(self, head: Row, names: Names, words: Names) -> bool:
        """Whether a column has one of these words."""
        text = first_of(head, names).casefold()
        known = {word.casefold() for word in words}
        return text != "" and (ANY in words or text in known)

    def _payment(self, head: Row, total: Decimal | None) -> ImportedPayment | None:
        """What was paid; None where the order is not paid at the source."""
        columns = self.columns
        paid_on = day(first_of(head, columns.paid_on), self.profile.dates)
        is_paid = self._says(head, columns.payment_status, self.orders.words.paid)
        if not columns.payment_status:
            is_paid = paid_on is not None
        paid_on = paid_on or day(first_of(head, columns.date), self.profile.dates)
        if not is_paid or not total or paid_on is None:
            return None
        return ImportedPayment(
            paid_on=paid_on,
            amount=total,
            method=first_of(head, columns.method),
            reference=first_of(head, columns.reference),
            refunded=abs(self._number(head, columns.refunded) or Decimal(0)),
        )


def _plain(address: str) -> str:
    """An address without the apostrophes that keep a spreadsheet from reading a number."""
    return "\n".join(line.lstrip("'") for line in address.splitlines())


def _head(rows: Sequence[Row]) -> Row:
    """What all rows of an order say together: of each column the first text."""
    head = dict(rows[0])
    for row in rows[1:]:
        for header, text in row.items():
            if text and not head.get(header):
                head[header] = text
    return head


def _fingerprint(rows: Sequence[Mapping[str, str]]) -> str:
    """A fingerprint of what the source says of an order."""
    text = repr([sorted(row.items()) for row in rows])
    return hashlib.sha256(text.encode()).hexdigest()

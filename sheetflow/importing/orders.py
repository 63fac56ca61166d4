"""The orders of a source: its rows grouped by order, each part read by the profile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from sheetflow.importing.imported_orders import (
    NO_MONEY,
    ImportedCustomer,
    ImportedLine,
    ImportedOrder,
    ImportedPayment,
)
from sheetflow.importing.order_amounts import OrderAmounts
from sheetflow.importing.profiles import (
    Amounts,
    Names,
    OrderColumns,
    Orders,
    Profile,
    all_of,
    first_of,
)
from sheetflow.importing.source import Row, Source
from sheetflow.importing.values import amount, day, number


def read_orders(source: Source, profile: Profile) -> list[ImportedOrder]:
    """The orders of a source, in its order; a row without a number belongs to the one above."""
    orders = profile.orders
    assert orders is not None, "a profile of orders says how they are read"
    reader = _OrderReader(profile, orders)
    rows = _used(source.rows, profile.leaves_out)
    groups = _by_number(rows, orders.columns.number)
    return [reader.read(number, rows) for number, rows in groups.items()]


def _used(rows: Sequence[Row], leaves_out: Names) -> Sequence[Row]:
    """The rows without those in which a text begins with one of these: notes at the end."""
    if not leaves_out:
        return rows
    return [
        row
        for row in rows
        if not any(text.startswith(leaves_out) for text in row.values())
    ]


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
        """One order; rows with a quantity below 0 are what was paid back of it."""
        head = _head(rows)
        columns = self.columns
        words = self.orders.words
        sold, paid_back = self._sold_and_paid_back(rows)
        amounts = self._amounts(sold, head)
        return ImportedOrder(
            number=number,
            ordered_on=day(first_of(head, columns.date), self.profile.dates),
            customer=self._customer(head),
            lines=amounts.lines,
            discount=amounts.discount,
            shipping=amounts.shipping,
            tax=amounts.tax,
            total=amounts.total,
            tax_is_included=amounts.tax_is_included,
            currency=first_of(head, columns.currency).upper(),
            is_cancelled=self._is_cancelled(head),
            is_fulfilled=self._says(head, columns.fulfilled, words.fulfilled),
            payment=self._payment(head, amounts.total, paid_back),
            notes=first_of(head, columns.notes),
            sha256=_fingerprint(rows),
            is_refund=self._is_refund(sold[0]),
            may_owe_no_tax=self.orders.collects_tax,
        )

    def _amounts(self, sold: Sequence[Row], head: Row) -> OrderAmounts:
        """The lines and amounts of one order."""
        return OrderAmounts(
            lines=list(self._lines(sold)),
            discount=abs(self._sum(sold, self.columns.discount)),
            shipping=self._sum(sold, self.columns.shipping),
            tax=self._sum(sold, self.columns.tax),
            stated_total=self._stated(sold, self.columns.total),
            tax_is_included=self._tax_is_included(head),
        )

    def _sold_and_paid_back(
        self, rows: Sequence[Row]
    ) -> tuple[Sequence[Row], Sequence[Row]]:
        """The rows of an order, and those with a quantity below 0; a refund has only those."""
        sold = [row for row in rows if not self._is_refund(row)]
        back = [row for row in rows if self._is_refund(row)]
        return (sold, back) if sold else (back, [])

    def _is_refund(self, row: Row) -> bool:
        quantity = self._number(row, self.columns.quantity) or NO_MONEY
        says_so = self._says(row, self.columns.refund, self.orders.words.refund)
        return quantity < 0 or says_so

    def _stated(self, rows: Sequence[Row], names: Amounts) -> Decimal | None:
        """A sum that the source states; None where it does not."""
        headers = [name.lstrip("-") for name in names]
        is_stated = any(first_of(row, headers) for row in rows)
        return self._sum(rows, names) if is_stated else None

    def _sum(self, rows: Sequence[Row], names: Amounts) -> Decimal:
        """An amount of an order: its columns added up, one after a minus taken away."""
        amounts = [self._amount(rows, name) for name in names]
        return sum(amounts, NO_MONEY)

    def _amount(self, rows: Sequence[Row], name: str) -> Decimal:
        """One column: of the first row that has something, or of all where each has its own."""
        header = name.removeprefix("-")
        texts = [text for row in rows if (text := row.get(header))]
        if header not in self.orders.per_line:
            texts = texts[:1]
        amounts = [amount(text, self.profile.decimal) for text in texts]
        total = sum(amounts, NO_MONEY)
        return -total if name.startswith("-") else total

    def _customer(self, head: Row) -> ImportedCustomer:
        columns = self.orders.customer
        return ImportedCustomer(
            code=first_of(head, columns.code),
            name=first_of(head, columns.name) or _joined(head, columns.full_name),
            email=first_of(head, columns.email),
            phone=first_of(head, columns.phone),
            billing_address=_plain(all_of(head, columns.billing_address)),
            shipping_address=_plain(all_of(head, columns.shipping_address)),
            country=first_of(head, columns.country).upper(),
            postcode=first_of(head, columns.postcode).lstrip("'"),
            unnamed=columns.unnamed,
        )

    def _lines(self, rows: Sequence[Row]) -> Iterator[ImportedLine]:
        """The lines: one for each row with a quantity that is a line."""
        needed = self.columns.line
        for row in rows:
            quantity = self._number(row, self.columns.quantity)
            if quantity and (not needed or first_of(row, needed)):
                yield self._line(row, quantity)

    def _line(self, row: Row, quantity: Decimal) -> ImportedLine:
        columns = self.columns
        amount = self._line_amount(row, quantity)
        untaxed = self.orders.words.untaxed
        return ImportedLine(
            sku=first_of(row, columns.sku),
            barcode=first_of(row, columns.barcode),
            description=first_of(row, columns.description),
            quantity=quantity,
            amount=amount,
            discount=self._line_discount(row, amount),
            is_taxed=not self._says(row, columns.taxable, untaxed),
        )

    def _line_amount(self, row: Row, quantity: Decimal) -> Decimal:
        """The amount of a line before its discount: its price for each, else its total."""
        price = self._number(row, self.columns.price)
        if price is None:
            return self._sum([row], self.columns.line_total)
        return price * quantity

    def _line_discount(self, row: Row, amount: Decimal) -> Decimal:
        discount = abs(self._sum([row], self.columns.line_discount))
        percent = self._percent(first_of(row, self.columns.line_percent))
        return discount + amount * percent / 100

    def _percent(self, text: str) -> Decimal:
        """A percentage; one of at most 1 without a sign is a fraction: 0.2 is 20 %."""
        value = number(text, self.profile.decimal) or NO_MONEY
        return value * 100 if value <= 1 and "%" not in text else value

    def _number(self, row: Row, names: Names) -> Decimal | None:
        return number(first_of(row, names), self.profile.decimal)

    def _tax_is_included(self, head: Row) -> bool | None:
        if not first_of(head, self.columns.tax_included):
            return self.orders.tax_is_included
        words = self.orders.words.tax_included
        return self._says(head, self.columns.tax_included, words)

    def _is_cancelled(self, head: Row) -> bool:
        words = self.orders.words.cancelled
        columns = self.columns
        return any(
            self._says(head, names, words)
            for names in (columns.cancelled, columns.status)
        )

    def _says(self, head: Row, names: Names, words: Names) -> bool:
        """Whether a column has one of these words."""
        text = first_of(head, names).casefold()
        return bool(text) and any(fnmatchcase(text, word.casefold()) for word in words)

    def _payment(
        self, head: Row, total: Decimal, paid_back: Sequence[Row]
    ) -> ImportedPayment | None:
        """What was paid; None where nothing of the order was paid at the source."""
        columns = self.columns
        paid_on = self._paid_on(head)
        paid = total - max(self._sum([head], columns.unpaid), NO_MONEY)
        if paid_on is None or paid <= 0:
            return None
        back = abs(self._sum(paid_back, columns.total)) if paid_back else NO_MONEY
        return ImportedPayment(
            paid_on=paid_on,
            amount=paid,
            method=first_of(head, columns.method),
            reference=first_of(head, columns.reference),
            refunded=abs(self._sum([head], columns.refunded)) + back,
        )

    def _paid_on(self, head: Row) -> date | None:
        """The day of payment, else of the order; None where the order is not paid."""
        columns = self.columns
        paid_on = day(first_of(head, columns.paid_on), self.profile.dates)
        is_paid = paid_on is not None
        if columns.payment_status:
            is_paid = self._says(head, columns.payment_status, self.orders.words.paid)
        if not is_paid:
            return None
        return paid_on or day(first_of(head, columns.date), self.profile.dates)


def _joined(row: Row, names: Names) -> str:
    """The parts of a name, with a space between them."""
    return " ".join(filter(None, (row.get(name) for name in names)))


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

"""Margins, line by line: what an order line brought in, less what the goods that the customer has cost."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from .billing import _code, invoice_terms, live_lines
from .book import remembered
from .costs import known, movement_values
from .lines import order_lines
from .money import Terms, tax_on
from .numbers import rounded
from .stock import movements

if TYPE_CHECKING:
    from .book import Book, Row
    from .lines import Key

ZERO = Fraction(0)
CUSTOMER = "(customer)"


@remembered
def margins(book: Book) -> dict[Key, Fraction]:
    """The margin of each order line of which it can be told."""
    if not known(book):
        return {}
    brought_in = _net_sales(book)
    cost = _costs_of_sales(book)
    return {
        key: brought_in[key] - cost[key]
        for key, line in order_lines(book).items()
        if not line.tracked or line.row["SKU"] in known(book)
    }


def _net_sales(book: Book) -> dict[Key, Fraction]:
    """What was invoiced less what was credited, without tax."""
    found: dict[Key, Fraction] = defaultdict(Fraction)
    for invoice in book.live("Invoices"):
        for row, net in _nets(book, invoice):
            found[row["Order"], row["Line"]] += net
    for row in book.live("Returns"):
        found[row["Order"], row["Line"]] -= row.number("Credit net")
    return found


def _nets(book: Book, invoice: Row) -> list[tuple[Row, Fraction]]:
    """The lines of an invoice without tax; the tax that is rounded once for several is shared out as it adds up."""
    terms = invoice_terms(book, invoice)
    rows = live_lines(book, invoice)
    if not terms.inclusive:
        return [(row, row.number("Line total")) for row in rows]
    groups: dict[object, list[tuple[Row | None, Fraction]]] = defaultdict(list)
    for at, row in enumerate(rows):
        groups[at if terms.by_line else _group(row, row["Tax code"], "")].append(
            (row, row.number("Line total"))
        )
    if not terms.by_line:
        groups[_freight_group(invoice)].append((None, invoice.number("Freight")))
    return [
        pair
        for group in groups.values()
        for pair in _shared_out(group, _rates_of(group, invoice), terms)
    ]


def _group(row: Row, code: object, freight: str) -> tuple:
    headers = (
        ("Freight tax 1 %", "Freight tax 2 %", "Freight compound")
        if freight
        else ("Tax 1 %", "Tax 2 %", "Compound")
    )
    first, second, compound = headers
    return _code(code), row.number(first), row.number(second), row[compound] is True


def _freight_group(invoice: Row) -> tuple:
    code, first, second, compound = _group(
        invoice, invoice["Freight tax code"], "freight"
    )
    return (
        (code, first, second, compound)
        if first or second
        else (None, first, second, compound)
    )


def _rates_of(
    group: list[tuple[Row | None, Fraction]], invoice: Row
) -> tuple[Fraction, Fraction, bool]:
    row = group[0][0]
    _, *rates = (
        _freight_group(invoice) if row is None else _group(row, row["Tax code"], "")
    )
    return rates[0], rates[1], rates[2]


def _shared_out(
    group: list[tuple[Row | None, Fraction]],
    rates: tuple[Fraction, Fraction, bool],
    terms: Terms,
) -> list[tuple[Row, Fraction]]:
    """Each line of a group less its share of the group's tax: the shares up to a line are the rounded part of it."""
    base = sum((amount for _, amount in group), ZERO)
    tax = tax_on(base, rates, terms)
    seen = ZERO
    out = []
    for row, amount in group:
        before = rounded(tax * seen / base, terms.places) if base else ZERO
        seen += amount
        until = rounded(tax * seen / base, terms.places) if base else ZERO
        if row is not None:
            out.append((row, amount - (until - before)))
    return out


def _costs_of_sales(book: Book) -> dict[Key, Fraction]:
    """The cost of the goods that the customer has: what went there less what came back."""
    found: dict[Key, Fraction] = defaultdict(Fraction)
    for fact, value in zip(movements(book), movement_values(book), strict=True):
        if value is not None and fact.line is not None:
            found[fact.line] += value * (
                (fact.target == CUSTOMER) - (fact.source == CUSTOMER)
            )
    return found

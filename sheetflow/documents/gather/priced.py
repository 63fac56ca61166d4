"""The money of orders and invoices, as documents show it: lines, and nets and taxes by tax code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    decimals,
    records,
    text_of,
    texts_at,
)
from sheetflow.documents.model import PricedLine, TaxLine, TaxShare
from sheetflow.domain.book import Book
from sheetflow.domain.frame import PERCENT
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import (
    MICRO,
    AnyArray,
    IntArray,
    Mask,
    divide_half_away,
    multiply,
)
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.taxes import TaxBreakdown

ZERO = Decimal(0)
AS_ISSUED = "As issued"
"""The tax line of an invoice whose recorded Tax is not what its lines come to."""


@dataclass(frozen=True)
class Terms:
    """What the priced rows of a document are calculated with, a value for each row.

    Rates are in millionths; `order_discount` in percent; `total` in millionths.
    """

    rate_1: IntArray
    rate_2: IntArray
    compound: IntArray
    inclusive: Mask
    order_discount: IntArray
    quantity: AnyArray
    total: AnyArray


def priced_lines(book: Book, rows: Rows, terms: Terms) -> list[PricedLine]:
    """Rows of Order lines or Invoice lines as lines of a document."""
    prices = rows.frame.number("Unit price")[rows.at]
    columns: Columns = {
        "line": rows.texts("Line"),
        "sku": rows.texts("SKU"),
        "description": descriptions(book, rows),
        "unit": texts_at(book.products.unit, rows.link("sku")),
        "quantity": decimals(terms.quantity),
        "unit_price": decimals(prices),
        "unit_price_net": decimals(net_prices(prices, terms)),
        "discount": rows.numbers("Discount %"),
        "order_discount": decimals(terms.order_discount, PERCENT),
        "tax_code": code_texts(rows),
        "rates": _rates(terms),
        "total": decimals(terms.total),
        "is_service": is_service(book, rows),
    }
    return [PricedLine(**cells) for cells in records(columns)]


def is_service(book: Book, rows: Rows) -> list[bool]:
    """Which rows are of products without stock."""
    found: list[bool] = (~tracked_rows(book, _products(rows))).tolist()
    return found


def _products(rows: Rows) -> IntArray:
    return rows.frame.link("sku")[rows.at]


def code_texts(rows: Rows) -> list[str]:
    """The tax code of each row as a document names it: "" if there is none."""
    known = rows.link("tax")
    return [
        code if at >= 0 else ""
        for code, at in zip(rows.texts("Tax code"), known, strict=True)
    ]


def descriptions(book: Book, rows: Rows) -> list[str]:
    """What each row calls its product, or else the product's name, or else its code."""
    own = _own_descriptions(rows)
    names = texts_at(book.products.name, rows.link("sku"))
    named = zip(own, names, rows.texts("SKU"), strict=True)
    return [text or name or sku for text, name, sku in named]


def _own_descriptions(rows: Rows) -> list[str]:
    """The column Description, of a sheet that has it."""
    if "Description" in rows.frame.columns:
        return rows.texts("Description")
    return [""] * len(rows)


def sold_descriptions(book: Book, rows: Rows) -> list[str]:
    """What the order line of each row calls its product, or else its description."""
    sold = texts_at(book.order_lines.description, rows.link("line"))
    named = zip(sold, descriptions(book, rows), strict=True)
    return [text or name for text, name in named]


def net_prices(prices: AnyArray, terms: Terms) -> AnyArray:
    """Unit prices without tax, to 6 decimals where the prices include it."""
    added = multiply(MICRO + terms.rate_1 + terms.rate_2, MICRO)
    compounded = multiply(MICRO + terms.rate_1, MICRO + terms.rate_2)
    divisor = np.where(terms.compound == 1, compounded, added)
    scaled = multiply(prices, np.array(MICRO * MICRO, dtype=object))
    net = divide_half_away(scaled, np.maximum(divisor, 1))
    return np.where(terms.inclusive, net, prices)


def _rates(terms: Terms) -> Iterator[tuple[Decimal, ...]]:
    first = decimals(terms.rate_1, PERCENT)
    second = decimals(terms.rate_2, PERCENT)
    return map(given_rates, first, second)


def given_rates(first: Decimal, second: Decimal) -> tuple[Decimal, ...]:
    """The rates of a line in percent: one, or two where there is a second tax."""
    return (first, second) if second else (first,)


def tax_lines(
    book: Book, taxed: TaxBreakdown, inclusive: Mask, documents: IntArray
) -> dict[int, tuple[TaxLine, ...]]:
    """The tax of each of these documents by tax code and rates."""
    found: dict[int, list[TaxLine]] = {number: [] for number in documents.tolist()}
    for group, amounts in _tax_sums(taxed, inclusive, documents).items():
        found[group.document].append(_tax_line(book, group, amounts))
    return {number: tuple(lines) for number, lines in found.items()}


class _TaxKey(NamedTuple):
    """What is taxed alike on one document."""

    document: int
    code: int
    rates: tuple[int, int]


class _TaxAmounts(NamedTuple):
    """Net, first and second tax, in millionths."""

    net: int
    first: int
    second: int

    def plus(self, other: _TaxAmounts) -> _TaxAmounts:
        """Both together."""
        return _TaxAmounts(
            self.net + other.net, self.first + other.first, self.second + other.second
        )


def _tax_sums(
    taxed: TaxBreakdown, inclusive: Mask, documents: IntArray
) -> dict[_TaxKey, _TaxAmounts]:
    """What all groups of a document at the same rates come to."""
    at = np.flatnonzero(np.isin(taxed.document, documents))
    amounts = _tax_amounts(taxed, inclusive, at)
    sums: dict[_TaxKey, _TaxAmounts] = {}
    for key, amount in zip(_tax_keys(taxed, at), amounts, strict=True):
        sums[key] = amount.plus(sums[key]) if key in sums else amount
    return sums


def _tax_keys(taxed: TaxBreakdown, at: IntArray) -> Iterator[_TaxKey]:
    first = taxed.rates.tax_1[at].tolist()
    second = taxed.rates.tax_2[at].tolist()
    rates = zip(first, second, strict=True)
    return map(_TaxKey, taxed.document[at].tolist(), taxed.code[at].tolist(), rates)


def _tax_amounts(
    taxed: TaxBreakdown, inclusive: Mask, at: IntArray
) -> Iterator[_TaxAmounts]:
    tax = taxed.tax[at]
    first = taxed.tax_1[at]
    included = np.where(inclusive[taxed.document[at]], tax, 0)
    net = taxed.base[at] - included
    return map(_TaxAmounts, net.tolist(), first.tolist(), (tax - first).tolist())


def _tax_line(book: Book, key: _TaxKey, amounts: _TaxAmounts) -> TaxLine:
    net, first, second = (Decimal(amount) / MICRO for amount in amounts)
    code, name = code_label(book, key.code)
    shares = tax_shares(book, key.code, key.rates, (first, second))
    category = text_of(book.tax_codes.vat_category, key.code)
    return TaxLine(code, name, net, first + second, shares, category)


def code_label(book: Book, code: int) -> tuple[str, str]:
    """A tax code and what it is called; "" for no tax."""
    if code < 0:
        return "", ""
    codes = book.tax_codes
    return str(codes.tax_code[code]), str(codes.name[code] or "")


def tax_shares(
    book: Book, code: int, rates: Sequence[int], amounts: Sequence[Decimal]
) -> tuple[TaxShare, ...]:
    """The one or two taxes under a code, by name."""
    if code < 0 and not any(rates):
        return ()
    names = _tax_names(book, code)
    both = zip(names, rates, amounts, strict=True)
    shares = [
        TaxShare(name, Decimal(rate) / PERCENT, amount) for name, rate, amount in both
    ]
    return tuple(shares) if rates[1] else (shares[0],)


def _tax_names(book: Book, code: int) -> list[str]:
    """The names of the two taxes of a code; "" where they have none."""
    codes = book.tax_codes
    return [text_of(codes.tax_1_name, code), text_of(codes.tax_2_name, code)]


def with_difference(
    taxes: tuple[TaxLine, ...], tax: Decimal, net: Decimal
) -> tuple[TaxLine, ...]:
    """The tax lines, with one more for what a document was issued with beyond them."""
    more = TaxLine(
        "",
        AS_ISSUED,
        net - sum((line.net for line in taxes), ZERO),
        tax - sum((line.tax for line in taxes), ZERO),
    )
    return (*taxes, more) if more.net or more.tax else taxes


def by_document(
    groups: Sequence[int], lines: Sequence[PricedLine]
) -> Mapping[int, tuple[PricedLine, ...]]:
    """Lines by the document that each belongs to."""
    found = grouped(zip(groups, lines, strict=True))
    return {group: tuple(mine) for group, mine in found.items()}

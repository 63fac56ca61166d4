"""The money of orders and invoices, as documents show it: lines, and nets and taxes by tax code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sheetflow.documents.gather.source import Rows, decimals
from sheetflow.documents.model import PricedLine, TaxLine, TaxShare
from sheetflow.domain.book import Book
from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import (
    MICRO,
    AnyArray,
    IntArray,
    Mask,
    divide_half_away,
    multiply,
    take_text,
)
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.taxes import TaxBreakdown

ZERO = Decimal(0)
AS_ISSUED = "As issued"
"""The tax line of an invoice whose Tax a person typed otherwise than its lines come to."""


@dataclass(frozen=True)
class Terms:
    """What the priced rows of a document are reckoned with, a value for each row.

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
    units = take_text(book.products.unit, rows.frame.link("sku")[rows.at])
    services = ~tracked_rows(book, rows.frame.link("sku")[rows.at])
    columns = (
        rows.texts("Line"),
        rows.texts("SKU"),
        descriptions(book, rows),
        [unit or "" for unit in units.tolist()],
        decimals(terms.quantity),
        decimals(prices),
        decimals(net_prices(prices, terms)),
        rows.numbers("Discount %"),
        decimals(terms.order_discount, PERCENT),
        code_texts(rows),
        _rates(terms),
        decimals(terms.total),
        services.tolist(),
    )
    return [PricedLine(*values) for values in zip(*columns, strict=True)]


def code_texts(rows: Rows) -> list[str]:
    """The tax code of each row as a document names it: "" where there is none."""
    known = rows.link("tax")
    return [
        code if at >= 0 else ""
        for code, at in zip(rows.texts("Tax code"), known, strict=True)
    ]


def descriptions(book: Book, rows: Rows) -> list[str]:
    """What each row's product is called: in its own words, else by the product's name, else by its code."""
    own = (
        rows.texts("Description")
        if "Description" in rows.frame.columns
        else [""] * len(rows)
    )
    names = take_text(book.products.name, rows.frame.link("sku")[rows.at]).tolist()
    return [
        said or name or sku
        for said, name, sku in zip(own, names, rows.texts("SKU"), strict=True)
    ]


def net_prices(prices: AnyArray, terms: Terms) -> AnyArray:
    """Unit prices without tax, to 6 decimals where the prices hold it."""
    plain = MICRO + terms.rate_1 + terms.rate_2
    stacked = multiply(MICRO + terms.rate_1, MICRO + terms.rate_2)
    factor = np.where(terms.compound == 1, stacked, multiply(plain, MICRO))
    net = divide_half_away(
        multiply(prices, np.array(MICRO * MICRO, dtype=object)), np.maximum(factor, 1)
    )
    return np.where(terms.inclusive, net, prices)


def _rates(terms: Terms) -> Iterator[tuple[Decimal, ...]]:
    """The rates of each row in percent: one, or two where there is a second tax."""
    for first, second in zip(
        decimals(terms.rate_1, PERCENT), decimals(terms.rate_2, PERCENT), strict=True
    ):
        yield (first, second) if second else (first,)


def tax_lines(
    book: Book, taxed: TaxBreakdown, inclusive: Mask, documents: IntArray
) -> dict[int, tuple[TaxLine, ...]]:
    """What stands under each tax code of each of these documents; groups at the same rates are summed up."""
    at = np.flatnonzero(np.isin(taxed.document, documents))
    document, code = taxed.document[at], taxed.code[at]
    net = taxed.base[at] - np.where(inclusive[document], taxed.tax[at], 0)
    rates = zip(
        taxed.rates.tax_1[at].tolist(), taxed.rates.tax_2[at].tolist(), strict=True
    )
    keys = zip(document.tolist(), code.tolist(), rates, strict=True)
    amounts = zip(
        net.tolist(),
        taxed.tax_1[at].tolist(),
        (taxed.tax - taxed.tax_1)[at].tolist(),
        strict=True,
    )
    sums: dict[tuple[int, int, tuple[int, int]], list[int]] = defaultdict(
        lambda: [0, 0, 0]
    )
    for key, more in zip(keys, amounts, strict=True):
        sums[key] = [a + b for a, b in zip(sums[key], more, strict=True)]
    found: dict[int, list[TaxLine]] = {number: [] for number in documents.tolist()}
    for (number, position, both), parts in sums.items():
        found[number].append(_tax_line(book, position, both, parts))
    return {number: tuple(lines) for number, lines in found.items()}


def _tax_line(
    book: Book, code: int, rates: tuple[int, int], parts: Sequence[int]
) -> TaxLine:
    net, first, second = (Decimal(part) / MICRO for part in parts)
    shares = tax_shares(book, code, rates, (first, second))
    label = code_label(book, code)
    return TaxLine(label[0], label[1], net, first + second, shares)


def code_label(book: Book, code: int) -> tuple[str, str]:
    """A tax code and what it is called; "" for no tax."""
    if code < 0:
        return "", ""
    codes = book.tax_codes
    return str(codes.tax_code[code]), str(codes.name[code] or "")


def tax_shares(
    book: Book, code: int, rates: tuple[int, int], amounts: tuple[Decimal, Decimal]
) -> tuple[TaxShare, ...]:
    """The one or two taxes under a code, by name."""
    if code < 0 and not any(rates):
        return ()
    names = [
        str(book.tax_codes[f"Tax {at} name"][code] or "") if code >= 0 else ""
        for at in (1, 2)
    ]
    both = zip(names, rates, amounts, strict=True)
    shares = [
        TaxShare(name, Decimal(rate) / PERCENT, amount) for name, rate, amount in both
    ]
    return tuple(shares) if rates[1] else (shares[0],)


def settle_difference(
    taxes: tuple[TaxLine, ...], tax: Decimal, net: Decimal
) -> tuple[TaxLine, ...]:
    """The tax lines, with what a document as issued has beyond them: the sheet's figures are what counts."""
    more = TaxLine(
        "",
        AS_ISSUED,
        net - sum((t.net for t in taxes), ZERO),
        tax - sum((t.tax for t in taxes), ZERO),
    )
    return (*taxes, more) if more.net or more.tax else taxes


def by_document(
    groups: Sequence[int], lines: Sequence[PricedLine]
) -> Mapping[int, tuple[PricedLine, ...]]:
    """Lines by the document that each belongs to."""
    found: dict[int, list[PricedLine]] = defaultdict(list)
    for group, line in zip(groups, lines, strict=True):
        found[group].append(line)
    return {group: tuple(mine) for group, mine in found.items()}

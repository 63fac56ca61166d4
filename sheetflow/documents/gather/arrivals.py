"""Goods-in lists: what is expected of suppliers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from sheetflow.documents.gather.priced import descriptions
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    decimals,
    records,
    text_of,
    texts_at,
)
from sheetflow.documents.model import ExpectedDelivery, GoodsInLine, GoodsInList
from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.ledgers.purchases import PurchaseLedger, build_purchases

_NEVER = np.iinfo(np.int64).max


def goods_in_lists(source: Source) -> tuple[GoodsInList, ...]:
    """The list of everything that is outstanding, by the day on which it is expected; none where nothing is."""
    book = source.book
    ledger = build_purchases(book)
    at = np.flatnonzero(ledger.on_order > 0)
    if not len(at):
        return ()
    lines = _lines(book, ledger, at)
    found = grouped(zip(ledger.purchase_order[at].tolist(), at.tolist(), strict=True))
    by_day = sorted(found, key=lambda order: (_first_day(ledger, found[order]), order))
    return (
        GoodsInList(
            date=source.seller.as_of,
            deliveries=tuple(
                _delivery(book, order, _first_day(ledger, found[order]), lines[order])
                for order in by_day
            ),
        ),
    )


def _first_day(ledger: PurchaseLedger, rows: list[int]) -> int:
    """The first day on which any of these lines is expected."""
    days = ledger.expected[rows]
    return int(np.where(days == BLANK, _NEVER, days).min())


def _delivery(
    book: Book, order: int, day: int, lines: tuple[GoodsInLine, ...]
) -> ExpectedDelivery:
    supplier = int(book.purchase_orders.supplier_index[order])
    known = day != _NEVER
    return ExpectedDelivery(
        purchase_order=text_of(book.purchase_orders.purchase_order, order),
        supplier=text_of(book.suppliers.name, supplier),
        expected=dt.date.fromordinal(day) if known else None,
        is_late=known and day < book.as_of,
        lines=lines,
    )


def _lines(
    book: Book, ledger: PurchaseLedger, at: IntArray
) -> Mapping[int, tuple[GoodsInLine, ...]]:
    """What is outstanding, by purchase order."""
    rows = Rows(book.purchase_lines, at)
    products = rows.link("sku")
    columns: Columns = {
        "sku": rows.texts("SKU"),
        "supplier_sku": rows.texts("Supplier SKU"),
        "description": descriptions(book, rows),
        "unit": texts_at(book.products.unit, products),
        "barcode": texts_at(book.products.barcode, products),
        "location": _locations(book, ledger.purchase_order[at], products),
        "quantity": decimals(ledger.on_order[at]),
    }
    made = [GoodsInLine(**cells) for cells in records(columns)]
    pairs = zip(ledger.purchase_order[at].tolist(), made, strict=True)
    return {order: tuple(mine) for order, mine in grouped(pairs).items()}


def _locations(book: Book, orders: IntArray, products: list[int]) -> list[str]:
    """Where each line is put: as its purchase order says, else its product; "" where neither does."""
    of_orders = texts_at(book.purchase_orders.location, orders.tolist())
    of_products = texts_at(book.products.default_location, products)
    return [own or usual for own, usual in zip(of_orders, of_products, strict=True)]

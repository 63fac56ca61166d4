"""Purchase orders, to suppliers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np

from sheetflow.controls.issued.as_printed import AsPrinted, as_printed
from sheetflow.documents.gather.as_issued import Issued, issued_party
from sheetflow.documents.gather.parties import country_of, text_at, two_letters
from sheetflow.documents.gather.priced import descriptions
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    decimals,
    lines_of_text,
    records,
    texts_at,
)
from sheetflow.documents.model import Lines, Party, PurchaseLine, PurchaseOrder
from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, any_by
from sheetflow.ledgers.purchase_documents import PURCHASE
from sheetflow.ledgers.purchases import build_purchase_money, build_purchases


def purchase_orders(source: Source, orders: IntArray) -> tuple[PurchaseOrder, ...]:
    """A document for each of these positions of Purchase orders."""
    book = source.book
    rows = Rows(book.purchase_orders, orders)
    suppliers = rows.link("supplier")
    money = build_purchase_money(book)
    lines = _lines(book, orders)
    as_of = dt.date.fromordinal(book.as_of)
    is_known = _has_all_costs(book)[orders]
    columns: Columns = {
        "number": rows.texts("Purchase order"),
        "date": [day or as_of for day in rows.days("Order date")],
        "expected": rows.days("Expected date"),
        "supplier": [_supplier(book, at) for at in suppliers],
        "supplier_reference": rows.texts("Supplier reference"),
        "deliver_to": [_deliver_to(source, at) for at in rows.link("location")],
        "terms_days": [_terms(book, at) for at in suppliers],
        "notes": rows.texts("Notes"),
        "lines": [lines.get(at, ()) for at in orders.tolist()],
        "subtotal": _known_amounts(money.subtotal[orders], is_known),
        "freight": rows.numbers("Freight"),
        "total": _known_amounts(money.total[orders], is_known),
    }
    issued = Issued(source)
    currency = source.seller.currency
    return tuple(
        _as_issued(issued, book, PurchaseOrder(**cells, currency=currency))
        for cells in records(columns)
    )


def _supplier(book: Book, at: int) -> Party:
    """A record of Suppliers."""
    frame = book.suppliers
    number = text_at(frame, "Tax number", at)
    return Party(
        name=text_at(frame, "Name", at),
        address=lines_of_text(text_at(frame, "Address", at)),
        code=text_at(frame, "Supplier", at),
        contact=text_at(frame, "Contact", at),
        email=text_at(frame, "Email", at),
        phone=text_at(frame, "Phone", at),
        tax_number=number,
        country=two_letters(text_at(frame, "Country", at)) or country_of(number),
        language=text_at(frame, "Language", at),
    )


def _deliver_to(source: Source, location: int) -> Lines:
    """Where the goods go: the name of the location, if there is one, and our own address."""
    party = source.seller.party
    name = text_at(source.book.locations, "Name", location)
    return (*((name,) if name else ()), party.name, *party.address)


def _terms(book: Book, at: int) -> int | None:
    days = int(book.suppliers.terms_days[at]) if at >= 0 else BLANK
    return None if days == BLANK else days


def _lines(book: Book, orders: IntArray) -> Mapping[int, tuple[PurchaseLine, ...]]:
    """The lines of these purchase orders with anything that is not cancelled."""
    ledger = build_purchases(book)
    wanted = ledger.counts & (ledger.effective > 0)
    at = np.flatnonzero(wanted & np.isin(ledger.purchase_order, orders))
    rows = Rows(book.purchase_lines, at)
    columns: Columns = {
        "line": rows.texts("Line"),
        "sku": rows.texts("SKU"),
        "supplier_sku": rows.texts("Supplier SKU"),
        "description": descriptions(book, rows),
        "unit": texts_at(book.products.unit, rows.link("sku")),
        "quantity": decimals(ledger.effective[at]),
        "unit_cost": rows.given_numbers("Unit cost"),
        "discount": rows.numbers("Discount %"),
        "expected": rows.days("Expected date"),
        "total": _known_amounts(
            build_purchase_money(book).line_total[at],
            book.purchase_lines.has_unit_cost[at],
        ),
    }
    made = [PurchaseLine(**cells) for cells in records(columns)]
    pairs = zip(ledger.purchase_order[at].tolist(), made, strict=True)
    return {order: tuple(mine) for order, mine in grouped(pairs).items()}


def _has_all_costs(book: Book) -> Mask:
    """The purchase orders whose lines all have a cost, but those that are cancelled as a whole."""
    ledger = build_purchases(book)
    is_unknown = ledger.counts & (ledger.effective > 0)
    is_unknown &= ~book.purchase_lines.has_unit_cost
    size = len(book.purchase_orders)
    return ~any_by(ledger.purchase_order, size, is_unknown)


def _known_amounts(amounts: AnyArray, is_known: Mask) -> list[Decimal | None]:
    """Amounts, None where they are not known."""
    pairs = zip(decimals(amounts), is_known.tolist(), strict=True)
    return [amount if known else None for amount, known in pairs]


def _as_issued(issued: Issued, book: Book, order: PurchaseOrder) -> PurchaseOrder:
    """A purchase order to whom it was sent, by who we were then; with its lines and amounts of today."""
    kept = as_printed(book, PURCHASE, order.number)
    if kept is None:
        return order
    seller = issued.seller(kept)
    return replace(
        order,
        supplier=_issued_supplier(kept),
        terms_days=_issued_terms(kept),
        seller=seller,
    )


def _issued_supplier(kept: AsPrinted) -> Party:
    party = issued_party(kept.own, "Address")
    return replace(party, code=kept.own.get("Supplier", ""))


def _issued_terms(kept: AsPrinted) -> int | None:
    days = kept.own.get("Terms (days)")
    return int(Decimal(days)) if days else None

"""Columns of Orders that schemas/orders.toml shows on documents (`shown_on`), each as a fact of its document.

A column that is declared so needs nothing else: quotes, confirmations, slips and invoices show it next to the address,
a pick list in the line below its title, a pick list for several orders in the lines of each order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sheetflow.documents.model import (
    DeliveryNote,
    Invoice,
    OrderConfirmation,
    OrderFacts,
    PackingSlip,
    PickLine,
    PickList,
    Proforma,
    Quote,
)
from sheetflow.domain.book import Book
from sheetflow.domain.frame import plain_values
from sheetflow.domain.references import index_of
from sheetflow.domain.schema import Column

Facts = Mapping[str, OrderFacts]


def shown_columns(book: Book, kind: str) -> list[Column]:
    """The columns of Orders that documents of a kind show."""
    return [column for column in book.orders.schema.facts if kind in column.shown_on]


def with_order_facts(
    book: Book, kind: str, documents: Sequence[Any]
) -> tuple[Any, ...]:
    """The documents with the facts of their orders that documents of this kind show."""
    columns = shown_columns(book, kind)
    if not columns:
        return tuple(documents)
    facts = _facts_by_order(book, columns)
    return tuple(_with_facts(document, facts) for document in documents)


def _facts_by_order(book: Book, columns: Sequence[Column]) -> Facts:
    """For each order's number, the cells of these columns that are not blank."""
    values = _values_by_header(book, columns)
    return {
        number: _shown_cells(values, at)
        for number, at in index_of(book.orders.order).items()
    }


def _values_by_header(book: Book, columns: Sequence[Column]) -> dict[str, list[Any]]:
    return {
        column.header: plain_values(column, book.orders[column.header])
        for column in columns
    }


def _shown_cells(values: Mapping[str, Sequence[Any]], at: int) -> OrderFacts:
    """The cells of one order that are not blank, with their headers."""
    return tuple(
        (header, _shown(cells[at]))
        for header, cells in values.items()
        if cells[at] is not None
    )


def _shown(value: object) -> str | dt.date:
    """A cell as a fact: a date, or text."""
    if isinstance(value, dt.date):
        return value
    return f"{value:f}" if hasattr(value, "normalize") else str(value)


def _with_facts(document: Any, facts: Facts) -> Any:
    match document:
        case PickList(is_batch=True):
            return _with_facts_of_lines(document, facts)
        case PickList(orders=(order, *_)):
            pass
        case PackingSlip(container=container):
            order = container.order
        case (
            DeliveryNote(order=order)
            | Quote(order=order)
            | OrderConfirmation(order=order)
            | Proforma(order=order)
            | Invoice(order=order)
        ):
            pass
        case _:
            return document
    return replace(document, order_facts=facts.get(order, ()))


def _with_facts_of_lines(picks: PickList, facts: Facts) -> PickList:
    """A list for several orders, with the facts of its order in the description of each line."""
    stops = tuple(
        replace(stop, lines=tuple(_line(line, facts) for line in stop.lines))
        for stop in picks.stops
    )
    return replace(picks, stops=stops)


def _line(line: PickLine, facts: Facts) -> PickLine:
    shown = [f"{label} {value}" for label, value in facts.get(line.order, ())]
    return replace(line, description=" · ".join([line.description, *shown]))

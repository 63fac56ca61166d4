"""Traces of movements: what moved, which cell says so, and the balance after it."""

from __future__ import annotations

from sheetflow.domain.messages import Message, message, named
from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.movement_types import SOURCES, TYPES, place_names


def movement_at_location(source: Source, at: int, sign: int, balance: int) -> Trace:
    """One movement into a location (1) or out of it (-1), and the balance after it."""
    quantity = int(source.ledgers.movements.quantity[at])
    return Trace(
        _title(source, at),
        sign * quantity,
        how=_balance(source, at, balance),
        cell=_cell(source, at),
    )


def _balance(source: Source, at: int, balance: int) -> Message:
    """`balance 8, worth 12.00`; without its worth where the cost is not known."""
    costs = source.ledgers.costs
    sku = source.ledgers.movements.sku[at]
    if costs is None or not costs.known[sku]:
        return message("balance {units}", units=number(balance))
    worth = money(int(costs.movements[at]), source.unit)
    return message(
        "balance {units}, worth {amount}", units=number(balance), amount=worth
    )


def movement(source: Source, at: int) -> Trace:
    """One movement, with where from and where to: `A-100: MAIN → (picked)`."""
    moves = source.ledgers.movements
    names = place_names(source.book)
    sku = source.book.products.sku[moves.sku[at]]
    return Trace(
        _title(source, at),
        int(moves.quantity[at]),
        how=message(
            "{sku}: {origin} → {target}",
            sku=str(sku),
            origin=str(names[moves.origin[at]]),
            target=str(names[moves.target[at]]),
        ),
        cell=_cell(source, at),
    )


def _title(source: Source, at: int) -> str:
    """`2026-02-01 Pick of SO-1`."""
    moves = source.ledgers.movements
    kind = TYPES[moves.kind[at]]
    title = message("{day} {kind}", day=day(moves.day[at]), kind=named(kind))
    order = moves.order[at]
    if order < 0:
        return title
    number = str(source.book.orders.order[order])
    return message("{movement} of {order}", movement=title, order=number)


def _cell(source: Source, at: int) -> str:
    """The cell whose quantity moved; of a shipment its row: packing rows have the quantities."""
    moves = source.ledgers.movements
    sheet = SOURCES[moves.source[at]]
    header = source.book[sheet].schema.moves_units
    return source.cell(sheet, int(moves.record[at]), header)

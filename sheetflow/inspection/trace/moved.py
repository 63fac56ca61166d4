"""Traces of movements: what moved, which cell says so, what lay there afterwards."""

from __future__ import annotations

from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.movement_types import SOURCES, TYPES, place_names


def movement(source: Source, at: int, sign: int, running: int) -> Trace:
    """One movement into a location (1) or out of it (-1), with the balance after it and what it is worth."""
    moves, costs = source.ledgers.movements, source.ledgers.costs
    worth = (
        f", worth {money(int(costs.movements[at]), source.unit)}"
        if costs and costs.known[moves.sku[at]]
        else ""
    )
    how = f"then {number(running)}{worth}"
    return Trace(
        _title(source, at),
        sign * int(moves.quantity[at]),
        how=how,
        place=_place(source, at),
    )


def way(source: Source, at: int) -> Trace:
    """One movement, with where from and where to: `A-100: MAIN → (picked)`."""
    moves, names = source.ledgers.movements, place_names(source.book)
    how = f"{source.book['Products']['SKU'][moves.sku[at]]}: {names[moves.origin[at]]} → {names[moves.target[at]]}"
    return Trace(
        _title(source, at), int(moves.quantity[at]), how=how, place=_place(source, at)
    )


def _title(source: Source, at: int) -> str:
    """`2026-02-01 Pick of SO-1`."""
    moves = source.ledgers.movements
    order = (
        f" of {source.book['Orders']['Order'][moves.order[at]]}"
        if moves.order[at] >= 0
        else ""
    )
    return f"{day(moves.day[at])} {TYPES[moves.kind[at]]}{order}"


def _place(source: Source, at: int) -> str:
    """The cell whose quantity moved; of a shipment its row, since the quantities are those of its packing rows."""
    moves = source.ledgers.movements
    sheet = SOURCES[moves.source[at]]
    header = source.book[sheet].schema.moves_units
    return source.place(sheet, int(moves.record[at]), header)

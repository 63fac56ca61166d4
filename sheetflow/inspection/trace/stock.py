"""Traces of stock: on hand with every movement, allocated, free, reserved, available, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.domain.numbers import BLANK, AnyArray, take
from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.moved import movement
from sheetflow.inspection.trace.source import Cell, Source, rows
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.costs import unit_cost
from sheetflow.ledgers.lines import is_open_suggestion
from sheetflow.ledgers.movements import happened
from sheetflow.ledgers.stock import is_open_order


def trace_product(source: Source, product: int) -> Trace:
    """A product's stock, at each location that a movement ever touched and in all."""
    stock = source.ledgers.stock
    rank = source.book.warehouse.rank
    at = sorted(
        rows(stock.touched[product] | (stock.allocated[product] != 0)).tolist(),
        key=rank.__getitem__,
    )
    on_hand = [on_hand_at(source, product, location) for location in at]
    allocated = [allocated_at(source, product, location) for location in at]
    free = [free_at(source, product, location) for location in at]
    parts = (
        source.derived(
            "On hand",
            Cell("Products", product, "On hand"),
            int(stock.on_hand[product].sum()),
            on_hand,
        ),
        source.derived(
            "Allocated",
            Cell("Products", product, "Allocated"),
            int(stock.allocated[product].sum()),
            allocated,
        ),
        total("Free", int(stock.free[product].sum()), free),
        _reserved(source, product),
        _available(source, product),
        *_value(source, product, at),
    )
    return Trace(
        _title(source, product),
        place=source.place("Products", product, "SKU"),
        parts=parts,
    )


def trace_at(source: Source, product: int, location: int) -> Trace:
    """A product's stock at one location."""
    parts = [
        make(source, product, location) for make in (on_hand_at, allocated_at, free_at)
    ]
    costs = source.ledgers.costs
    if costs is not None and costs.known[product]:
        parts.append(_value_at(source, product, location, costs.on_hand))
    place = source.place("Products", product, "SKU")
    return Trace(
        f"{_title(source, product)} at {_name(source, location)}",
        place=place,
        parts=tuple(parts),
    )


def trace_location(source: Source, at: int) -> Trace:
    """What lies at a location, listed on Locations or not: on hand of each product, and what is allocated of it."""
    name, frame = _name(source, at), source.book.locations
    parts = [
        _lying(source, product, at)
        for product in rows(source.ledgers.stock.touched[:, at]).tolist()
    ]
    listed = rows(frame.location == name).tolist()
    place = source.place("Locations", listed[0], "Location") if listed else ""
    return Trace(f"Location {name}", place=place, parts=tuple(parts))


def _title(source: Source, product: int) -> str:
    frame = source.book.products
    return f"Product {frame['SKU'][product]} {frame['Name'][product] or ''}".rstrip()


def _name(source: Source, location: int) -> str:
    return str(source.book.warehouse.codes[location])


def _lying(source: Source, product: int, at: int) -> Trace:
    """One product at a location."""
    stock = source.ledgers.stock
    how = f"on hand; {number(stock.allocated[product, at])} allocated, {number(stock.free[product, at])} free"
    title, place = (
        str(source.book.products.sku[product]),
        source.stock_place(product, at, "On hand"),
    )
    return Trace(title, int(stock.on_hand[product, at]), how=how, place=place)


def on_hand_at(source: Source, product: int, location: int) -> Trace:
    """Every movement of a product into a location and out of it, in the order in which they happened."""
    moves, order = source.ledgers.movements, happened(source.book)
    mine = (moves.sku == product) & (
        (moves.origin == location) | (moves.target == location)
    )
    running, parts = 0, []
    for at in order[mine[order]].tolist():
        sign = int(moves.target[at] == location) - int(moves.origin[at] == location)
        running += sign * int(moves.quantity[at])
        parts.append(movement(source, at, sign, running))
    engine = int(source.ledgers.stock.on_hand[product, location])
    return total(
        _at("On hand", source, location),
        engine,
        parts,
        place=source.stock_place(product, location, "On hand"),
    )


def _at(header: str, source: Source, location: int) -> str:
    return f"{header} at {_name(source, location)}"


def allocated_at(source: Source, product: int, location: int) -> Trace:
    """The open suggestions of a product at a location."""
    picks = source.book.picks
    mine = (
        is_open_suggestion(source.book)
        & (picks.sku_index == product)
        & (picks.location_index == location)
    )
    parts = [
        source.fact(
            f"Suggestion {picks['Pick'][at]} for {picks['Order'][at]}",
            "Picks",
            at,
            "Suggested",
        )
        for at in rows(mine).tolist()
    ]
    engine, place = (
        source.ledgers.stock.allocated[product, location],
        source.stock_place(product, location, "Allocated"),
    )
    return total(_at("Allocated", source, location), int(engine), parts, place=place)


def free_at(source: Source, product: int, location: int) -> Trace:
    """On hand less allocated at a location."""
    stock = source.ledgers.stock
    on_hand = _stands(source, product, location, "On hand", stock.on_hand)
    allocated = _stands(source, product, location, "Allocated", stock.allocated).less()
    place = source.stock_place(product, location, "Free")
    return total(
        _at("Free", source, location),
        int(stock.free[product, location]),
        [on_hand, allocated],
        place=place,
    )


def _stands(
    source: Source, product: int, location: int, header: str, figures: AnyArray
) -> Trace:
    """A figure of one row of the sheet Stock, explained elsewhere."""
    place = source.stock_place(product, location, header)
    return Trace(
        _at(header, source, location), int(figures[product, location]), place=place
    )


def _reserved(source: Source, product: int) -> Trace:
    """What open orders still want, line by line."""
    lines = source.ledgers.lines
    is_open = take(is_open_order(source.book), lines.order, 0) == 1
    wanted = rows((lines.sku == product) & (lines.left_to_pick != 0) & is_open).tolist()
    engine = int(source.ledgers.products.reserved[product])
    parts = [_wanted(source, at) for at in wanted]
    return source.derived(
        "Reserved", Cell("Products", product, "Reserved"), engine, parts
    )


def _wanted(source: Source, at: int) -> Trace:
    """What is left to pick of an order line."""
    lines, frame = source.ledgers.lines, source.book.order_lines
    how = f"{number(lines.effective[at])} wanted less {number(lines.picked[at])} picked"
    title, place = (
        f"{frame['Order'][at]} line {frame['Line'][at]}",
        source.place("Order lines", at, "Quantity"),
    )
    return Trace(title, int(lines.left_to_pick[at]), how=how, place=place)


def _available(source: Source, product: int) -> Trace:
    """On hand in pickable locations less reserved."""
    stock, totals = source.ledgers.stock, source.ledgers.products
    lying = rows(
        source.book.warehouse.pickable & (stock.on_hand[product] != 0)
    ).tolist()
    parts = [_stands(source, product, at, "On hand", stock.on_hand) for at in lying]
    reserved = Trace(
        "Reserved",
        int(totals.reserved[product]),
        place=source.place("Products", product, "Reserved"),
    )
    cell = Cell("Products", product, "Available")
    return source.derived(
        "Available", cell, int(totals.available[product]), [*parts, reserved.less()]
    )


def _value(source: Source, product: int, locations: Sequence[int]) -> list[Trace]:
    """What is on hand is worth, where a cost is known."""
    costs, stock = source.ledgers.costs, source.ledgers.stock
    if costs is None or not costs.known[product]:
        return []
    parts = [_value_at(source, product, at, costs.on_hand) for at in locations]
    worth, units = (
        costs.on_hand[product].sum(keepdims=True),
        stock.on_hand[product].sum(keepdims=True),
    )
    each = int(unit_cost(worth, units)[0])
    how = f"{_in_and_out(source, product)}, by {source.book.settings.costing} costing"
    how += "" if each == BLANK else f", {number(each)} each"
    return [total("Value", int(worth[0]), parts, source.unit, how=how)]


def _in_and_out(source: Source, product: int) -> str:
    """`416.00 came in − 131.83 went out`: what the movements of a product into the house and out of it are worth."""
    moves, size = source.ledgers.movements, len(source.book.warehouse)
    assert source.ledgers.costs is not None
    worths, mine = source.ledgers.costs.movements, moves.sku == product
    came, went = (
        int(worths[mine & (one < size) & (other >= size)].sum())
        for one, other in ((moves.target, moves.origin), (moves.origin, moves.target))
    )
    return f"{money(came, source.unit)} came in − {money(went, source.unit)} went out"


def _value_at(source: Source, product: int, location: int, worths: AnyArray) -> Trace:
    """What lies at a location is worth, as Stock says."""
    place = source.stock_place(product, location, "Value")
    return Trace(
        _at("Value", source, location),
        int(worths[product, location]),
        source.unit,
        place=place,
    )

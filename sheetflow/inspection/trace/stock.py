"""Traces of stock: on hand with every movement, allocated, free, reserved, available, value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.messages import Message, message, named
from sheetflow.domain.numbers import BLANK, AnyArray, Mask
from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.movements import movement_at_location
from sheetflow.inspection.trace.purchases import on_order_of
from sheetflow.inspection.trace.source import DerivedCell, Source, rows
from sheetflow.inspection.trace.titles import at_location
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.costs import Costs, unit_cost
from sheetflow.ledgers.lines import is_open_suggestion
from sheetflow.ledgers.movements import happened
from sheetflow.ledgers.stock import is_open_order


@dataclass(frozen=True)
class _Stock:
    """The stock of one product."""

    source: Source
    product: int

    @property
    def title(self) -> str:
        """`Product A-100 Anvil`."""
        products = self.source.book.products
        sku = str(products.sku[self.product])
        name = products.name[self.product]
        if not name:
            return message("Product {sku}", sku=sku)
        return message("Product {sku} {name}", sku=sku, name=name)

    @property
    def costs(self) -> Costs | None:
        """What stock is worth; None where the cost of the product is not known."""
        costs = self.source.ledgers.costs
        if costs is None or not costs.known[self.product]:
            return None
        return costs

    def locations(self) -> list[int]:
        """The locations that a movement or a suggestion ever touched, by priority."""
        stock = self.source.ledgers.stock
        touched = stock.touched[self.product] | (stock.allocated[self.product] != 0)
        rank = self.source.book.warehouse.rank
        return sorted(rows(touched).tolist(), key=rank.__getitem__)

    def derived(self, header: str, engine: int, parts: Sequence[Trace]) -> Trace:
        """A quantity that a run writes on Products."""
        cell = DerivedCell("Products", self.product, header)
        return self.source.derived(header, cell, engine, parts)

    def at(self, header: str, location: int, figures: AnyArray) -> Trace:
        """A figure of one row of the sheet Stock."""
        return Trace(
            self.title_at(header, location),
            int(figures[self.product, location]),
            cell=self.source.stock_cell(self.product, location, header),
        )

    def title_at(self, header: str, location: int) -> str:
        """`On hand at MAIN`."""
        return at_location(named(header), self.source.location_code(location))

    def total_at(
        self, header: str, location: int, figures: AnyArray, parts: Sequence[Trace]
    ) -> Trace:
        """The same, as the sum of its parts."""
        figure = self.at(header, location, figures)
        return replace(total(figure.title, figure.amount, parts), cell=figure.cell)


def trace_product(source: Source, product: int) -> Trace:
    """The stock of a product, in all and at each location."""
    stock = _Stock(source, product)
    locations = stock.locations()
    available = _available(stock)
    parts = (
        _on_hand(stock, locations),
        _allocated(stock, locations),
        _free(stock, locations),
        _reserved(stock),
        available,
        *on_order_of(source, product, available),
        *_value(stock, locations),
    )
    return Trace(stock.title, cell=_sku_cell(stock), parts=parts)


def trace_stock_at(source: Source, product: int, location: int) -> Trace:
    """The stock of a product at one location."""
    stock = _Stock(source, product)
    parts = [
        _on_hand_at(stock, location),
        _allocated_at(stock, location),
        _free_at(stock, location),
    ]
    if stock.costs:
        parts.append(_value_at(stock, location, stock.costs))
    title = at_location(stock.title, source.location_code(location))
    return Trace(title, cell=_sku_cell(stock), parts=tuple(parts))


def _sku_cell(stock: _Stock) -> str:
    return stock.source.cell("Products", stock.product, "SKU")


def trace_location(source: Source, location: int) -> Trace:
    """What is at a location, whether it is on Locations or not."""
    code = source.location_code(location)
    listed = rows(np.asarray(source.book.locations.location == code)).tolist()
    products = rows(source.ledgers.stock.touched[:, location])
    parts = [_product_at(source, product, location) for product in products.tolist()]
    cell = source.cell("Locations", listed[0], "Location") if listed else ""
    return Trace(message("Location {code}", code=code), cell=cell, parts=tuple(parts))


def _product_at(source: Source, product: int, location: int) -> Trace:
    """One product at a location."""
    stock = source.ledgers.stock
    allocated = number(stock.allocated[product, location])
    free = number(stock.free[product, location])
    return Trace(
        str(source.book.products.sku[product]),
        int(stock.on_hand[product, location]),
        how=message(
            "on hand; {allocated} allocated, {free} free",
            allocated=allocated,
            free=free,
        ),
        cell=source.stock_cell(product, location, "On hand"),
    )


def _on_hand(stock: _Stock, locations: Sequence[int]) -> Trace:
    """On hand at all locations."""
    engine = int(stock.source.ledgers.stock.on_hand[stock.product].sum())
    parts = [_on_hand_at(stock, location) for location in locations]
    return stock.derived("On hand", engine, parts)


def _on_hand_at(stock: _Stock, location: int) -> Trace:
    """Every movement into a location and out of it, in the order in which they happened."""
    moves = stock.source.ledgers.movements
    order = happened(stock.source.book)
    is_here = (moves.origin == location) | (moves.target == location)
    mine = is_here & (moves.sku == stock.product)
    balance = 0
    parts = []
    for at in order[mine[order]].tolist():
        sign = int(moves.target[at] == location) - int(moves.origin[at] == location)
        balance += sign * int(moves.quantity[at])
        parts.append(movement_at_location(stock.source, at, sign, balance))
    figures = stock.source.ledgers.stock.on_hand
    return stock.total_at("On hand", location, figures, parts)


def _allocated(stock: _Stock, locations: Sequence[int]) -> Trace:
    """Allocated at all locations."""
    engine = int(stock.source.ledgers.stock.allocated[stock.product].sum())
    parts = [_allocated_at(stock, location) for location in locations]
    return stock.derived("Allocated", engine, parts)


def _allocated_at(stock: _Stock, location: int) -> Trace:
    """The open suggestions at a location."""
    picks = stock.source.book.picks
    is_here = (picks.sku_index == stock.product) & (picks.location_index == location)
    suggestions = rows(is_open_suggestion(stock.source.book) & is_here)
    parts = [_suggestion(stock.source, at) for at in suggestions.tolist()]
    figures = stock.source.ledgers.stock.allocated
    return stock.total_at("Allocated", location, figures, parts)


def _suggestion(source: Source, at: int) -> Trace:
    """`Suggestion PK-1 for SO-1`."""
    picks = source.book.picks
    title = message(
        "Suggestion {pick} for {order}",
        pick=str(picks.pick[at]),
        order=str(picks.order[at]),
    )
    return source.fact(title, "Picks", at, "Suggested")


def _free(stock: _Stock, locations: Sequence[int]) -> Trace:
    """Free at all locations."""
    engine = int(stock.source.ledgers.stock.free[stock.product].sum())
    return total("Free", engine, [_free_at(stock, location) for location in locations])


def _free_at(stock: _Stock, location: int) -> Trace:
    """On hand less allocated at a location."""
    ledger = stock.source.ledgers.stock
    on_hand = stock.at("On hand", location, ledger.on_hand)
    allocated = stock.at("Allocated", location, ledger.allocated)
    parts = [on_hand, allocated.negated()]
    return stock.total_at("Free", location, ledger.free, parts)


def _reserved(stock: _Stock) -> Trace:
    """What open orders still require, line by line."""
    source = stock.source
    lines = source.ledgers.lines
    required = (lines.sku == stock.product) & (lines.left_to_pick != 0)
    is_open = _is_of_open_order(source)
    parts = [_left_to_pick(source, at) for at in rows(required & is_open).tolist()]
    engine = int(source.ledgers.products.reserved[stock.product])
    return stock.derived("Reserved", engine, parts)


def _is_of_open_order(source: Source) -> Mask:
    """The order lines of open orders."""
    is_open = is_open_order(source.book)
    return take_mask(is_open, source.ledgers.lines.order)


def _left_to_pick(source: Source, at: int) -> Trace:
    """What is left to pick of an order line."""
    lines = source.ledgers.lines
    frame = source.book.order_lines
    required = number(lines.effective[at])
    picked = number(lines.picked[at])
    return Trace(
        message(
            "{order} line {line}", order=str(frame.order[at]), line=str(frame.line[at])
        ),
        int(lines.left_to_pick[at]),
        how=message(
            "{required} required less {picked} picked", required=required, picked=picked
        ),
        cell=source.cell("Order lines", at, "Quantity"),
    )


def _available(stock: _Stock) -> Trace:
    """On hand in pickable locations less reserved."""
    source = stock.source
    on_hand = source.ledgers.stock.on_hand
    pickable = source.book.warehouse.pickable & (on_hand[stock.product] != 0)
    totals = source.ledgers.products
    reserved = Trace(
        "Reserved",
        int(totals.reserved[stock.product]),
        cell=source.cell("Products", stock.product, "Reserved"),
    )
    parts = [stock.at("On hand", at, on_hand) for at in rows(pickable).tolist()]
    engine = int(totals.available[stock.product])
    return stock.derived("Available", engine, [*parts, reserved.negated()])


def _value(stock: _Stock, locations: Sequence[int]) -> list[Trace]:
    """What the goods on hand are worth; nothing where no cost is known."""
    costs = stock.costs
    if costs is None:
        return []
    source = stock.source
    parts = [_value_at(stock, location, costs) for location in locations]
    value = int(costs.on_hand[stock.product].sum())
    how = message(
        "{received_and_issued}, by {costing} costing",
        received_and_issued=_received_and_issued(stock, costs),
        costing=named(source.book.settings.costing),
    )
    how = _with_unit_cost(stock, costs, how)
    return [replace(total("Value", value, parts, source.unit), how=how)]


def _with_unit_cost(stock: _Stock, costs: Costs, how: Message) -> Message:
    """`…, 4.5 each`; as it is where nothing is on hand."""
    value = costs.on_hand[stock.product].sum(keepdims=True)
    units = stock.source.ledgers.stock.on_hand[stock.product].sum(keepdims=True)
    each = int(unit_cost(value, units)[0])
    if each == BLANK:
        return how
    return message("{how}, {cost} each", how=how, cost=number(each))


def _received_and_issued(stock: _Stock, costs: Costs) -> str:
    """`416.00 received − 131.83 issued`: what movements into and out of the warehouse are worth."""
    source = stock.source
    moves = source.ledgers.movements
    size = len(source.book.warehouse)
    is_mine = moves.sku == stock.product
    starts_here = moves.origin < size
    ends_here = moves.target < size
    received = int(costs.movements[is_mine & ends_here & ~starts_here].sum())
    issued = int(costs.movements[is_mine & starts_here & ~ends_here].sum())
    return message(
        "{received} received − {issued} issued",
        received=money(received, source.unit),
        issued=money(issued, source.unit),
    )


def _value_at(stock: _Stock, location: int, costs: Costs) -> Trace:
    """What the goods at a location are worth, as Stock shows it."""
    figure = stock.at("Value", location, costs.on_hand)
    return replace(figure, unit=stock.source.unit)

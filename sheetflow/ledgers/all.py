"""All ledgers of a book, built once, for what is written and reconciled."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray
from sheetflow.ledgers.costs import Costs, build_costs
from sheetflow.ledgers.lines import Lines, build_lines
from sheetflow.ledgers.movement_types import Movements
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.orders import Money, build_money
from sheetflow.ledgers.payments import Allocations, apply_payments
from sheetflow.ledgers.receivables import Receivables, build_receivables
from sheetflow.ledgers.statuses import Statuses, build_statuses
from sheetflow.ledgers.stock import (
    ProductTotals,
    Stock,
    backordered,
    build_stock,
    product_totals,
)


@dataclass(frozen=True)
class Ledgers:
    """Everything that is derived from the facts.

    `backordered` has one value for each order line (millionths of units); `costs` is None
    where no cost is known.
    """

    lines: Lines
    backordered: AnyArray
    movements: Movements
    stock: Stock
    products: ProductTotals
    allocations: Allocations
    money: Money
    statuses: Statuses
    receivables: Receivables
    costs: Costs | None


def build_ledgers(book: Book) -> Ledgers:
    """Every ledger, from the facts alone."""
    lines = build_lines(book)
    movements = build_movements(book)
    stock = build_stock(book, movements)
    allocations = apply_payments(book)
    money = build_money(book, lines, allocations)
    return Ledgers(
        lines=lines,
        backordered=backordered(book, stock, lines),
        movements=movements,
        stock=stock,
        products=product_totals(book, movements, stock, lines),
        allocations=allocations,
        money=money,
        statuses=build_statuses(book, lines, money),
        receivables=build_receivables(book, allocations, money),
        costs=build_costs(book),
    )

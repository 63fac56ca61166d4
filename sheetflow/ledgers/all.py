"""All ledgers of a book, built once, for what is written and reconciled."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray
from sheetflow.ledgers.costs import Costs, build_costs
from sheetflow.ledgers.lines import Lines, build_lines
from sheetflow.ledgers.movements import Movements, build_movements
from sheetflow.ledgers.orders import Money, Statuses, build_money, build_statuses
from sheetflow.ledgers.payments import Settled, settle
from sheetflow.ledgers.receivables import Receivables, build_receivables
from sheetflow.ledgers.stock import (
    ProductTotals,
    Stock,
    backordered,
    build_stock,
    product_totals,
)


@dataclass(frozen=True)
class Ledgers:
    """Everything that is derived from the facts; `costs` is None where no cost is known."""

    lines: Lines
    backordered: AnyArray
    movements: Movements
    stock: Stock
    products: ProductTotals
    settled: Settled
    money: Money
    statuses: Statuses
    receivables: Receivables
    costs: Costs | None


def build_ledgers(book: Book) -> Ledgers:
    """Every ledger, from the facts alone."""
    lines, movements = build_lines(book), build_movements(book)
    stock, settled = build_stock(book, movements), settle(book)
    money = build_money(book, lines, settled)
    return Ledgers(
        lines=lines,
        backordered=backordered(book, stock, lines),
        movements=movements,
        stock=stock,
        products=product_totals(book, movements, stock, lines),
        settled=settled,
        money=money,
        statuses=build_statuses(book, lines, money),
        receivables=build_receivables(book, settled, money),
        costs=build_costs(book),
    )

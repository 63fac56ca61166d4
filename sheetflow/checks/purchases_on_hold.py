"""Purchases on hold: which purchase orders and suppliers have an error, or name a record that has one.

What an error does to a purchase order is what it does to an order (on_hold.py): a row error
stops all its actions, a rule error most of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sheetflow.checks.causes import Causes
from sheetflow.checks.on_hold import OnHold, concerns_all_orders
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import (
    Products,
    PurchaseLines,
    PurchaseOrders,
    Receipts,
    Suppliers,
)
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.problems import Problem

Errors = Mapping[int, Sequence[int]]
"""The positions of errors, by the record that they put on hold."""

Found = Callable[[Problem], Sequence[int]]
"""The records that an error in a row puts on hold."""


@dataclass(frozen=True)
class _Named:
    """Which purchase orders and suppliers the rows of a book name."""

    book: Book

    def orders(self, problem: Problem) -> Sequence[int]:
        """The purchase orders that an error concerns."""
        found = self._found.get(problem.sheet)
        return found(problem) if found else ()

    @cached_property
    def _found(self) -> Mapping[str, Found]:
        """What finds the purchase orders that an error in a row of each sheet concerns."""
        return {
            "Settings": self._all_orders,
            PurchaseOrders.SHEET: self._of_orders,
            PurchaseLines.SHEET: self._of_rows,
            Receipts.SHEET: self._of_rows,
            Suppliers.SHEET: self._of_suppliers,
            Products.SHEET: self._of_products,
        }

    def suppliers(self, problem: Problem) -> Sequence[int]:
        """The suppliers that an error concerns."""
        if problem.sheet == "Settings":
            return self._all(problem, len(self.book.suppliers))
        if problem.sheet != Suppliers.SHEET:
            return ()
        keys = self.book.suppliers.supplier
        return _and_itself(problem, _with_keys(problem, keys, self._suppliers_by_key))

    def _all(self, problem: Problem, size: int) -> Sequence[int]:
        is_for_all = concerns_all_orders(self.book["Settings"], problem)
        return range(size) if is_for_all else ()

    def _all_orders(self, problem: Problem) -> Sequence[int]:
        return self._all(problem, len(self.book.purchase_orders))

    def _of_orders(self, problem: Problem) -> Sequence[int]:
        keys = self.book.purchase_orders.purchase_order
        return _and_itself(problem, _with_keys(problem, keys, self._orders_by_key))

    def _of_rows(self, problem: Problem) -> Sequence[int]:
        """The purchase orders of lines or receipts."""
        named = self.book[problem.sheet].link("purchase_order")
        found = np.unique(named[list(problem.records)])
        return [order for order in found.tolist() if order >= 0]

    def _of_suppliers(self, problem: Problem) -> Sequence[int]:
        keys = self.book.suppliers.supplier
        return _with_keys(problem, keys, self._orders_by_supplier)

    def _of_products(self, problem: Problem) -> Sequence[int]:
        keys = self.book.products.sku
        return _with_keys(problem, keys, self._orders_by_sku)

    @cached_property
    def _orders_by_key(self) -> Mapping[str, list[int]]:
        return _by_key(self.book.purchase_orders.purchase_order)

    @cached_property
    def _suppliers_by_key(self) -> Mapping[str, list[int]]:
        return _by_key(self.book.suppliers.supplier)

    @cached_property
    def _orders_by_supplier(self) -> Mapping[str, list[int]]:
        return _by_key(self.book.purchase_orders.supplier)

    @cached_property
    def _orders_by_sku(self) -> Mapping[str, list[int]]:
        """The purchase orders that name each product in a line or a receipt."""
        lines = self.book.purchase_lines
        receipts = self.book.receipts
        skus = np.concatenate([lines.sku, receipts.sku])
        orders = np.concatenate(
            [lines.purchase_order_index, receipts.purchase_order_index]
        )
        return _by_key(skus, orders)


def _by_key(keys: AnyArray, records: IntArray | None = None) -> Mapping[str, list[int]]:
    """The records, or what they name, by their key."""
    at = np.arange(len(keys)) if records is None else records
    pairs = zip(keys.tolist(), at.tolist(), strict=True)
    return grouped((key, record) for key, record in pairs if key and record >= 0)


def _with_keys(
    problem: Problem, keys: AnyArray, by_key: Mapping[str, list[int]]
) -> Sequence[int]:
    """What has the key of a row in error."""
    found: dict[int, None] = {}
    for record in problem.records:
        if record >= 0:
            found.update(dict.fromkeys(by_key.get(keys[record], [])))
    return list(found)


def _and_itself(problem: Problem, found: Sequence[int]) -> Sequence[int]:
    """These records and the row in error itself, which may have no key."""
    rows = [record for record in problem.records if record >= 0]
    return list(dict.fromkeys([*found, *rows]))


@dataclass(frozen=True)
class PurchasesOnHold:
    """The purchase orders and the suppliers on hold, and by which errors."""

    orders: OnHold
    suppliers: OnHold
    errors: Errors

    def reasons(self, causes: Causes) -> Mapping[int, list[Problem]]:
        """For each purchase order on hold, the reported errors that put it there."""
        return {
            order: _reported(positions, causes)
            for order, positions in self.errors.items()
        }


def _reported(positions: Sequence[int], causes: Causes) -> list[Problem]:
    """The reported errors from which those at these positions follow."""
    roots = dict.fromkeys(causes.roots[at] for at in sorted(positions))
    return [causes.reported[root] for root in roots]


def find_purchases_on_hold(
    book: Book, problems: Sequence[Problem]
) -> PurchasesOnHold | None:
    """The purchases that these problems put on hold; None in a workbook that buys nothing."""
    if not len(book.purchase_orders) and not len(book.suppliers):
        return None
    named = _Named(book)
    errors = [(at, each) for at, each in enumerate(problems) if each.rule.is_error]
    of_orders = grouped(_pairs(errors, named.orders))
    of_suppliers = grouped(_pairs(errors, named.suppliers))
    return PurchasesOnHold(
        orders=_on_hold(of_orders, problems, len(book.purchase_orders)),
        suppliers=_on_hold(of_suppliers, problems, len(book.suppliers)),
        errors=of_orders,
    )


def _pairs(
    errors: Sequence[tuple[int, Problem]], found: Found
) -> Iterator[tuple[int, int]]:
    """Each record that an error puts on hold, with the position of the error."""
    for at, problem in errors:
        for record in found(problem):
            yield record, at


def _on_hold(errors: Errors, problems: Sequence[Problem], size: int) -> OnHold:
    """The records with errors, by the kind of their errors."""

    def having(kind: str) -> list[int]:
        return [
            record
            for record, positions in errors.items()
            if any(problems[at].rule.kind == kind for at in positions)
        ]

    return OnHold(
        only_rows(having("row error"), size), only_rows(having("rule error"), size)
    )

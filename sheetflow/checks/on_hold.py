"""Orders on hold: which orders have an error, or name a record that has one.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from sheetflow.checks.causes import Causes
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import IntArray, Mask
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import order_reference
from sheetflow.domain.schema import SheetSchema, loose
from sheetflow.ledgers.facts import order_links


@dataclass(frozen=True)
class OnHold:
    """The orders on hold: those with a row error, and those with a rule error."""

    by_row_error: Mask
    by_rule_error: Mask

    @property
    def orders(self) -> Mask:
        """All orders on hold."""
        return np.asarray(self.by_row_error | self.by_rule_error)


def find_orders_on_hold(book: Book, problems: Sequence[Problem]) -> OnHold:
    """The orders that these problems put on hold."""
    by_row_error = _on_hold(book, problems, "row error")
    by_rule_error = _on_hold(book, problems, "rule error")
    return OnHold(by_row_error, by_rule_error)


def _on_hold(book: Book, problems: Sequence[Problem], kind: str) -> Mask:
    """The orders that the errors of one kind put on hold."""
    groups: set[Group] = set()
    for problem in problems:
        if problem.rule.kind == kind:
            groups.update(_groups(book, problem))
    return only_rows(list(_groups_by_order(book, groups)), len(book.orders))


def hold_reasons(
    book: Book, problems: Sequence[Problem], causes: Causes | None = None
) -> Mapping[int, list[Problem]]:
    """For each order on hold (a position), the errors that put it there.

    They are its own, and those of the customer, products, tax codes and settings that it
    depends on. With `causes`, each error is replaced by the reported one that it follows
    from. Orders with the same errors share one list: 4,000 rows with one key put each other
    on hold.
    """
    errors = grouped(_errors_by_group(book, problems))
    groups = _groups_by_order(book, errors)
    lists = {
        each: _reasons([at for group in each for at in errors[group]], problems, causes)
        for each in dict.fromkeys(groups.values())
    }
    return {order: lists[each] for order, each in groups.items()}


def _errors_by_group(
    book: Book, problems: Sequence[Problem]
) -> Iterator[tuple[Group, int]]:
    """The positions of errors, each with every group that it concerns."""
    for at, problem in enumerate(problems):
        if problem.rule.is_error:
            for group in _groups(book, problem):
                yield group, at


def _reasons(
    positions: list[int], problems: Sequence[Problem], causes: Causes | None
) -> list[Problem]:
    """The errors at these positions, in their order, or those that they follow from."""
    ordered = sorted(positions)
    if causes is None:
        return [problems[at] for at in ordered]
    roots = dict.fromkeys(causes.roots[at] for at in ordered)
    return [causes.reported[root] for root in roots]


def is_setting_in_error(settings: Frame, problems: Iterable[Problem]) -> bool:
    """Whether any of these problems is an error in a setting that puts orders on hold."""
    return any(
        problem.rule.is_error and concerns_all_orders(settings, problem)
        for problem in problems
        if problem.sheet == "Settings"
    )


def concerns_all_orders(settings: Frame, problem: Problem) -> bool:
    """Whether a problem of Settings concerns all orders.

    It does in the row of a setting that may touch orders, and where the name of the setting
    cannot be read.
    """
    if problem.record < 0:
        return False
    name = settings["Setting"][problem.record]
    return name is None or _may_touch_orders(settings.schema, name)


def _may_touch_orders(schema: SheetSchema, name: str) -> bool:
    """Whether a setting may touch orders; one that nobody knows may."""
    declared = {loose(each.name): each for each in schema.settings}
    setting = declared.get(loose(name))
    return setting is None or setting.holds_orders


Group = tuple[str, str | int]
"""Errors that concern the same orders: a sheet and one of its keys, or "" and an order."""

OrdersByKey = Callable[[str], Mapping[str, Sequence[int]]]
"""The orders with each key of a sheet, or that name it."""

_EVERY_ORDER: Group = ("Settings", "")


def _groups(book: Book, problem: Problem) -> Iterable[Group]:
    """The groups of an error: that of its row, and those of further rows with the mistake."""
    own = _group(book, problem)
    groups = set() if own is None else {own}
    if problem.more:
        groups.update(_groups_of_rows(book, problem.sheet, list(problem.more)))
    return groups


def _groups_of_rows(book: Book, sheet: str, records: list[int]) -> Iterator[Group]:
    """The groups of errors in these rows, which are very many."""
    if order_reference(sheet) is not None:
        orders = np.unique(order_links(book, sheet)[records])
        yield from (("", order) for order in orders[orders >= 0].tolist())
    elif sheet == "Orders" or _is_named_by_orders(book[sheet].schema):
        yield from _groups_of_keys(book, sheet, records)


def _groups_of_keys(book: Book, sheet: str, records: list[int]) -> Iterator[Group]:
    """The groups of these rows by their keys; an order without a number by itself."""
    keys = book[sheet][book[sheet].schema.key[0]][records].tolist()
    yield from ((sheet, key) for key in set(keys) - {None})
    if sheet == "Orders":
        unnumbered = [at for at in records if book.orders.order[at] is None]
        yield from (("", at) for at in unnumbered)


def _is_named_by_orders(schema: SheetSchema) -> bool:
    """Whether an error in a row of a sheet concerns the orders that name the row."""
    return schema.holds_orders and schema.reference is not None


def _group(book: Book, problem: Problem) -> Group | None:
    """The group of the row of an error; None where it concerns no order.

    Rows with the same key are one group: only a person can say which of them is meant.
    """
    sheet = problem.sheet
    if sheet == "Settings":
        return _EVERY_ORDER if concerns_all_orders(book[sheet], problem) else None
    if problem.order >= 0:
        return _group_of_order(book, problem)
    schema = book[sheet].schema
    if not _is_named_by_orders(schema):
        return None
    key = book[sheet][schema.key[0]][problem.record]
    return None if key is None else (sheet, key)


def _group_of_order(book: Book, problem: Problem) -> Group:
    """The group of an error in a row of an order: by its number in Orders itself."""
    key = book.orders.order[problem.order]
    if problem.sheet == "Orders" and key:
        return problem.sheet, key
    return "", problem.order


def _groups_by_order(
    book: Book, groups: Iterable[Group]
) -> dict[int, tuple[Group, ...]]:
    """The groups that concern each order; every sheet is looked through once."""
    by_key = cache(partial(_orders_by_key, book))
    pairs = (
        (order, group) for group in groups for order in _orders_of(book, group, by_key)
    )
    return {order: tuple(each) for order, each in grouped(pairs).items()}


def _orders_of(book: Book, group: Group, by_key: OrdersByKey) -> Iterable[int]:
    """The orders that a group concerns."""
    sheet, key = group
    if group == _EVERY_ORDER:
        return range(len(book.orders))
    if isinstance(key, int):
        return (key,)
    return by_key(sheet).get(key, ())


def _orders_by_key(book: Book, sheet: str) -> dict[str, list[int]]:
    """The orders with each key of Orders, or that name each key of another sheet."""
    frame = book[sheet]
    keys = frame[frame.schema.key[0]].tolist()
    if sheet == "Orders":
        records = orders = np.arange(len(keys))
    else:
        records, orders = _names(book, frame)
    pairs = zip(records.tolist(), orders.tolist(), strict=True)
    return grouped(dict.fromkeys((keys[record], order) for record, order in pairs))


def _names(book: Book, frame: Frame) -> tuple[IntArray, IntArray]:
    """The records that orders name, themselves or in a line, and the orders."""
    reference = frame.schema.reference
    assert reference is not None, f"nothing refers to {frame.schema.sheet}"
    lines = book.order_lines
    by_orders = book.orders.link(reference.name)
    records = np.concatenate([by_orders, lines.link(reference.name)])
    orders = np.concatenate([np.arange(len(by_orders)), lines.order_index])
    known = (records >= 0) & (orders >= 0)
    return records[known], orders[known]

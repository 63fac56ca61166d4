"""Order, where it is blank: a payment has its invoice's, and lines may belong to the one new order.

Rules: docs/reference/rules.md, section 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import OrderLines, Orders
from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import counted_message, listed, message
from sheetflow.domain.numbers import NOTHING, IntArray, Mask, count_by, take, take_text
from sheetflow.domain.references import first_positions
from sheetflow.domain.relations import ReferenceColumn, references_of
from sheetflow.domain.schema import Column

ORDER = "Order"
MOST_NAMED = 4
"""How many of the orders that may be meant a message names."""


def fill_orders(draft: DraftBook, was_numbered: Mask) -> None:
    """Fill Order of the rows that have none, and report those whose order nobody can know.

    Orders and Invoices have their numbers by now; `was_numbered` are the orders that had one before.
    """
    _leave_out_lines_of_duplicates(draft)
    _join_lines(draft, was_numbered)
    for sheet, column in _taken_columns():
        _take_from(draft, sheet, column)


# -- a payment's order is its invoice's


def _taken_columns() -> Iterator[tuple[str, Column]]:
    """The columns that are taken from what another column names, with their sheets."""
    for schema in fact_schemas():
        for column in schema.facts:
            if column.taken_from:
                yield schema.sheet, column


def _take_from(draft: DraftBook, sheet: str, column: Column) -> None:
    """Fill a blank reference with that of the row which another column names."""
    frame = draft[sheet]
    blank = ~frame.given(column.header)
    if not blank.any():
        return
    own = _reference(sheet, column.header)
    by = _reference(sheet, column.taken_from)
    same = _reference(by.target, column.header)
    found = take(draft[by.target].link(same.name), frame.link(by.name), -1)
    draft.put(_joined(draft, frame, own, blank & (found >= 0), found))
    is_unknown = frame.given(column.taken_from) & (frame.link(by.name) < 0)
    left = blank & (found < 0) & ~is_unknown
    draft.report(sheet, left, "REQ01", column.header)


def _reference(sheet: str, header: str) -> ReferenceColumn:
    """The reference in a column of a sheet."""
    return next(each for each in references_of(sheet) if each.header == header)


def _joined(
    draft: DraftBook,
    frame: Frame,
    reference: ReferenceColumn,
    where: Mask,
    positions: IntArray,
) -> Frame:
    """The frame whose rows under `where` refer to these positions, and name them if they have a key."""
    linked = np.where(where, positions, frame.link(reference.name))
    frame = frame.linked(**{reference.name: linked})
    target = draft[reference.target]
    keys = take_text(target[target.schema.key[0]], positions)
    named = where & frame.live & np.not_equal(keys, NOTHING).astype(bool)
    return frame.fill(reference.header, named, keys)


# -- lines without an order belong to the one new order


def _join_lines(draft: DraftBook, was_numbered: Mask) -> None:
    """Give lines without an order to the one order that has no lines yet, if it is new."""
    lines = draft.order_lines
    blank = ~lines.has_order
    if not blank.any():
        return
    without = _orders_without_lines(draft)
    if len(without) == 1 and not was_numbered[without[0]]:
        positions = np.full(len(lines), without[0], dtype=np.int64)
        reference = _reference(OrderLines.SHEET, ORDER)
        draft.put(_joined(draft, lines, reference, blank, positions))
    elif len(without) > 1:
        named = _names(draft.orders, without)
        words = {"orders": np.full(len(lines), named, dtype=object)}
        draft.report(OrderLines.SHEET, blank, "LIN04", ORDER, words)
    else:
        draft.report(OrderLines.SHEET, blank, "REQ01", ORDER)


def _orders_without_lines(draft: DraftBook) -> IntArray:
    """The orders that may be meant: not cancelled, with no lines, and no duplicate of another."""
    orders = draft.orders
    lines = count_by(draft.order_lines.order_index, len(orders))
    keys = orders.order.tolist()
    first = first_positions(keys)
    is_first = [key is None or first[key] == at for at, key in enumerate(keys)]
    may_be_meant = (lines == 0) & (orders.state != "Cancelled") & np.array(is_first)
    found: IntArray = np.flatnonzero(may_be_meant)
    return found


def _names(orders: Orders, positions: Sequence[int] | IntArray) -> str:
    """Some orders as a message names them: `SO-000006 (C-1) and row 9 (C-2)`."""
    named = [_name(orders, int(at)) for at in positions[:MOST_NAMED]]
    more = len(positions) - len(named)
    if more:
        named.append(counted_message(more, "{count} more", "{count} more"))
    return listed(named)


def _name(orders: Orders, at: int) -> str:
    row = message("row {row}", row=str(orders.rows[at]))
    number = str(orders.order[at]) if orders.order[at] else row
    customer = orders.customer[at]
    if not customer:
        return number
    return message("{number} ({customer})", number=number, customer=str(customer))


# -- lines that name a number which two orders have


def _leave_out_lines_of_duplicates(draft: DraftBook) -> None:
    """Let lines of a number that two orders have count for nothing, where no run has completed them.

    Nobody knows whose they are, so they must not join the first order, which may be another
    customer's. The problem of the last order with the number names them too.
    """
    repeated = _repeated_numbers(draft)
    if not repeated:
        return
    lines = draft.order_lines
    names = np.array([key in repeated for key in lines.order.tolist()], dtype=bool)
    new = names & ~(lines.has_line & lines.has_tax_code)
    records = np.flatnonzero(new).tolist()
    draft.exclude(OrderLines.SHEET, records)
    _name_lines(draft, records)


def _repeated_numbers(draft: DraftBook) -> set[str]:
    """The numbers that several orders have."""
    counts = Counter(draft.orders.order.tolist())
    return {key for key, count in counts.items() if key and count > 1}


def _name_lines(draft: DraftBook, records: Sequence[int]) -> None:
    """Let the problem of each number used twice name these lines of it."""
    numbers = draft.order_lines.order
    cells = grouped(
        (numbers[record], (OrderLines.SHEET, record, ORDER)) for record in records
    )
    for at in range(len(draft.problems) - 1, -1, -1):
        problem = draft.problems[at]
        if (problem.code, problem.sheet) == ("KEY02", Orders.SHEET):
            also = tuple(cells.pop(problem.value, ()))
            draft.problems[at] = replace(problem, also=also)

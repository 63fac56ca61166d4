"""What a record refers to: its order, its customer, and the keys by which others name it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import repeat
from typing import TypeVar

from sheetflow.domain.arrays import integers
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.frames import Orders, Sheets
from sheetflow.domain.numbers import AnyArray, IntArray, take
from sheetflow.domain.relations import ORDERS, LineLink, order_reference

KEY = TypeVar("KEY", bound=Hashable)


def order_of(sheets: Sheets, sheet: str, record: int) -> int:
    """The order that a row belongs to, -1 for none; an order's own row is its own."""
    if sheet == ORDERS:
        return record
    reference = order_reference(sheet)
    if reference is None:
        return -1
    named = int(sheets[sheet].link(reference.name)[record])
    if named < 0:
        return named
    return order_of(sheets, reference.target, named)


def value_text(frame: Frame, column: str, record: int) -> str:
    """One cell of a frame as a message names it."""
    if column not in frame.columns:
        return ""
    cell = frame[column][record : record + 1]
    [value] = plain_values(frame.schema.column(column), cell)
    if value is None:
        return ""
    is_decimal = hasattr(value, "normalize")
    return f"{value:f}" if is_decimal else str(value)


def index_of(keys: AnyArray) -> dict[str, int]:
    """Key → position of the first record that has it; blanks are left out."""
    index = first_positions(keys.tolist())
    index.pop(None, None)
    return index


def first_positions(keys: Sequence[KEY]) -> dict[KEY, int]:
    """Key → the first position at which it occurs."""
    last_first = range(len(keys) - 1, -1, -1)
    return dict(zip(reversed(keys), last_first, strict=True))


def positions(keys: AnyArray, index: Mapping[str, int]) -> IntArray:
    """The position that each key names, -1 for a blank or unknown one."""
    return integers(list(map(index.get, keys.tolist(), repeat(-1))))


def line_index(lines: Frame, link: LineLink) -> dict[tuple[int, str], int]:
    """(position of the order, line) → position of the first line that has them."""
    owners = lines.link(link.target_owner).tolist()
    numbers = lines[link.header].tolist()
    return first_positions(list(zip(owners, numbers, strict=True)))


def customer_of(orders: Orders, positions_of_orders: IntArray) -> IntArray:
    """The customer of each order, -1 where it is unknown."""
    return take(orders.customer_index, positions_of_orders, -1)

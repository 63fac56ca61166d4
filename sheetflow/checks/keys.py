"""Keys: of rows with the same key the first counts; the others are row errors that name it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetflow.links import Desk
from sheetflow.numbers import AnyArray, IntArray, Mask

SINGLE = (
    "Customers",
    "Products",
    "Locations",
    "Tax codes",
    "Orders",
    "Stock moves",
    "Picks",
    "Shipments",
    "Invoices",
    "Payments",
    "Returns",
    "Restocks",
)


def check_keys(desk: Desk) -> None:
    """Report the rows whose key an earlier row has already, of sheets with a key of one column."""
    for sheet in SINGLE:
        header = desk[sheet].schema.key[0]
        keys = desk[sheet][header].tolist()
        if len(set(keys)) < len(keys):
            check_duplicates(desk, sheet, [desk[sheet][header]], header, np.ones(len(keys), dtype=bool))


def check_duplicates(desk: Desk, sheet: str, columns: Sequence[AnyArray], header: str, counted: Mask) -> None:
    """Report the rows that have the same values in these columns as an earlier row under `counted`.

    Blanks are passed over. A number stays taken when its row is voided (it is never reused); a place in a container
    does not.
    """
    frame = desk[sheet]
    codes = [_codes(column) for column in columns]
    counted = np.logical_and.reduce([counted, *(code >= 0 for code in codes)])
    first = _first_alike(codes, counted)
    rows = np.array([f"row {frame.rows[at]}" if at >= 0 else "" for at in first.tolist()], dtype=object)
    desk.fault(sheet, counted & (first != np.arange(len(frame))), "KEY02", header, {"first": rows})


def _codes(column: AnyArray) -> IntArray:
    """Equal numbers for equal values, -1 for a blank; positions stay as they are."""
    if column.dtype != object:
        return column
    index: dict[object, int] = {}
    return np.array(
        [-1 if key is None else index.setdefault(key, len(index)) for key in column.tolist()], dtype=np.int64
    )


def _first_alike(codes: Sequence[IntArray], counted: Mask) -> IntArray:
    """For each counted row the first counted row that equals it; -1 for the others."""
    first = np.full(len(counted), -1, dtype=np.int64)
    at = np.flatnonzero(counted)
    if not len(at):
        return first
    table = np.stack([code[at] for code in codes], axis=1)
    _, heads, groups = np.unique(table, axis=0, return_index=True, return_inverse=True)
    first[at] = at[heads][groups.ravel()]
    return first

"""Pick lists: what to fetch, in walking order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from sheetflow.documents.gather.parties import buyer_of
from sheetflow.documents.gather.priced import ZERO, sold_descriptions
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    records,
    rows_of,
    texts_at,
)
from sheetflow.documents.model import PickLine, PickList, PickNote, PickTotal, Stop
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import IntArray

ONE_FOR_ALL = "One for all"


def pick_lists(source: Source, picks: IntArray) -> tuple[PickList, ...]:
    """The pick lists of these positions of Picks: one for each order, or as Settings says one for all of them."""
    order = source.book.picks.order_index
    picks = picks[order[picks] >= 0]
    orders = np.unique(order[picks])
    if len(orders) > 1 and _is_one_for_all(source):
        return (_pick_list(source, orders.tolist(), picks),)
    mine = rows_of(order[picks], orders)
    return tuple(
        _pick_list(source, [at], picks[mine[at]])
        for at in _by_urgency(source.book, orders)
    )


def _is_one_for_all(source: Source) -> bool:
    """Whether Settings wants one pick list for all orders."""
    return source.book.settings.texts.get("Pick lists") == ONE_FOR_ALL


def _by_urgency(book: Book, orders: IntArray) -> list[int]:
    """By Ship by (blank last), then Order date, then row: as orders are served (rules.md section 3)."""
    last = np.iinfo(np.int64).max
    due = book.orders.number(Orders.ship_by, last)[orders]
    day = book.orders.number(Orders.order_date, last)[orders]
    served: list[int] = orders[np.lexsort((orders, day, due))].tolist()
    return served


def _pick_list(source: Source, orders: Sequence[int], picks: IntArray) -> PickList:
    rows = Rows(source.book.orders, np.array(orders, dtype=np.int64))
    is_for_one = len(orders) == 1
    stops = _stops(source.book, picks)
    return PickList(
        orders=tuple(rows.texts("Order")),
        customer=buyer_of(source, orders[0]).name if is_for_one else "",
        ship_by=rows.days("Ship by")[0] if is_for_one else None,
        stops=stops,
        notes=tuple(_notes(rows)),
        totals=() if is_for_one else _totals(stops),
    )


def _totals(stops: Sequence[Stop]) -> tuple[PickTotal, ...]:
    """What to fetch of each product in all, by its code."""
    found: dict[str, PickTotal] = {}
    for line in (line for stop in stops for line in stop.lines):
        before = found[line.sku].quantity if line.sku in found else ZERO
        quantity = before + line.suggested
        found[line.sku] = PickTotal(line.sku, line.description, line.unit, quantity)
    return tuple(found[sku] for sku in sorted(found))


def _notes(rows: Rows) -> Iterator[PickNote]:
    """The Notes of orders that have some."""
    for order, text in zip(rows.texts("Order"), rows.texts("Notes"), strict=True):
        if text.strip():
            yield PickNote(order, text.strip())


def _stops(book: Book, picks: IntArray) -> tuple[Stop, ...]:
    """The locations by priority, then name."""
    locations = book.picks.location_index[picks]
    rank = book.warehouse.rank
    by_rank = sorted(set(locations.tolist()), key=lambda at: int(rank[at]))
    return tuple(_stop(book, at, picks[locations == at]) for at in by_rank)


def _stop(book: Book, location: int, picks: IntArray) -> Stop:
    """A location; its products by code, then order."""
    code = str(book.warehouse.codes[location])
    name = _location_names(book).get(code, "")
    lines = _lines(book, Rows(book.picks, picks))
    lines.sort(key=lambda line: (line.sku, line.order, line.pick))
    return Stop(code, name, tuple(lines))


def _location_names(book: Book) -> dict[str, str]:
    locations = book.locations
    named = zip(locations.location.tolist(), locations.name.tolist(), strict=True)
    return {code: name for code, name in named if code and name}


def _lines(book: Book, rows: Rows) -> list[PickLine]:
    products = rows.link("sku")
    columns: Columns = {
        "pick": rows.texts("Pick"),
        "order": texts_at(book.orders.order, rows.link("order")),
        "sku": rows.texts("SKU"),
        "description": sold_descriptions(book, rows),
        "unit": texts_at(book.products.unit, products),
        "barcode": texts_at(book.products.barcode, products),
        "suggested": _suggested(rows),
        "picked": rows.given_numbers("Picked"),
    }
    return [PickLine(**cells) for cells in records(columns)]


def _suggested(rows: Rows) -> list[Decimal]:
    """What to pick: Suggested, or where it is blank, what was picked without a suggestion."""
    suggested = rows.given_numbers("Suggested")
    picked = rows.given_numbers("Picked")
    return [
        (taken or ZERO) if wanted is None else wanted
        for wanted, taken in zip(suggested, picked, strict=True)
    ]

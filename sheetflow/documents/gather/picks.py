"""Pick lists: what to fetch, in walking order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetflow.documents.gather.parties import buyer_of
from sheetflow.documents.gather.priced import descriptions
from sheetflow.documents.gather.source import Rows, Source, rows_of, texts_at
from sheetflow.documents.model import PickLine, PickList, Stop
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, IntArray

ONE_FOR_ALL = "One for all"


def pick_lists(source: Source, picks: IntArray) -> tuple[PickList, ...]:
    """The pick lists of these positions of Picks: one for each order, or as Settings say one for all of them."""
    order = source.book.picks.order_index
    picks = picks[order[picks] >= 0]
    orders = np.unique(order[picks])
    if not len(orders):
        return ()
    if source.book.settings.texts.get("Pick lists") == ONE_FOR_ALL and len(orders) > 1:
        return (_pick_list(source, orders.tolist(), picks),)
    mine = rows_of(order[picks], orders)
    return tuple(
        _pick_list(source, [at], picks[mine[at]])
        for at in _by_urgency(source.book, orders)
    )


def _by_urgency(book: Book, orders: IntArray) -> list[int]:
    """By Ship by (blank last), then Order date, then row: as orders are served (rules.md section 3)."""
    frame, last = book.orders, np.iinfo(np.int64).max
    due, day = (
        frame.number("Ship by", last)[orders],
        frame.number("Order date", last)[orders],
    )
    served: list[int] = orders[np.lexsort((orders, day, due))].tolist()
    return served


def _pick_list(source: Source, orders: Sequence[int], picks: IntArray) -> PickList:
    book = source.book
    frame = Rows(book.orders, np.array(orders, dtype=np.int64))
    alone = len(orders) == 1
    return PickList(
        orders=tuple(frame.texts("Order")),
        customer=buyer_of(source, orders[0]).name if alone else "",
        ship_by=frame.days("Ship by")[0] if alone else None,
        stops=_stops(book, picks),
    )


def _stops(book: Book, picks: IntArray) -> tuple[Stop, ...]:
    """The locations by priority, then name; at each its products, by code, then order."""
    places = book.picks.location_index
    stops = []
    for place in sorted(
        set(places[picks].tolist()), key=lambda at: int(book.warehouse.rank[at])
    ):
        rows = Rows(book.picks, picks[places[picks] == place])
        lines = sorted(
            _lines(book, rows), key=lambda line: (line.sku, line.order, line.pick)
        )
        code = str(book.warehouse.codes[place])
        stops.append(Stop(code, _place_names(book).get(code, ""), tuple(lines)))
    return tuple(stops)


def _place_names(book: Book) -> dict[str, str]:
    locations = book.locations
    named = zip(locations.location.tolist(), locations.name.tolist(), strict=True)
    return {code: name for code, name in named if code and name}


def _lines(book: Book, rows: Rows) -> list[PickLine]:
    """A blank Suggested beside a Picked (typed without a suggestion) shows what was picked."""
    products, skus = book.products, rows.link("sku")
    suggested, picked = rows.numbers("Suggested"), rows.given_numbers("Picked")
    given = (rows.frame["Suggested"][rows.at] != BLANK).tolist()
    wanted = [
        s if is_given else p or s
        for s, p, is_given in zip(suggested, picked, given, strict=True)
    ]
    columns = zip(
        rows.texts("Pick"),
        texts_at(book.orders.order, rows.link("order")),
        rows.texts("SKU"),
        _described(book, rows),
        texts_at(products.unit, skus),
        texts_at(products.barcode, skus),
        wanted,
        picked,
        strict=True,
    )
    return [PickLine(*values) for values in columns]


def _described(book: Book, rows: Rows) -> list[str]:
    """As the order line calls it, else the product."""
    sold = texts_at(book.order_lines.description, rows.link("line"))
    return [
        own or name for own, name in zip(sold, descriptions(book, rows), strict=True)
    ]

"""Where to pick: suggestions out of free stock, and picks out of suggestions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from .lines import Line, lines_of, order_lines
from .prepare import as_typed
from .stock import free, on_hand

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)


def candidates(
    book: Book, order: Row, sku: str, wanted: Fraction
) -> list[tuple[str, Fraction]]:
    """The locations to take `wanted` units from, in turn, each with what it has free."""
    stock = free(book)
    places = [(name, stock.get((sku, name), ZERO)) for name in book.pickable()]
    places = [(name, quantity) for name, quantity in places if quantity > 0]
    strategy = book.setting("Pick strategy")
    if strategy == "Order location first":
        home = book.home_of(order, sku)
        return sorted(places, key=lambda place: place[0] != home)
    if strategy == "Most stock":
        return sorted(places, key=lambda place: -place[1])
    if strategy == "Least stock":
        return sorted(places, key=lambda place: place[1])
    if strategy == "Fewest locations":
        enough = [place for place in places if place[1] >= wanted]
        if enough:
            return [min(enough, key=lambda place: place[1])]
        return sorted(places, key=lambda place: -place[1])
    return places


def suggest(book: Book, order: Row) -> bool:
    """Void what can no longer be, suggest what is left; whether anything was done."""
    did = _void_impossible(book, order)
    for line in lines_of(book, order["Order"]):
        did |= _suggest_line(book, order, line)
    return did


def open_suggestions(book: Book, order: Row) -> list[Row]:
    found = book.live("Picks", Order=order["Order"])
    return [row for row in found if row["Picked"] is None and book.tracked(row["SKU"])]


def _void_impossible(book: Book, order: Row) -> bool:
    """Suggestions above what is left to pick of their line, or above what their location holds."""
    lines = order_lines(book)
    held = on_hand(book)
    by_line: dict[str, Fraction] = defaultdict(Fraction)
    by_place: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    did = False
    for row in open_suggestions(book, order):
        line = lines.get((row["Order"], row["Line"]))
        place = (row["SKU"], row["Location"])
        asked = row.number("Suggested")
        left = line.to_pick if line else ZERO
        if by_line[row["Line"]] + asked > left or by_place[place] + asked > held.get(
            place, ZERO
        ):
            row.write("Voided", book.as_of)
            did = True
        else:
            by_line[row["Line"]] += asked
            by_place[place] += asked
    return did


def _suggest_line(book: Book, order: Row, line: Line) -> bool:
    wanted = line.to_suggest
    sku = line.row["SKU"]
    if wanted <= 0:
        return False
    for location, quantity in candidates(book, order, sku, wanted):
        take = min(quantity, wanted)
        if take > 0:
            row = book.append(
                "Picks",
                Pick=book.next_key("Picks", "Pick"),
                Order=order["Order"],
                Line=line.row["Line"],
                SKU=sku,
                Location=location,
                Suggested=take,
            )
            row.raw["Line"] = as_typed(row["Line"])
            wanted -= take
    return wanted < line.to_suggest


def pick(book: Book, order: Row) -> bool:
    """Suggest, then take each open suggestion as picked, never more than its location holds."""
    did = suggest(book, order)
    for row in open_suggestions(book, order):
        held = on_hand(book).get((row["SKU"], row["Location"]), ZERO)
        take = min(row.number("Suggested"), held)
        if take > 0:
            row.write("Picked", take)
            if row["Pick date"] is None:
                row.write("Pick date", book.as_of)
            did = True
    return did

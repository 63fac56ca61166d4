"""Suggest: say which units an order shall get, and from where.

Reads   orders, order lines    what is left to pick
        picks, stock           what is suggested already, and what is free
Writes  picks                  suggestions: rows with a blank Picked
"""

from __future__ import annotations

from sheetflow.book import Book
from sheetflow.operations.picking import nothing_to_pick
from sheetflow.operations.suggesting import suggest
from sheetflow.outcome import Step, nothing_refused


def waits_for(book: Book, order: int) -> str:
    """What an order that nothing could be suggested for waits for."""
    return nothing_to_pick(book, order).replace("nothing to pick", "nothing more to suggest")


STEP = Step(
    name="Suggest",
    does="Voids suggestions that no longer fit, then suggests what is left to pick from free stock.",
    reads=("Orders", "Order lines", "Picks", "Stock moves"),
    writes=("Picks",),
    parts=(suggest,),
    refuses=nothing_refused,
    waits_for=waits_for,
)

"""Progress: what has become of the requested actions so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sheetflow.domain.book import Book
from sheetflow.domain.requested_actions import parse
from sheetflow.domain.step import Note


@dataclass
class Progress:
    """What has become of the actions, by the position of their order in Orders.

    `remaining` are the actions not done yet, as the order lists them; `applied` are the
    orders for which something was done. `refused` are the reasons of this pass, by order
    and action, `without_credit` and `without_deposit` why orders wait for either.
    `notes` are what a person should know.
    """

    remaining: dict[int, list[str]]
    applied: set[int] = field(default_factory=set)
    refused: dict[int, dict[str, str]] = field(default_factory=dict)
    without_credit: dict[int, str] = field(default_factory=dict)
    without_deposit: dict[int, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def refuse(self, order: int, action: str, reason: str) -> None:
        """Keep why an order was refused an action."""
        self.refused.setdefault(order, {})[action] = reason

    def complete(self, order: int, actions: Iterable[str]) -> None:
        """Take actions that were done out of those that remain."""
        self.applied.add(order)
        for action in actions:
            self.remaining[order].remove(action)

    def drop_remaining(self, order: int) -> None:
        """Empty the Action cell of an order: nothing more is done for it."""
        self.remaining[order] = []


def requested_actions(book: Book) -> dict[int, list[str]]:
    """The actions that each order requests, by its position in Orders."""
    texts = {at: text for at, text in enumerate(book.orders.action.tolist()) if text}
    parsed = {text: parse(text)[0] for text in set(texts.values())}
    return {order: list(parsed[text]) for order, text in texts.items() if parsed[text]}

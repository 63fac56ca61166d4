"""Progress: what has become of the requested actions so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.requested_actions import parse
from sheetflow.domain.step import Note

FRAME = TypeVar("FRAME", bound=Frame)


@dataclass
class Progress:
    """What has become of the actions, by the position of their order in Orders.

    Of purchase orders and suppliers likewise, each in a Progress of its own.

    `remaining` are the actions not done yet, as the order lists them; `applied` are the
    orders for which something was done. `refused` are the reasons of this pass, by order
    and action, `without_credit` and `without_deposit` why orders wait for either.
    `notes` are what a person should know, `emptied` the orders whose Action cell is emptied.
    """

    remaining: dict[int, list[str]]
    applied: set[int] = field(default_factory=set)
    refused: dict[int, dict[str, str]] = field(default_factory=dict)
    without_credit: dict[int, str] = field(default_factory=dict)
    without_deposit: dict[int, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    emptied: set[int] = field(default_factory=set)

    def refuse(self, order: int, action: str, reason: str) -> None:
        """Keep why an order was refused an action."""
        self.refused.setdefault(order, {})[action] = reason

    def complete(self, order: int, actions: Iterable[str]) -> None:
        """Take actions that were done out of those that remain."""
        self.applied.add(order)
        for action in actions:
            self.remaining[order].remove(action)

    def with_actions_left(self, frame: FRAME) -> FRAME:
        """A sheet with the actions that were done taken out of its Action cells.

        Words that are no action stay.
        """
        done = list(self.applied)
        texts = frame["Action"][done].tolist()
        left = [
            self._left(frame.schema.sheet, record, text)
            for record, text in zip(done, texts, strict=True)
        ]
        return frame.put_at("Action", done, left)

    def _left(self, sheet: str, record: int, text: str | None) -> str | None:
        """What is left in the Action cell of a record."""
        if record in self.emptied:
            return None
        _, unknown = parse(text, sheet)
        return ", ".join([*self.remaining[record], *unknown]) or None

    def drop_remaining(self, order: int) -> None:
        """Empty the Action cell of an order: nothing more is done for it."""
        self.remaining[order] = []
        self.emptied.add(order)


def requested_actions(book: Book, sheet: str = "Orders") -> dict[int, list[str]]:
    """The actions that each record of a sheet requests, by its position."""
    cells = book[sheet]["Action"].tolist()
    texts = {at: text for at, text in enumerate(cells) if text}
    parsed = {text: parse(text, sheet)[0] for text in set(texts.values())}
    return {order: list(parsed[text]) for order, text in texts.items() if parsed[text]}

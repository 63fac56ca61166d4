"""What a part of a step gives back, and what a step declares of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.relations import order_activity


@dataclass(frozen=True)
class Note:
    """Something that a run did and a person should know, at a record of a sheet: printed, and listed on Changes."""

    sheet: str
    record: int
    column: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """The book after a part of a step, the orders (positions) for which it did something,
    and what a person should know of it.
    """

    book: Book
    done: IntArray
    notes: tuple[Note, ...] = ()


Part = Callable[[Book, IntArray], Outcome]
Refuses = Callable[[Book, IntArray], AnyArray]
Waits = Callable[[Book, int], str]


@dataclass(frozen=True)
class Step:
    """An action of the workflow.

    `parts` are done one after the other on a set of orders, in the order of service, and touch no other order;
    `refuses` gives for each order the reason why not, or None; `waits_for` says what an order that nothing could be
    done for waits for. `writes` names the sheets that it may change, with `writes_activity` also those that record
    what happens to orders: the runner holds it to that.
    """

    name: str
    does: str
    writes: tuple[str, ...]
    parts: tuple[Part, ...]
    refuses: Refuses
    waits_for: Waits
    empties: bool = False
    """Whether, once done, it empties the Action cell."""
    writes_activity: bool = False

    def may_write(self, sheet: str) -> bool:
        """Whether it declares that it changes a sheet."""
        activity = {each.sheet for each in order_activity()}
        return sheet in self.writes or (self.writes_activity and sheet in activity)


def nothing_refused(_book: Book, orders: IntArray) -> AnyArray:
    """No order is refused."""
    import numpy as np

    return np.full(len(orders), None, dtype=object)

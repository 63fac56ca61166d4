"""What a step declares about itself, and what each of its parts returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sheetflow.domain.arrays import blank_texts
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.domain.relations import order_activity


@dataclass(frozen=True)
class Note:
    """Something that a run did and a person should know, at a record of a sheet.

    It is printed, and listed on Changes.
    """

    sheet: str
    record: int
    column: str
    text: str


def order_note(order: int, text: str) -> Note:
    """A note on the action of an order."""
    return Note("Orders", order, "Action", text)


@dataclass(frozen=True)
class Outcome:
    """What a part of a step did: the book after it, and the orders that it did something for.

    Orders are positions in Orders. `notes` are what a person should know about it.
    """

    book: Book
    done: IntArray
    notes: tuple[Note, ...] = ()


Part = Callable[[Book, IntArray], Outcome]
Refuses = Callable[[Book, IntArray], AnyArray]
Releases = Callable[[Book, IntArray], Mask]
Waits = Callable[[Book, int], str]

State = Literal["Quote", "Request", "Order", "Cancelled"]
Taken = Literal["suggestions", "picks"]
"""How free stock is taken: as suggestions, or picked at once."""

ORDER: frozenset[State] = frozenset({"Order"})
ANY_STATE: frozenset[State] = frozenset({"Quote", "Request", "Order", "Cancelled"})


@dataclass(frozen=True, eq=False)
class Step:
    """All about one action of the workflow: the schedule knows nothing else about it.

    `parts` are done one after the other. Each is given a set of orders, in the order of
    service, and touches no other order. `refuses` gives the reason why an order cannot have
    the step, or None. `waits_for` says what an order waits for that nothing was done for.
    """

    name: str
    does: str
    writes: tuple[str, ...]
    """The sheets that it may change: the schedule checks it."""
    parts: tuple[Part, ...]
    refuses: Refuses
    waits_for: Waits

    waits_as: str = "ACT03"
    """The code of the problem of one that waits."""
    states: frozenset[State] = ORDER
    """The states of an order in which it is allowed."""
    leaves: State | None = None
    """The state that it takes an order out of: what to use first where others are refused."""
    in_spite_of_rule_errors: bool = False
    """Whether a rule error of the order does not stop it."""
    needs_credit: bool = False
    """Whether it waits while the customer is on hold or above the credit limit."""
    needs_deposit: bool = False
    """Whether it waits for the deposit of an order, where Settings say so."""
    empties: bool = False
    """Whether, once done, it empties the Action cell."""
    writes_activity: bool = False
    """Whether it also writes the sheets that record what happens to orders."""

    takes: Taken | None = None
    """Free stock that its first part (`suggest`) shares out over the orders, and as what."""
    releases: Releases | None = None
    """The orders for which it would release stock now."""
    gives_back: frozenset[Taken] = frozenset()
    """What it releases of that which steps before it took in the same run."""
    releases_alone: bool = False
    """Whether no later order may be done together with one that it releases stock of."""

    def may_write(self, sheet: str) -> bool:
        """Whether it declares that it changes a sheet."""
        activity = {each.sheet for each in order_activity()}
        return sheet in self.writes or (self.writes_activity and sheet in activity)


def nothing_refused(_book: Book, orders: IntArray) -> AnyArray:
    """No order is refused."""
    return blank_texts(len(orders))


def refuse_where(where: Mask, reason: str) -> AnyArray:
    """The reason for the orders under `where`, None for the others."""
    reasons = blank_texts(len(where))
    reasons[where] = reason
    return reasons

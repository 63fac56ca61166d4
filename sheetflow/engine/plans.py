"""Plans: which steps are done for each order, and where in them free stock is taken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sheetflow.checks.on_hold import OnHold
from sheetflow.domain.step import Step, Taken
from sheetflow.engine.progress import Progress
from sheetflow.steps import BY_NAME


@dataclass(frozen=True)
class Plan:
    """The steps that are done for an order, in the order in which it requests them.

    A plan has two halves: the steps before the first that takes free stock, and those from
    it on. Where no step takes any, the second half is empty.
    """

    steps: tuple[Step, ...]

    @cached_property
    def first_taking(self) -> int:
        """The position of the first step that takes free stock; without one, their number."""
        taking = (at for at, step in enumerate(self.steps) if step.takes)
        return next(taking, len(self.steps))

    @property
    def takes_stock(self) -> bool:
        """Whether any of its steps takes free stock."""
        return self.first_taking < len(self.steps)

    @property
    def takes(self) -> Taken | None:
        """As what it first takes free stock; None where it takes none."""
        return self.steps[self.first_taking].takes if self.takes_stock else None

    @property
    def takes_again(self) -> bool:
        """Whether more than one of its steps takes free stock."""
        return sum(step.takes is not None for step in self.steps) > 1

    @property
    def before_taking(self) -> tuple[Step, ...]:
        """The steps before free stock is taken."""
        return self.steps[: self.first_taking]

    @property
    def from_taking(self) -> tuple[Step, ...]:
        """The first step that takes free stock, and all after it."""
        return self.steps[self.first_taking :]

    @property
    def releases_what_it_took(self) -> bool:
        """Whether a step may release what this plan itself has taken."""
        taken = {step.takes for step in self.from_taking}
        return any(step.gives_back & taken for step in self.from_taking)


def plans_of(progress: Progress, on_hold: OnHold) -> dict[int, Plan]:
    """The plan of each order that may do something; orders with equal actions share one.

    An order with a row error does nothing. One with a rule error does only the steps that
    a rule error does not stop, and one without credit or its deposit only those that do not
    need it.
    """
    known: dict[_Request, Plan] = {}
    plans = {}
    for order in progress.remaining:
        if on_hold.by_row_error[order]:
            continue
        request = _request(order, progress, on_hold)
        if request not in known:
            known[request] = _plan(request)
        plans[order] = known[request]
    return {order: plan for order, plan in plans.items() if plan.steps}


class _Request(NamedTuple):
    """The actions that an order requests, and what stops some of them."""

    actions: tuple[str, ...]
    has_rule_error: bool
    is_without_credit: bool
    is_without_deposit: bool


def _request(order: int, progress: Progress, on_hold: OnHold) -> _Request:
    return _Request(
        actions=tuple(progress.remaining[order]),
        has_rule_error=bool(on_hold.by_rule_error[order]),
        is_without_credit=order in progress.without_credit,
        is_without_deposit=order in progress.without_deposit,
    )


def _plan(request: _Request) -> Plan:
    """The plan of an order with this request."""
    steps = tuple(BY_NAME[action.casefold()] for action in request.actions)
    if request.has_rule_error:
        steps = _possible(steps)
    if request.is_without_credit:
        steps = tuple(step for step in steps if not step.needs_credit)
    if request.is_without_deposit:
        steps = tuple(step for step in steps if not step.needs_deposit)
    return Plan(steps)


def _possible(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps that an order with an error of a rule still takes."""
    return tuple(step for step in steps if step.in_spite_of_rule_errors)

"""The page docs/reference/actions.md: every action, as its step declares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sheetflow.domain.relations import order_activity
from sheetflow.domain.step import State, Step
from sheetflow.steps import PURCHASE_STEPS, STEPS, SUPPLIER_STEPS
from tools.markdown import page

KINDS_OF_ORDER: dict[State, str] = {
    "Quote": "a quote",
    "Order": "an order",
    "Cancelled": "a cancelled order",
}

KINDS_OF_PURCHASE: dict[State, str] = {
    "Request": "a request",
    "Order": "a purchase order",
    "Cancelled": "a cancelled purchase order",
}
"""What an order in each state is called, in the order of its life."""

WAY_OUT = {step.leaves: step.name for step in STEPS if step.leaves}
"""The action that takes an order out of a state."""


def actions_page() -> str:
    """The page of all actions, in the order of the workflow."""
    return page(
        "Actions",
        "What you can type in the column Action of [Orders](sheets.md#orders): one action, "
        "or several with commas. [Rules](rules.md#3-actions) says in which order they are "
        "done, and when one waits or is refused.",
        " · ".join(f"[{step.name}](#{_anchor(step.name)})" for step in STEPS),
        *(_section(step) for step in STEPS),
        "## Actions of purchase orders",
        "What you can type in the column Action of [Purchase orders](sheets.md#purchase-orders). "
        "They come before the actions of orders: what arrives today can leave today "
        "([Rules](rules.md#10-purchasing)).",
        *(_purchase_section(step) for step in PURCHASE_STEPS),
        *_supplier_sections(),
    )


def _supplier_sections() -> Iterator[str]:
    """The actions of suppliers, if there are any."""
    if SUPPLIER_STEPS:
        yield "## Actions of suppliers"
        yield (
            "What you can type in the column Action of [Suppliers](sheets.md#suppliers). "
            "They come after those of purchase orders, and before those of orders."
        )
        yield from (_purchase_section(step) for step in SUPPLIER_STEPS)


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _section(step: Step) -> str:
    refused = [
        f"- Refused on {kind}: use [{WAY_OUT[state]}](#{_anchor(WAY_OUT[state])}) first."
        for state, kind in KINDS_OF_ORDER.items()
        if state not in step.states
    ]
    return _described(f"## {step.name}", step, [*refused, *_points(step)])


def _purchase_section(step: Step) -> str:
    refused = [
        f"- Refused on {kind}."
        for state, kind in KINDS_OF_PURCHASE.items()
        if state not in step.states and step in PURCHASE_STEPS
    ]
    return _described(f"### {step.name}", step, [*refused, *_points(step)])


def _described(title: str, step: Step, points: Iterable[str]) -> str:
    return f"{title}\n\n{step.does}\n\n" + "\n".join(points)


def _points(step: Step) -> Iterator[str]:
    """What else the declaration of an action says, one point each."""
    yield f"- Writes {_linked(_sheets_written(step))}."
    if step.in_spite_of_rule_errors:
        kind = "order" if step in STEPS else "purchase order"
        yield f"- Is done even if a rule error puts the {kind} on hold."
    if step.empties:
        yield "- Empties the whole cell once it is done."


def _sheets_written(step: Step) -> Iterator[str]:
    """The sheets that an action may change, each once."""
    yield from step.writes
    if step.writes_activity:
        yield from (
            each.sheet for each in order_activity() if each.sheet not in step.writes
        )


def _linked(sheets: Iterable[str]) -> str:
    return _listed([f"[{sheet}](sheets.md#{_anchor(sheet)})" for sheet in sheets])


def _listed(words: list[str]) -> str:
    """Words as a sentence lists them: one, two and three."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last

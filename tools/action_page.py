"""The page docs/reference/actions.md: every action, as its step declares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sheetflow.domain.relations import order_activity
from sheetflow.domain.step import State, Step
from sheetflow.steps import STEPS
from tools.markdown import page

KINDS_OF_ORDER: dict[State, str] = {
    "Quote": "a quote",
    "Order": "an order",
    "Cancelled": "a cancelled order",
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
    )


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _section(step: Step) -> str:
    return f"## {step.name}\n\n{step.does}\n\n" + "\n".join(_points(step))


def _points(step: Step) -> Iterator[str]:
    """What else the declaration of an action says, one point each."""
    yield from (f"- Refused on {reason}." for reason in _refused_states(step))
    yield f"- Writes {_linked(_sheets_written(step))}."
    if step.in_spite_of_rule_errors:
        yield "- Is done even if a rule error puts the order on hold."
    if step.empties:
        yield "- Empties the whole cell once it is done."


def _refused_states(step: Step) -> Iterator[str]:
    """The states of an order that do not allow an action, each with what to use first."""
    for state, kind in KINDS_OF_ORDER.items():
        if state not in step.states:
            first = WAY_OUT[state]
            yield f"{kind}: use [{first}](#{_anchor(first)}) first"


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

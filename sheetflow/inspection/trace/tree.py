"""A trace: a figure, how it was calculated, its cell, and the parts that it is the sum of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sheetflow.domain.messages import Message, in_own_language, message
from sheetflow.domain.numbers import MICRO
from sheetflow.domain.own_texts import own_name
from sheetflow.domain.phrases import money, number


def _own_title(title: str) -> str:
    """A title in the workbook's language: a message, or a name of the contract such as `Total`."""
    return title.translated() if isinstance(title, Message) else own_name(title)


DIFFERENCE = message("Difference from the recorded amount")
"""The part of a recorded amount that its other parts do not explain."""


@dataclass(frozen=True)
class Trace:
    """One line of a trace, with the lines below it.

    `figure` is in millionths; `unit` is the minor unit of an amount, 0 for a quantity.
    `cell` is where the figure is in the workbook, such as `Orders!D3`.

    A figure is the sum of its `parts`. If it is calculated in another way, `formula`
    says how, as Excel does; {0}, {1} … are its `operands`: figures that are elsewhere in
    the trace, or that are listed with this one.
    """

    title: str
    figure: int | None = None
    unit: int = 0
    how: str = ""
    cell: str = ""
    parts: tuple[Trace, ...] = ()
    formula: str = ""
    operands: tuple[Trace, ...] = ()

    @property
    def amount(self) -> int:
        """The figure in millionths; 0 if there is none."""
        return self.figure or 0

    @property
    def shown(self) -> str:
        """The figure as people read it."""
        if self.figure is None:
            return ""
        # A fact may be finer than the currency: then every digit is shown.
        if self.unit and self.figure % self.unit == 0:
            return money(self.figure, self.unit)
        return number(self.figure)

    @property
    def is_calculated(self) -> bool:
        """Whether the figure follows from others; a fact does not."""
        return self.figure is not None and bool(self.formula or self.parts)

    def in_own_language(self) -> Trace:
        """The same trace in the language and the names of the workbook."""
        return replace(
            self,
            title=_own_title(self.title),
            how=in_own_language(self.how),
            parts=tuple(part.in_own_language() for part in self.parts),
            operands=tuple(each.in_own_language() for each in self.operands),
        )

    def negated(self) -> Trace:
        """The same figure with the opposite sign, and its parts likewise."""
        return replace(
            self,
            figure=-self.amount,
            parts=tuple(part.negated() for part in self.parts),
            formula=f"-({self.formula})" if self.formula else "",
        )

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Trace]]:
        """This line and all below it, each with its depth."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)


def sum_of(traces: Iterable[Trace]) -> int:
    """The sum of some figures, in millionths."""
    return sum(trace.amount for trace in traces)


def subtotal(title: str, parts: Sequence[Trace], unit: int = 0) -> Trace:
    """The sum of some parts."""
    return Trace(title, sum_of(parts), unit, parts=tuple(parts))


def total(title: str, engine: int, parts: Sequence[Trace], unit: int = 0) -> Trace:
    """The sum of some parts, which must be the figure that the engine calculated."""
    found = subtotal(title, parts, unit)
    assert found.figure == int(engine), (
        f"{title}: the parts come to {found.figure}, the engine says {engine} (millionths)"
    )
    return found


def recorded(title: str, fact: int, parts: Sequence[Trace], unit: int) -> Trace:
    """An amount that the workbook records; what its parts do not explain is a part itself."""
    return total(title, fact, _with_difference(fact, parts, unit), unit)


def _with_difference(fact: int, parts: Sequence[Trace], unit: int) -> Sequence[Trace]:
    """The parts of an amount, with what they do not explain."""
    difference = int(fact) - sum_of(parts)
    if not difference:
        return parts
    return [*parts, Trace(DIFFERENCE, difference, unit)]


def as_lines(trace: Trace) -> Iterator[str]:
    """The trace as text, indented by depth."""
    for depth, line in trace.walk():
        yield "  " * depth + _as_line(line)


def _as_line(trace: Trace) -> str:
    """`Total: 53.97 · 3 × 17.99 = 53.97  [Orders!D3]`."""
    figure = "" if trace.figure is None else f": {trace.shown}"
    how = f" · {trace.how}" if trace.how else ""
    cell = f"  [{trace.cell}]" if trace.cell else ""
    return f"{trace.title}{figure}{how}{cell}"


def as_data(trace: Trace) -> dict[str, object]:
    """The trace as JSON takes it; figures are text, so that no digit is lost."""
    return {
        "title": trace.title,
        "figure": trace.shown or None,
        "how": trace.how or None,
        "place": trace.cell or None,
        "parts": [as_data(part) for part in trace.parts],
    }


def spreadsheet_number(trace: Trace) -> float:
    """The figure as a spreadsheet takes it."""
    return trace.amount / MICRO

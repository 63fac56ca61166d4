"""A trace: a figure, how it was worked out, where it stands, and the parts that it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sheetflow.domain.numbers import MICRO
from sheetflow.domain.phrases import money, number


@dataclass(frozen=True)
class Trace:
    """One line of a trace; `figure` is in millionths, `unit` the minor unit of an amount (0: a quantity).

    It is the sum of its `parts`. Where it is worked out otherwise, `formula` says how in Excel's words, with {0}, {1} …
    for `operands`: figures that stand elsewhere in the trace, or are listed with this one.
    """

    title: str
    figure: int | None = None
    unit: int = 0
    how: str = ""
    place: str = ""
    parts: tuple[Trace, ...] = ()
    formula: str = ""
    operands: tuple[Trace, ...] = ()

    @property
    def shown(self) -> str:
        """The figure as people read it."""
        if self.figure is None:
            return ""
        # A fact may be finer than the currency: then every digit is shown.
        return (
            money(self.figure, self.unit)
            if self.unit and self.figure % self.unit == 0
            else number(self.figure)
        )

    @property
    def is_worked_out(self) -> bool:
        """Whether the figure follows from others; a fact does not."""
        return self.figure is not None and bool(self.formula or self.parts)

    def less(self) -> Trace:
        """The same figure, taken away; what it consists of is taken away with it."""
        formula = f"-({self.formula})" if self.formula else ""
        return replace(
            self,
            figure=-(self.figure or 0),
            parts=tuple(part.less() for part in self.parts),
            formula=formula,
        )

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Trace]]:
        """This line and all below it, each with its depth."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)


def total(
    title: str,
    engine: int,
    parts: Sequence[Trace],
    unit: int = 0,
    *,
    how: str = "",
    place: str = "",
) -> Trace:
    """A figure that is the sum of the parts shown; that the engine says another is our bug."""
    added = sum(part.figure or 0 for part in parts)
    assert added == int(engine), (
        f"{title}: the parts come to {added}, the engine says {engine} (millionths)"
    )
    return Trace(title, added, unit, how, place, tuple(parts))


def kept(title: str, fact: int, parts: Sequence[Trace], unit: int, place: str) -> Trace:
    """A figure that the workbook keeps; where its parts come to another, the rest is a part of its own."""
    rest = int(fact) - sum(part.figure or 0 for part in parts)
    more = (
        (Trace("Typed or kept otherwise than its parts", rest, unit),) if rest else ()
    )
    return total(title, fact, [*parts, *more], unit, place=place)


def as_lines(trace: Trace) -> Iterator[str]:
    """The trace as text: indented titles, figures, how and where."""
    for depth, line in trace.walk():
        how = f" · {line.how}" if line.how else ""
        place = f"  [{line.place}]" if line.place else ""
        figure = f": {line.shown}" if line.figure is not None else ""
        yield f"{'  ' * depth}{line.title}{figure}{how}{place}"


def as_data(trace: Trace) -> dict[str, object]:
    """The trace as JSON takes it; figures are text, so that no digit is lost."""
    return {
        "title": trace.title,
        "figure": trace.shown or None,
        "how": trace.how or None,
        "place": trace.place or None,
        "parts": [as_data(part) for part in trace.parts],
    }


def units(trace: Trace) -> float:
    """The figure as a spreadsheet takes it."""
    return (trace.figure or 0) / MICRO

"""Values as text: exact, on one line, empty for a blank cell."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.inspection.diff.differences import Percent, Value

_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_ONE_LINE = str.maketrans({**_CONTROLS, ord("\n"): "⏎"})


def text_of(value: Value) -> str:
    """`12.5`, `10%`, `2026-03-02`; a line break shows as `⏎`."""
    if value is None:
        return ""
    if isinstance(value, Percent):
        return f"{text_of(value.number)}%"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = str(value)
    return text if text.isprintable() else text.translate(_ONE_LINE)

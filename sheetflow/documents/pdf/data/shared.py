"""Facts and sums of a letter, as templates get them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from sheetflow.documents.pdf.data.fields import FactData, SumData
from sheetflow.documents.wording import Fact, SumLine
from sheetflow.documents.wording.locale_formats import Formats

_BREAKS = re.compile(r"\s*[\n\r\t\v\f\x85\u2028\u2029]\s*")


def facts_data(facts: Sequence[Fact], formats: Formats) -> list[FactData]:
    """What stands beside the address."""
    return [{"label": fact.label, "value": _fact_text(fact, formats)} for fact in facts]


def _fact_text(fact: Fact, formats: Formats) -> str:
    if isinstance(fact.value, str):
        return fact.value
    return (
        formats.date(fact.value)
        if isinstance(fact.value, dt.date)
        else formats.money(fact.value)
    )


def one_line(text: str, most: int = 1000) -> str:
    """A text without line breaks and tabs, with … where it has more than `most` letters."""
    words = _BREAKS.sub(" ", text.strip())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def sums_data(sums: Sequence[SumLine], formats: Formats) -> list[SumData]:
    """The sums below the lines; the total and the balance bear the currency's sign."""
    return [
        {
            "kind": line.kind,
            "label": line.label,
            "on": "" if line.on is None else f"on {formats.amount(line.on)}",
            "amount": (
                formats.money if line.kind in ("total", "balance") else formats.amount
            )(line.amount),
        }
        for line in sums
    ]

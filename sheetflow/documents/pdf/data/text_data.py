"""Facts and totals as texts, and texts of one line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from sheetflow.documents.pdf.data.common_fields import FactData, LanguageData, SumData
from sheetflow.documents.wording import Fact, SumLine
from sheetflow.documents.wording.locale_formats import Formats

_LINE_BREAKS = re.compile(r"\s*[\n\r\t\v\f\x85\u2028\u2029]\s*")
_WITH_CURRENCY_SIGN = ("total", "balance", "deposit")


def language_data(formats: Formats) -> LanguageData:
    """The language of a document, and how it writes numbers."""
    return {
        "language": formats.words.code,
        "from_right": formats.words.is_from_right,
        "decimal_mark": formats.decimal_mark,
    }


def facts_data(facts: Sequence[Fact], formats: Formats) -> list[FactData]:
    """The facts next to the address."""
    return [{"label": fact.label, "value": _fact_text(fact, formats)} for fact in facts]


def _fact_text(fact: Fact, formats: Formats) -> str:
    value = fact.value
    if isinstance(value, str):
        return formats.words.isolated(value)
    if isinstance(value, dt.date):
        return formats.date(value)
    return formats.money(value)


def sums_data(sums: Sequence[SumLine], formats: Formats) -> list[SumData]:
    """The totals below the lines."""
    return [_sum_data(line, formats) for line in sums]


def _sum_data(line: SumLine, formats: Formats) -> SumData:
    return {
        "kind": line.kind,
        "label": line.label,
        "on": _taxed_amount_text(line, formats),
        "amount": _amount_text(line, formats),
    }


def _amount_text(line: SumLine, formats: Formats) -> str:
    if line.kind in _WITH_CURRENCY_SIGN:
        return formats.money(line.amount)
    return formats.amount(line.amount)


def _taxed_amount_text(line: SumLine, formats: Formats) -> str:
    if line.on is None:
        return ""
    return formats.words.text("on {amount}", amount=formats.amount(line.on))


def one_line(text: str, max_length: int = 1000) -> str:
    """A text without line breaks and tabs, cut with … after `max_length` characters."""
    line = _LINE_BREAKS.sub(" ", text.strip())
    if len(line) <= max_length:
        return line
    return f"{line[: max_length - 1].rstrip()}…"

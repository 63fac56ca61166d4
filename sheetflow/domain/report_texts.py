"""The texts of reports, and what is wrong with a language's translations of them.

report_texts.toml lists them in English, which is also their key in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from sheetflow.domain.declarations import load
from sheetflow.domain.document_texts import Texts, faults_of_text, unlike


class ReportTexts(Struct, frozen=True, forbid_unknown_fields=True):
    """All texts in English."""

    texts: tuple[str, ...]


@cache
def report_texts() -> ReportTexts:
    """The texts of reports, as declared."""
    return load(Path(__file__).with_name("report_texts.toml"), ReportTexts)


def report_faults(texts: Texts) -> Iterator[tuple[str, str]]:
    """What is wrong in a language's texts of reports: the text that it is about, and what."""
    yield from unlike(texts, report_texts().texts, "text of reports")
    for text, own in texts.items():
        yield from faults_of_text(text, own)

"""The language of the page: that of the browser where there are translations, else English."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sheetflow.domain.messages import ENGLISH, LOCALES

WORDS = "LC_MESSAGES/page.json"


def page_language(accepted: str) -> str:
    """The first language that a browser accepts and that there is. `accepted` is its Accept-Language."""
    known = [ENGLISH, *(path.name for path in LOCALES.iterdir() if path.is_dir())]
    return next((code for code in _accepted(accepted) if code in known), ENGLISH)


def _accepted(header: str) -> Iterator[str]:
    """The languages of `de-AT,de;q=0.9,en;q=0.5`, the most wanted first."""
    ranked = sorted(map(_ranked, header.split(",")), key=lambda each: -each[1])
    for code, wanted in ranked:
        if wanted > 0:
            yield code


def _ranked(part: str) -> tuple[str, float]:
    """A language and how much it is wanted."""
    name, _, wanted = part.partition(";q=")
    code = name.strip().partition("-")[0].lower()
    try:
        return code, float(wanted or 1)
    except ValueError:
        return code, 0.0


def script_words(code: str) -> Mapping[str, str]:
    """What the texts of the scripts are in a language; none for English."""
    path = LOCALES / code / WORDS
    if not path.exists():
        return {}
    words: Mapping[str, str] = json.loads(path.read_bytes())
    return words

"""The page is in the language of the browser."""

from __future__ import annotations

import pytest

from sheetflow.serving.answers import NOT_KEPT
from sheetflow.serving.dropped import FULL
from sheetflow.serving.incoming import TOO_LARGE
from sheetflow.serving.page_language import page_language, script_words
from sheetflow.serving.runs import BROKE_OFF, TOO_LONG


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("ja,de;q=0.3", "de"),
        ("ja", "en"),
        ("", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("de;q=much, en", "en"),
        ("../../etc", "en"),
    ],
)
def test_the_most_wanted_language_is_shown(accepted: str, language: str) -> None:
    assert page_language(accepted) == language


def test_scripts_get_the_words_of_their_language() -> None:
    assert script_words("en") == {}
    words = script_words("de")
    assert words["Preview"] == "Vorschau"
    assert words["{count} things to fix"] == "{count} Korrekturen nötig"


@pytest.mark.parametrize("refusal", [FULL, NOT_KEPT, TOO_LARGE, TOO_LONG, BROKE_OFF])
def test_what_the_server_refuses_has_words_too(refusal: str) -> None:
    assert script_words("de")[refusal] not in ("", refusal)

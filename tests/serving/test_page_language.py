"""The page is in the language of the browser."""

from __future__ import annotations

import pytest

from sheetflow.serving.page_language import page_language, script_words


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

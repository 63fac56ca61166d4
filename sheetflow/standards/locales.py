"""The locales that documents can be written in (CLDR), without importing babel.

Importing babel takes longer than many a run, so this looks at the names of its files:
one for each locale (`de_DE.dat`). Where a language has several scripts, the name says
which one a country uses: `zh_TW` is `zh_Hant_TW`. The module that reads the locales is
documents/wording/locale_formats.py.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def is_locale(text: str) -> bool:
    """Whether a text names a locale: `de_DE`, `de-DE`, `ja`."""
    name = text.strip().casefold().replace("-", "_")
    return name in _locales() or name in _without_script()


def locale_names() -> list[str]:
    """Every locale with a country, as people write them: `en_GB`."""
    names = []
    for locale in sorted(_locales()):
        language, *rest = locale.split("_")
        if len(rest) == 1:
            names.append(f"{language}_{rest[0].upper()}")
    return names


@cache
def _locales() -> frozenset[str]:
    """Every locale in lower case: `de`, `de_de`, `zh_hant_tw`."""
    files = _babel_folder().joinpath("locale-data").glob("*.dat")
    return frozenset(file.stem.casefold() for file in files) - {"root"}


@cache
def _without_script() -> frozenset[str]:
    """The locales that have a script, without it: `zh_tw`."""
    parts = [locale.split("_") for locale in _locales()]
    return frozenset(f"{part[0]}_{part[2]}" for part in parts if len(part) == 3)


def _babel_folder() -> Path:
    spec = find_spec("babel")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent

"""Whether a locale exists, without importing babel, which takes longer than many a run.

Babel keeps a file for each locale (`de_DE.dat`); a country whose language has several scripts stands under one of them
(`zh_TW` as `zh_Hant_TW`). printing/formats.py is what reads them.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def is_locale(text: str) -> bool:
    """Whether a text names a locale: `de_DE`, `de-DE`, `ja`."""
    parts = text.strip().casefold().replace("-", "_").split("_")
    return "_".join(parts) in _known() or (
        len(parts) == 2 and (parts[0], parts[1]) in _without_script()
    )


@cache
def _known() -> frozenset[str]:
    spec = find_spec("babel")
    assert spec is not None
    assert spec.origin is not None
    found = Path(spec.origin).with_name("locale-data").glob("*.dat")
    return frozenset(path.stem.casefold() for path in found) - {"root"}


@cache
def _without_script() -> frozenset[tuple[str, str]]:
    parts = (name.split("_") for name in _known())
    return frozenset((part[0], part[2]) for part in parts if len(part) == 3)


def locale_names() -> list[str]:
    """Every locale with a country, as people write them: `en_GB`."""
    pairs = (name.split("_") for name in sorted(_known()))
    return [f"{pair[0]}_{pair[1].upper()}" for pair in pairs if len(pair) == 2]

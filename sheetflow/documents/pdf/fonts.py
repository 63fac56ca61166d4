"""The typefaces of PDFs: they come with packages, so that a document looks the same on every machine.

Fonts of the system are never used. A folder `fonts/` beside the workbook may hold more.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

if TYPE_CHECKING:
    import typst

PACKAGES = {
    "fontpkg_inter": "Inter",
    "fontpkg_noto_sans_arabic": "Noto Sans Arabic",
    "fontpkg_heebo": "Heebo",
    "fontpkg_noto_sans_devanagari": "Noto Sans Devanagari",
    "fontpkg_noto_sans_thai": "Noto Sans Thai",
    "manimgx_fonts_cjk": "Noto Sans CJK",
}
"""Packages with fonts, and the family that is used of each, in the order in which a letter is looked for."""

_CHINESE = {"Hant_HK": "HK", "Hant": "TC", "Hans": "SC"}


def find_fonts(own: Path | None) -> typst.Fonts:
    """The fonts of the packages that are installed, and those in a folder of one's own, where there is one."""
    return _load(str(own) if own else "")


@lru_cache(maxsize=4)
def _load(own: str) -> typst.Fonts:
    import typst

    folders = [str(folder) for folder in map(_folder_of, PACKAGES) if folder]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[*folders, own] if own else folders,
    )


def _folder_of(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def families(fonts: typst.Fonts, own: Path | None, locale: Locale) -> list[str]:
    """The families in which a letter is looked for, one after the other, as far as they are there."""
    there = set(fonts.families())
    usual = [
        f"{name} {_script(locale)}" if name == "Noto Sans CJK" else name
        for name in PACKAGES.values()
    ]
    mine = {
        font.family
        for font in fonts.fonts()
        if own and font.path and Path(font.path).is_relative_to(own)
    }
    return [
        name for name in (*usual, *sorted(mine), "DejaVu Sans Mono") if name in there
    ]


def _script(locale: Locale) -> str:
    """How Chinese signs are written in a locale: they differ between Japan, Korea, China, Taiwan and Hong Kong."""
    if locale.language == "zh":
        script = locale.script or (
            "Hant" if locale.territory in ("TW", "HK", "MO") else "Hans"
        )
        return _CHINESE.get(f"{script}_{locale.territory}") or _CHINESE.get(
            script, "SC"
        )
    return "KR" if locale.language == "ko" else "JP"

"""The fonts of PDFs. They come with packages, so a document looks the same on every machine.

Fonts of the system are never used. A folder `fonts/` next to the workbook can add some.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

if TYPE_CHECKING:
    import typst

_CJK = "Noto Sans CJK"
PACKAGES = {
    "fontpkg_inter": "Inter",
    "fontpkg_noto_sans_arabic": "Noto Sans Arabic",
    "fontpkg_heebo": "Heebo",
    "fontpkg_noto_sans_devanagari": "Noto Sans Devanagari",
    "fontpkg_noto_sans_thai": "Noto Sans Thai",
    "manimgx_fonts_cjk": _CJK,
}
"""Packages with fonts and the family used from each, in the order in which typst looks
for a glyph."""

_LAST_RESORT = "DejaVu Sans Mono"
"""A family that is part of typst."""

_TRADITIONAL_TERRITORIES = ("TW", "HK", "MO")
_CJK_VARIANTS = {"Hant_HK": "HK", "Hant": "TC", "Hans": "SC"}
"""The variant of the CJK family by script and territory, or by script alone."""


def find_fonts(own_fonts: Path | None) -> typst.Fonts:
    """The fonts of the installed packages, and those in the seller's own folder."""
    return _load_fonts(str(own_fonts) if own_fonts else "")


@lru_cache(maxsize=4)
def _load_fonts(own_folder: str) -> typst.Fonts:
    import typst

    folders = [str(folder) for folder in map(_folder_of, PACKAGES) if folder]
    if own_folder:
        folders.append(own_folder)
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=folders,
    )


def _folder_of(package: str) -> Path | None:
    """The folder of a package, None if it is not installed."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def font_families(
    fonts: typst.Fonts, own_fonts: Path | None, locale: Locale
) -> list[str]:
    """The available families in the order in which typst looks for a glyph."""
    available = set(fonts.families())
    packaged = [_family_in(locale, family) for family in PACKAGES.values()]
    own = sorted(_families_in_folder(fonts, own_fonts))
    wanted = [*packaged, *own, _LAST_RESORT]
    return [family for family in wanted if family in available]


def _families_in_folder(fonts: typst.Fonts, folder: Path | None) -> set[str]:
    if folder is None:
        return set()
    return {
        font.family
        for font in fonts.fonts()
        if font.path and Path(font.path).is_relative_to(folder)
    }


def _family_in(locale: Locale, family: str) -> str:
    """The name of a family in a locale: the CJK family has a variant for each region."""
    return f"{_CJK} {_cjk_variant(locale)}" if family == _CJK else family


def _cjk_variant(locale: Locale) -> str:
    """How a locale writes Chinese characters.

    They differ between Japan, Korea, China, Taiwan and Hong Kong.
    """
    if locale.language == "ko":
        return "KR"
    if locale.language != "zh":
        return "JP"
    is_traditional = locale.territory in _TRADITIONAL_TERRITORIES
    script = locale.script or ("Hant" if is_traditional else "Hans")
    regional = f"{script}_{locale.territory}"
    return _CJK_VARIANTS.get(regional) or _CJK_VARIANTS.get(script, "SC")

"""The fonts of PDFs. They come with packages, so a document looks the same on every machine.

Fonts of the system are never used. A folder `fonts/` next to the workbook can add some.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    folders = [*filter(None, map(_folder_of, PACKAGES))]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[*folders, own_folder] if own_folder else folders,
    )


def _folder_of(package: str) -> str:
    """The folder of a package, "" if it is not installed."""
    spec = find_spec(package)
    return str(Path(spec.origin).parent) if spec and spec.origin else ""


def font_families(
    fonts: typst.Fonts, own_fonts: Path | None, locale: Locale
) -> list[str]:
    """The available families in the order in which typst looks for a glyph."""
    packaged = [_family_in(locale, family) for family in PACKAGES.values()]
    wanted = [*packaged, *_own_families(fonts, own_fonts), _LAST_RESORT]
    return _available(wanted, fonts)


def _available(families: Sequence[str], fonts: typst.Fonts) -> list[str]:
    available = set(fonts.families())
    return [family for family in families if family in available]


def _own_families(fonts: typst.Fonts, folder: Path | None) -> list[str]:
    """The families in the seller's folder, sorted."""
    if folder is None:
        return []
    own = [font for font in fonts.fonts() if _is_in(folder, font.path)]
    return sorted({font.family for font in own})


def _is_in(folder: Path, path: str | Path | None) -> bool:
    return bool(path) and Path(str(path)).is_relative_to(folder)


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
    return _chinese_variant(locale)


def _chinese_variant(locale: Locale) -> str:
    script = _chinese_script(locale)
    regional = f"{script}_{locale.territory}"
    return _CJK_VARIANTS.get(regional) or _CJK_VARIANTS.get(script, "SC")


def _chinese_script(locale: Locale) -> str:
    """Hant for traditional characters, Hans for simplified ones."""
    if locale.script:
        return locale.script
    return "Hant" if locale.territory in _TRADITIONAL_TERRITORIES else "Hans"

"""The page docs/reference/imports.md: the kinds of files that can be imported."""

from __future__ import annotations

from collections.abc import Iterable

from sheetflow.importing.profiles import Profile, shipped_profiles
from tools.markdown import page, table


def imports_page() -> str:
    """The page of all profiles, in the order of the alphabet."""
    rows = [_row(name, profile) for name, profile in shipped_profiles().items()]
    return page(
        "Kinds of files",
        "What `sheetflow import` knows without a word. A file is known by its headers; `--as` names its kind "
        "yourself. [Take rows from shops and lists](../guides/import.md) says what becomes of it.",
        table(("Kind", "File", "Known by"), rows),
    )


def _row(name: str, profile: Profile) -> tuple[str, str, str]:
    of_no_use = f": {profile.instead}" if profile.instead else ""
    title = f"[{profile.title}]({profile.source}){of_no_use}"
    return f"`{name}`", title, _known_by(profile)


def _known_by(profile: Profile) -> str:
    """The headers that a file has; of tracking numbers, those of which it has one each."""
    if profile.tracking is None:
        return _listed(profile.headers)
    order = " or ".join(profile.tracking.order[:3])
    number = " or ".join(profile.tracking.number[:2])
    return f"{order} …; and {number} …"


def _listed(headers: Iterable[str]) -> str:
    return ", ".join(headers)

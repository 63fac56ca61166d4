"""What an Action cell requests: the names of actions, with commas between them."""

from __future__ import annotations

from functools import lru_cache

from sheetflow.domain.catalogue import Catalogue, catalogue


def action_names() -> dict[str, str]:
    """The actions that there are, by their name without case."""
    return _action_names(catalogue())


@lru_cache(maxsize=16)
def _action_names(sheets: Catalogue) -> dict[str, str]:
    names = sheets["Orders"].column("Action").choices
    return {name.casefold(): name for name in names}


def parse(text: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actions that a cell names, and the words in it that are not actions."""
    words = [word.strip() for word in (text or "").split(",") if word.strip()]
    names = action_names()
    known = tuple(names[word.casefold()] for word in words if word.casefold() in names)
    return known, tuple(word for word in words if word.casefold() not in names)

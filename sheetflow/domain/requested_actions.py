"""What an Action cell requests: the names of actions, with commas between them."""

from __future__ import annotations

from functools import lru_cache

from sheetflow.domain.catalogue import Catalogue, catalogue


def action_names(sheet: str = "Orders") -> dict[str, str]:
    """The actions that a sheet has, by their name without case."""
    return _action_names(catalogue(), sheet)


@lru_cache(maxsize=16)
def _action_names(sheets: Catalogue, sheet: str) -> dict[str, str]:
    names = sheets[sheet].column("Action").choices
    return {name.casefold(): name for name in names}


def parse(
    text: str | None, sheet: str = "Orders"
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The actions that a cell of a sheet names, and the words in it that are not actions."""
    words = [word.strip() for word in (text or "").split(",") if word.strip()]
    names = action_names(sheet)
    known = tuple(names[word.casefold()] for word in words if word.casefold() in names)
    return known, tuple(word for word in words if word.casefold() not in names)

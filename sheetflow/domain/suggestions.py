"""The known name that is most like a mistyped one: proposed in messages, never applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheetflow.domain.messages import message
from sheetflow.domain.schema import loose

LIKE = 0.6
"""How much of a name must be right for another to be proposed: wrong, missing, added, swapped letters count."""

MOST = 2_000_000
"""How many pairs of names are compared for one column, about half a second's work: what is left gets no proposal."""

MOST_IN_ALL = 3 * MOST
"""How many pairs are compared for all columns of a workbook."""


def nearest(name: str, known: Sequence[str], cutoff: float = LIKE) -> str:
    """The known name that is most like a mistyped one, the first of several alike; an empty string where none is."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    best = process.extractOne(
        loose(name),
        [loose(word) for word in known],
        scorer=OSA.normalized_similarity,
        score_cutoff=cutoff,
    )
    return known[best[2]] if best else ""


def nearest_of_each(
    names: Iterable[str], known: Sequence[str], most: int = MOST
) -> dict[str, str]:
    """`nearest` of many names, in their order, until `most` pairs were compared; a name without one is not in it."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    looked_up = list(dict.fromkeys(names))[: most // max(len(known), 1)]
    if not looked_up:
        return {}
    plain = [loose(word) for word in known]
    found: dict[str, str] = {}
    for name in looked_up:
        best = process.extractOne(
            loose(name), plain, scorer=OSA.normalized_similarity, score_cutoff=LIKE
        )
        if best:
            found[name] = known[best[2]]
    return found


def suggestion(name: str) -> str:
    """`. Did you mean X?` to go on from a message, or an empty string where there is no name."""
    return message(". Did you mean {name}?", name=name) if name else ""


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """`. Did you mean X?` where one known name is near, else an empty string."""
    return suggestion(nearest(name, known))

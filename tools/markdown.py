"""Pages and tables of Markdown, as the reference is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by python -m tools.reference; do not edit. -->"


def page(title: str, *paragraphs: str) -> str:
    """A page that says that it is made."""
    return "\n\n".join([f"# {title}", MADE, *paragraphs]) + "\n"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a `|` in a cell is escaped."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |"
        for line in lines
    )

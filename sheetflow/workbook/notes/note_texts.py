"""The part of a sheet that holds its notes (Excel's older "comments"): ours put in, and taken out again exactly.

What we write stands between two lines by which it is found again, whatever program has saved the workbook since: in a
note of its own, or below the text of a note that the owner has on that cell. Source: ECMA-376 part 1, 18.7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import XmlPart, required
from sheetflow.workbook.cells.cell_encoder import escaped_text
from sheetflow.workbook.cells.cell_references import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.archive.xml_part import Element

AUTHOR = "sheetflow"
FIRST_LINE, LAST_LINE = "— sheetflow —", "— see Issues —"
_BREAK = rb"(?:\r\n|\n|&#13;&#10;|&#xD;&#xA;|&#10;|&#xA;|_x000D_\n|_x000[aA]_)"
_SAID = re.escape(FIRST_LINE.encode()) + rb".*?" + re.escape(LAST_LINE.encode())
_OURS = re.compile(_BREAK + _SAID + rb"|" + _SAID + _BREAK + rb"?", re.DOTALL)
_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{}"><authors></authors><commentList></commentList></comments>'  # noqa: E501
_THREADED = (
    "tc="  # how the author of a note begins that stands for a thread of comments
)

Cell = tuple[int, int]


class Without(NamedTuple):
    """A part without our notes: its bytes, the cells that have no note any more, and whether any note is left."""

    data: bytes
    freed: frozenset[str]
    is_empty: bool


def framed(text: str) -> str:
    """What we say of a cell, between the lines by which it is found again."""
    return f"{FIRST_LINE}\n{text}\n{LAST_LINE}"


def no_notes(namespace: str) -> bytes:
    """A part for notes that holds none."""
    return _EMPTY.format(namespace).encode()


def without_ours(data: bytes) -> Without:
    """Take our notes, and our words in the owner's notes, out of a part."""
    if FIRST_LINE.encode() not in data:
        part = XmlPart(data)
        return Without(data, frozenset(), not part.all("comment"))
    part = XmlPart(data)
    freed = {
        comment.get("ref")
        for comment in part.all("comment")
        if _taken_out(part, comment)
    }
    _drop_author(part)
    return Without(part.result(), frozenset(freed), not part.all("comment"))


def _taken_out(part: XmlPart, comment: Element) -> bool:
    """Take our words out of one note; whether nothing else was in it, so that it goes whole."""
    texts = [
        e
        for e in part.all("t")
        if comment.start < e.start < comment.end and e.head < e.end
    ]
    whole = b"".join(part.inner(text) for text in texts)
    found = _OURS.search(whole)
    if not found:
        return False
    if not (whole[: found.start()] + whole[found.end() :]).strip():
        part.remove(comment)
        return True
    at = 0
    for text in texts:
        inner = part.inner(text)
        _cut(part, text, max(found.start() - at, 0), min(found.end() - at, len(inner)))
        at += len(inner)
    return False


def _cut(part: XmlPart, text: Element, start: int, end: int) -> None:
    """Take some bytes out of a text; a run of which nothing is left goes too."""
    if start >= end:
        return
    run = text.parent
    if end - start == len(part.inner(text)) and run is not None and run.local == "r":
        part.remove(run)
        return
    part.replace(text.head + start, text.head + end, b"")


def _drop_author(part: XmlPart) -> None:
    """Take our name off the list of authors where no note bears it; those behind it move up."""
    authors = part.all("author")
    ours = next(
        (i for i, author in enumerate(authors) if part.text(author) == AUTHOR), -1
    )
    comments = part.all("comment")
    if ours < 0 or any(comment.number("authorId") == ours for comment in comments):
        return
    part.remove(authors[ours])
    for comment in comments:
        if comment.number("authorId") > ours:
            part.set_attribute(comment, "authorId", str(comment.number("authorId") - 1))


def with_ours(
    data: bytes, notes: Mapping[Cell, str], threads: set[str]
) -> tuple[bytes, list[Cell]]:
    """Put our notes into a part that has none of them; `threads` are cells that people talk about in threads.

    Returns the part, and the cells that got a note of their own: where the owner has one our text goes below his, and
    where there is a thread nothing is written.
    """
    part = XmlPart(data)
    present = {comment.get("ref"): comment for comment in part.all("comment")}
    skipped = threads | {
        ref
        for ref, comment in present.items()
        if _author(part, comment).startswith(_THREADED)
    }
    fresh: list[Cell] = []
    for (row, column), text in sorted(notes.items()):
        ref = cell_name(row, column)
        if ref in present and ref not in skipped:
            _add_below(part, present[ref], text)
        elif ref not in skipped:
            fresh.append((row, column))
    if fresh:
        author = len(part.all("author"))
        px = part.prefix
        part.append_child(
            required(part.first("authors"), "list of authors"),
            f"<{px}author>{AUTHOR}</{px}author>",
        )
        listed = required(part.first("commentList"), "list of notes")
        part.append_child(
            listed, "".join(_comment(px, cell, notes[cell], author) for cell in fresh)
        )
    return part.result(), fresh


def _author(part: XmlPart, comment: Element) -> str:
    authors, number = part.all("author"), comment.number("authorId")
    return part.text(authors[number]) if number < len(authors) else ""


def _comment(px: str, cell: Cell, text: str, author: int) -> str:
    said = escaped_text(framed(text))
    return (
        f'<{px}comment ref="{cell_name(*cell)}" authorId="{author}"><{px}text>'
        f'<{px}t xml:space="preserve">{said}</{px}t></{px}text></{px}comment>'
    )


def _add_below(part: XmlPart, comment: Element, text: str) -> None:
    """Our words at the end of the owner's note; a note without any text is left as it is."""
    texts = [
        e
        for e in part.all("t")
        if comment.start < e.start < comment.end and e.head < e.end
    ]
    texts = [e for e in texts if not (e.parent and e.parent.local == "rPh")]
    if texts and b"<![CDATA[" not in part.inner(texts[-1]):
        end = texts[-1].head + len(part.inner(texts[-1]))
        part.replace(end, end, f"\n{escaped_text(framed(text))}".encode())

"""The part with a sheet's notes (in XML "comments"): ours are added and removed exactly.

Our text is between two lines that identify it, whatever program has saved the workbook
since. It is a note of its own, or below the text of the owner's note on that cell.
Source: ECMA-376 part 1, 18.7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import XmlPart, required
from sheetflow.workbook.cells.cell_encoder import escaped_text
from sheetflow.workbook.cells.cell_references import cell_name, parse_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sheetflow.workbook.archive.xml_part import Element

AUTHOR = "sheetflow"
FIRST_LINE = "— sheetflow —"
LAST_LINE = "— see Issues —"
"""How our text ends, unless it ends so in another language or with another name of that sheet."""

_BREAK = rb"(?:\r\n|\n|&#13;&#10;|&#xD;&#xA;|&#10;|&#xA;|_x000D_\n|_x000[aA]_)"
_LAST_LINE = r"— [^\r\n]{1,150}? —"
_END = rb"(?:" + LAST_LINE.encode() + rb"|" + _BREAK + _LAST_LINE.encode()
_END += rb"(?=" + _BREAK + rb"|\Z))"
_TEXT = re.escape(FIRST_LINE.encode()) + rb".*?" + _END
_OURS = re.compile(_BREAK + _TEXT + rb"|" + _TEXT + _BREAK + rb"?", re.DOTALL)
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{}">'
    "<authors></authors><commentList></commentList></comments>"
)
_THREADED = "tc="
"""How the author begins of a note that represents a thread of comments."""

Cell = tuple[int, int]


class Without(NamedTuple):
    """A part without our notes.

    Its bytes, the cells that have no note any more, and whether it has no note at all.
    """

    data: bytes
    freed: frozenset[str]
    is_empty: bool


def framed(text: str) -> str:
    """Our text of a note, between the lines that identify it."""
    if re.search(rf"\n{_LAST_LINE}$", text):
        return f"{FIRST_LINE}\n{text}"
    return f"{FIRST_LINE}\n{text}\n{LAST_LINE}"


def no_notes(namespace: str) -> bytes:
    """A part without notes."""
    return _EMPTY.format(namespace).encode()


# -- moving


def noted_cells(data: bytes) -> list[Cell]:
    """The cells that have a note, or a thread of comments."""
    return [parse_cell(element.get("ref")) for element in _notes_in(XmlPart(data))]


def moved(data: bytes, rows: Mapping[int, int]) -> bytes:
    """The notes, or comments, of these rows at the rows that the mapping gives them."""
    part = XmlPart(data)
    for element in _notes_in(part):
        row, column = parse_cell(element.get("ref"))
        ref = cell_name(rows.get(row, row), column)
        part.set_attribute(element, "ref", ref)
    return part.result()


def _notes_in(part: XmlPart) -> list[Element]:
    return [*part.all("comment"), *part.all("threadedComment")]


# -- removing


def without_ours(data: bytes) -> Without:
    """Remove our notes, and our text in the owner's notes, from a part."""
    part = XmlPart(data)
    if FIRST_LINE.encode() not in data:
        return Without(data, frozenset(), not part.all("comment"))
    freed = _remove_all_ours(part)
    return Without(part.result(), freed, not part.all("comment"))


def _remove_all_ours(part: XmlPart) -> frozenset[str]:
    """Remove our texts, and our name; returns the cells that have no note any more."""
    freed = [
        comment.get("ref")
        for comment in part.all("comment")
        if _remove_ours(part, comment)
    ]
    _drop_author(part)
    return frozenset(freed)


def _remove_ours(part: XmlPart, comment: Element) -> bool:
    """Remove our text from a note; whether nothing else was in it, so that it is gone."""
    texts = _texts(part, comment)
    whole = b"".join(part.inner(text) for text in texts)
    found = _OURS.search(whole)
    if not found:
        return False
    rest = whole[: found.start()] + whole[found.end() :]
    if not rest.strip():
        part.remove(comment)
        return True
    _cut(part, texts, found.start(), found.end())
    return False


def _texts(part: XmlPart, comment: Element) -> list[Element]:
    """The elements with the text of a note."""
    return [
        text
        for text in part.all("t")
        if comment.start < text.start < comment.end and text.head < text.end
    ]


def _cut(part: XmlPart, texts: Iterable[Element], start: int, end: int) -> None:
    """Remove the bytes from `start` to `end` of these texts put together."""
    offset = 0
    for text in texts:
        length = len(part.inner(text))
        first = max(start - offset, 0)
        last = min(end - offset, length)
        if first < last:
            _cut_one(part, text, first, last)
        offset += length


def _cut_one(part: XmlPart, text: Element, start: int, end: int) -> None:
    """Remove some bytes of a text; its whole run if nothing is left."""
    run = text.parent
    is_whole = end - start == len(part.inner(text))
    if is_whole and run is not None and run.local == "r":
        part.remove(run)
        return
    part.replace(text.head + start, text.head + end, b"")


def _drop_author(part: XmlPart) -> None:
    """Remove our name from the authors if no note has it; later ones move up."""
    authors = part.all("author")
    names = [part.text(author) for author in authors]
    if AUTHOR not in names:
        return
    ours = names.index(AUTHOR)
    if not _has_notes(part, ours):
        part.remove(authors[ours])
        _move_up(part, ours)


def _has_notes(part: XmlPart, author: int) -> bool:
    numbers = [comment.number("authorId") for comment in part.all("comment")]
    return author in numbers


def _move_up(part: XmlPart, removed: int) -> None:
    """Renumber the authors behind a removed one."""
    for comment in part.all("comment"):
        number = comment.number("authorId")
        if number > removed:
            part.set_attribute(comment, "authorId", str(number - 1))


# -- adding


def with_ours(
    data: bytes, notes: Mapping[Cell, str], threads: set[str]
) -> tuple[bytes, list[Cell]]:
    """Add our notes to a part that has none of them.

    Where the owner has a note, our text goes below theirs. Cells with a thread of
    comments (`threads`) get nothing. Returns the part, and the cells with a new note.
    """
    part = XmlPart(data)
    present = {comment.get("ref"): comment for comment in part.all("comment")}
    skipped = threads | _threaded(part, present)
    fresh: list[Cell] = []
    for cell, text in sorted(notes.items()):
        ref = cell_name(*cell)
        if ref in skipped:
            continue
        if ref in present:
            _add_below(part, present[ref], text)
        else:
            fresh.append(cell)
    if fresh:
        _add_notes(part, {cell: notes[cell] for cell in fresh})
    return part.result(), fresh


def _threaded(part: XmlPart, present: Mapping[str, Element]) -> set[str]:
    """The cells whose note represents a thread of comments."""
    return {
        ref
        for ref, comment in present.items()
        if _author(part, comment).startswith(_THREADED)
    }


def _author(part: XmlPart, comment: Element) -> str:
    authors = part.all("author")
    number = comment.number("authorId")
    return part.text(authors[number]) if number < len(authors) else ""


def _add_notes(part: XmlPart, notes: Mapping[Cell, str]) -> None:
    """Add notes of our own, and our name to the authors."""
    px = part.prefix
    number = len(part.all("author"))
    authors = required(part.first("authors"), "list of authors")
    part.append_child(authors, f"<{px}author>{AUTHOR}</{px}author>")
    comments = required(part.first("commentList"), "list of notes")
    xml = [_comment_xml(px, cell, text, number) for cell, text in notes.items()]
    part.append_child(comments, "".join(xml))


def _comment_xml(px: str, cell: Cell, text: str, author: int) -> str:
    escaped = escaped_text(framed(text))
    return (
        f'<{px}comment ref="{cell_name(*cell)}" authorId="{author}"><{px}text>'
        f'<{px}t xml:space="preserve">{escaped}</{px}t></{px}text></{px}comment>'
    )


def _add_below(part: XmlPart, comment: Element, text: str) -> None:
    """Add our text at the end of the owner's note; a note without text stays as it is."""
    texts = [item for item in _texts(part, comment) if not _is_phonetic(item)]
    if not texts:
        return
    last = texts[-1]
    inner = part.inner(last)
    if b"<![CDATA[" in inner:
        return
    end = last.head + len(inner)
    part.replace(end, end, f"\n{escaped_text(framed(text))}".encode())


def _is_phonetic(text: Element) -> bool:
    """Whether a text is a pronunciation, which Excel shows above Japanese text."""
    return text.parent is not None and text.parent.local == "rPh"

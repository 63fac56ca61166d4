"""A document as text, and what differs between what was issued and what is there now.

`Order=SO-1 | Invoice date=2026-02-12 | Total=120` is the document's own row; each line of it follows as a line of
text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.messages import joined, listed, message, named
from sheetflow.domain.numbers import IntArray

MOST = 32_000
"""How many characters of a document are kept; Excel has 32,767 in a cell. The fingerprint covers them all."""


def row_texts(frame: Frame, headers: Sequence[str], records: IntArray) -> list[str]:
    """Each of these records as `Header=value | …`; blank cells are left out."""
    cells = [_cell_texts(frame, header, records) for header in headers]
    return [" | ".join(filter(None, row)) for row in zip(*cells, strict=True)]


def _cell_texts(frame: Frame, header: str, records: IntArray) -> list[str]:
    """A column of these records as `Header=value`; empty where it is blank."""
    cells = frame[header][records].tolist()
    texts = _value_texts(frame, header, list(dict.fromkeys(cells)))
    return [texts[cell] for cell in cells]


def _value_texts(
    frame: Frame, header: str, distinct: Sequence[object]
) -> dict[object, str]:
    """The cell of each distinct value of a column: most values are in many rows."""
    column = frame.schema.column(header)
    values = plain_values(column, np.array(distinct, dtype=frame[header].dtype))
    return {
        each: "" if value is None else f"{header}={_plain(value)}"
        for each, value in zip(distinct, values, strict=True)
    }


def _plain(value: object) -> str:
    """A value without what separates cells and lines; a number without zeros at its end."""
    text = f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
    return " / ".join(text.replace("|", "¦").split("\n")).replace("\r", "")


def kept(text: str) -> str:
    """As much of a document's text as a cell has room for."""
    return text if len(text) <= MOST else f"{text[:MOST]}…"


class Difference(NamedTuple):
    """A cell of a document that differs; `before` and `now` are empty where it was blank."""

    line: str
    header: str
    before: str
    now: str


def differences(sealed: str, now: str) -> list[Difference]:
    """The cells that differ between a document as it was issued and as it is."""
    own_before, *lines_before = sealed.split("\n")
    own_now, *lines_now = now.split("\n")
    found = _of_row("", own_before, own_now)
    gone = list((Counter(lines_before) - Counter(lines_now)).elements())
    new = list((Counter(lines_now) - Counter(lines_before)).elements())
    for before, after in _pairs(gone, new):
        found += _of_row(_line_name(before or after), before, after)
    return found


def _pairs(gone: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Lines that differ, with what they are now: those with the same number, then one after the other."""
    pairs = []
    left = list(new)
    for before in gone:
        same = [line for line in left if _line_name(line) == _line_name(before)]
        after = same[0] if same else ""
        if same:
            left.remove(after)
        pairs.append((before, after))
    return [*pairs, *(("", line) for line in left)]


def _line_name(line: str) -> str:
    """`line 1`."""
    return message("line {line}", line=_fields(line).get("Line", "?"))


def _fields(row: str) -> dict[str, str]:
    """The cells of a row by header."""
    cells = [cell.partition("=") for cell in row.split(" | ") if cell]
    return {header: value for header, _, value in cells}


def _of_row(line: str, before: str, now: str) -> list[Difference]:
    """The cells of a row that differ; a whole row that is gone or new is one difference."""
    old = _fields(before)
    new = _fields(now)
    if line and (not old or not new):
        return [Difference(line, "", before, now)]
    headers = dict.fromkeys([*old, *new])
    return [
        Difference(line, header, old.get(header, ""), new.get(header, ""))
        for header in headers
        if old.get(header, "") != new.get(header, "")
    ]


def difference_text(found: Sequence[Difference]) -> str:
    """`Total was 120 and is 119.99; line 1: Quantity was 6 and is 5`."""
    texts = [_text(each) for each in found[:4]]
    if len(found) > 4:
        names = [_own_header(each) or each.line for each in found[4:]]
        texts.append(message("and so were {names}", names=listed(names)))
    return joined(texts, "; ")


def _text(each: Difference) -> str:
    what = _what_differs(each)
    if not each.line:
        return what
    return message("{line}: {what}", line=each.line, what=what)


def _what_differs(each: Difference) -> str:
    """`Total was 120 and is 119.99`; of a whole line, that it is gone or new."""
    if each.header:
        return message(
            "{column} was {before} and is {now}",
            column=_own_header(each),
            before=each.before or message("blank"),
            now=each.now or message("blank"),
        )
    if each.before:
        return message("{row} is gone", row=each.before)
    return message("{row} is new", row=each.now)


def _own_header(each: Difference) -> str:
    """The column of a difference, as the workbook calls it; empty for a whole line."""
    return named(each.header) if each.header else ""

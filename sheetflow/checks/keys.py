"""Keys: of rows with the same key the first counts; the others are row errors that name all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetflow.domain.arrays import all_rows, codes_of, no_links
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import listed, message
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, Mask
from sheetflow.domain.references import value_text
from sheetflow.domain.relations import references_of
from sheetflow.domain.schema import SheetSchema


def check_keys(draft: DraftBook) -> None:
    """Report the rows whose key an earlier row has already, of keys that are typed whole.

    Other keys of several columns have what is filled first: `check_composite_key`. What Settings
    names twice is reported where they are read.
    """
    for schema in fact_schemas():
        if len(schema.key) == 1 and not schema.settings:
            _check_key(draft, draft[schema.sheet])
        elif is_typed_whole(schema):
            check_composite_key(draft, schema.sheet)


def is_typed_whole(schema: SheetSchema) -> bool:
    """Whether a sheet has a key of several columns, none of which is filled or counted."""
    key = [schema.column(header) for header in schema.key]
    return len(key) > 1 and not any(column.filled or column.counter for column in key)


def _check_key(draft: DraftBook, frame: Frame) -> None:
    """Report the rows of one sheet whose key an earlier row has already."""
    header = frame.schema.key[0]
    keys = frame[header]
    if len(set(keys.tolist())) < len(frame):
        columns = [keys, *_versions(frame)]
        every = all_rows(len(frame))
        check_duplicates(draft, frame.schema.sheet, columns, header, every)


def _versions(frame: Frame) -> list[AnyArray]:
    """What tells rows with the same key apart: since when they hold, as a number that is not blank."""
    dated = frame.schema.dated
    return [frame.number(dated)] if dated else []


def check_composite_key(draft: DraftBook, sheet: str) -> None:
    """Report the rows whose key of several columns an earlier row has already.

    What refers to a row is compared by the row, not by its text.
    """
    frame = draft[sheet]
    columns = _key_columns(frame)
    counted = frame.live if frame.schema.voidable else all_rows(len(frame))
    check_duplicates(draft, sheet, columns, frame.schema.key[-1], counted)


def _key_columns(frame: Frame) -> list[AnyArray]:
    """The columns of a key: for a reference, the positions of the rows that it names."""
    references = references_of(frame.schema.sheet)
    names = {reference.header: reference.name for reference in references}
    return [
        frame.link(names[header]) if header in names else _compared(frame, header)
        for header in frame.schema.key
    ]


def _compared(frame: Frame, header: str) -> AnyArray:
    """A column of a key; of one that is a number or a date, a blank is the first of all."""
    column = frame.schema.column(header)
    return frame[header] if column.is_text else frame.number(header)


def check_duplicates(
    draft: DraftBook,
    sheet: str,
    columns: Sequence[AnyArray],
    header: str,
    counted: Mask,
) -> None:
    """Report the rows that have the same values in these columns as an earlier row.

    Only rows under `counted` are compared, and blanks are passed over. A number stays taken
    when its row is voided (it is never used again); a line in a container does not.
    """
    frame = draft[sheet]
    codes = [_codes(column) for column in columns]
    entered = np.logical_and.reduce([code >= 0 for code in codes])
    first = _first_alike(codes, counted & entered)
    again = counted & entered & (first != np.arange(len(frame)))
    if again.any():
        draft.report(sheet, again, "KEY02", header, _words(frame, first, again))


def _codes(column: AnyArray) -> IntArray:
    """Equal numbers for equal values, -1 for a blank; positions stay as they are."""
    if column.dtype != object:
        return column
    return np.where(np.equal(column, NOTHING), -1, codes_of(column.tolist()))


def _first_alike(codes: Sequence[IntArray], counted: Mask) -> IntArray:
    """For each counted row the first counted row that equals it; -1 for the others."""
    first = no_links(len(counted))
    rows = np.flatnonzero(counted)
    if len(rows):
        table = np.stack([code[rows] for code in codes], axis=1)
        _, heads, groups = np.unique(
            table, axis=0, return_index=True, return_inverse=True
        )
        first[rows] = rows[heads][groups.ravel()]
    return first


def _words(frame: Frame, first: IntArray, again: Mask) -> dict[str, AnyArray]:
    """For each row under `again`: its key, the rows that have it, and the one that counts."""
    rows = np.flatnonzero(again).tolist()
    heads = first[again].tolist()
    numbers = _numbers_of_groups(frame, rows, heads)
    return {
        "key": _at(again, [_key_text(frame, row) for row in rows]),
        "rows": _at(again, [numbers[head] for head in heads]),
        "next": _at(again, [""] * len(rows)),
        "first": _at(again, [str(frame.rows[head]) for head in heads]),
    }


def _at(where: Mask, texts: list[str]) -> AnyArray:
    """Texts as a column: one for each row under `where`, empty elsewhere."""
    column = np.full(len(where), "", dtype=object)
    column[where] = texts
    return column


def _numbers_of_groups(
    frame: Frame, rows: Sequence[int], heads: Sequence[int]
) -> dict[int, str]:
    """By first row of a group of equal rows: the Excel rows of all, as a message lists them."""
    groups = grouped(zip(heads, rows, strict=True))
    return {
        head: listed([str(frame.rows[row]) for row in (head, *group)])
        for head, group in groups.items()
    }


def _key_text(frame: Frame, row: int) -> str:
    """The key of a row as a message names it: `SKU "A-100"`, or `Order SO-1, Line 2`."""
    headers = frame.schema.key
    titles = [frame.schema.title_of(header) for header in headers]
    if len(headers) > 1:
        return ", ".join(
            f"{title} {value_text(frame, header, row)}"
            for title, header in zip(titles, headers, strict=True)
            if frame.given(header)[row]
        )
    key = str(frame[headers[0]][row])
    dated = frame.schema.dated
    if dated and frame.given(dated)[row]:
        since = frame.schema.title_of(dated)
        return message(
            '{column} "{key}", {since} {day}',
            column=titles[0],
            key=key,
            since=since,
            day=value_text(frame, dated, row),
        )
    return message('{column} "{key}"', column=titles[0], key=key)

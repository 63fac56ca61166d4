"""References resolved once: from the text of a key to the position of the record that it names.

A reference to a record that is in error is known: one cause, one problem. A reference to
nothing is a row error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from sheetflow.domain.arrays import all_rows, integers, sorted_by, stable_order, zeros
from sheetflow.domain.book import WarehouseLocations
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Locations
from sheetflow.domain.letter_case import fill_as_written, keys_as_written
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.domain.references import index_of, positions
from sheetflow.domain.relations import (
    ReferenceColumn,
    named_early,
    references,
    references_to,
)
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import MOST, nearest_of_each, suggestion
from sheetflow.errors import SheetflowError

NAME = "Name"
"""The column with the name of a record, which people type for its key."""

NO_TAX = "none"

MANY_PLACES = 4_000_000
"""Products times locations, from which locations that nothing names take too much memory."""

MOST_PLACES = 16_000_000
"""Products times locations in use, such as 4,000 of each: their stock takes some fifty bytes for each."""

Index = Mapping[str, int]
"""The position of the first record with each key."""


def resolve_locations(draft: DraftBook, default: str) -> WarehouseLocations:
    """The locations that the sheet Locations lists.

    Without that sheet they are all that Stock moves, Products, Purchase orders, Receipts or
    Settings name, and goods can be picked from each (rules.md section 1).
    """
    if len(draft.locations):
        listed = _listed_locations(draft.locations)
        return _kept_apart(draft, listed, default)
    moves = draft.stock_moves
    columns = [moves.from_, moves.to, draft.products.default_location]
    columns += [draft.purchase_orders.location, draft.receipts.location]
    named = {*np.concatenate(columns).tolist(), default or None}
    codes = sorted(named - {None})
    priority = zeros(len(codes))
    return _ranked(codes, priority, all_rows(len(codes)))


def _listed_locations(sheet: Locations) -> WarehouseLocations:
    """The locations of the sheet, each once. One without a priority comes last."""
    index = index_of(sheet.location)
    at = integers(list(index.values()))
    last = np.iinfo(np.int64).max
    priority = sheet.number(Locations.priority, last)[at]
    pickable = sheet.number(Locations.pickable, 1)[at] == 1
    return _ranked(list(index), priority, pickable & sheet.valid[at])


def _kept_apart(
    draft: DraftBook, listed: WarehouseLocations, default: str
) -> WarehouseLocations:
    """The locations at which the stock of each product is kept apart.

    These are all; where they are very many, those that a row names, and the default one.
    Raises SheetflowError where even these are too many.
    """
    products = len(draft.products)
    if products * len(listed) <= MANY_PLACES:
        return listed
    kept = _named_or_first(draft, listed, default)
    if products * int(kept.sum()) > MOST_PLACES:
        raise SheetflowError(
            f"it has {products:,} products and {int(kept.sum()):,} locations in use, "
            "too many to keep the stock of each product at each location; "
            "delete the products or locations that you no longer need"
        )
    rank = np.argsort(np.argsort(listed.rank[kept]))
    return WarehouseLocations(listed.codes[kept], rank, listed.pickable[kept])


def _named_or_first(draft: DraftBook, listed: WarehouseLocations, default: str) -> Mask:
    """The locations that a row names, the default one, and the first to pick from."""
    named = {default}
    for reference in references_to(Locations.SHEET):
        named.update(draft[reference.sheet][reference.header].tolist())
    kept = np.array([code in named for code in listed.codes.tolist()])
    by_rank = stable_order(listed.rank)
    kept[by_rank[listed.pickable[by_rank]][:1]] = True
    return kept


def _ranked(
    codes: Sequence[str], priority: IntArray, pickable: Mask
) -> WarehouseLocations:
    """Locations with their ranks by priority, then name."""
    by_name = sorted(range(len(codes)), key=codes.__getitem__)
    order = integers(by_name)
    order = sorted_by(order, priority)
    rank = np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes))
    names = np.empty(len(codes), dtype=object)
    names[:] = codes
    return WarehouseLocations(names, rank, pickable)


def resolve(draft: DraftBook, warehouse: WarehouseLocations) -> None:
    """Resolve every reference that schemas/ declare, and report those that name nothing.

    Those to sheets whose numbers are not filled yet are reported by `resolve_late`.
    """
    indexes = _indexes(draft, warehouse)
    for reference in references():
        _link(draft, reference, indexes[reference.target])
    _report_unknown_early(draft, indexes)


def _report_unknown_early(draft: DraftBook, indexes: Mapping[str, Index]) -> None:
    """Report what names nothing, except numbers that may not be filled yet."""
    late = named_early()
    for reference in references():
        if reference.target not in late:
            _report_unknown(draft, reference, indexes[reference.target])


def resolve_late(draft: DraftBook, numbered: str) -> None:
    """Resolve the references to a sheet whose numbers were just filled.

    Those that name nothing are reported.
    """
    index = index_of(_keys(draft[numbered]))
    for reference in references_to(numbered):
        _link(draft, reference, index)
        _report_unknown(draft, reference, index)
    fill_as_written(draft)


def _indexes(draft: DraftBook, warehouse: WarehouseLocations) -> dict[str, Index]:
    """The index of every sheet that others refer to."""
    targets = {reference.target for reference in references()}
    indexes: dict[str, Index] = {
        target: index_of(_keys(draft[target])) for target in targets
    }
    indexes[Locations.SHEET] = _location_index(warehouse)
    return indexes


def _location_index(warehouse: WarehouseLocations) -> Index:
    codes = warehouse.codes.tolist()
    return {code: at for at, code in enumerate(codes)}


def _keys(frame: Frame) -> AnyArray:
    """The key of each record, of a sheet whose key is one column."""
    return frame[frame.schema.key[0]]


def _link(draft: DraftBook, reference: ReferenceColumn, index: Index) -> None:
    """Keep in the frame the positions that a column names."""
    frame = draft[reference.sheet]
    keys = frame[reference.header]
    written = keys_as_written(frame, reference.header, index)
    if written is not None:
        draft.as_written[reference.sheet, reference.header] = written
        keys = written
    found = positions(keys, index)
    draft.put(frame.linked(**{reference.name: found}))


def _report_unknown(draft: DraftBook, reference: ReferenceColumn, known: Index) -> None:
    """Report keys that name nothing, each with the most similar one that exists."""
    frame = draft[reference.sheet]
    unknown = _unknown(frame, reference)
    if not unknown.any():
        return
    listed = draft.listed(reference.sheet, unknown, reference.header)
    keys = frame[reference.header]
    guesses = np.full(len(frame), "", dtype=object)
    guesses[listed] = _similar(draft, keys[listed].tolist(), known)
    suggestions = np.full(len(frame), "", dtype=object)
    suggestions[listed] = [suggestion(guess) for guess in guesses[listed].tolist()]
    _suggest_by_name(draft[reference.target], keys, listed, suggestions)
    words = {"suggestion": suggestions, "guess": guesses}
    draft.report(reference.sheet, unknown, reference.code, reference.header, words)


def _similar(draft: DraftBook, keys: Sequence[str], known: Index) -> list[str]:
    """The known key that is most like each of these; an empty string where there is none."""
    most = min(MOST, draft.comparisons_left)
    similar = nearest_of_each(keys, list(known), most)
    draft.comparisons_left -= min(most, len(keys) * len(known))
    return [similar.get(key, "") for key in keys]


def _suggest_by_name(
    target: Frame, keys: AnyArray, listed: Sequence[int], suggestions: AnyArray
) -> None:
    """Name the key of the one record whose name was typed for it, in `suggestions`."""
    if not any(column.header == NAME for column in target.schema.facts):
        return
    typed = {at: loose(str(keys[at])) for at in listed}
    of_names = _keys_by_name(target, set(typed.values()))
    for at, name in typed.items():
        key = of_names.get(name)
        if key:
            suggestions[at] = message(
                ': "{name}" is the name of {key}', name=str(keys[at]), key=key
            )


def _keys_by_name(frame: Frame, wanted: Collection[str]) -> dict[str, str]:
    """The key of each record by its name, of those wanted, where no other has it."""
    found: dict[str, str] = {}
    pairs = zip(frame[NAME].tolist(), _keys(frame).tolist(), strict=True)
    for name, key in pairs:
        if name and key:
            plain = loose(str(name))
            if plain not in wanted:
                continue
            found[plain] = "" if plain in found else str(key)
    return found


def _unknown(frame: Frame, reference: ReferenceColumn) -> Mask:
    """The rows whose key names nothing. In some columns the word None means no row."""
    header = reference.header
    unknown = (frame.link(reference.name) < 0) & frame.given(header)
    if frame.schema.column(header).none and unknown.any():
        keys = frame[header].tolist()
        unknown &= np.array([str(key).casefold() != NO_TAX for key in keys])
    return unknown

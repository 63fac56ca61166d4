"""Declare the fields of a layout once, as typed dictionaries with annotations.

mypy checks the functions that fill the fields against these declarations. From them come
also the page of fields in the docs, the comments in a new layout, and the samples with
which `sheetflow template check` tries a layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)


@dataclass(frozen=True)
class About:
    """What a field means, with examples of its values.

    `must`: a layout must show it. `blank`: it may be empty.
    """

    meaning: str
    examples: tuple[Any, ...] = ()
    must: bool = False
    blank: bool = False


def field(
    meaning: str, *examples: Any, must: bool = False, blank: bool = False
) -> About:
    """Declare a field. In a list of records, each record gets the next of the examples."""
    return About(meaning, examples, must, blank)


class Field(NamedTuple):
    """A declared field.

    `kind` is the type of the value, or of each item of a list. `record` is the same if it
    is a typed dictionary, else None.
    """

    name: str
    about: About
    is_list: bool
    record: type | None
    kind: type


@cache
def fields_of(record: type) -> tuple[Field, ...]:
    """The fields that a typed dictionary declares, in order."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_field(name, hint) for name, hint in hints.items())


def _field(name: str, hint: Any) -> Field:
    assert get_origin(hint) is Annotated, f"{name} is declared without field()"
    annotated, about = get_args(hint)
    whole = _without_none(annotated)
    is_list = get_origin(whole) is list
    kind = get_args(whole)[0] if is_list else whole
    record = kind if is_typeddict(kind) else None
    return Field(name, about, is_list, record, kind)


def _without_none(annotated: Any) -> Any:
    """`X` for the type `X | None`."""
    kinds = get_args(annotated)
    if NoneType not in kinds:
        return annotated
    return next(kind for kind in kinds if kind is not NoneType)


class FieldPath(NamedTuple):
    """A field and its path: `document.buyer.name`, `document.lines[].sku`."""

    path: str
    field: Field


def walk_fields(record: type, root: str) -> Iterator[FieldPath]:
    """Every field of a record and of the records in it; paths begin with `root`."""
    for item in fields_of(record):
        path = _path_of(item, root)
        yield FieldPath(path, item)
        if item.record:
            yield from walk_fields(item.record, path)


def _path_of(item: Field, root: str) -> str:
    path = f"{root}.{item.name}"
    return f"{path}[]" if item.is_list else path


def sample(record: type, number: int = 0, *, full: bool = True) -> dict[str, Any]:
    """A record made of the `number`-th examples; unless `full`, blank where it may be."""
    return {item.name: _example(item, number, full) for item in fields_of(record)}


def _example(item: Field, number: int, full: bool) -> Any:
    if item.about.blank and not full:
        return _blank(item)
    if item.record:
        return _record_example(item.record, item.is_list, number, full)
    examples = item.about.examples
    return list(examples) if item.is_list else examples[number % len(examples)]


def _record_example(record: type, is_list: bool, number: int, full: bool) -> Any:
    if not is_list:
        return sample(record, number, full=full)
    rows = range(_example_count(record))
    return [sample(record, row, full=full) for row in rows]


def _blank(item: Field) -> Any:
    """The value of a field that is not given."""
    if item.is_list:
        return []
    return None if item.record else item.kind()


def _example_count(record: type) -> int:
    """The number of different records that the examples make."""
    return max(len(item.about.examples) for item in fields_of(record))

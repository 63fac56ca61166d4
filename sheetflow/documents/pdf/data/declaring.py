"""How the fields of a layout are declared: once, as typed dictionaries whose annotations say what each field is.

mypy holds the functions that fill them to it; the page of fields, the header of a layout that `sheetflow template new`
writes, and the samples that `sheetflow template check` tries a layout with are made from it.
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
    """What a field means, and what it may hold; `must`: a layout has to show it; `blank`: it may be empty."""

    meaning: str
    examples: tuple[Any, ...] = ()
    must: bool = False
    blank: bool = False


def field(
    meaning: str, *examples: Any, must: bool = False, blank: bool = False
) -> About:
    """Declare a field; in a list, each record has the next of the examples."""
    return About(meaning, examples, must, blank)


class Field(NamedTuple):
    """A field of a record: its name and what it is; `record` is the type of the record, or of each, that it holds."""

    name: str
    about: About
    is_list: bool
    record: type | None
    kind: type


@cache
def fields_of(record: type) -> tuple[Field, ...]:
    """The declared fields of a record, in order."""
    return tuple(
        _field(name, hint)
        for name, hint in get_type_hints(record, include_extras=True).items()
    )


def _field(name: str, hint: Any) -> Field:
    assert get_origin(hint) is Annotated, f"{name} does not say what it is"
    whole, about = get_args(hint)
    kinds = (
        [kind for kind in get_args(whole) if kind is not NoneType]
        if NoneType in get_args(whole)
        else [whole]
    )
    is_list = get_origin(kinds[0]) is list
    inner = get_args(kinds[0])[0] if is_list else kinds[0]
    return Field(name, about, is_list, inner if is_typeddict(inner) else None, inner)


class Way(NamedTuple):
    """A field, and the way to it: `document.buyer.name`, `document.lines[].sku`."""

    way: str
    field: Field


def walk(record: type, way: str) -> Iterator[Way]:
    """Every field of a record and of the records in it, `way` before each."""
    for item in fields_of(record):
        here = f"{way}.{item.name}" + ("[]" if item.is_list else "")
        yield Way(here, item)
        if item.record:
            yield from walk(item.record, here)


def sample(record: type, number: int = 0, *, full: bool = True) -> dict[str, Any]:
    """A record made of the examples of its fields: the `number`-th of each; not `full`, it lacks all that it may."""
    return {item.name: _example(item, number, full) for item in fields_of(record)}


def _example(item: Field, number: int, full: bool) -> Any:
    blank = item.about.blank and not full
    if item.record and not item.is_list:
        return None if blank else sample(item.record, number, full=full)
    if item.record:
        return (
            []
            if blank
            else [
                sample(item.record, at, full=full) for at in range(_rows(item.record))
            ]
        )
    if item.is_list:
        return [] if blank else list(item.about.examples)
    return (
        item.kind() if blank else item.about.examples[number % len(item.about.examples)]
    )


def _rows(record: type) -> int:
    """How many examples a record has."""
    return max(len(item.about.examples) for item in fields_of(record))

"""Find fields that a layout must show and does not.

A field is shown if the page changes when the field's sample texts change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from sheetflow.documents.pdf.data.field_declarations import Field
from sheetflow.documents.pdf.layouts import Layout, LayoutField

CompilePage: TypeAlias = Callable[[Mapping[str, Any]], bytes]
"""Compiles a layout with some data and returns the PDF."""


def fields_not_shown(
    layout: Layout, data: dict[str, Any], compile_page: CompilePage
) -> Iterator[LayoutField]:
    """The required fields without effect on the page; `data` is a full sample."""
    original = compile_page(data)
    required = [field for field in layout.fields() if field.must_show]
    for field in required:
        changed = _with_changed_samples(data, field.field)
        if compile_page(changed) == original:
            yield field


def _with_changed_samples(data: Any, field: Field) -> Any:
    """Data with other texts wherever a sample of the field occurs.

    Everywhere, because our layouts show a date among the facts, for example.
    """
    return _substitute(data, _samples_of(field))


def _samples_of(field: Field) -> re.Pattern[str]:
    """A pattern of the samples of a field, as whole words."""
    samples = [re.escape(text) for text in field.about.examples if text]
    either = "|".join(samples)
    return re.compile(rf"(?<![\w.,])(?:{either})(?![\w.,]*\w)")


def _substitute(data: Any, pattern: re.Pattern[str]) -> Any:
    """Data in which every match of a pattern has become another text."""
    if isinstance(data, dict):
        return {key: _substitute(value, pattern) for key, value in data.items()}
    if isinstance(data, list):
        return [_substitute(item, pattern) for item in data]
    if isinstance(data, str):
        return pattern.sub(lambda match: _other_text(match[0]), data)
    return data


def _other_text(text: str) -> str:
    """A text of the same form with other letters and digits."""
    return "".join(map(_other_character, text))


def _other_character(character: str) -> str:
    if character.isdecimal():
        return str((int(character) + 1) % 10)
    return "x" if character.isalpha() else character

"""Check a seller's own layouts with sample documents.

One sample has every field, the other only those that all documents have. typst reports
only the first field that does not exist: the check adds that field to the data and tries
again. If typst finds nothing, `required_fields` looks for what is not shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sheetflow.documents.model import Style
from sheetflow.documents.pdf.compiling import layout_words, require_typst
from sheetflow.documents.pdf.data.common_fields import HouseData
from sheetflow.documents.pdf.data.field_declarations import sample
from sheetflow.documents.pdf.layouts import LAYOUTS, SHARED, Layout
from sheetflow.documents.pdf.missing_glyphs import missing_glyphs, with_code_point
from sheetflow.documents.pdf.required_fields import fields_not_shown
from sheetflow.documents.pdf.sandbox import Sandbox, open_sandbox
from sheetflow.documents.pdf.typst_errors import LayoutFailure, layout_failure
from sheetflow.domain.languages import ENGLISH
from sheetflow.domain.suggestions import did_you_mean

SAMPLE_DAY = dt.date(2026, 3, 2)
SAMPLE_LOCALE = "en_GB"
MAX_FAILURES = 50
"""How many failures of one layout are looked for."""

_NOT_DOCUMENTS = ("label", "calibration")
_KNOWN = [*LAYOUTS, *SHARED, *_NOT_DOCUMENTS]
"""The names of all our layouts."""


class Mistake(NamedTuple):
    """What is wrong, in which file and line; line 0 is the whole file."""

    file: str
    line: int
    text: str

    @property
    def position(self) -> str:
        """`invoice.typ:14`."""
        return f"{self.file}:{self.line}" if self.line else self.file


def check_layouts(own: Sequence[Path], own_fonts: Path | None) -> list[Mistake]:
    """Everything that is wrong in a seller's own layouts, sorted by file and line.

    `own_fonts` is the folder of the seller's own fonts. Raises SheetflowError if a layout
    cannot be read, or typst is not installed.
    """
    require_typst()
    style = Style(locale=SAMPLE_LOCALE, templates=tuple(own), fonts=own_fonts)
    mistakes = set(_unused_files(own))
    with open_sandbox(style) as sandbox:
        mistakes |= set(_missing_glyphs(sandbox))
        for layout in affected_layouts(own):
            mistakes |= set(_layout_mistakes(sandbox, layout))
    return sorted(mistakes)


def affected_layouts(own: Sequence[Path]) -> list[Layout]:
    """The layouts that these files replace; a shared file affects all of them."""
    names = {path.stem for path in own}
    if names & SHARED.keys():
        return list(LAYOUTS.values())
    return [layout for name, layout in LAYOUTS.items() if name in names]


# -- mistakes in files


def _unused_files(own: Sequence[Path]) -> Iterator[Mistake]:
    """Files that have no effect: not named like a layout, and not imported by another."""
    for path in own:
        if path.stem not in _KNOWN and not _is_imported(path, own):
            yield _unknown_layout(path)


def _unknown_layout(path: Path) -> Mistake:
    suggestion = did_you_mean(path.stem, _KNOWN)
    return Mistake(path.name, 0, f"no layout has this name{suggestion}")


def _is_imported(path: Path, layouts: Sequence[Path]) -> bool:
    """Whether another layout names a file."""
    quoted = f'"{path.name}"'
    others = [other for other in layouts if other != path]
    return any(quoted in other.read_text(encoding="utf-8") for other in others)


def _missing_glyphs(sandbox: Sandbox) -> Iterator[Mistake]:
    """Characters in the layouts themselves that no font has."""
    families = sandbox.font_families(SAMPLE_LOCALE)
    for path in sandbox.style.templates:
        text = path.read_text(encoding="utf-8")
        for sign in missing_glyphs(text, families, sandbox.style.fonts):
            yield _missing_glyph(path, sign)


def _missing_glyph(path: Path, sign: str) -> Mistake:
    named = with_code_point(sign)
    message = f"no font has {named}: it prints as an empty box"
    return Mistake(path.name, 0, message)


# -- mistakes in one layout


def _layout_mistakes(sandbox: Sandbox, layout: Layout) -> list[Mistake]:
    """What typst finds wrong in a layout; if that is nothing, what it does not show."""
    failures = list(_all_failures(sandbox, layout))
    if not failures:
        return list(_not_shown(sandbox, layout))
    mistakes: list[Mistake] = []
    for failure in failures:
        mistakes.extend(_mistakes_of(failure, sandbox.style.templates, layout))
    return mistakes


def _all_failures(sandbox: Sandbox, layout: Layout) -> Iterator[LayoutFailure]:
    """What typst finds wrong with either sample."""
    for full in (True, False):
        data = _sample_data(sandbox, layout, full=full)
        yield from _failures(sandbox, layout, data)


def _sample_data(sandbox: Sandbox, layout: Layout, *, full: bool) -> dict[str, Any]:
    """Data with one document: with every field, or only with those that all have."""
    house = sample(HouseData, full=full)
    house["fonts"] = sandbox.font_families(SAMPLE_LOCALE)
    document = sample(layout.document, 0 if full else 1, full=full)
    words = layout_words([document], ENGLISH)
    return {
        "title": "Sample",
        "documents": [document],
        "house": house,
        "words": words,
    }


def _not_shown(sandbox: Sandbox, layout: Layout) -> Iterator[Mistake]:
    """The fields that the layout must show and does not."""
    data = _sample_data(sandbox, layout, full=True)

    def compile_page(changed: Mapping[str, Any]) -> bytes:
        sandbox.write_data(changed)
        return sandbox.compile(layout.name, SAMPLE_DAY)

    for field in fields_not_shown(layout, data, compile_page):
        meaning = field.field.about.meaning
        message = f"{layout.title} must show {field.path}: {meaning}"
        yield Mistake(f"{layout.name}.typ", 0, message)


def _failures(
    sandbox: Sandbox, layout: Layout, data: dict[str, Any]
) -> Iterator[LayoutFailure]:
    """What typst finds wrong, one failure after the other.

    After a field that does not exist, it continues with data that has this field. A
    different failure on a line where a field was added is only a consequence.
    """
    seen: set[tuple[str, int]] = set()
    for _ in range(MAX_FAILURES):
        failure = _first_failure(sandbox, layout, data)
        if failure is None:
            return
        position = (failure.file, failure.line)
        if not failure.field and position in seen:
            return
        yield failure
        if not failure.field:
            return
        seen.add(position)
        data = _with_field(data, failure.field)


def _first_failure(
    sandbox: Sandbox, layout: Layout, data: Mapping[str, Any]
) -> LayoutFailure | None:
    import typst

    sandbox.write_data(data)
    try:
        sandbox.compile(layout.name, SAMPLE_DAY)
    except typst.TypstError as error:
        return layout_failure(error, sandbox.own_layouts)
    return None


def _with_field(data: Any, name: str) -> Any:
    """Data in which every record has a field of this name."""
    if isinstance(data, list):
        return [_with_field(item, name) for item in data]
    if not isinstance(data, dict):
        return data
    fields = {key: _with_field(value, name) for key, value in data.items()}
    return {name: "", **fields}


def _mistakes_of(
    failure: LayoutFailure, own: Sequence[Path], layout: Layout
) -> Iterator[Mistake]:
    """A failure as mistakes: one for each line that has a field that does not exist."""
    if not failure.field:
        yield Mistake(failure.file, failure.line, failure.text)
        return
    known = sorted({field.field.name for field in layout.fields()})
    suggestion = did_you_mean(failure.field, known)
    for line in _lines_with_field(failure, own):
        yield Mistake(failure.file, line, f'no field "{failure.field}"{suggestion}')


def _lines_with_field(failure: LayoutFailure, own: Sequence[Path]) -> list[int]:
    """The lines of the failure's file that have its field."""
    found = {failure.line}
    for path in own:
        if path.name == failure.file:
            text = path.read_text(encoding="utf-8")
            found |= _lines_that_use(failure.field, text)
    return sorted(found)


def _lines_that_use(field: str, text: str) -> set[int]:
    """The numbers of the lines that have a field."""
    uses = _use_of(field)
    lines = enumerate(text.splitlines(), 1)
    return {number for number, line in lines if uses.search(line)}


def _use_of(field: str) -> re.Pattern[str]:
    return re.compile(rf'[."]{re.escape(field)}(?![\w-])')

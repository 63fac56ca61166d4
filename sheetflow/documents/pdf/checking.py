"""Layouts of one's own, tried on documents that have every field, and on documents that have only those that all have.

A field that does not exist is found by typst, one after the other: each is given, and the layout tried again. A field
that must be shown is shown if other words in it make other pages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sheetflow.documents.model import Style
from sheetflow.documents.pdf.compiling import Workshop, require_typst, workshop
from sheetflow.documents.pdf.data.declaring import Field, sample
from sheetflow.documents.pdf.data.fields import HouseData
from sheetflow.documents.pdf.documents import without_shape
from sheetflow.documents.pdf.failures import Failure, failure_of
from sheetflow.documents.pdf.layouts import LAYOUTS, SHARED, Layout
from sheetflow.domain.suggestions import did_you_mean

DAY = dt.date(2026, 3, 2)
LOCALE = "en_GB"
MOST = 50
"""How many mistakes of one layout are looked for."""

_OTHERS = ("label", "calibration")


class Mistake(NamedTuple):
    """What is wrong, in which file and line (0: in the whole file)."""

    file: str
    line: int
    text: str

    @property
    def where(self) -> str:
        """`invoice.typ:14`."""
        return f"{self.file}:{self.line}" if self.line else self.file


def check_layouts(own: Sequence[Path], fonts: Path | None) -> list[Mistake]:
    """All that is wrong in layouts of one's own; `fonts` is the folder of one's own fonts. Raises SheetflowError."""
    require_typst()
    with workshop(Style(locale=LOCALE, templates=tuple(own), fonts=fonts)) as shop:
        found = [
            mistake for layout in concerned(own) for mistake in _mistakes(shop, layout)
        ]
        return sorted({*_strangers(own), *found, *_letters(shop)})


def concerned(own: Sequence[Path]) -> list[Layout]:
    """The layouts that these files make, or are a part of."""
    names = {path.stem for path in own}
    return [
        layout
        for name, layout in LAYOUTS.items()
        if name in names or names & SHARED.keys()
    ]


def _strangers(own: Sequence[Path]) -> Iterator[Mistake]:
    """Files that do nothing: no layout has their name, and no other file imports them."""
    known = [*LAYOUTS, *SHARED, *_OTHERS]
    texts = {path: path.read_text(encoding="utf-8") for path in own}
    for path in own:
        imported = any(
            f'"{path.name}"' in text for other, text in texts.items() if other != path
        )
        if path.stem not in known and not imported:
            yield Mistake(
                path.name, 0, f"no layout has this name{did_you_mean(path.stem, known)}"
            )


def _letters(shop: Workshop) -> Iterator[Mistake]:
    """Letters in the layouts themselves that no font has."""
    for path in shop.style.templates:
        text = path.read_text(encoding="utf-8")
        for letter in without_shape(text, shop.families(LOCALE), shop.style.fonts):
            yield Mistake(
                path.name,
                0,
                f"no font has {letter} (U+{ord(letter):04X}): an empty box",
            )


def _mistakes(shop: Workshop, layout: Layout) -> list[Mistake]:
    """All that is wrong in one layout: first what typst finds, and where that is nothing, what is not shown."""
    rich, poor = (_data(shop, layout, full=full) for full in (True, False))
    failures = [
        failure for data in (rich, poor) for failure in _failures(shop, layout, data)
    ]
    if failures:
        return [
            mistake
            for failure in failures
            for mistake in _told(failure, shop.style.templates, layout)
        ]
    return list(_missing(shop, layout, rich))


def _data(shop: Workshop, layout: Layout, *, full: bool) -> dict[str, Any]:
    """A document with every field; not `full`, the next of the examples, and only what all documents have."""
    house = sample(HouseData, full=full) | {"fonts": shop.families(LOCALE)}
    return {
        "title": "Sample",
        "documents": [sample(layout.document, int(not full), full=full)],
        "house": house,
    }


# -- what typst finds


def _failures(
    shop: Workshop, layout: Layout, data: dict[str, Any]
) -> Iterator[Failure]:
    """What typst finds; a field that does not exist is given, so that the next is found.

    What comes up on a line where a field had to be given is only a consequence.
    """
    places: set[tuple[str, int]] = set()
    for _ in range(MOST):
        failure = _failure(shop, layout, data)
        if failure is None or (not failure.field and failure[:2] in places):
            return
        yield failure
        places.add(failure[:2])
        if not failure.field:
            return
        data = _with_field(data, failure.field)


def _failure(shop: Workshop, layout: Layout, data: Mapping[str, Any]) -> Failure | None:
    import typst

    shop.lay_out(data)
    try:
        shop.compile(layout.name, DAY)
    except typst.TypstError as error:
        return failure_of(error, {path.name for path in shop.style.templates})
    return None


def _with_field(data: Any, name: str) -> Any:
    """Data in which every record has a field of this name."""
    if isinstance(data, dict):
        return {
            name: "",
            **{key: _with_field(value, name) for key, value in data.items()},
        }
    return (
        [_with_field(item, name) for item in data] if isinstance(data, list) else data
    )


def _told(failure: Failure, own: Sequence[Path], layout: Layout) -> Iterator[Mistake]:
    """A failure as people read it; a field that does not exist on every line that has it."""
    if not failure.field:
        yield Mistake(failure.file, failure.line, failure.text)
        return
    known = sorted({item.name for _, item, _ in layout.fields()})
    text = f'no field "{failure.field}"{did_you_mean(failure.field, known)}'
    for line in _lines_with(failure, own):
        yield Mistake(failure.file, line, text)


def _lines_with(failure: Failure, own: Sequence[Path]) -> list[int]:
    """The lines of a file that have the field of a failure."""
    has = re.compile(rf'[."]{re.escape(failure.field)}(?![\w-])')
    texts = [
        path.read_text(encoding="utf-8") for path in own if path.name == failure.file
    ]
    found = {
        at
        for text in texts
        for at, line in enumerate(text.splitlines(), 1)
        if has.search(line)
    }
    return sorted(found | {failure.line})


# -- what must be shown


def _missing(shop: Workshop, layout: Layout, data: dict[str, Any]) -> Iterator[Mistake]:
    """The fields that must be shown, and are not."""
    usual = _pages(shop, layout, data)
    for way, item, must in layout.fields():
        if must and _pages(shop, layout, _in_other_words(data, item)) == usual:
            yield Mistake(
                f"{layout.name}.typ",
                0,
                f"{layout.what} must show {way}: {item.about.meaning}",
            )


def _pages(shop: Workshop, layout: Layout, data: Mapping[str, Any]) -> bytes:
    shop.lay_out(data)
    return shop.compile(layout.name, DAY)


def _in_other_words(data: Any, item: Field) -> Any:
    """Data in which the examples of a field are others wherever they stand: ours show a date among the facts."""
    words = "|".join(re.escape(example) for example in item.about.examples if example)
    pattern = re.compile(rf"(?<![\w.,])(?:{words})(?![\w.,]*\w)")

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner) for inner in value]
        return (
            pattern.sub(lambda found: _other(found[0]), value)
            if isinstance(value, str)
            else value
        )

    return changed(data)


def _other(text: str) -> str:
    """A text with other letters and digits."""
    return "".join(
        str((int(sign) + 1) % 10)
        if sign.isdecimal()
        else "x"
        if sign.isalpha()
        else sign
        for sign in text
    )

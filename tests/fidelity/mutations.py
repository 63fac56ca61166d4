"""Workbooks spoilt at random: bytes of the file, parts of the package, elements and attributes of the XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

ODD = (
    "", " ", "0", "-1", "1", "2", "999999", "1048576", "1048577", "2147483648", "99999999999999999999",
    "1e999", "1e-320", "0.1", "-0", "NaN", "INF", "TRUE", "true", "60", "2026-02-30",
    "A1", "a1", "A0", "XFD1048576", "ZZZ1", "$A$1", "A1:A1", "A2:A1", "A1:XFD1048576", "A:A", "1:1",
    "s", "n", "b", "e", "d", "str", "inlineStr", "shared", "array", "dataTable",
    "#REF!", "#N/A", "&#0;", "&#x1F600;", "_x0000_", "&lt;", "&nope;", "\x00", "\ufffe", "]]>", "é" * 300, "9" * 400,
    "=1+1", "'", "SUM(", "Orders!A1", "[1]Orders!A1", "TOrders[#All]", "rId1", "rId99",
    "../../etc/passwd", "/xl/workbook.xml", "xl/worksheets/sheet1.xml", "http://127.0.0.1:9/",
)  # fmt: skip

_ELEMENT = re.compile(rb"<([A-Za-z][\w:.]*)[^<>]*?(/>|>)")
_ATTRIBUTE = re.compile(rb'\s[A-Za-z][\w:.]*="([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_LIKED = (
    "xl/workbook.xml",
    "xl/worksheets/",
    "xl/tables/",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    ".rels",
)


@dataclass(frozen=True)
class Mutation:
    """One thing done to a workbook: what, where (each from 0 to 1), and with which odd text."""

    kind: str
    part: float
    place: float
    odd: str


def _picked(choices: Sequence[T], where: float) -> T:
    return choices[min(int(where * len(choices)), len(choices) - 1)]


def _spliced(data: bytes, span: tuple[int, int], new: bytes) -> bytes:
    return data[: span[0]] + new + data[span[1] :]


# ------------------------------------------------------------------ of a part


def _whole_element(xml: bytes, place: float) -> tuple[int, int] | None:
    """From the start of some element to its end, or to the end of the next tag of its name."""
    found = list(_ELEMENT.finditer(xml))
    if not found:
        return None
    one = _picked(found, place)
    end = one.end() if one[2] == b"/>" else xml.find(b"</" + one[1] + b">", one.end())
    return one.start(), end if one[2] == b"/>" else end + len(one[1]) + 3


def _without_element(xml: bytes, mutation: Mutation) -> bytes:
    span = _whole_element(xml, mutation.place)
    return _spliced(xml, span, b"") if span else xml


def _element_twice(xml: bytes, mutation: Mutation) -> bytes:
    span = _whole_element(xml, mutation.place)
    return _spliced(xml, (span[1], span[1]), xml[slice(*span)]) if span else xml


def _element_moved(xml: bytes, mutation: Mutation) -> bytes:
    span = _whole_element(xml, mutation.place)
    other = _whole_element(xml, mutation.part)
    if not span or not other or other[0] < span[1]:
        return xml
    return _spliced(_spliced(xml, (other[1], other[1]), xml[slice(*span)]), span, b"")


def _other_attribute(xml: bytes, mutation: Mutation) -> bytes:
    found = list(_ATTRIBUTE.finditer(xml))
    return (
        _spliced(xml, _picked(found, mutation.place).span(1), mutation.odd.encode())
        if found
        else xml
    )


def _without_attribute(xml: bytes, mutation: Mutation) -> bytes:
    found = list(_ATTRIBUTE.finditer(xml))
    return _spliced(xml, _picked(found, mutation.place).span(), b"") if found else xml


def _other_text(xml: bytes, mutation: Mutation) -> bytes:
    found = list(_TEXT.finditer(xml))
    return (
        _spliced(xml, _picked(found, mutation.place).span(1), mutation.odd.encode())
        if found
        else xml
    )


def _cut(data: bytes, mutation: Mutation) -> bytes:
    return data[: int(len(data) * mutation.place)]


def _flipped(data: bytes, mutation: Mutation) -> bytes:
    at = int(len(data) * mutation.place)
    return (
        data[:at] + bytes([data[at] ^ 1 << int(mutation.part * 7.9)]) + data[at + 1 :]
        if at < len(data)
        else data
    )


def _replaced(data: bytes, mutation: Mutation) -> bytes:
    at = int(len(data) * mutation.place)
    new = mutation.odd.encode()
    return data[:at] + new + data[at + len(new) :]


def _emptied(_data: bytes, _mutation: Mutation) -> bytes:
    return b""


OF_A_PART: dict[str, Callable[[bytes, Mutation], bytes]] = {
    "without an element": _without_element,
    "an element twice": _element_twice,
    "an element moved": _element_moved,
    "another attribute": _other_attribute,
    "without an attribute": _without_attribute,
    "another text": _other_text,
    "part cut": _cut,
    "part flipped": _flipped,
    "part replaced": _replaced,
    "part emptied": _emptied,
}
OF_THE_FILE: dict[str, Callable[[bytes, Mutation], bytes]] = {
    "file cut": _cut,
    "file flipped": _flipped,
    "file replaced": _replaced,
}
KINDS = (*OF_A_PART, "without a part", "part of another", *OF_THE_FILE)


# ------------------------------------------------------------------ of a package


def mutated(original: dict[str, bytes], mutations: list[Mutation]) -> bytes:
    """The package with these done to it; those of its parts before those of the file."""
    package = dict(original)
    for mutation in mutations:
        if mutation.kind not in OF_THE_FILE:
            _mutate(package, mutation)
    data = zipped(package)
    for mutation in mutations:
        if mutation.kind in OF_THE_FILE:
            data = OF_THE_FILE[mutation.kind](data, mutation)
    return data


def _mutate(package: dict[str, bytes], mutation: Mutation) -> None:
    names = sorted(package, key=lambda name: not any(liked in name for liked in _LIKED))
    if not names:
        return
    name = _picked(names, mutation.part)
    if mutation.kind == "without a part":
        del package[name]
    elif mutation.kind == "part of another":
        package[name] = package[_picked(names, mutation.place)]
    else:
        package[name] = OF_A_PART[mutation.kind](package[name], mutation)


def zipped(package: dict[str, bytes]) -> bytes:
    """The parts as a file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in package.items():
            archive.writestr(name, content)
    return file.getvalue()


WHERE = st.floats(0, 1, exclude_max=True)
MUTATIONS = st.lists(
    st.builds(Mutation, st.sampled_from(KINDS), WHERE, WHERE, st.sampled_from(ODD)),
    min_size=1,
    max_size=3,
)
"""What hypothesis tries: one to three mutations."""

"""File names from odd numbers: valid on Windows, Linux and macOS, and each given once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.documents.file_names import MAX_BYTES, FileStems, safe_stem

DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}


@pytest.mark.parametrize(
    ("number", "stem"),
    [
        ("INV-1", "INV-1"),
        ("2026/03:7", "2026-03-7"),
        ("CON", "_CON"),
        ("nul.2026", "_nul.2026"),
        ("Lpt1 .x", "_Lpt1 .x"),
        ("CONTRACT", "CONTRACT"),
        (".xml", "xml"),
        ("..", ""),
        ("/", ""),
        ("", ""),
        (" \t", ""),
        ("INV-1. ", "INV-1"),
        ("a\x00b", "a-b"),
        ("N" * 200, "N" * 117 + "…"),
        ("é" * 200, "é" * 58 + "…"),
    ],
)
def test_a_number_as_a_file_name(number: str, stem: str) -> None:
    assert safe_stem(number) == stem


def test_no_two_names_are_the_same_without_case() -> None:
    stems = FileStems("invoice")
    numbers = ["INV:1", "inv/1", "INV-1", "INV-1-2", "..", "/", "A" * 200, "A" * 201]
    assert [stems.stem(number) for number in numbers] == [
        "INV-1", "inv-1-2", "INV-1-3", "INV-1-2-2", "invoice", "invoice-2",
        "A" * 117 + "…", "A" * 117 + "…-2",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=150)))
def test_every_name_is_valid_everywhere(numbers: list[str]) -> None:
    stems = FileStems("invoice")
    names = [stems.stem(number) for number in numbers]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name == name.strip(" .")
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert name.partition(".")[0].strip().casefold() not in DEVICES
        assert 0 < len(name.encode()) <= MAX_BYTES + 10

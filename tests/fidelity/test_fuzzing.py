"""A workbook spoilt at random ends in one sentence or in a result that others can read, and in nothing else.

`HYPOTHESIS_PROFILE=thorough pytest tests/fidelity/test_fuzzing.py` looks further.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import python_calamine
from business import AS_OF
from hypothesis import given
from locations import SAMPLES
from mutations import MUTATIONS, Mutation, mutated, zipped
from own_workbook import made
from packages import parts

from sheetflow.errors import SheetflowError
from sheetflow.pipeline import run

SAMPLE = SAMPLES / "mistakes.xlsx"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("fuzzing") / "book.xlsx")


@given(mutations=MUTATIONS)
def test_a_spoilt_workbook_of_an_owner_ends_well(
    book: Path, mutations: list[Mutation]
) -> None:
    assert "\n" not in ends_well(
        book.with_name("spoilt.xlsx"), mutated(parts(book.read_bytes()), mutations)
    )


@given(mutations=MUTATIONS)
def test_a_spoilt_sample_ends_well(book: Path, mutations: list[Mutation]) -> None:
    assert "\n" not in ends_well(
        book.with_name("spoilt.xlsx"), mutated(parts(SAMPLE.read_bytes()), mutations)
    )


def ends_well(path: Path, data: bytes) -> str:
    """Run a workbook in its place, twice. Gives its sentence where it stops; else "", and what it left can be read."""
    path.write_bytes(data)
    was_readable = _is_readable(path)
    try:
        for _ in range(2):
            run(path, as_of=AS_OF, adopt=True).save(path, replacing=True)
    except SheetflowError as stopped:
        return str(stopped)
    assert not was_readable or _is_readable(path)
    return ""


def _is_readable(path: Path) -> bool:
    """By python-calamine, which gives up on some broken files with a panic."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    except BaseException as error:
        if (
            isinstance(error, OSError | python_calamine.CalamineError)
            or type(error).__name__ == "PanicException"
        ):
            return False
        raise
    return True


# ------------------------------------------------------------------ what was found

FOUND = {
    "a table lacks a column": (
        r"xl/tables/table9\.xml",
        r'<tableColumn id="3"[^>]*/>',
        "",
        "the table TPicks does not describe the columns of A1:I15; ",
    ),
    "a table has no columns": (
        r"xl/tables/table9\.xml",
        r"<tableColumns.*</tableColumns>",
        "",
        "the table TPicks does not describe the columns of A1:I15; ",
    ),
}


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_what_was_found_has_its_sentence(
    book: Path, case: tuple[str, str, str, str]
) -> None:
    part, old, new, words = case
    package = parts(book.read_bytes())
    name = next(name for name in package if re.fullmatch(part, name))
    spoilt = re.sub(old, new, package[name].decode(), count=1)
    assert spoilt != package[name].decode()
    assert words in ends_well(
        book.with_name("spoilt.xlsx"), zipped({**package, name: spoilt.encode()})
    )

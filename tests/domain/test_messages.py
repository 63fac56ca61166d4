"""Messages in the workbook's language: complete in German, and English everywhere else."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetflow.domain.catalogue import contract, declared_by
from sheetflow.domain.languages import language
from sheetflow.domain.messages import (
    OwnWord,
    counted_message,
    in_own_language,
    message,
)
from sheetflow.domain.own_names import Names
from sheetflow.domain.problems import Problem
from sheetflow.writing.first_line import is_first_line
from tools.messages import (
    PAGE_WORDS,
    as_mo,
    as_po,
    faults,
    files,
    page_words,
    translations,
)

WRONG = Problem(
    "SKU01", "Order lines", 0, "SKU", "A-1O0", {"suggestion": message(". Did you mean {name}?", name="A-100")}
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _german() -> Iterator[None]:
    german = Names(language("de")).applied_to(contract())
    with declared_by(german):
        yield


@pytest.mark.parametrize("path", files(), ids=lambda path: path.parts[-3])
def test_every_message_has_a_translation_that_fills_in_and_names_the_same(
    path: Path,
) -> None:
    wrong = list(faults(translations(path)))
    hint = f"run `python -m tools.messages`, then translate in {path}"
    assert not wrong, "\n".join([hint, *wrong])


@pytest.mark.parametrize("path", files(), ids=lambda path: path.parts[-3])
def test_the_files_are_as_the_tool_writes_them(path: Path) -> None:
    catalog = translations(path)
    assert path.read_bytes() == as_po(catalog), "run `python -m tools.messages`"
    assert path.with_suffix(".mo").read_bytes() == as_mo(catalog)
    assert path.with_name(PAGE_WORDS).read_bytes() == page_words(catalog)


def test_a_problem_is_in_german_with_the_workbooks_names() -> None:
    assert WRONG.text == "Es gibt keinen Artikel „A-1O0“. Meinten Sie A-100?"
    assert WRONG.remedy.endswith("tragen Sie den Artikel unter „Artikel“ ein.")


def test_a_problem_outside_a_german_workbook_is_in_english() -> None:
    with declared_by(contract()):
        assert WRONG.text == 'There is no product "A-1O0". Did you mean A-100?'


def test_a_number_decides_the_form_and_is_written_as_germans_write_it() -> None:
    texts = [
        counted_message(count, "{count} row added", "{count} rows added")
        for count in (1, 1204)
    ]
    assert texts == ["1 row added", "1,204 rows added"]
    assert [in_own_language(text) for text in texts] == [
        "1 Zeile hinzugefügt",
        "1.204 Zeilen hinzugefügt",
    ]


def test_a_message_survives_being_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(WRONG.words["suggestion"]))
    assert in_own_language(sent) == ". Meinten Sie A-100?"


@pytest.mark.parametrize(
    ("cell", "ours"),
    [
        ("Nothing to fix: all 3 orders processed", True),
        ("1.204 Korrekturen nötig: 2 angehalten", True),
        ("Nichts zu korrigieren: noch keine Aufträge", True),
        ("Korrekturen", False),
        ("", False),
    ],
)
def test_the_line_above_issues_is_found_in_every_language(
    cell: str, ours: bool
) -> None:
    with declared_by(contract()):
        assert is_first_line(cell) is ours


def test_a_word_of_the_contract_is_shown_as_the_workbook_writes_it() -> None:
    word = pickle.loads(pickle.dumps(OwnWord("Quote", "Angebot")))
    assert word == "Quote"
    assert in_own_language(word) == "Angebot"

"""A German workbook with many mistakes: what is printed and written is German, whole sentences and all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from german_books import german, in_german, is_english
from locations import SAMPLES

from sheetflow.cli import main
from sheetflow.domain.catalogue import declared_by
from sheetflow.domain.messages import in_own_language, own_text, translation
from sheetflow.domain.problems import rules
from sheetflow.writing.dashboard.waiting_panel import REASONS

TYPED = ("Ausgestellte Belege", "Laufprotokoll")
"""Sheets that a run reads again: they keep the names of the contract."""


def command(*words: str | Path) -> str:
    """What a command prints."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    return done.output


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with many mistakes in German."""
    folder = tmp_path_factory.mktemp("german")
    return in_german(SAMPLES / "mistakes.xlsx", folder / "laden.xlsx")


@pytest.fixture(scope="module")
def printed(book: Path) -> str:
    """What a check and a run of it print."""
    checked = command("check", book)
    return checked + command("run", book, "--as-of", "2026-03-02")


def test_nothing_that_a_check_or_a_run_prints_is_english(printed: str) -> None:
    lines = printed.splitlines()
    assert any(line.startswith("40 Aufträge gelesen: 36 Fehler, 8 ") for line in lines)
    assert any("32 von 39 Prüfungen stimmen" in line for line in lines)
    assert lines[-1].startswith("Quittung: Lauf 1 vom 2026-03-02, ")
    assert [line for line in lines if is_english(line)] == []


def test_nothing_that_a_run_writes_is_english(printed: str, book: Path) -> None:
    assert printed
    assert [text for text in written(book) if is_english(text)] == []


def written(book: Path) -> Iterator[str]:
    """The notes of a workbook, and the texts of its derived sheets without what they quote."""
    facts = {german()[sheet].title for sheet in german().facts}
    for sheet in openpyxl.load_workbook(book):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    yield from cell.comment.text.splitlines()
                is_ours = sheet.title not in facts.union(TYPED)
                if is_ours and isinstance(cell.value, str):
                    yield from cell.value.splitlines()


def test_what_waits_is_counted_by_the_words_of_its_reason(book: Path) -> None:
    reasons = [
        "{sku} has {free} free of {needed}",
        "nothing to pack: nothing is picked and not packed yet",
        "nothing to ship: nothing is picked, and no container is waiting",
        "nothing to invoice: nothing more has shipped",
    ]
    with declared_by(german()):
        assert own_text("was refused") in translation(rules()["ACT02"].named_text)
        known = [in_own_language(words) for _, words in REASONS]
        for reason in reasons:
            text = translation(reason).format(sku="A-1", free="1", needed="3")
            assert sum(words in text for words in known) == 1, text


def test_verify_finds_a_german_workbook_as_the_run_wrote_it(
    printed: str, book: Path
) -> None:
    assert printed
    done = CliRunner().invoke(main, ["verify", str(book)])
    assert "39 Prüfungen, davon 0 falsch." in done.output
    assert [line for line in done.output.splitlines() if is_english(line)] == []


def test_a_second_run_leaves_the_notes_and_the_dashboard_as_they_are(
    printed: str, book: Path
) -> None:
    assert printed
    before = list(written(book))
    command("run", book, "--as-of", "2026-03-02")
    lines = len([text for text in before if text == "— sheetflow —"])
    after = list(written(book))
    assert len([text for text in after if text == "— sheetflow —"]) == lines
    assert "— siehe Hinweise —" in after


@pytest.mark.parametrize(
    ("sheet", "header", "expected"),
    [
        ("Kunden", "Kunde", "die Spalte Kunde von Kunden fehlt (8 Zellen beim "),
        ("Aufträge", "Aktion", "die Spalte Aktion von Aufträge fehlt (18 Zellen beim "),
    ],
)
def test_why_a_workbook_cannot_be_processed_is_in_german(
    printed: str, book: Path, tmp_path: Path, sheet: str, header: str, expected: str
) -> None:
    assert printed
    read = openpyxl.load_workbook(book)
    [cell] = [each for each in read[sheet][1] if each.value == header]
    cell.value = "Irgendwas"
    read.save(tmp_path / "laden.xlsx")
    done = CliRunner().invoke(main, ["run", str(tmp_path / "laden.xlsx")])
    assert expected in done.stderr
    assert not is_english(done.stderr)

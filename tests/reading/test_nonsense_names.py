"""A workbook in which nothing has the contract's name: what is printed and written has none of them either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from locations import SAMPLES
from nonsense_names import contract_names, namings, renamed

from sheetflow.cli import main

ORDINARY = {
    "Order", "Container", "Invoice", "Line", "Type", "To", "Unit", "Pick", "Ship", "Pack", "Payment", "Return",
    "Restock", "Quote", "Shipment", "Document", "Name", "Value", "From", "Here", "Use", "Customer", "Location",
    "Tax", "On hand", "Balance", "Allocated", "Reserved", "Available", "Free", "Paid", "Shipped", "Picked", "Packed",
    "Invoiced", "Returned", "Restocked", "Change", "Format", "Cost", "Credit note", "Receipt", "Received",
}  # fmt: skip
"""Names that are everyday words too: `Order SO-1 has no line`, `Pick one from the list`."""

PHRASES = (
    "Payments and credits = allocated + unallocated",
    "Receivables = invoiced − credited − paid",
    "Invoices: totals = lines + freight + tax",
    "Order lines with more shipped than picked",
    "Orders read = applied + held + untouched",
    "Stock value = cost in − cost out",
    "add a row with a From date",
)
"""What checks are called, and what verify counts: they name no sheet."""

NOT_SHOWN = ("Issued documents", "Run log")
"""Sheets that a run reads again: they keep the contract's names, so that Mapping may change."""

NAMES = sorted(contract_names() - ORDINARY, key=len, reverse=True)
_NAME = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, NAMES))})(?!\w)")


def contract_words(text: str) -> list[str]:
    """The lines of a text that have a name of the contract."""
    for phrase in PHRASES:
        text = text.replace(phrase, "")
    return [line for line in text.splitlines() if _NAME.search(line)]


def command(*words: str | Path) -> str:
    """What a command prints."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    return done.output


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with many mistakes under nonsense names, after a run."""
    folder = tmp_path_factory.mktemp("nonsense")
    path = renamed(SAMPLES / "mistakes.xlsx", folder / "book.xlsx")
    assert contract_words(command("check", path)) == []
    printed = command("run", path, "--adopt", "--as-of", "2026-03-02")
    assert re.search(r"Read \d\d orders: .* on hold", printed)
    assert contract_words(printed) == []
    return path


@pytest.mark.parametrize(
    "words",
    [("trace", "SO-000101"), ("trace", "MUG-BLUE"), ("trace", "nothing"), ("verify",)],
    ids=" ".join,
)
def test_no_command_names_a_sheet_or_column_of_the_contract(
    words: tuple[str, ...], book: Path
) -> None:
    name, *rest = words
    done = CliRunner().invoke(main, [name, str(book), *rest])
    assert contract_words(done.output) == []


def texts(book: Path) -> Iterator[tuple[str, str]]:
    """The texts and notes that a run wrote, with the sheet of each, without what was typed."""
    skipped = {
        here
        for sheet, column, _, here in namings()
        if sheet in NOT_SHOWN and not column
    }
    typed = {"Unit 4, Foss Islands"}
    for sheet in openpyxl.load_workbook(book):
        if sheet.title in skipped | {"Mapping"}:
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    yield sheet.title, cell.comment.text
                if (
                    isinstance(cell.value, str)
                    and cell.value.split("\n")[0] not in typed
                ):
                    yield sheet.title, cell.value


def test_no_cell_or_note_of_a_run_names_one(book: Path) -> None:
    notes = [
        line
        for sheet, text in texts(book)
        for line in contract_words(text)
        if sheet != "Dashboard"
    ]
    owners = "A location misspelt in Picks", "A SKU misspelt"
    assert [line for line in notes if not line.startswith(owners)] == []

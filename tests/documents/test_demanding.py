"""The demanding businesses on paper: pages, totals and figures, in our workbooks and as LibreOffice prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import demanding
import pytest
from paper import (
    Paper,
    amount,
    drawn,
    needs_office,
    page_sizes,
    page_texts,
    printed,
    recalculated,
    without_values,
)

from sheetflow.documents.model import Documents
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.pipeline import Run

CASES = ("long", "scripts", "yen", "canada", "many", "long-letter")
TEN = 10


@dataclass(frozen=True)
class Business:
    """A business after its runs: its workbook, its documents and their workbooks, by file name."""

    run: Run
    documents: Documents
    files: Mapping[str, bytes]

    def rows(self, sheet: str, key: str) -> dict[str, dict[str, object]]:
        """The rows of a sheet of the workbook, by their key."""
        return {row[key]: row for row in self.run.book[sheet].to_dict("records")}

    def letters(self, file: str) -> list[dict[str, object]]:
        """What each letter of a file says next to its labels."""
        return list(letters(Paper(self.files[file]))) if file in self.files else []


@pytest.fixture(scope="module")
def businesses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Business]:
    """All businesses; the one with the long order on Letter too."""
    found = {}
    for name in demanding.NAMES:
        folder = tmp_path_factory.mktemp(name)
        run = demanding.played(name, folder)
        made = demanding.all_of(run, folder)
        if name == "many":
            made = replace(made, orders=(), invoices=made.invoices[-TEN:])
        found[name] = Business(run, made, drawn(made))
    on_letter = _on_letter(found["long"].documents)
    return {
        **found,
        "long-letter": replace(
            found["long"], documents=on_letter, files=drawn(on_letter)
        ),
    }


def _on_letter(made: Documents) -> Documents:
    """The documents as if they were issued on Letter."""
    return replace(
        made,
        seller=replace(made.seller, style=replace(made.seller.style, paper="Letter")),
        invoices=tuple(replace(each, seller=None) for each in made.invoices),
        credits=tuple(replace(each, seller=None) for each in made.credits),
        packing=tuple(replace(each, seller=None) for each in made.packing),
        deliveries=tuple(replace(each, seller=None) for each in made.deliveries),
        labels=(),
    )


Printed = dict[tuple[str, str], list[str]]
"""The text of each page as LibreOffice prints it, by business and file."""


@pytest.fixture(scope="module")
def pdfs(
    businesses: dict[str, Business], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Every workbook but the labels as LibreOffice prints it."""
    names = {f"{name}--{file}": (name, file) for name, file in _letters(businesses)}
    files = {
        named: businesses[name].files[file] for named, (name, file) in names.items()
    }
    return {
        names[named]: path
        for named, path in printed(files, tmp_path_factory.mktemp("printed")).items()
    }


@pytest.fixture(scope="module")
def pages(pdfs: dict[tuple[str, str], Path]) -> Printed:
    """The text of each of their pages."""
    return {place: page_texts(path) for place, path in pdfs.items()}


def _letters(businesses: Mapping[str, Business]) -> Iterator[tuple[str, str]]:
    for name, business in businesses.items():
        yield from ((name, file) for file in business.files if file != "labels.xlsx")


# -- pages


PAGES = {
    ("long", "quotes.xlsx"): 1,
    ("long", "orders.xlsx"): 5,
    ("long", "picks.xlsx"): 5,
    ("long", "packing-slips.xlsx"): 4,
    ("long", "invoices.xlsx"): 5,
    ("long", "statements.xlsx"): 1,
    ("long-letter", "invoices.xlsx"): 5,
    ("long-letter", "packing-slips.xlsx"): 5,
    ("long-letter", "picks.xlsx"): 5,
    ("canada", "picks.xlsx"): 2,
    ("canada", "packing-slips.xlsx"): 5,
    ("canada", "credit-notes.xlsx"): 2,
    ("many", "invoices.xlsx"): TEN,
    ("many", "statements.xlsx"): 4,
}


@needs_office
def test_libreoffice_prints_the_pages_that_we_laid_out(
    businesses: dict[str, Business], pages: Printed
):
    counts = {place: len(texts) for place, texts in pages.items()}
    assert {place: counts[place] for place in PAGES} == PAGES
    breaks = {
        (name, file): Paper(businesses[name].files[file]).formulas.row_breaks
        for name, file in counts
    }
    assert {place: len(found.brk) + 1 for place, found in breaks.items()} == counts


@needs_office
def test_pages_are_of_the_size_of_settings(pdfs: dict[tuple[str, str], Path]):
    for (name, _), path in pdfs.items():
        wanted = (612, 792) if name in ("canada", "long-letter") else (595, 842)
        assert set(page_sizes(path)) == {wanted}


@needs_office
def test_each_page_is_numbered_and_says_what_it_is(pages: Printed):
    for place, texts in pages.items():
        feet = [
            re.findall(r"(\d+) ?/ ?(\d+)$", text, re.MULTILINE)[-1] for text in texts
        ]
        expected = 1
        for at, (page, count) in enumerate(feet):
            assert int(page) == expected, (place, at)
            expected = 1 if page == count else expected + 1
        assert expected == 1, place


@needs_office
def test_totals_are_on_one_page_with_at_least_two_lines(pages: Printed):
    for name in ("long", "long-letter"):
        for file in ("invoices.xlsx", "orders.xlsx"):
            [last] = [text for text in pages[name, file] if "Total GBP" in text]
            assert "Subtotal" in last
            assert "VAT 20%" in last
            assert len(re.findall(r"no\. 1\d\d", last)) >= 2


@needs_office
def test_no_figure_is_too_wide_for_its_cell(pages: Printed):
    for place, texts in pages.items():
        assert "###" not in "".join(texts), place


@needs_office
@pytest.mark.parametrize("name", ["long", "yen", "canada", "many"])
def test_totals_are_written_as_the_locale_writes_them(
    name: str, businesses: dict[str, Business], pages: Printed
):
    made = businesses[name].documents
    formats = Formats(made.seller.style.locale, made.seller.currency)
    said = _plain(" ".join(pages[name, "invoices.xlsx"]))
    for invoice in made.invoices:
        assert _plain(formats.money(invoice.money.total)) in said


def _plain(text: str) -> str:
    """Without spaces: programs set those of locales differently."""
    return re.sub(r"[\s\u00a0\u202f]", "", text).replace("￥", "¥")


# -- figures


def letters(paper: Paper) -> Iterator[dict[str, object]]:
    """What each letter of a workbook says next to its labels."""
    found: dict[str, object] = {}
    for row in paper.values.iter_rows(values_only=True):
        label = row[4]
        value = row[-1]
        if (
            value
            in (
                "Quote",
                "Order confirmation",
                "Invoice",
                "Credit note",
                "Statement of account",
            )
            and found
        ):
            yield found
            found = {}
        if (
            isinstance(label, str)
            and value is not None
            and row[0] not in ("Item", "Invoice", "By age")
        ):
            found.setdefault(label, value)
            found.setdefault("Taxes", Decimal(0))
            if (
                row[6] is not None
                and isinstance(row[6], float | int)
                and not label.startswith("Total")
            ):
                found["Taxes"] += amount(value)  # type: ignore[operator]
    yield found


@pytest.mark.parametrize("name", CASES)
def test_the_money_of_every_letter_is_that_of_the_workbook(
    name: str, businesses: dict[str, Business]
):
    business = businesses[name]
    kinds = (
        ("quotes", "Quote", "Orders"),
        ("orders", "Order", "Orders"),
        ("invoices", "Invoice", "Invoices"),
    )
    for kind, label, sheet in kinds:
        rows = business.rows(sheet, sheet[:-1])
        found = business.letters(f"{kind}.xlsx")
        assert [letter[label] for letter in found] == [
            made.number for made in getattr(business.documents, kind)
        ]
        for letter in found:
            row = rows[letter[label]]
            assert amount(letter["Subtotal"]) == row["Subtotal"]
            assert amount(letter.get("Freight", 0)) == (row["Freight"] or 0)
            assert letter["Taxes"] == row["Tax"]
            assert (
                amount(letter[f"Total {business.documents.seller.currency}"])
                == row["Total"]
            )


@pytest.mark.parametrize("name", CASES)
def test_what_is_paid_credited_and_left_is_that_of_the_workbook(
    name: str, businesses: dict[str, Business]
):
    rows = businesses[name].rows("Invoices", "Invoice")
    for letter in businesses[name].letters("invoices.xlsx"):
        row = rows[letter["Invoice"]]
        assert -amount(letter.get("Paid", 0)) == row["Paid"]
        assert -amount(letter.get("Credited", 0)) == row["Credited"]
        left = [
            letter[label]
            for label in ("Balance due", "In your favour")
            if label in letter
        ]
        assert [amount(balance) for balance in left] == (
            [row["Balance"]] if row["Paid"] or row["Credited"] else []
        )


def _lines(paper: Paper) -> list[Decimal]:
    """The amounts of all lines of a workbook of letters, in its order."""
    heads = ("Amount", "incl. tax", "Credit", "Balance")
    found = []
    is_table = False
    for row in paper.values.iter_rows(values_only=True):
        is_table = row[7] in heads or (
            is_table and not (isinstance(row[4], str) and row[3] is None)
        )
        found += (
            [amount(row[7])] if is_table and isinstance(row[7], float | int) else []
        )
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_lines_of_every_letter_are_those_of_the_workbook(
    name: str, businesses: dict[str, Business]
):
    business = businesses[name]
    for kind, sheet, key in (
        ("orders", "Order lines", "Order"),
        ("invoices", "Invoice lines", "Invoice"),
    ):
        if f"{kind}.xlsx" in business.files:
            lines = business.run.book[sheet].to_dict("records")
            numbers = [letter.number for letter in getattr(business.documents, kind)]
            wanted = [
                line["Line total"]
                for number in numbers
                for line in lines
                if line[key] == number
            ]
            assert _lines(Paper(business.files[f"{kind}.xlsx"])) == wanted


@pytest.mark.parametrize("name", ["scripts", "yen", "canada"])
def test_the_money_of_credit_notes_is_that_of_the_workbook(
    name: str, businesses: dict[str, Business]
):
    business = businesses[name]
    notes: dict[str, list[dict[str, Any]]] = {}
    for row in business.run.book["Returns"].to_dict("records"):
        if row["Credit note"]:
            notes.setdefault(row["Credit note"], []).append(row)
    found = business.letters("credit-notes.xlsx")
    assert [letter["Credit note"] for letter in found] == list(notes)
    for letter in found:
        rows = notes[letter["Credit note"]]

        def total(header: str, rows: list[dict[str, Any]] = rows) -> Decimal:
            return sum((row[header] or Decimal(0) for row in rows), Decimal(0))

        assert amount(letter["Net"]) == total("Credit net")
        assert letter["Taxes"] == total("Credit tax")
        assert -amount(letter.get("Restocking fee", 0)) == total("Fee")
        credit = letter[f"Credit {business.documents.seller.currency}"]
        assert amount(credit) == total("Credit total")


@pytest.mark.parametrize("name", CASES)
def test_the_money_of_statements_is_that_of_the_workbook(
    name: str, businesses: dict[str, Business]
):
    business = businesses[name]
    owed = business.rows("Receivables", "Customer")
    paper = Paper(business.files["statements.xlsx"])
    rows = [
        [cell for cell in row if cell is not None]
        for row in paper.values.iter_rows(values_only=True)
    ]
    ages = [
        list(map(amount, after))
        for row, after in pairwise(rows)
        if row[:1] == ["By age"]
    ]
    found = list(letters(paper))
    for letter, by_age in zip(found, ages, strict=True):
        row = owed[letter["Account"]]
        assert (
            amount(letter[f"Balance {business.documents.seller.currency}"])
            == row["Total"]
        )
        buckets = [
            row[name]
            for name in row
            if name in ("Not due", "Unallocated") or "0" in name
        ]
        assert by_age == buckets
        assert sum(by_age) == row["Total"]
    assert len(found) == len(business.documents.statements) > 0


@needs_office
def test_libreoffice_calculates_the_totals_that_we_wrote(
    businesses: dict[str, Business], tmp_path: Path
):
    chosen = ("invoices.xlsx", "credit-notes.xlsx", "statements.xlsx")
    places = [
        (name, file)
        for name, file in _letters(businesses)
        if file in chosen and name != "long-letter"
    ]
    files = {f"{name}--{file}": businesses[name].files[file] for name, file in places}
    for named, path in recalculated(
        {name: without_values(content) for name, content in files.items()}, tmp_path
    ).items():
        ours = Paper(files[named])
        theirs = Paper(path.read_bytes())
        assert _formulas(ours)
        for place in _formulas(ours):
            assert amount(theirs.values[place].value) == amount(
                ours.values[place].value
            ), f"{named} {place}"


def _formulas(paper: Paper) -> list[str]:
    return [
        cell.coordinate
        for row in paper.formulas.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_a_customer_who_owes_nothing_is_given_no_account_to_pay_to(
    businesses: dict[str, Business],
):
    statements = Paper(businesses["many"].files["statements.xlsx"]).texts()
    assert [text for text in statements if text.startswith("IBAN")] == [
        "IBAN DE02 1203 0000 0000 2020 51"
    ]
    assert len(businesses["many"].documents.statements) == 2

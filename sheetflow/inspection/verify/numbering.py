"""Whether invoices and credit notes are numbered once, and which numbers between the lowest and highest are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sheetflow.controls.reconciliation.sequences import Numbers
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.model import Counted, Finding


@dataclass(frozen=True)
class Series:
    """The numbers of one kind of document, voided ones included, each with its row in Excel."""

    books: Books
    what: str
    sheet: str
    header: str
    numbers: Numbers
    rows: list[int]

    @cached_property
    def repeats(self) -> list[Finding]:
        """Each number that an earlier row has already."""
        first: dict[str | int, tuple[int, str]] = {}
        found = []
        for key, row in zip(self.numbers.keys, self.rows, strict=True):
            earlier = first.setdefault(self.numbers.ours.get(key, key), (row, key))
            if earlier[0] != row:
                where = self.books.cell(self.sheet, self.header, row)
                as_other = "" if earlier[1] == key else f" as {earlier[1]}"
                said = f"{key} is used again: row {earlier[0]} has it already{as_other}"
                found.append(Finding("repeated number", where, said))
        return found

    def gaps(self) -> Iterator[Finding]:
        """Each stretch of numbers that are missing."""
        place = self.books.positions.get(self.sheet)
        for first, last in self.numbers.gaps:
            numbers = f"{self.numbers.text(first)} to {self.numbers.text(last)} are"
            said = f"{self.numbers.text(first)} is" if first == last else numbers
            yield Finding(
                "missing number", place.name if place else self.sheet, f"{said} missing"
            )

    @property
    def counted(self) -> Counted:
        """How many there are."""
        return Counted(
            self.what, len(self.rows), len(self.repeats), self.numbers.missing
        )


def every_series(books: Books) -> Iterator[Series]:
    """Invoices, then credit notes."""
    book = books.result.book
    for what, sheet, header, prefix in (
        ("invoices", "Invoices", "Invoice", book.settings.invoice_prefix),
        ("credit notes", "Returns", "Credit note", book.settings.credit_note_prefix),
    ):
        frame = book[sheet]
        given = [
            (key, row)
            for key, row in zip(
                frame[header].tolist(), frame.rows.tolist(), strict=True
            )
            if key
        ]
        yield Series(
            books,
            what,
            sheet,
            header,
            Numbers([key for key, _ in given], prefix),
            [row for _, row in given],
        )

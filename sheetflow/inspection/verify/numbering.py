"""Whether invoices and credit notes are numbered once each, and which numbers in between are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sheetflow.controls.reconciliation.sequences import Numbers
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import Message, message
from sheetflow.domain.numbers import AnyArray, Mask
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.model import Counted, Finding


class _Use(NamedTuple):
    """A number as it is written, and its row in Excel."""

    key: str
    row: int


@dataclass(frozen=True)
class Series:
    """The numbers of one kind of document, voided ones included, each with its row in Excel."""

    books: Books
    what: str
    one: str
    sheet: str
    header: str
    numbers: Numbers
    rows: list[int]
    orders: dict[int, str]

    @cached_property
    def repeats(self) -> list[Finding]:
        """Each number that an earlier row has already."""
        first_uses: dict[str | int, _Use] = {}
        found = []
        for key, row in zip(self.numbers.keys, self.rows, strict=True):
            number = self.numbers.ours.get(key, key)
            first = first_uses.setdefault(number, _Use(key, row))
            if first.row != row and not self._is_same_note(first.row, row):
                found.append(self._repeat(_Use(key, row), first))
        return found

    def _is_same_note(self, first: int, row: int) -> bool:
        """Whether two rows are on one credit note: it has all returns of an order that were credited together."""
        order = self.orders
        return bool(order) and order[first] == order[row]

    def _repeat(self, use: _Use, first: _Use) -> Finding:
        """A number that is used again, perhaps in another spelling."""
        spelling = message(" as {number}", number=first.key)
        if first.key == use.key:
            spelling = Message("", {})
        return Finding(
            "repeated number",
            self.books.cell(self.sheet, self.header, use.row),
            message(
                "{number} is used again: row {row} has it already{spelling}",
                number=use.key,
                row=str(first.row),
                spelling=spelling,
            ),
        )

    def gaps(self) -> Iterator[Finding]:
        """Each range of numbers that are missing."""
        name = self.books.name(self.sheet)
        for first, last in self.numbers.gaps:
            yield Finding("missing number", name, self._gap(first, last))

    def _gap(self, first: int, last: int) -> str:
        number = self.numbers.text(first)
        if first == last:
            return message("{number} is missing", number=number)
        return message(
            "{first} to {last} are missing", first=number, last=self.numbers.text(last)
        )

    @property
    def counted(self) -> Counted:
        """How many there are."""
        return Counted(
            what=self.what,
            one=self.one,
            numbers=self._documents,
            repeated=len(self.repeats),
            missing=self.numbers.missing,
        )

    @property
    def _documents(self) -> int:
        """How many documents there are: the rows of one credit note count once."""
        if not self.orders:
            return len(self.rows)
        orders = [self.orders[row] for row in self.rows]
        return len(set(zip(self.numbers.keys, orders, strict=True)))


def every_series(books: Books) -> list[Series]:
    """Invoices, then credit notes."""
    book = books.result.book
    invoices = book.invoices
    returns = book.returns
    return [
        Series(
            books,
            message("invoices"),
            message("invoice"),
            "Invoices",
            "Invoice",
            Numbers(_given(invoices.invoice), book.settings.invoice_prefix),
            _rows(invoices, invoices.has_invoice),
            {},
        ),
        Series(
            books,
            message("credit notes"),
            message("credit note"),
            "Returns",
            "Credit note",
            Numbers(_given(returns.credit_note), book.settings.credit_note_prefix),
            _rows(returns, returns.has_credit_note),
            dict(zip(returns.rows.tolist(), returns.order.tolist(), strict=True)),
        ),
    ]


def _given(keys: AnyArray) -> list[str]:
    """The numbers that are not blank."""
    return [key for key in keys.tolist() if key]


def _rows(frame: Frame, given: Mask) -> list[int]:
    """The Excel rows of the numbers that are not blank."""
    rows: list[int] = frame.rows[given].tolist()
    return rows

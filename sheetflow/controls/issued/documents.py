"""Which rows make a document, and its fingerprint: of its own row, and of its lines in whatever order they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from sheetflow.controls.closing.fingerprints import ROW_BYTES, cell_marks
from sheetflow.controls.issued.contents import row_texts
from sheetflow.controls.issued.printed_texts import credit_texts, invoice_texts
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Invoices
from sheetflow.domain.messages import message, named
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, any_by, take
from sheetflow.engine.edits import keys_of
from sheetflow.ledgers.credits import credits_money
from sheetflow.ledgers.tax_rates import rows_in_force

INVOICE = "Invoice"
CREDIT = "Credit"
TAX_CODE = "Tax code"

SHEETS = {INVOICE: "Invoices", CREDIT: "Returns", TAX_CODE: "Tax codes"}
"""The sheet that has the own row of each kind of document."""

TITLES = {
    INVOICE: named("Invoice"),
    CREDIT: message("Credit"),
    TAX_CODE: named("Tax code"),
}
"""What a message calls each kind of document."""

VOIDED = {INVOICE: "Voided invoice", CREDIT: "Voided credit"}
"""What the seal of a document that was voided is called."""

HEADERS: Mapping[str, Sequence[str]] = {
    INVOICE: (
        "Order",
        "Invoice date",
        "Customer",
        "Bill to",
        "Billing address",
        "Tax number",
        "Freight",
        "Freight tax code",
        "Currency",
        "Prices include tax",
        "Tax rounding",
        "Freight tax 1 %",
        "Freight tax 2 %",
        "Freight compound",
        "Subtotal",
        "Tax",
        "Total",
    ),
    CREDIT: (
        "Order",
        "Line",
        "SKU",
        "Quantity",
        "Return date",
        "Unit credit",
        "Fee",
        "Credited quantity",
        "Credit net",
        "Credit tax",
        "Credit total",
        "Credit note",
        "Credit date",
    ),
    TAX_CODE: (
        "Tax code",
        "From date",
        "Name",
        "Tax 1 %",
        "Tax 1 name",
        "Tax 2 %",
        "Tax 2 name",
        "Compound",
    ),
}
"""The cells of a document's own row that stay as issued."""

LATER_HEADERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    CREDIT: {"Fee": ("Fee tax code", "Fee tax")}
}
"""Cells that stay as issued too, by the older cell that they are mixed into: blank ones leave old seals as they are."""

LINE_HEADERS = (
    "Line",
    "Order",
    "SKU",
    "Description",
    "Quantity",
    "Unit price",
    "Discount %",
    "Order discount %",
    "Tax code",
    "Tax 1 %",
    "Tax 2 %",
    "Compound",
    "Line total",
)
"""The cells of an invoice's lines that stay as issued."""


@dataclass(frozen=True)
class Documents:
    """The documents of one kind: a record each, its number, and the rows of its lines by record."""

    kind: str
    book: Book
    records: IntArray
    numbers: list[str]

    @property
    def frame(self) -> Frame:
        """The sheet of their own rows."""
        return self.book[SHEETS[self.kind]]

    def fingerprints(self) -> list[str]:
        """The fingerprint of each."""
        own = self._own_marks()
        lines = self._lines()
        hashes = _line_hashes(self.book, lines)
        return [
            blake2b(
                row.tobytes()
                + hashes[lines.starts[at] : lines.starts[at + 1]].tobytes(),
                digest_size=ROW_BYTES,
            ).hexdigest()
            for at, row in enumerate(np.ascontiguousarray(own, dtype=">u8"))
        ]

    def _own_marks(self) -> AnyArray:
        """The marks of the cells of each one's own row."""
        headers = HEADERS[self.kind]
        own = cell_marks(self.frame, headers, self.records)
        for header, later in LATER_HEADERS.get(self.kind, {}).items():
            marks = cell_marks(self.frame, later, self.records)
            own[:, headers.index(header)] ^= np.bitwise_xor.reduce(marks, axis=1)
        return own

    def texts(self) -> list[str]:
        """Each as text: its own row, then its lines."""
        later = LATER_HEADERS.get(self.kind, {}).values()
        headers = [*HEADERS[self.kind], *(header for each in later for header in each)]
        own = row_texts(self.frame, headers, self.records)
        lines = self._lines()
        if not len(lines.rows):
            return own
        texts = row_texts(self.book.invoice_lines, LINE_HEADERS, lines.rows)
        return [
            "\n".join([row, *sorted(texts[lines.starts[at] : lines.starts[at + 1]])])
            for at, row in enumerate(own)
        ]

    def printed(self) -> list[str]:
        """What was on each that other sheets say; empty for what is no document."""
        if self.kind == INVOICE:
            lines = self._lines()
            rows = np.split(lines.rows, lines.starts[1:-1])
            return invoice_texts(self.book, self.records, rows)
        if self.kind == CREDIT:
            return credit_texts(self.book, self.records)
        return [""] * len(self.records)

    def _lines(self) -> _Lines:
        """The lines of these documents; only invoices have any."""
        if self.kind != INVOICE:
            return _Lines(
                np.zeros(0, dtype=np.int64), np.zeros(len(self.records) + 1, int)
            )
        return _lines_of(self.book, self.records)


@dataclass(frozen=True)
class _Lines:
    """Invoice lines by document: those of the document `at` are `rows[starts[at]:starts[at + 1]]`."""

    rows: IntArray
    starts: IntArray


def _lines_of(book: Book, invoices: IntArray) -> _Lines:
    """The lines of these invoices."""
    position = np.full(len(book.invoices) + 1, -1, dtype=np.int64)
    position[invoices] = np.arange(len(invoices))
    document = position[book.invoice_lines.invoice_index]
    rows = np.flatnonzero((document >= 0) & _issued_lines(book))
    rows = rows[np.argsort(document[rows], kind="stable")]
    ends = np.bincount(document[rows], minlength=len(invoices)).cumsum()
    return _Lines(rows, np.r_[0, ends].astype(np.int64))


def _issued_lines(book: Book) -> Mask:
    """The lines that were on their invoice: not voided, or only together with it."""
    lines = book.invoice_lines
    voided = take(book.invoices.number(Invoices.voided), lines.invoice_index)
    with_invoice = (voided > 0) & (lines.number("Voided") >= voided)
    return np.asarray(~lines.has_voided | with_invoice)


def _line_hashes(book: Book, lines: _Lines) -> AnyArray:
    """One number for each line, in ascending order within its document."""
    marks = cell_marks(book.invoice_lines, LINE_HEADERS, lines.rows)
    sums = np.ascontiguousarray(marks, dtype=">u8")
    hashes = np.frombuffer(
        b"".join(
            blake2b(row.tobytes(), digest_size=ROW_BYTES).digest() for row in sums
        ),
        dtype="S16",
    )
    sizes = np.diff(lines.starts)
    document = np.repeat(np.arange(len(sizes)), sizes)
    return hashes[np.lexsort((hashes, document))]


def whole_documents(book: Book, kind: str) -> Mask:
    """Which rows of a kind's sheet are a document that was issued, with all that is filled in it."""
    if kind == INVOICE:
        return _whole_invoices(book)
    if kind == CREDIT:
        returns = book.returns
        filled = returns.has_credit_total & returns.has_credit_note
        whole = filled & returns.has_credit_date & credits_money(returns)
        return np.asarray(returns.valid & whole)
    return _used_rates(book)


def _whole_invoices(book: Book) -> Mask:
    """The invoices with their amounts and their customer."""
    invoices = book.invoices
    return np.asarray(
        invoices.valid
        & invoices.has_invoice
        & invoices.has_total
        & invoices.has_tax
        & invoices.has_bill_to
    )


def _used_rates(book: Book) -> Mask:
    """The rows of Tax codes whose rates an issued invoice has."""
    lines = book.invoice_lines
    codes = book.tax_codes
    issued = lines.live & (take(_whole_invoices(book), lines.invoice_index, 0) == 1)
    days = take(book.invoices.number(Invoices.invoice_date), lines.invoice_index)
    code = np.where(issued, lines.tax_index, -1)
    row = rows_in_force(book, code, days)
    same_1 = take(codes.tax_1_percent, row, -1) == lines.tax_1_percent
    same_2 = take(codes.tax_2_percent, row, -1) == lines.tax_2_percent
    used = np.zeros(len(codes), dtype=bool)
    used[row[(row >= 0) & same_1 & same_2]] = True
    return used


def numbers_of(book: Book, kind: str) -> list[str]:
    """The number of each row of a kind's sheet, by which its seal is found."""
    frame = book[SHEETS[kind]]
    return keys_of(frame, np.arange(len(frame)))


def with_unreadable_lines(book: Book, kind: str) -> Mask:
    """The documents with a line in error."""
    if kind != INVOICE:
        return np.zeros(len(book[SHEETS[kind]]), dtype=bool)
    lines = book.invoice_lines
    return any_by(lines.invoice_index, len(book.invoices), ~lines.valid)

"""What each transaction of the bank pays: certain, or likely and why.

A transaction is certain where its text names open invoices or orders, and its amount is what is
open of all of them together (docs/reference/import.md, section 3). What a person typed into Order or Invoice counts as
it is. The rest waits, with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import (
    Message,
    counted_message,
    every_translation,
    joined,
    message,
)
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.domain.phrases import amount
from sheetflow.domain.references import index_of
from sheetflow.ledgers.payments import Allocations, apply_payments
from sheetflow.ledgers.text_words import as_compared, word_runs, words_of

IGNORE = message("Ignore")
"""The word in Order for what is none of the customers'."""


@dataclass(frozen=True)
class Booking:
    """A part of a transaction that pays an order, and maybe one of its invoices (-1 for none)."""

    order: int
    invoice: int
    amount: int


@dataclass(frozen=True)
class Match:
    """What became of a transaction: the parts to book, none where it waits; and why."""

    bookings: Sequence[Booking]
    why: str
    is_ignored: bool = False


@dataclass
class BankMatcher:
    """Matches transactions one after the other; what one pays is no longer open for the next."""

    book: Book
    allocations: Allocations
    _open: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._invoices = index_of(self.book.invoices.invoice)
        self._orders = index_of(self.book.orders.order)
        balance = self.allocations.balance
        live = self.book.invoices.live & (self.book.invoices.order_index >= 0)
        rows = np.flatnonzero(live & (balance > 0)).tolist()
        self._open = {row: int(balance[row]) for row in rows}
        self._by_number = dict(self._numbers())

    def match(self, row: int) -> Match:
        """What a transaction pays."""
        lines = self.book.bank_lines
        value = int(lines.amount[row])
        typed_order = lines.order[row]
        if typed_order and is_ignored(str(typed_order)):
            return Match((), message("Ignored"), is_ignored=True)
        if typed_order or lines.invoice[row]:
            return self._as_typed(row, value)
        if value <= 0:
            why = message(
                "Money that left the account: type [Order], or {ignore}", ignore=IGNORE
            )
            return Match((), why)
        named = self._named(row)
        if not named:
            return Match((), self._likely(row, value))
        due = sum(self._open[invoice] for invoice in named)
        if due != value:
            return Match((), self._different(named, due, value))
        return self._booked(named)

    def _as_typed(self, row: int, value: int) -> Match:
        """What a person says that it pays."""
        lines = self.book.bank_lines
        order = lines.order[row]
        invoice = lines.invoice[row]
        at = self._invoices.get(invoice, -1) if invoice else -1
        if invoice and at < 0:
            why = message(
                "There is no invoice {invoice}: correct [Invoice]", invoice=str(invoice)
            )
            return Match((), why)
        owner = int(self.book.invoices.order_index[at]) if at >= 0 else -1
        owner = self._orders.get(order, -1) if order else owner
        if owner < 0:
            why = message(
                "There is no order {order}: correct [Order], or type {ignore}",
                order=str(order),
                ignore=IGNORE,
            )
            return Match((), why)
        self._take(at, value)
        return Match((Booking(owner, at, value),), message("Booked as typed"))

    def _take(self, invoice: int, value: int) -> None:
        """Count a payment of an invoice."""
        if invoice in self._open:
            left = self._open.pop(invoice) - value
            if left > 0:
                self._open[invoice] = left

    def _booked(self, named: Sequence[int]) -> Match:
        """The invoices that are paid in full."""
        orders = self.book.invoices.order_index
        bookings = [
            Booking(int(orders[invoice]), invoice, self._open[invoice])
            for invoice in named
        ]
        for each in bookings:
            self._take(each.invoice, each.amount)
        why = message(
            "Its text names {invoices}, and the amount is what was open",
            invoices=self._listed(named),
        )
        return Match(bookings, why)

    def _listed(self, invoices: Sequence[int]) -> str:
        """The numbers of invoices."""
        return ", ".join(str(self.book.invoices.invoice[each]) for each in invoices)

    # -- what a text names

    def _numbers(self) -> Iterator[tuple[str, Sequence[int]]]:
        """The open invoices of each order and of each number, by the number as it is compared."""
        for order, invoices in self._open_by_order().items():
            yield as_compared(self.book.orders.order[order]), invoices
        for invoice in self._open:
            yield as_compared(self.book.invoices.invoice[invoice]), [invoice]

    def _open_by_order(self) -> dict[int, list[int]]:
        """The open invoices of each order."""
        orders = self.book.invoices.order_index
        return grouped((int(orders[invoice]), invoice) for invoice in self._open)

    def _named(self, row: int) -> list[int]:
        """The open invoices that the texts of a transaction name, themselves or by their order."""
        lines = self.book.bank_lines
        texts = (lines.text[row], lines.reference[row])
        found: dict[int, None] = {}
        for text in texts:
            for words in word_runs(str(text or "")):
                for invoice in self._by_number.get(words, ()):
                    if invoice in self._open:
                        found[invoice] = None
        return list(found)

    # -- why it waits

    def _different(self, named: Sequence[int], due: int, value: int) -> str:
        words = {
            "invoices": self._listed(named),
            "difference": self._money(abs(value - due)),
            "due": self._money(due),
        }
        if value > due:
            return message(
                "Its text names {invoices}, but it is {difference} more than the {due} open: "
                "type [Order] or [Invoice]",
                **words,
            )
        return message(
            "Its text names {invoices}, but it is {difference} less than the {due} open: "
            "type [Order] or [Invoice]",
            **words,
        )

    def _likely(self, row: int, value: int) -> str:
        """The open invoices of the same amount, those of the same name first."""
        same = [invoice for invoice, due in self._open.items() if due == value]
        if not same:
            return message(
                "No open invoice has this amount: type [Order], [Invoice] or {ignore}",
                ignore=IGNORE,
            )
        by_name = [invoice for invoice in same if self._has_name(row, invoice)]
        likely = by_name or same
        described = [self._described(invoice) for invoice in likely[:3]]
        if len(likely) > 1:
            return counted_message(
                len(likely),
                "{count} have this amount open: {invoices}. Type [Invoice]",
                "{count} have this amount open: {invoices}. Type [Invoice]",
                invoices=_either(described),
            )
        if by_name:
            return message(
                "Likely {invoice}: the amount is what is open and its name fits. Type [Invoice]",
                invoice=described[0],
            )
        return message(
            "Likely {invoice}: the amount is what is open. Type [Invoice]",
            invoice=described[0],
        )

    def _has_name(self, row: int, invoice: int) -> bool:
        """Whether the customer's name is in a transaction."""
        lines = self.book.bank_lines
        said = words_of(f"{lines.name[row]} {lines.text[row]}")
        name = words_of(str(self._customer(invoice) or ""))
        return bool(name) and name <= said

    def _customer(self, invoice: int) -> str | None:
        order = int(self.book.invoices.order_index[invoice])
        customer = int(self.book.orders.customer_index[order])
        return self.book.customers.name[customer] if customer >= 0 else None

    def _described(self, invoice: int) -> str:
        number = self.book.invoices.invoice[invoice]
        return message(
            "{invoice} of {customer}",
            invoice=str(number),
            customer=self._customer(invoice) or message("an unknown customer"),
        )

    def _money(self, value: int) -> str:
        return amount(value, self.book.settings.minor_unit)


def is_ignored(word: str) -> bool:
    """Whether the word in Order says that a transaction is none of the customers'."""
    known = {IGNORE, *every_translation(IGNORE, IGNORE)}
    return word.casefold() in {each.casefold() for each in known}


def _either(texts: Sequence[str]) -> Message:
    """`INV-1 of May, INV-2 of Tom or INV-3 of Ada`: of two texts and more."""
    return message("{first} or {last}", first=joined(texts[:-1]), last=texts[-1])


def waiting_lines(book: Book) -> IntArray:
    """The transactions that no payment was booked for: live, and with no live payment."""
    lines = book.bank_lines
    live_payments = set(book.payments.payment[book.payments.live].tolist())
    booked = [
        any(part.strip() in live_payments for part in str(text or "").split(","))
        for text in lines.payment.tolist()
    ]
    return np.flatnonzero(lines.live & ~np.array(booked, dtype=bool))


def match_lines(book: Book, on_hold: Collection[int] = frozenset()) -> dict[int, Match]:
    """What became of each transaction that is not booked, by its position.

    Nothing is booked for orders that are `on_hold`, nor on or before the closing date.
    """
    waiting = waiting_lines(book)
    if not len(waiting):
        return {}
    matcher = BankMatcher(book, apply_payments(book))
    found = {row: matcher.match(row) for row in waiting.tolist()}
    return {row: _allowed(book, row, match, on_hold) for row, match in found.items()}


def _allowed(book: Book, row: int, match: Match, on_hold: Collection[int]) -> Match:
    """The match, or why it cannot be booked now."""
    for booking in match.bookings:
        if booking.order in on_hold:
            order = book.orders.order[booking.order]
            why = message("{order} is on hold: fix it first", order=str(order))
            return Match((), why)
    closing = book.settings.closing_date
    if match.bookings and closing != BLANK and book.bank_lines.date[row] <= closing:
        why = message("Its date is in the closed period: type the payment yourself")
        return Match((), why)
    return match


def reasons(book: Book, matches: Mapping[int, Match]) -> list[str | None]:
    """The column Why: of a booked transaction its payments, of another why it waits."""
    lines = book.bank_lines
    texts: list[str | None] = [
        message("Booked: {payments}", payments=str(text)) if text else None
        for text in lines.payment.tolist()
    ]
    for row, match in matches.items():
        texts[row] = match.why
    live = lines.live.tolist()
    return [text if counts else None for text, counts in zip(texts, live, strict=True)]

"""Payments that name an invoice before a run has issued it: its number is free until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.number_series import highest
from sheetflow.domain.problems import LOOKS, SWAPPED, Problem

_UNKNOWN_INVOICE = "INV01"
_PAYMENTS = "Payments"


def name_numbers_not_issued(problems: Sequence[Problem], book: Book) -> list[Problem]:
    """The problems, of which those of payments on a number that comes next say that no run has issued it."""
    return [_named(problem, book) for problem in problems]


def _named(problem: Problem, book: Book) -> Problem:
    """The problem, with what to do where a payment names an invoice that is not issued yet."""
    if problem.code != _UNKNOWN_INVOICE or problem.sheet != _PAYMENTS:
        return problem
    is_explained = SWAPPED in problem.words or LOOKS in problem.words
    if is_explained or not _comes_next(problem.value, book):
        return problem
    why = message(
        ". No run has issued this number yet: leave the cell empty, and the amount goes to the invoices"
        " of the order"
    )
    return replace(problem, words={**problem.words, "suggestion": why, "guess": ""})


def _comes_next(number: str, book: Book) -> bool:
    """Whether a number is above all invoices so far."""
    prefix = book.settings.invoice_prefix
    if not number.startswith(prefix):
        return False
    known = highest(book.invoices.invoice, prefix)
    issued = book.settings.issued.get(("Invoice", prefix), 0)
    return _digits(number.removeprefix(prefix)) > max(known, issued)


def _digits(text: str) -> int:
    """The number that digits make; 0 for another text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

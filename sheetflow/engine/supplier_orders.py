"""The action Order of suppliers: what a run orders, and why it orders nothing of some."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Suppliers
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.phrases import day
from sheetflow.domain.problems import Problem
from sheetflow.domain.requested_actions import parse
from sheetflow.engine.number_new_rows import number_new_rows
from sheetflow.steps.order_from_supplier import (
    ACTION,
    Orderable,
    find_orderable,
    order_from_suppliers,
    waits_for,
)


def order_suggestions(book: Book) -> tuple[Book, bool]:
    """Order what is suggested of the suppliers that request it; and whether anything was ordered."""
    suppliers = _requested(book)
    if not len(suppliers) or book.closed:
        return book, False
    orderable = find_orderable(book)
    ready = orderable.ready(suppliers)
    if not len(ready):
        return book, False
    ordered = order_from_suppliers(book, orderable.reorder, ready)
    return _with_actions_left(number_new_rows(book, ordered), ready), True


def _requested(book: Book) -> IntArray:
    """The suppliers without error whose Action requests Order; none while a setting is in error."""
    suppliers = book.suppliers
    if book.settings.has_error or not suppliers.has_action.any():
        return integers([])
    has_action = suppliers.valid & suppliers.has_action
    texts = suppliers.action.tolist()
    rows = np.flatnonzero(has_action).tolist()
    return integers(
        [at for at in rows if ACTION in parse(texts[at], Suppliers.SHEET)[0]]
    )


def _with_actions_left(book: Book, suppliers: IntArray) -> Book:
    """The book with Order taken out of the Action cells of these suppliers."""
    texts = book.suppliers.action[suppliers].tolist()
    left = [", ".join(parse(text, Suppliers.SHEET)[1]) or None for text in texts]
    frame = book.suppliers.put_at(Suppliers.action, suppliers, left)
    return book.put(frame)


def open_supplier_actions(book: Book) -> Iterator[Problem]:
    """A problem for each supplier of whom nothing was ordered, though it requests Order."""
    suppliers = _requested(book)
    if not len(suppliers):
        return
    if book.closed:
        yield from _refused(book, suppliers)
        return
    orderable = find_orderable(book)
    for supplier in suppliers.tolist():
        yield _waiting(book, orderable, supplier)


def _refused(book: Book, suppliers: IntArray) -> Iterator[Problem]:
    """Nothing is ordered in a closed period."""
    closing = day(book.settings.closing_date)
    why = message("the run's date is on or before the closing date {day}", day=closing)
    for supplier in suppliers.tolist():
        yield _problem(book, "ACT02", supplier, why)


def _waiting(book: Book, orderable: Orderable, supplier: int) -> Problem:
    return _problem(book, "ACT05", supplier, waits_for(book, orderable, supplier))


def _problem(book: Book, code: str, supplier: int, why: str) -> Problem:
    """The problem of the action Order of a supplier."""
    frame = book.suppliers
    words = {
        "action": frame.schema.column("Action").own_word(ACTION),
        "order": str(frame.supplier[supplier]),
        "supplier": str(frame.supplier[supplier]),
        "why": why,
        "follows": "",
    }
    value = str(frame.action[supplier])
    return Problem(code, frame.SHEET, supplier, "Action", value, words)

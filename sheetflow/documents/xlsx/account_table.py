"""The table of statements and reminders as rows: open invoices and what is on account, or what happened since a day.

Its columns add up: total, less what is credited and paid, is the balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from sheetflow.documents.model import (
    AccountEntry,
    Activity,
    OnAccount,
    OpenItem,
    Reminder,
    Statement,
)
from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.account_wording import (
    balance_label,
    entry_text,
    item_reference,
    on_account_text,
    opening_text,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, Formula, Row, blank_cells
from sheetflow.documents.xlsx.sum_rows import sum_rows
from sheetflow.documents.xlsx.table_rows import (
    LINE_HEIGHT,
    Text,
    header_row,
    headings,
    line_rows,
)
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((12.5, 15, 10.5, 10.5, 6.5, 9.5, 9, 9, 10), label_column=4)
NUMBER, REFERENCE, DATE, DUE, DAYS_LATE, TOTAL, CREDITED, PAID, BALANCE = range(9)
LETTERS = {TOTAL: "F", CREDITED: "G", PAID: "H", BALANCE: "I"}

_NUMBER_EMS = GRID.ems(9, NUMBER, REFERENCE)
_REFERENCE_EMS = GRID.ems(8, REFERENCE, DATE)
_ACCOUNT_EMS = GRID.ems(9, NUMBER, DATE)

Account: TypeAlias = Statement | Reminder


def open_header(words: Words) -> Row:
    """The headings of open invoices."""
    left = ("Invoice", "Order")
    right = ("Date", "Due", "Days late", "Total", "Credit", "Paid", "Balance")
    return _header(left, right, words)


def activity_header(words: Words) -> Row:
    """The headings of what happened."""
    cells = {
        NUMBER: ("Document", "head"),
        REFERENCE: ("Order", "head"),
        DATE: ("Date", "head right"),
        TOTAL: ("Invoiced", "head right"),
        CREDITED: ("Credit", "head right"),
        PAID: ("Paid", "head right"),
        BALANCE: ("Balance", "head right"),
    }
    blank = ("", "head right")
    named = [cells.get(column, blank) for column in range(len(GRID.widths))]
    return header_row(
        [(words.text(text) if text else "", style) for text, style in named]
    )


def _header(left: Sequence[str], right: Sequence[str], words: Words) -> Row:
    return header_row(
        [
            *headings([words.text(word) for word in left], "head"),
            *headings([words.text(word) for word in right], "head right"),
        ]
    )


# -- open items


def open_rows(document: Account, formats: CellFormats) -> list[Row]:
    """The open invoices, then what is on account."""
    items = [row for item in document.items for row in _item_rows(item, formats)]
    accounts = [
        row for each in document.on_account for row in _on_account_rows(each, formats)
    ]
    return [*items, *accounts]


def _item_rows(item: OpenItem, formats: CellFormats) -> list[Row]:
    texts = (
        Text(NUMBER, wrap(item.number, _NUMBER_EMS), "line"),
        Text(REFERENCE, wrap(item_reference(item), _REFERENCE_EMS), "line grey"),
    )
    return line_rows(texts, _item_cells(item, formats))


def _item_cells(item: OpenItem, formats: CellFormats) -> tuple[Cell, ...]:
    date_format = formats.date_cell
    return (
        Cell(DATE, item.date, "line right", date_format),
        Cell(DUE, item.due, "line right", date_format),
        Cell(DAYS_LATE, item.days_late or None, "line right"),
        _amount(TOTAL, item.total, formats),
        _amount(CREDITED, item.credited, formats),
        _amount(PAID, item.paid, formats),
        Cell(BALANCE, item.balance, "line number", formats.amount_cell),
    )


def _amount(column: int, amount: Decimal, formats: CellFormats) -> Cell:
    """An amount, blank where it is 0."""
    return Cell(column, amount or None, "line right", formats.amount_cell)


def _on_account_rows(account: OnAccount, formats: CellFormats) -> list[Row]:
    text = on_account_text(account, formats.words)
    used = CREDITED if account.is_credit else PAID
    cells = (
        Cell(DATE, account.date, "line right", formats.date_cell),
        *blank_cells((REFERENCE, DUE, DAYS_LATE, TOTAL), "line"),
        *blank_cells([PAID if account.is_credit else CREDITED], "line"),
        _amount(used, -account.amount, formats),
        Cell(BALANCE, account.amount, "line number", formats.amount_cell),
    )
    return line_rows([Text(NUMBER, wrap(text, _ACCOUNT_EMS), "line")], cells)


# -- activity


def activity_rows(activity: Activity, formats: CellFormats) -> list[Row]:
    """The opening balance, then what happened."""
    opening = _balance_row(opening_text(formats.words), activity, formats)
    entries = [row for each in activity.entries for row in _entry_rows(each, formats)]
    return [opening, *entries]


def _balance_row(text: str, activity: Activity, formats: CellFormats) -> Row:
    cells = (
        Cell(NUMBER, text, "line"),
        *blank_cells(range(REFERENCE, BALANCE), "line"),
        Cell(BALANCE, activity.opening, "line number", formats.amount_cell),
    )
    return Row(LINE_HEIGHT, cells)


def _entry_rows(entry: AccountEntry, formats: CellFormats) -> list[Row]:
    texts = (
        Text(NUMBER, wrap(entry_text(entry, formats.words), _NUMBER_EMS), "line"),
        Text(REFERENCE, wrap(item_reference(entry), _REFERENCE_EMS), "line grey"),
    )
    column = {"invoice": TOTAL, "credit": CREDITED}.get(entry.kind, PAID)
    amount = entry.amount if column == TOTAL else -entry.amount
    others = {TOTAL, CREDITED, PAID} - {column}
    cells = (
        Cell(DATE, entry.date, "line right", formats.date_cell),
        *blank_cells((DUE, DAYS_LATE, *sorted(others)), "line"),
        _amount(column, amount, formats),
        Cell(BALANCE, entry.balance, "line number", formats.amount_cell),
    )
    return line_rows(texts, cells)


# -- the sums


def total_rows(document: Account, formats: CellFormats) -> list[Row]:
    """The sums of the columns, then the balance."""
    label = balance_label(document, formats.words)
    total = SumLine("total", label, document.total)
    sums = _column_sums(document, formats)
    return [*sums, *sum_rows([total], _total_formula(document), formats, GRID)]


def _column_sums(document: Account, formats: CellFormats) -> list[Row]:
    """What all lines come to, by column; nothing where there is one line."""
    amounts = column_totals(document)
    if not amounts:
        return []
    cells = [Cell(NUMBER, formats.words.text("Total"), "sum label")]
    for column, amount in amounts.items():
        if amount:
            value = Formula(_sum_of(LETTERS[column]), amount)
            cells.append(Cell(column, value, "sum", formats.amount_cell))
    return [Row(LINE_HEIGHT, tuple(cells))]


def column_totals(document: Account) -> dict[int, Decimal]:
    """Total, credited and paid of all lines; nothing where there are none."""
    if isinstance(document, Statement) and document.activity:
        return _entry_totals(document.activity.entries)
    credits = [-each.amount for each in document.on_account if each.is_credit]
    payments = [-each.amount for each in document.on_account if not each.is_credit]
    if not document.items and not document.on_account:
        return {}
    zero = Decimal(0)
    return {
        TOTAL: sum((item.total for item in document.items), zero),
        CREDITED: sum((item.credited for item in document.items), sum(credits, zero)),
        PAID: sum((item.paid for item in document.items), sum(payments, zero)),
    }


def _entry_totals(entries: Sequence[AccountEntry]) -> dict[int, Decimal]:
    if not entries:
        return {}
    found = dict.fromkeys((TOTAL, CREDITED, PAID), Decimal(0))
    for entry in entries:
        column = {"invoice": TOTAL, "credit": CREDITED}.get(entry.kind, PAID)
        found[column] += entry.amount if column == TOTAL else -entry.amount
    return found


def _total_formula(document: Account) -> dict[str, str]:
    """The sum of the open lines; none where there are none, or where they run on from an opening balance."""
    is_activity = isinstance(document, Statement) and document.activity
    if is_activity or not (document.items or document.on_account):
        return {}
    return {"total": _sum_of(LETTERS[BALANCE])}


def _sum_of(letter: str) -> str:
    return f"SUM({letter}{{line}}:{letter}{{line_last}})"

"""What was entered twice by mistake, and voided when somebody noticed."""

from __future__ import annotations

import datetime as dt

from sheetflow.starters.samples.models import Row
from sheetflow.starters.samples.world import Records

INVOICE = 399
PAYMENT = 149
"""Which invoice and which payment was entered twice, from 0."""

LATER = dt.timedelta(days=20)
"""How long it took to notice: until after the end of the month."""


def enter_twice(records: Records) -> None:
    """Enter an invoice with its lines, and a payment, once more, and void them."""
    invoices = records.rows["Invoices"]
    invoice = invoices[INVOICE]
    again = _again(records, "Invoices", "INV", invoice, "Invoice date")
    lines = [
        line
        for line in records.rows["Invoice lines"]
        if line["Invoice"] == invoice["Invoice"]
    ]
    for line in lines:
        of_again: Row = {"Invoice": again["Invoice"], "Voided": again["Voided"]}
        records.add("Invoice lines", {**line, **of_again})
    payment = records.rows["Payments"][PAYMENT]
    _again(records, "Payments", "PAY", payment, "Payment date")


def _again(records: Records, sheet: str, series: str, row: Row, day: str) -> Row:
    """Enter a row once more under a new number, voided later; returns it."""
    number = records.next_number(sheet, series)
    key = next(iter(row))
    entered = row[day]
    assert isinstance(entered, dt.date)
    again: Row = {**row, key: number, "Voided": entered + LATER}
    records.add(sheet, again)
    return again

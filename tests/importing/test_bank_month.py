"""A month of 200 transactions against open invoices: certain ones are booked, the rest waits with a reason.

The same month comes in as CAMT.053, MT940, OFX and three CSV files of banks, and each time as the same rows.
"""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from bank_statements import FORMATS, Transaction
from imports import bring_in, workbook

import sheetflow

AS_OF = date(2026, 4, 1)
OPEN = 170
"""The invoices that are open, one for each order."""


def due(number: int) -> Decimal:
    """What is open of an invoice: no two are alike."""
    return Decimal(1000 + 137 * number) / 100


def _transaction(number: int) -> Transaction:
    """One of the month: 140 certain, 20 less than what is open, 10 without a number, 10 from
    strangers, 20 that left the account."""
    name = f"Customer {number % 17}"
    text = f"INV-{number:06d} Grüße" if number <= 160 else "thank you"
    amount = due(number)
    if 140 < number <= 160:
        amount -= 3
    elif 170 < number <= 180:
        amount = Decimal(number) * 1000
    elif number > 180:
        amount = -Decimal(number)
    day = date(2026, 3, 1) + timedelta(days=number % 31)
    return day, amount, name, text, f"REF{number:05d}"


MONTH = [_transaction(number) for number in range(1, 201)]


def _rows(line: str) -> str:
    """A line of a table for each order."""
    return "\n".join(
        line.format(number=number, customer=number % 17, price=due(number))
        for number in range(1, OPEN + 1)
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with 170 open invoices."""
    customers = "\n".join(f"C-{n}  'Customer {n}'" for n in range(17))
    invoice = "INV-{number:06d}  SO-{number:06d}"
    sheets = {
        "Customers": f"Customer  Name\n{customers}",
        "Products": "SKU  Name\nA-1  Cup",
        "Orders": "Order  Order date  Customer\n"
        + _rows("SO-{number:06d}  2026-02-01  C-{customer}"),
        "Order lines": "Order  SKU  Quantity  Unit price\n"
        + _rows("SO-{number:06d}  A-1  1  {price}"),
        "Invoices": "Invoice  Order  Invoice date\n" + _rows(f"{invoice}  2026-02-02"),
        "Invoice lines": "Invoice  Order  Line  SKU  Quantity  Unit price\n"
        + _rows(f"{invoice}  1  A-1  1  {{price}}"),
    }
    path = tmp_path_factory.mktemp("bank") / "shop.xlsx"
    return workbook(path, sheets)


@pytest.mark.parametrize("name", FORMATS)
def test_certain_transactions_are_booked_and_the_rest_waits_with_a_reason(
    name: str, shop: Path, tmp_path: Path
) -> None:
    book = tmp_path / "shop.xlsx"
    shutil.copy(shop, book)
    file = tmp_path / name
    file.write_bytes(FORMATS[name](MONTH))
    assert "200 to Bank lines" in bring_in(book, file)
    assert "200 rows came in before" in bring_in(book, file)
    _ignore_ten(book)

    done = sheetflow.run(book, as_of=AS_OF)
    lines = done.book["Bank lines"]
    assert sorted(zip(lines["Date"], map(str, lines["Amount"]), strict=True)) == sorted(
        (day, str(amount.normalize() if amount % 1 else int(amount)))
        for day, amount, *_ in MONTH
    )
    assert Counter(map(_kind, lines["Why"])) == {
        "Booked": 140,
        "Its text names": 20,
        "Likely": 10,
        "No open invoice": 10,
        "Money that left": 10,
        "Ignored": 10,
    }
    assert len(done.book["Payments"]) == 140
    assert sum(done.book["Payments"]["Amount"]) == sum(map(due, range(1, 141)))
    [check] = [check for check in done.checks if check.name.startswith("Bank lines =")]
    assert check.engine == check.workbook == sum(amount for _, amount, *_ in MONTH)


def _ignore_ten(book: Path) -> None:
    """Type Ignore for the last ten transactions that left the account."""
    read = openpyxl.load_workbook(book)
    sheet = read["Bank lines"]
    headers = [cell.value for cell in sheet[1]]
    rows = [
        row
        for row in sheet.iter_rows(min_row=2)
        if row[headers.index("Amount")].value < 0
    ]
    for row in rows[-10:]:
        row[headers.index("Order")].value = "Ignore"
    read.save(book)


def _kind(why: str) -> str:
    """How a reason begins."""
    beginnings = (
        "Booked",
        "Its text names",
        "Likely",
        "No open invoice",
        "Money that left",
        "Ignored",
    )
    return next(each for each in beginnings if why.startswith(each))

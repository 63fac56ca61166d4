"""Figures of reports, worked out once more from the facts: plain Python on fractions.

openpyxl reads the cells. What a payment pays and what goods cost is worked out by
tests/oracle, which knows nothing of sheetflow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from oracle.billing import live_lines
from oracle.book import Book
from oracle.costs import movement_values, stock_values
from oracle.lines import order_lines
from oracle.numbers import rounded
from oracle.reading import Sheets, canonical, is_blank, read
from oracle.schema import COLUMNS, FACTS, plain_name
from oracle.settle import receivables
from oracle.stock import balances, movements, on_hand

DATED = {
    "Orders": "Order date",
    "Stock moves": "Date",
    "Purchase orders": "Order date",
    "Receipts": "Receipt date",
    "Picks": "Pick date",
    "Shipments": "Ship date",
    "Invoices": "Invoice date",
    "Payments": "Payment date",
    "Returns": "Return date",
    "Restocks": "Restock date",
}
KEYS = {"Invoices": "Invoice", "Purchase orders": "Purchase order"}
CREDIT = ("Credited quantity", "Credit net", "Credit tax", "Credit total")
CENT = 2


def typed(path: Path) -> Sheets:
    """The facts of a workbook: rows by header."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    found = {}
    for sheet in book.worksheets:
        if sheet.title not in FACTS:
            continue
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        found[sheet.title] = _below_header(sheet.title, rows)
    return canonical(found)


def _below_header(title: str, rows: list[list[Any]]) -> list[dict[str, Any]]:
    known = {plain_name(column.header) for column in COLUMNS.get(title, [])}
    for at, row in enumerate(rows[:20]):
        names = [str(cell or "").strip() for cell in row]
        if sum(plain_name(name) in known for name in names if name) >= 2:
            return [
                {n: _plain(v) for n, v in zip(names, cells, strict=False) if n}
                for cells in rows[at + 1 :]
                if not all(map(is_blank, cells))
            ]
    return []


def _plain(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value


def as_it_was(sheets: Sheets, day: date) -> Book:
    """The book at the end of a day: without what is dated or was voided later."""
    kept: Sheets = {name: [] for name in FACTS if name in sheets}
    gone: set[Any] = set()
    for name in kept:
        for row in sheets[name]:
            if name in DATED and (row.get(DATED[name]) or day) > day:
                gone.add((name, row.get(KEYS.get(name, "Order"))))
            else:
                kept[name].append(_then(row, day))
    kept["Order lines"] = [
        r for r in kept["Order lines"] if ("Orders", r["Order"]) not in gone
    ]
    kept["Invoice lines"] = [
        r for r in kept["Invoice lines"] if ("Invoices", r["Invoice"]) not in gone
    ]
    kept["Purchase lines"] = [
        r
        for r in kept.get("Purchase lines", [])
        if ("Purchase orders", r["Purchase order"]) not in gone
    ]
    return read(kept, day)


def _then(row: dict[str, Any], day: date) -> dict[str, Any]:
    found = dict(row)
    if (found.get("Voided") or day) > day:
        found["Voided"] = None
    if (found.get("Credit date") or day) > day:
        found.update(dict.fromkeys((*CREDIT, "Credit note")))
    return found


def change(now: dict[Any, Fraction], before: dict[Any, Fraction]) -> dict:
    """What changed, without what did not."""
    keys = {*now, *before}
    differences = {key: now.get(key, 0) - before.get(key, 0) for key in keys}
    return {key: value for key, value in differences.items() if value}


def _summed(pairs: Iterable[tuple[Any, Fraction]]) -> dict[Any, Fraction]:
    found: dict[Any, Fraction] = defaultdict(Fraction)
    for key, value in pairs:
        found[key] += value
    return {key: value for key, value in found.items() if value}


def taxes(book: Book) -> dict[Any, Fraction]:
    """Tax of invoices less credits: by tax code and, of invoices, by rate.

    Lines that were voided before their first run have no rates: their tax is as issued.
    """
    return _summed(
        [
            *_invoice_taxes(book),
            *((None, -r.number("Credit tax")) for r in _returns(book)),
        ]
    )


def _returns(book: Book) -> list[Any]:
    return book.live("Returns")


def _invoice_taxes(book: Book) -> Iterable[tuple[Any, Fraction]]:
    for invoice in book.live("Invoices"):
        bases: dict[Any, Fraction] = defaultdict(Fraction)
        for row in live_lines(book, invoice):
            rates = (row.number("Tax 1 %"), row.number("Tax 2 %"))
            bases[row["Tax code"], *rates] += row.number("Line total")
        freight = (invoice.number("Freight tax 1 %"), invoice.number("Freight tax 2 %"))
        bases[invoice["Freight tax code"], *freight] += invoice.number("Freight")
        of_lines = Fraction(0)
        for (code, first, second), base in bases.items():
            for number, rate in ((1, first), (2, second)):
                tax = rounded(base * rate / 100, CENT)
                of_lines += tax
                yield (code, number, rate), tax
        as_issued = invoice.number("Tax") - of_lines
        yield (None, 1, Fraction(0)), as_issued


def revenue(book: Book) -> dict[Any, Fraction]:
    """Sales without tax, less credits, by SKU; prices are without tax."""
    return _summed(_revenues(book, "Line total", "Credit net"))


def sold(book: Book) -> dict[Any, Fraction]:
    """Units invoiced less credited, by SKU."""
    return {
        sku: value
        for sku, value in _summed(
            _revenues(book, "Quantity", "Credited quantity")
        ).items()
        if sku != "(freight)"
    }


def _revenues(book: Book, line: str, credit: str) -> Iterable[tuple[Any, Fraction]]:
    for invoice in book.live("Invoices"):
        for row in live_lines(book, invoice):
            yield row["SKU"], row.number(line)
        yield "(freight)", invoice.number("Freight")
    for row in _returns(book):
        yield row["SKU"], -row.number(credit)


def cost(book: Book) -> dict[Any, Fraction]:
    """What the goods that customers have cost, by SKU."""
    pairs = zip(movements(book), movement_values(book), strict=True)
    return _summed(
        (move.sku, (value or 0) * _to_customer(move)) for move, value in pairs
    )


def _to_customer(move: Any) -> int:
    return (move.target == "(customer)") - (move.source == "(customer)")


def owed(book: Book) -> dict[Any, dict[str, Fraction]]:
    """What each customer owes by age, without those that owe nothing."""
    return {
        customer: {name: value for name, value in sums.items() if value}
        for customer, sums in receivables(book).items()
        if any(sums.values())
    }


def units(book: Book) -> dict[Any, Fraction]:
    """What is on hand, by SKU and location."""
    return {key: value for key, value in on_hand(book).items() if value}


def worth(book: Book) -> dict[Any, Fraction]:
    """What that is worth."""
    return {key: value for key, value in stock_values(book).items() if value}


def moved(book: Book) -> dict[Any, Fraction]:
    """What came in and went out, by SKU and location."""
    pairs = []
    for move in movements(book):
        pairs.append(((move.sku, move.target, "In"), move.quantity))
        pairs.append(((move.sku, move.source, "Out"), move.quantity))
    return _summed(pair for pair in pairs if not pair[0][1].startswith("("))


def last_sale(book: Book) -> dict[Any, date]:
    """The day on which each SKU last went to a customer."""
    found: dict[Any, date] = {}
    for move in movements(book):
        if move.target == "(customer)":
            found[move.sku] = max(found.get(move.sku, move.date), move.date)
    return found


def unbilled(book: Book) -> dict[Any, Fraction]:
    """Units that each order line shipped beyond what was invoiced; below 0 the other way round."""
    return _summed(
        (key, line.shipped - line.returned - line.invoiced + line.credited_goods)
        for key, line in order_lines(book).items()
        if line.tracked
    )


def documents(book: Book) -> dict[Any, Fraction]:
    """Invoices, credits and payments by number, as they change what is owed."""
    pairs = [(row["Invoice"], row.number("Total")) for row in book.live("Invoices")]
    pairs += [
        (row["Credit note"], -row.number("Credit total")) for row in _returns(book)
    ]
    pairs += [(row["Payment"], -_received(row)) for row in book.live("Payments")]
    return _summed(pairs)


def _received(payment: Any) -> Fraction:
    """What came in; below 0 what was refunded."""
    amount: Fraction = payment.number("Amount")
    return -amount if payment["Kind"] == "Refund" else amount


def at_customers(book: Book) -> Fraction:
    """All units that customers have."""
    return sum(
        (q for (_, at), q in balances(book).items() if at == "(customer)"), Fraction(0)
    )


def arrived(book: Book) -> dict[Any, Fraction]:
    """What arrived from suppliers, by supplier and what it is: units, value, units on time and late."""
    orders = {row["Purchase order"]: row for row in book.live("Purchase orders")}
    lines = {
        (row["Purchase order"], row["Line"]): row for row in book.live("Purchase lines")
    }
    pairs = []
    for row in book.live("Receipts"):
        order = orders[row["Purchase order"]]
        line = lines[row["Purchase order"], row["Line"]]
        units = row.number("Quantity")
        due = line["Expected date"] or order["Expected date"]
        pairs.append(((order["Supplier"], "Quantity"), units))
        value = rounded(units * row.number("Unit cost"), CENT)
        pairs.append(((order["Supplier"], "Value"), value))
        if due is not None and units > 0:
            when = "Late" if row["Receipt date"] > due else "On time"
            pairs.append(((order["Supplier"], when), units))
    return _summed(pairs)

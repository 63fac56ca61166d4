"""Credits: what a return credits, worked out once and kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .billing import _code, all_parts, invoice_parts, invoice_terms
from .book import remembered
from .lines import Line, invoice_lines, is_goods, order_lines
from .money import taxes_by_code
from .numbers import rounded

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)
CELLS = ("Credited quantity", "Credit net", "Credit tax", "Credit total")


@dataclass
class Credit:
    """What a return credits: units, money before and for tax, in all; how many units too many it asks for."""

    row: Row
    quantity: Fraction
    net: Fraction
    tax: Fraction
    total: Fraction
    excess: Fraction


class Before:
    """What an order's returns credited before the one in hand."""

    def __init__(self) -> None:
        self.credited: dict[str, Fraction] = defaultdict(Fraction)
        self.goods: dict[str, Fraction] = defaultdict(Fraction)
        self.returned: dict[str, Fraction] = defaultdict(Fraction)
        self.money: dict[str, Fraction] = defaultdict(Fraction)
        self.under: dict[str | None, Fraction] = defaultdict(Fraction)

    def add(
        self,
        row: Row,
        parts: list[tuple[str | None, Fraction]],
        quantity: Fraction,
        money: Fraction,
    ) -> None:
        line = row["Line"]
        for code, amount in used_up(parts, self.money[line], money):
            self.under[code] += amount
        self.credited[line] += quantity
        self.goods[line] += quantity if is_goods(row) else ZERO
        self.money[line] += money


def used_up(
    parts: list[tuple[str | None, Fraction]], start: Fraction, amount: Fraction
) -> list[tuple[str | None, Fraction]]:
    """What an amount takes of what was billed, in the order of billing, after `start` of it was taken before."""
    out, begin = [], ZERO
    for at, (code, billed) in enumerate(parts):
        low, high = max(start, begin), min(start + amount, begin + billed)
        if at == len(parts) - 1:
            high = start + amount
        if high > low:
            out.append((code, high - low))
        begin += billed
    return out


def unfilled(row: Row) -> bool:
    return any(row[cell] is None for cell in CELLS)


@remembered
def planned(book: Book, order_key: object) -> list[Credit]:
    """What the order's unfilled returns would credit, in row order."""
    rows = [
        row for row in book.live("Returns", Order=order_key) if row["Line"] is not None
    ]
    lines = order_lines(book)
    before = Before()
    out = []
    for row in rows:
        if not unfilled(row):
            parts, terms = _issued(book, row)
            money = row.number("Credit net") + (
                row.number("Credit tax") if terms.inclusive else ZERO
            )
            before.add(row, parts, row.number("Credited quantity"), money)
    for row in rows:
        line = lines.get((order_key, row["Line"]))
        before.returned[row["Line"]] += (
            row.number("Quantity") if is_goods(row) else ZERO
        )
        if line is not None and unfilled(row):
            out.append(_credit(book, row, line, before))
    return out


def _issued(book: Book, row: Row):
    """The tax codes and amounts under which the return's line was invoiced, and how the first invoice reckons."""
    billed = [
        r
        for r in invoice_lines(book)
        if (r["Order"], r["Line"]) == (row["Order"], row["Line"])
    ]
    invoice = book.find("Invoices", "Invoice", billed[0]["Invoice"]) if billed else None
    parts = [(_code(r["Tax code"]), r.number("Line total")) for r in billed]
    return parts or [(None, ZERO)], invoice_terms(book, invoice)


def _quantity(row: Row, line: Line, before: Before) -> tuple[Fraction, Fraction]:
    """The units that the return credits, and how many it asks for in vain (`Credit only`)."""
    key, asked = row["Line"], row.number("Quantity")
    if not is_goods(row):
        most = max(ZERO, line.invoiced - before.credited[key])
        return min(asked, most), max(ZERO, asked - most)
    keeps = line.shipped - before.returned[key]
    return min(asked, max(ZERO, line.invoiced - keeps - before.goods[key])), ZERO


def _credit(book: Book, row: Row, line: Line, before: Before) -> Credit:
    key = row["Line"]
    parts, terms = _issued(book, row)
    quantity, excess = _quantity(row, line, before)
    quantity = _kept(row, "Credited quantity", quantity)
    money = _line_credit(row, line, quantity, before.credited[key], terms.places)
    money = max(ZERO, min(money, line.billed - before.money[key]))
    credit_tax, within = ZERO, defaultdict(Fraction)
    for code, part in used_up(parts, before.money[key], money):
        tax, base = _invoiced_under(book, row["Order"], code)
        share = before.under[code] + within[code]
        if code is not None and base != 0:
            upto, was = tax * (share + part) / base, tax * share / base
            credit_tax += rounded(upto, terms.places) - rounded(was, terms.places)
        within[code] += part
    credit_tax = _kept(row, "Credit tax", credit_tax)
    net = _kept(row, "Credit net", money - credit_tax if terms.inclusive else money)
    before.add(row, parts, quantity, money)
    total = _kept(row, "Credit total", net + credit_tax - row.number("Fee"))
    return Credit(row, quantity, net, credit_tax, total, excess)


def _kept(row: Row, header: str, value: Fraction) -> Fraction:
    """What a person typed stays."""
    typed = row[header]
    return value if typed is None else typed


def _line_credit(
    row: Row, line: Line, quantity: Fraction, before: Fraction, places: int
) -> Fraction:
    if row["Unit credit"] is not None:
        return rounded(row["Unit credit"] * quantity, places)
    if line.invoiced == 0:
        return ZERO
    upto = rounded(line.billed * (before + quantity) / line.invoiced, places)
    return upto - rounded(line.billed * before / line.invoiced, places)


@remembered
def _invoiced_under(
    book: Book, order_key: object, code: str | None
) -> tuple[Fraction, Fraction]:
    """The tax of the order's invoices under a tax code, and the line totals and freight that bear it."""
    tax, base = ZERO, ZERO
    for invoice in book.live("Invoices", Order=order_key):
        parts = invoice_parts(book, invoice)
        tax += taxes_by_code(parts, invoice_terms(book, invoice)).get(code, ZERO)
        base += sum((part.amount for part in parts if part.code == code), ZERO)
    return tax, base


def is_share_of_tax(book: Book, row: Row) -> bool:
    """Whether a credit's tax is its share of what was invoiced, give or take a cent."""
    parts, terms = _issued(book, row)
    codes = {code for code, _ in parts}
    invoices = [r for r in book.rows.get("Invoices", []) if r["Order"] == row["Order"]]
    one_code = len(codes) == 1 and all(r["Voided"] is None for r in invoices)
    shares = _shares_of_tax(book, row["Order"], codes if one_code else None)
    if not shares:
        return True
    tax = row.number("Credit tax")
    money = row.number("Credit net") + (tax if terms.inclusive else ZERO)
    cent = Fraction(1, 10**book.places) if max(shares) else ZERO
    return money * min(shares) - cent <= tax <= money * max(shares) + cent


def _shares_of_tax(
    book: Book, order_key: object, codes: set[str | None] | None
) -> list[Fraction]:
    """Tax ÷ base under these codes (None: all) of each invoice, voided or not."""
    shares = []
    for invoice in book.rows.get("Invoices", []):
        if invoice.bad or invoice["Order"] != order_key:
            continue
        parts = all_parts(book, invoice)
        taxes = taxes_by_code(parts, invoice_terms(book, invoice))
        for code, tax in taxes.items():
            base = sum((part.amount for part in parts if part.code == code), ZERO)
            if base > 0 and (codes is None or code in codes):
                shares.append(tax / base)
    return shares


def fill_credits(book: Book, order_key: object) -> None:
    """Write the credits of an order that nothing holds."""
    for credit in planned(book, order_key):
        row = credit.row
        for header, value in zip(
            CELLS, (credit.quantity, credit.net, credit.tax, credit.total), strict=True
        ):
            if row[header] is None:
                row.write(header, value)


def number_credit_notes(book: Book) -> None:
    """A number for each return that credited money, in the order of the rows."""
    prefix = str(book.setting("Credit note prefix"))
    for row in book.live("Returns"):
        credits_money = row.number("Credit net") != 0 or row.number("Credit tax") != 0
        if not unfilled(row) and credits_money and row["Credit note"] is None:
            row.write("Credit note", book.next_key("Returns", "Credit note", prefix))

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

Under = tuple[str | None, bool]  # a tax code, and whether prices include the tax
Part = tuple[Under, Fraction]


@dataclass
class Credit:
    """What a return credits, or would credit: units, money before and for tax, in all, of its line.

    `excess`: how many units too many it asks for. `new`: a blank cell is still to be filled.
    """

    row: Row
    quantity: Fraction
    net: Fraction
    tax: Fraction
    total: Fraction
    money: Fraction
    excess: Fraction
    new: bool


class Before:
    """What an order's returns credited before the one in hand."""

    def __init__(self, book: Book, order_key: object) -> None:
        self.book = book
        self.order_key = order_key
        self.credited: dict[str, Fraction] = defaultdict(Fraction)
        self.goods: dict[str, Fraction] = defaultdict(Fraction)
        self.returned: dict[str, Fraction] = defaultdict(Fraction)
        self.money: dict[str, Fraction] = defaultdict(Fraction)
        self.under: dict[Under, Fraction] = defaultdict(Fraction)

    def add(self, row: Row, quantity: Fraction, money: Fraction) -> None:
        line = row["Line"]
        for under, amount in used_up(issued(self.book, row), self.money[line], money):
            self.under[under] += amount
        self.credited[line] += quantity
        self.goods[line] += quantity if is_goods(row) else ZERO
        self.money[line] += money

    def taxes(
        self, row: Row, money: Fraction
    ) -> list[tuple[Under, Fraction, Fraction]]:
        """What a line credit uses up, each amount with its tax."""
        parts = used_up(issued(self.book, row), self.money[row["Line"]], money)
        return self._taxed(parts)

    def _taxed(self, parts: list[Part]) -> list[tuple[Under, Fraction, Fraction]]:
        out = []
        within = defaultdict(Fraction)
        for under, amount in parts:
            tax, base = invoiced_under(self.book, self.order_key, under)
            share = self.under[under] + within[under]
            upto = tax * (share + amount) / base if base else ZERO
            was = tax * share / base if base else ZERO
            places = self.book.places
            out.append((under, amount, rounded(upto, places) - rounded(was, places)))
            within[under] += amount
        return out

    def money_of(self, row: Row, net: Fraction, tax: Fraction | None) -> Fraction:
        """The line credit that has this net and tax, or of an unknown tax this net: part after part.

        A part that includes tax is used up by its net and its tax, another by its net alone.
        """
        billed = issued(self.book, row)
        start = self.money[row["Line"]]
        left = max(ZERO, sum((amount for _, amount in billed), ZERO) - start)
        money = ZERO
        for under, amount, own in self._taxed(
            used_up(billed, start, left) if left else []
        ):
            wanted = self._gross(under, net, tax)
            if wanted <= amount:
                return money + wanted
            money += amount
            net -= amount - own if under[1] else amount
            tax = None if tax is None else tax - own
        return money + self._gross(billed[-1][0], net, tax)

    def _gross(self, under: Under, net: Fraction, tax: Fraction | None) -> Fraction:
        if not under[1]:
            return net
        if tax is not None:
            return net + tax
        whole, base = invoiced_under(self.book, self.order_key, under)
        if base <= whole:
            return net
        return rounded(net * base / (base - whole), self.book.places)


def used_up(parts: list[Part], start: Fraction, amount: Fraction) -> list[Part]:
    """What an amount takes of what was billed, in the order of billing, after `start` of it was taken before."""
    out = []
    begin = ZERO
    for at, (under, billed) in enumerate(parts):
        low = max(start, begin)
        high = min(start + amount, begin + billed)
        if at == len(parts) - 1:
            high = start + amount
        if high > low:
            out.append((under, high - low))
        begin += billed
    return out


def unfilled(row: Row) -> bool:
    return any(row[cell] is None for cell in CELLS)


@remembered
def planned(book: Book, order_key: object) -> list[Credit]:
    """What the order's returns credit, in row order: first those that are filled, then the others."""
    lines = order_lines(book)
    rows = [
        row for row in book.live("Returns", Order=order_key) if row["Line"] is not None
    ]
    before = Before(book, order_key)
    out = []
    for row in rows:
        if not unfilled(row):
            cells = [row.number(cell) for cell in CELLS]
            money = before.money_of(row, cells[1], cells[2])
            before.add(row, cells[0], money)
            out.append(Credit(row, *cells, money, ZERO, new=False))
    for row in rows:
        before.returned[row["Line"]] += (
            row.number("Quantity") if is_goods(row) else ZERO
        )
        line = lines.get((order_key, row["Line"]))
        if line is not None and unfilled(row):
            out.append(_credit(row, line, before))
    return sorted(out, key=lambda credit: credit.row.index)


def issued(book: Book, row: Row) -> list[Part]:
    """How the return's line was billed: under which codes, with the tax in its prices or not, and how much."""
    parts = []
    for billed in invoice_lines(book):
        if (billed["Order"], billed["Line"]) == (row["Order"], row["Line"]):
            invoice = book.find("Invoices", "Invoice", billed["Invoice"])
            under = _code(billed["Tax code"]), invoice_terms(book, invoice).inclusive
            parts.append((under, billed.number("Line total")))
    return parts or [((None, False), ZERO)]


def _quantity(row: Row, line: Line, before: Before) -> tuple[Fraction, Fraction]:
    """The units that the return credits, and how many it asks for in vain (`Credit only`)."""
    key = row["Line"]
    asked = row.number("Quantity")
    if not is_goods(row):
        most = max(ZERO, line.invoiced - before.credited[key])
        return min(asked, most), max(ZERO, asked - most)
    keeps = line.shipped - before.returned[key]
    return min(asked, max(ZERO, line.invoiced - keeps - before.goods[key])), ZERO


def _credit(row: Row, line: Line, before: Before) -> Credit:
    key = row["Line"]
    places = before.book.places
    quantity, excess = _quantity(row, line, before)
    if row["Credited quantity"] is not None:
        quantity = row["Credited quantity"]
        excess = ZERO
    money = _line_credit(row, line, quantity, before.credited[key], places)
    money = max(ZERO, min(money, line.billed - before.money[key]))
    if row["Credit net"] is not None:
        money = before.money_of(row, row["Credit net"], row["Credit tax"])
    taxes = before.taxes(row, money)
    tax = _kept(row, "Credit tax", sum((own for _, _, own in taxes), ZERO))
    included = sum((own for under, _, own in taxes if under[1]), ZERO)
    if taxes and all(under[1] for under, _, _ in taxes):
        included = tax
    net = _kept(row, "Credit net", money - included)
    money = before.money_of(row, net, tax)
    before.add(row, quantity, money)
    total = _kept(row, "Credit total", net + tax - row.number("Fee"))
    return Credit(row, quantity, net, tax, total, money, excess, new=True)


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
def invoiced_under(
    book: Book, order_key: object, under: Under
) -> tuple[Fraction, Fraction]:
    """The tax of the order's invoices under a tax code, and the line totals and freight that bear it.

    Invoices whose prices include tax are apart from those whose prices do not.
    """
    tax = ZERO
    base = ZERO
    code, inclusive = under
    for invoice in book.live("Invoices", Order=order_key):
        terms = invoice_terms(book, invoice)
        if code is not None and terms.inclusive == inclusive:
            parts = invoice_parts(book, invoice)
            tax += taxes_by_code(parts, terms).get(code, ZERO)
            base += sum((part.amount for part in parts if part.code == code), ZERO)
    return tax, base


def is_share_of_tax(book: Book, credit: Credit) -> bool:
    """Whether a credit's tax is its share of what was invoiced, give or take a cent for each part of it."""
    row = credit.row
    parts = issued(book, row)
    codes = {code for (code, _), _ in parts}
    different = {under for under, _ in parts}
    invoices = [r for r in book.rows.get("Invoices", []) if r["Order"] == row["Order"]]
    one_code = len(different) == 1 and all(r["Voided"] is None for r in invoices)
    shares = _shares_of_tax(book, row["Order"], codes if one_code else None)
    if not shares:
        return True
    cents = len(parts) if len(different) > 1 else 1
    off = Fraction(cents, 10**book.places) if max(shares) else ZERO
    low = credit.money * min(shares)
    high = credit.money * max(shares)
    return low - off <= credit.tax <= high + off


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


def issued_credits(book: Book) -> set[int]:
    """The returns that have their credit and its number before anything is filled."""
    return {
        row.index
        for row in book.live("Returns")
        if not unfilled(row) and row["Credit note"] is not None
    }


def fill_credits(book: Book, order_key: object) -> None:
    """Write the credits of an order that nothing holds."""
    for credit in planned(book, order_key):
        row = credit.row
        values = (credit.quantity, credit.net, credit.tax, credit.total)
        for header, value in zip(CELLS, values, strict=True):
            if credit.new and row[header] is None:
                row.write(header, value)


def number_credit_notes(book: Book, held: set[str]) -> None:
    """One number for the returns of an order that credited money, and the day of it."""
    prefix = str(book.setting("Credit note prefix"))
    numbers: dict[object, str] = {}
    for row in book.live("Returns"):
        if unfilled(row) or not credits_money(row) or row["Order"] in held:
            continue
        if row["Credit note"] is None:
            order = row["Order"]
            if order not in numbers:
                numbers[order] = book.next_key("Returns", "Credit note", prefix)
            row.write("Credit note", numbers[order])
        if row["Credit date"] is None:
            day = row["Return date"] if row.index in book.issued_credits else book.as_of
            row.write("Credit date", day)


def credits_money(row: Row) -> bool:
    return row.number("Credit net") != 0 or row.number("Credit tax") != 0

"""Rule errors: facts that can be read and cannot be right. Section 7 of the rules."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from .actions import KNOWN, steps_of
from .billing import invoice_parts, invoice_terms, issued_line_total, live_lines
from .book import Book, Problem, Row
from .buying_holds import purchase_faults
from .credits import Credit, is_share_of_tax, planned
from .lines import Line, invoice_lines, is_goods, order_lines
from .money import tax_of, total_of
from .price_lists import is_price_unknown
from .seals import changes_of_closed_rows
from .settle import money_of
from .stock import below_zero

ZERO = Fraction(0)


def rule_errors(book: Book) -> list[Problem]:
    out: list[Problem] = []
    for check in (_actions, _line_rules, _closed_states, _issued, _disagreeing, _containers, _shipping_rules,
                  _restocked, _credits, _refunds, _rates, _prices, purchase_faults,
                  changes_of_closed_rows):  # fmt: skip
        out += [
            Problem(row.sheet, row.index, column, kind, book.orders_of(row))
            for row, column, kind in check(book)
        ]
    if not book.setting("Allow negative stock"):
        out += [_problem(book, fact.row) for fact in below_zero(book)]
    return out


def _problem(book: Book, row: Row) -> Problem:
    return Problem(
        row.sheet, row.index, "Quantity", "on hand below 0", book.orders_of(row)
    )


Found = "Iterator[tuple[Row, str, str]]"


def _actions(book: Book) -> Found:
    for order in book.live("Orders"):
        for step in steps_of(order):
            if step not in KNOWN:
                yield order, "Action", "unknown action"


def _prices(book: Book) -> Found:
    for line in book.live("Order lines"):
        if line["Unit price"] is None and is_price_unknown(book, line):
            yield line, "Unit price", "price not known"


def _line_rules(book: Book) -> Found:
    for line in order_lines(book).values():
        for wrong, column, kind in _faults(line):
            if wrong:
                yield line.row, column, kind


def _faults(line: Line) -> list[tuple[bool, str, str]]:
    return [
        (line.ships and line.packed > line.picked, "Packed", "packed more than picked"),
        (
            line.invoiced > max(line.quantity, line.shipped),
            "Invoiced",
            "invoiced too much",
        ),
        (line.returned > line.shipped, "Returned", "returned more than shipped"),
        (
            line.row.number("Cancelled quantity")
            > max(ZERO, line.quantity - line.picked),
            "Cancelled quantity",
            "cancelled too much",
        ),
    ]


FACT_SHEETS = (
    "Picks",
    "Packing",
    "Shipments",
    "Invoices",
    "Invoice lines",
    "Payments",
    "Returns",
)


def _closed_states(book: Book) -> Found:
    """Any fact on a quote or cancelled order."""
    closed = {row["Order"] for row in book.live("Orders") if book.state(row) != "Order"}
    for sheet in FACT_SHEETS:
        for row in (
            invoice_lines(book) if sheet == "Invoice lines" else book.live(sheet)
        ):
            if row["Order"] in closed:
                yield row, "Order", "fact on a closed order"


def _issued(book: Book) -> Found:
    """Amounts as issued that disagree with their own row."""
    for row in invoice_lines(book):
        if row["Line total"] is not None and row["Line total"] != issued_line_total(
            book, row
        ):
            yield row, "Line total", "disagrees"
    for row in book.live("Invoices"):
        lines = sum((line.number("Line total") for line in live_lines(book, row)), ZERO)
        if row["Total"] is None:
            continue  # a line of it cannot be read yet
        if row["Subtotal"] != lines:
            yield row, "Subtotal", "disagrees"
        terms = invoice_terms(book, row)
        if row.number("Tax") != tax_of(invoice_parts(book, row), terms):
            yield row, "Tax", "disagrees"
        total = total_of(
            row.number("Subtotal"),
            row.number("Freight"),
            row.number("Tax"),
            terms,
        )
        if row["Total"] != total:
            yield row, "Total", "disagrees"


def _disagreeing(book: Book) -> Found:
    """Rows that name one order or SKU where what they refer to has another."""
    for row in invoice_lines(book):
        invoice = book.find("Invoices", "Invoice", row["Invoice"])
        if invoice and invoice["Order"] != row["Order"]:
            yield row, "Order", "disagrees with the invoice"
    for row in book.live("Payments"):
        named = row["Invoice"]
        invoice = None if named is None else book.first("Invoices", "Invoice", named)
        if invoice and invoice["Order"] not in (None, row["Order"]):
            yield row, "Order", "disagrees with the invoice"
    for order in book.rows.get("Orders", []):
        for invoice in book.live("Invoices", Order=order["Order"]):
            customer = invoice["Customer"]
            if not order.blank and customer not in (None, order["Customer"]):
                yield order, "Customer", "disagrees with the invoice"
                break
    for row in book.live("Restocks"):
        owner = book.find("Returns", "Return", row["Return"])
        if owner and owner["SKU"] != row["SKU"]:
            yield row, "SKU", "disagrees with the return"


def _rates(book: Book) -> Found:
    """A tax code without a rate on the day that counts."""
    for row in book.live("Orders"):
        yield from _no_rate(book, row, "Freight tax code", row["Order date"])
    for line in order_lines(book).values():
        order = book.order(line.row["Order"])
        if order:
            yield from _no_rate(book, line.row, "Tax code", order["Order date"])


def _no_rate(book: Book, row: Row, header: str, day: date) -> Found:
    code = row[header]
    rows = [r for r in book.rows.get("Tax codes", []) if not r.blank]
    dated = any(r["From date"] for r in rows)
    own = [r for r in rows if r["Tax code"] == code]
    known = bool(own) and not any(r.bad for r in own)
    if dated and known and book.tax_code_on(code, day) is None:
        yield row, header, "no rate"


def _containers(book: Book) -> Found:
    seen: set[tuple[str, str]] = set()
    for row in book.live("Shipments"):
        key = (row["Order"], row["Container"])
        if key in seen:
            yield row, "Container", "shipped twice"
        seen.add(key)
        packed = book.live("Packing", Order=row["Order"], Container=row["Container"])
        if not any(p.number("Quantity") > 0 for p in packed):
            yield row, "Container", "empty container"


def _shipping_rules(book: Book) -> Found:
    for sheet in ("Packing", "Shipments"):
        for row in book.live(sheet):
            if not book.ships(row["Order"]):
                yield row, "Order", "no shipping required"


def _restocked(book: Book) -> Found:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in book.live("Restocks"):
        sums[row["Return"]] += row.number("Quantity")
        owner = book.find("Returns", "Return", row["Return"])
        if sums[row["Return"]] > to_be_restocked(owner):
            yield row, "Quantity", "restocked too much"


def to_be_restocked(row: Row | None) -> Fraction:
    """What a return brings back for restocking."""
    wanted = row is not None and is_goods(row) and row["Disposition"] != "Discard"
    return row.number("Quantity") if wanted else ZERO


def _credits(book: Book) -> Found:
    """What a return credits, or would once it is filled: by its own row, and by what was billed."""
    for order in book.live("Orders"):
        credits = planned(book, order["Order"])
        for credit in credits:
            row = credit.row
            if credit.excess > 0:
                yield row, "Quantity", "credits more than invoiced"
            if credit.total != credit.net + credit.tax - row.number("Fee"):
                yield row, "Credit total", "disagrees"
            if credit.net + credit.tax < row.number("Fee"):
                yield row, "Fee", "above the credit"
            if not is_share_of_tax(book, credit):
                yield row, "Credit tax", "disagrees"
            if credit.quantity > row.number("Quantity"):
                yield row, "Credited quantity", "above the quantity"
        yield from _above_what_was_billed(book, order["Order"], credits)


def _above_what_was_billed(book: Book, key: str, credits: list[Credit]) -> Found:
    """Credits that are together above the quantity or the line total billed, or have a tax where nothing was."""
    units: dict[tuple[str, bool], Fraction] = defaultdict(Fraction)
    money: dict[str, Fraction] = defaultdict(Fraction)
    billed = {row["Line"] for row in invoice_lines(book) if row["Order"] == key}
    for credit in credits:
        row = credit.row
        line = order_lines(book).get((key, credit.row["Line"]))
        if line is None:
            continue
        kind = row["Line"], is_goods(row)
        units[kind] += credit.quantity
        money[row["Line"]] += credit.money
        if units[kind] > line.invoiced and credit.quantity > 0:
            yield row, "Credited quantity", "above what was billed"
        if money[row["Line"]] > line.billed and credit.money > 0:
            yield row, "Credit net", "above what was billed"
        if row["Line"] not in billed and credit.tax > 0:
            yield row, "Credit tax", "above what was billed"


def _refunds(book: Book) -> Found:
    for order in book.live("Orders"):
        if money_of(book, order["Order"]).paid < 0:
            refunds = [
                r
                for r in book.live("Payments", Order=order["Order"])
                if r["Kind"] == "Refund"
            ]
            yield refunds[-1], "Amount", "refunded more than paid"


# --- who is held ---------------------------------------------------------------------------------------
def row_held(book: Book) -> set[str]:
    """Orders that a row error holds, those that name a bad customer, product or tax code among them."""
    if book.setting_in_error:
        return {str(r["Order"]) for r in book.rows.get("Orders", []) if not r.blank}
    held = {order for problem in book.row_errors for order in problem.orders}
    bad_customers = _bad_keys(book, "Customers", "Customer")
    bad_products = _bad_keys(book, "Products", "SKU")
    held |= {
        str(r["Order"])
        for r in book.rows.get("Orders", [])
        if r["Customer"] in bad_customers
    }
    for sheet in ("Order lines", "Picks", "Packing", "Invoice lines", "Returns"):
        held |= {str(r["Order"]) for r in book.live(sheet) if r["SKU"] in bad_products}
    bad_codes = _bad_keys(book, "Tax codes", "Tax code")
    for sheet, header in (("Orders", "Freight tax code"), ("Order lines", "Tax code")):
        rows = [row for row in book.rows.get(sheet, []) if not row.blank]
        held |= {
            str(r["Order"])
            for r in rows
            if r[header] in bad_codes and r["Order"] is not None
        }
    return held


def _bad_keys(book: Book, sheet: str, header: str) -> set[str]:
    """The keys of bad rows: a second row with the key of another is one."""
    rows = [
        row
        for row in book.rows.get(sheet, [])
        if not row.blank and row[header] is not None
    ]
    return {row[header] for row in rows if row.bad}


__all__ = ["row_held", "rule_errors", "to_be_restocked"]

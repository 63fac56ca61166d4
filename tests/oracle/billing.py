"""Orders' and invoices' amounts, and the action Invoice."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered
from .lines import Line, invoice_lines, lines_of
from .money import NO_RATES, Part, Terms, line_total, tax_of, total_of
from .numbers import places_of

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)


# --- an order's own totals -----------------------------------------------------------------------------
def terms_of_settings(book: Book) -> Terms:
    return Terms(
        bool(book.setting("Prices include tax")),
        book.setting("Tax rounding") == "Line",
        book.places,
    )


def order_line_total(book: Book, line: Line) -> Fraction:
    order = book.order(line.row["Order"])
    discounts = [
        line.row.number("Discount %"),
        order.number("Discount %") if order else ZERO,
    ]
    return line_total(
        line.effective, line.row.number("Unit price"), discounts, book.places
    )


def freight_rates(
    book: Book, order: Row | None, code: object, day: date
) -> tuple[Fraction, Fraction, bool]:
    """An exempt customer's freight bears no tax."""
    return NO_RATES if book.exempt(order) else book.rates_of(code, day)


def order_totals(book: Book, order: Row) -> tuple[Fraction, Fraction, Fraction]:
    """Subtotal, Tax, Total."""
    terms = terms_of_settings(book)
    parts = []
    day = order["Order date"] or book.as_of
    for line in lines_of(book, order["Order"]):
        code = _code(line.row["Tax code"])
        parts.append(Part(order_line_total(book, line), code, book.rates_of(code, day)))
    subtotal = sum((part.amount for part in parts), ZERO)
    freight = order.number("Freight")
    code = order["Freight tax code"]
    rates = freight_rates(book, order, code, day)
    parts.append(Part(freight, _code(code) if rates != NO_RATES else None, rates))
    tax = tax_of(parts, terms)
    return subtotal, tax, total_of(subtotal, freight, tax, terms)


def _code(code: object) -> str | None:
    return None if code in (None, "None") else str(code)


# --- an invoice's amounts, filled once -----------------------------------------------------------------
def invoice_terms(book: Book, invoice: Row | None) -> Terms:
    """How the invoice reckons: as it was issued, else as the settings say."""
    settings = terms_of_settings(book)
    if invoice is None:
        return settings
    inclusive = invoice["Prices include tax"]
    by_line = invoice["Tax rounding"]
    currency = invoice["Currency"]
    return Terms(
        settings.inclusive if inclusive is None else inclusive,
        settings.by_line if by_line is None else str(by_line).casefold() == "line",
        book.places if currency is None else places_of(currency),
    )


def issued_line_total(book: Book, row: Row) -> Fraction:
    """An invoice line's total by its own cells."""
    terms = invoice_terms(book, book.find("Invoices", "Invoice", row["Invoice"]))
    discounts = [row.number("Discount %"), row.number("Order discount %")]
    return line_total(
        row.number("Quantity"), row.number("Unit price"), discounts, terms.places
    )


def _fill(row: Row, header: str, value: object) -> None:
    if row[header] is None:
        row.write(header, value)


def fill_invoice_line(book: Book, row: Row) -> None:
    """What would come from a row in error waits: filled too early it would be wrong for ever."""
    order = book.order(row["Order"])
    if order is not None:
        _fill(row, "Order discount %", order.number("Discount %"))
    invoice = book.first("Invoices", "Invoice", row["Invoice"])
    day = (invoice["Invoice date"] if invoice else None) or book.as_of
    if _readable(book, row["Tax code"], day):
        _fill_rates(row, "", book.rates_of(row["Tax code"], day))
    if row["Order discount %"] is not None:
        _fill(row, "Line total", issued_line_total(book, row))


def _readable(book: Book, code: object, day: date) -> bool:
    """Whether every row of the code can be read, and one is in force."""
    rows = [r for r in book.rows.get("Tax codes", []) if r["Tax code"] == code]
    bad = any(r.bad for r in rows if not r.blank)
    return _code(code) is None or (not bad and book.tax_code_on(code, day) is not None)


def _fill_rates(row: Row, freight: str, rates: tuple[Fraction, Fraction, bool]) -> None:
    for header, value in zip(("tax 1 %", "tax 2 %", "compound"), rates, strict=True):
        _fill(row, f"{freight} {header}" if freight else header.capitalize(), value)


def live_lines(book: Book, invoice: Row) -> list[Row]:
    return _lines_of_invoices(book).get(invoice["Invoice"], [])


@remembered
def _lines_of_invoices(book: Book) -> dict[object, list[Row]]:
    """The lines that count, by invoice."""
    found: dict[object, list[Row]] = {}
    for row in invoice_lines(book):
        found.setdefault(row["Invoice"], []).append(row)
    return found


@remembered
def invoice_parts(book: Book, invoice: Row) -> list[Part]:
    """The line totals and the freight of an invoice, at the rates that it keeps."""
    return _parts(invoice, live_lines(book, invoice))


def all_parts(book: Book, invoice: Row) -> list[Part]:
    """The same of an invoice that may be voided, with voided lines too."""
    rows = book.rows.get("Invoice lines", [])
    lines = [r for r in rows if not r.bad and r["Invoice"] == invoice["Invoice"]]
    return _parts(invoice, lines)


def _parts(invoice: Row, lines: list[Row]) -> list[Part]:
    parts = []
    for row in lines:
        rates = (row.number("Tax 1 %"), row.number("Tax 2 %"), row["Compound"] is True)
        parts.append(Part(row.number("Line total"), _code(row["Tax code"]), rates))
    rates = (
        invoice.number("Freight tax 1 %"),
        invoice.number("Freight tax 2 %"),
        invoice["Freight compound"] is True,
    )
    code = _code(invoice["Freight tax code"]) if rates[:2] != (ZERO, ZERO) else None
    parts.append(Part(invoice.number("Freight"), code, rates))
    return parts


def fill_invoice(book: Book, row: Row) -> None:
    order = book.order(row["Order"])
    customer = book.customer_of(order)
    if customer or (order and order["Terms (days)"] is not None):
        _fill(
            row, "Due date", row["Invoice date"] + timedelta(days=book.terms_of(order))
        )
    _fill(row, "Currency", str(book.setting("Currency")))
    _fill(row, "Prices include tax", bool(book.setting("Prices include tax")))
    _fill(row, "Tax rounding", str(book.setting("Tax rounding")))
    if customer and order:
        _fill_parties(row, order, customer)
    code = row["Freight tax code"]
    day = row["Invoice date"]
    if code is None or (
        customer and (book.exempt(order) or _readable(book, code, day))
    ):
        _fill_rates(row, "Freight", freight_rates(book, order, code, day))
    if not _can_be_summed(book, row):
        return  # what is issued stays as issued: not before all its lines can be read
    terms = invoice_terms(book, row)
    lines = live_lines(book, row)
    _fill(row, "Subtotal", sum((line.number("Line total") for line in lines), ZERO))
    _fill(row, "Tax", tax_of(invoice_parts(book, row), terms))
    _fill(
        row,
        "Total",
        total_of(
            row.number("Subtotal"), row.number("Freight"), row.number("Tax"), terms
        ),
    )


def _fill_parties(row: Row, order: Row, customer: Row) -> None:
    """Who is invoiced: name, address and tax number together, while there is no name."""
    _fill(row, "Customer", order["Customer"])
    if row["Bill to"] is not None:
        return
    address = customer["Billing address"] or customer["Shipping address"]
    _fill(row, "Bill to", customer["Name"])
    for header, text in (
        ("Billing address", address),
        ("Tax number", customer["Tax number"]),
    ):
        if text is not None:
            _fill(row, header, text)


def _can_be_summed(book: Book, invoice: Row) -> bool:
    """Whether all that the amounts are made of is known."""
    own = [
        r
        for r in book.rows.get("Invoice lines", [])
        if r["Invoice"] == invoice["Invoice"] and r["Voided"] is None
    ]
    lines = all(
        not r.bad and r["Line total"] is not None and r["Tax 1 %"] is not None
        for r in own
    )
    freight = bool(invoice.number("Freight"))
    return lines and (invoice["Freight tax 1 %"] is not None if freight else bool(own))


# --- the action Invoice --------------------------------------------------------------------------------
def to_bill(line: Line, policy: str) -> Fraction:
    """What is still to be invoiced of a line; untracked products are billed in full on the first."""
    base = line.shipped if policy == "Shipped" and line.tracked else line.effective
    return max(ZERO, base - line.uncredited - line.invoiced)


def invoiced_freight(book: Book, order_key: object) -> Fraction:
    return sum(
        (row.number("Freight") for row in book.live("Invoices", Order=order_key)), ZERO
    )


def invoice(book: Book, order: Row, policy: str) -> list[tuple[Line, Fraction]]:
    """Bill what is to be billed; the lines and quantities billed, none where there is nothing."""
    key = order["Order"]
    lines = lines_of(book, key)
    billed = [(line, to_bill(line, policy)) for line in lines]
    billed = [(line, quantity) for line, quantity in billed if quantity > 0]
    if not billed:
        return []
    number = book.next_key("Invoices", "Invoice", str(book.setting("Invoice prefix")))
    with_goods = any(line.tracked for line, _ in billed) or not any(
        line.tracked for line in lines
    )
    freight = (
        max(ZERO, order.number("Freight") - invoiced_freight(book, key))
        if with_goods
        else ZERO
    )
    head = book.append("Invoices", Invoice=number, Order=key)
    head.write("Invoice date", book.as_of)
    head.write("Freight", freight)
    head.write("Freight tax code", order["Freight tax code"])
    for line, quantity in billed:
        _bill_line(book, number, line, quantity)
    fill_invoice(book, head)
    return billed


def _bill_line(book: Book, number: str, line: Line, quantity: Fraction) -> None:
    row = book.append("Invoice lines", Invoice=number)
    for header in ("Order", "Line", "SKU", "Description"):
        row.write(header, line.row[header])
        row.raw[header] = line.row.raw.get(header)
    row.write("Quantity", quantity)
    row.write("Unit price", line.row.number("Unit price"))
    row.write("Discount %", line.row.number("Discount %"))
    row.write("Tax code", line.row["Tax code"])
    fill_invoice_line(book, row)

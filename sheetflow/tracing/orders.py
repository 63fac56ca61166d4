"""Traces of orders and customers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sheetflow.ledgers.orders import tax_orders
from sheetflow.ledgers.payments import is_refund
from sheetflow.ledgers.receivables import customer_totals
from sheetflow.ledgers.taxes import Taxed
from sheetflow.numbers import BLANK, Mask
from sheetflow.tracing.source import Source, rows
from sheetflow.tracing.sums import product, tax_words
from sheetflow.tracing.tree import Trace, total
from sheetflow.wording import day, money, number


def trace_order(source: Source, order: int) -> Trace:
    """An order: its total, its balance, what settles its invoices, its status."""
    key = source.book["Orders"]["Order"][order]
    parts = (order_total(source, order), balance(source, order), settled(source, order), status(source, order))
    return Trace(f"Order {key}", place=source.place("Orders", order), parts=parts)


def order_total(source: Source, order: int) -> Trace:
    """The total: lines, freight, and tax where prices do not hold it."""
    book, money_of, unit = source.book, source.ledgers.money, source.unit
    parts = [_line(source, order, at) for at in rows(_counts(source, order)).tolist()]
    freight = int(book["Orders"].number("Freight")[order])
    if freight:
        parts.append(Trace("Freight", freight, unit, place=source.place("Orders", order)))
    taxed = tax_orders(book, source.ledgers.lines, money_of.line_total)
    inclusive = book.settings.prices_include_tax
    taxes = tax_parts(source, taxed, order, inclusive, unit)
    tax = total("Tax", int(money_of.tax[order]), taxes, unit)
    if inclusive:
        held = Trace("Of which tax", parts=(tax,))
        return total("Total", int(money_of.total[order]), [*parts, held], unit)
    return total("Total", int(money_of.total[order]), [*parts, tax], unit)


def _counts(source: Source, order: int) -> Mask:
    lines = source.ledgers.lines
    return np.asarray(lines.counts & (lines.order == order))


def _line(source: Source, order: int, at: int) -> Trace:
    frame, unit = source.book["Order lines"], source.unit
    discounts = [int(frame.number("Discount %")[at]), int(source.book["Orders"].number("Discount %")[order])]
    how = product(int(source.ledgers.lines.effective[at]), int(frame.number("Unit price")[at]), discounts, unit)
    figure = int(source.ledgers.money.line_total[at])
    assert how.endswith(money(figure, unit)), f"line {at}: {how} is not {figure}"
    return Trace(f"Line {frame['Line'][at]} {frame['SKU'][at]}", figure, unit, how, source.place("Order lines", at))


def tax_parts(source: Source, taxed: Taxed, document: int, inclusive: bool, unit: int) -> list[Trace]:
    """The tax of one document by code."""
    codes = source.book["Tax codes"]["Tax code"]
    return [
        Trace(
            f"Tax {codes[taxed.code[at]]}" if taxed.code[at] >= 0 else "No tax code",
            int(taxed.tax[at]),
            unit,
            tax_words(taxed, at, inclusive, unit),
            source.place("Tax codes", taxed.code[at]) if taxed.code[at] >= 0 else "",
        )
        for at in rows(taxed.document == document).tolist()
    ]


def balance(source: Source, order: int, title: str = "Balance") -> Trace:
    """Invoiced less credited less paid."""
    refund = is_refund(source.book)
    invoiced = _facts(source, "Invoices", order, "Total", "Invoice")
    credited = [part for part in _facts(source, "Returns", order, "Credit total", "Credit of") if part.figure]
    money_in = _facts(source, "Payments", order, "Amount", "Payment")
    back = refund[source.of_order("Payments", order)].tolist()
    paid = [
        replace(part, title=part.title.replace("Payment", "Refund", 1)) if out else _less(part)
        for part, out in zip(money_in, back, strict=True)
    ]
    parts = [*invoiced, *map(_less, credited), *paid]
    return total(title, int(source.ledgers.money.balance[order]), parts, source.unit)


def _facts(source: Source, sheet: str, order: int, header: str, word: str) -> list[Trace]:
    """One amount of every live row of a sheet that belongs to an order."""
    frame, unit = source.book[sheet], source.unit
    keys, amounts = frame[frame.schema.key[0]], frame.number(header)
    return [
        Trace(f"{word} {keys[at]}", int(amounts[at]), unit, place=source.place(sheet, at))
        for at in source.of_order(sheet, order).tolist()
    ]


def _less(part: Trace) -> Trace:
    return replace(part, figure=-(part.figure or 0))


def settled(source: Source, order: int) -> Trace:
    """What credits and payments settle of each invoice, by due date, and what is left over."""
    book, found, unit = source.book, source.ledgers.settled, source.unit
    invoices = book["Invoices"]
    at_all = source.of_order("Invoices", order).tolist()
    at_all.sort(key=lambda at: (int(invoices["Due date"][at]), str(invoices["Invoice"][at])))
    parts = [invoice_balance(source, at) for at in at_all]
    spare = int(found.unallocated[order])
    if spare:
        parts.append(Trace("Credits and payments that no invoice takes", -spare, unit))
    return total("What is left of each invoice", int(source.ledgers.money.balance[order]), parts, unit)


def invoice_balance(source: Source, at: int) -> Trace:
    """What is left of one invoice."""
    invoices, found, unit = source.book["Invoices"], source.ledgers.settled, source.unit
    due = int(invoices["Due date"][at])
    parts = [
        Trace("Total", int(found.total[at]), unit),
        Trace("Settled by credits", -int(found.credited[at]), unit),
        Trace("Settled by payments", -int(found.paid[at]), unit),
    ]
    word = f"Invoice {invoices['Invoice'][at]}" + ("" if due == BLANK else f", due {day(due)}")
    return total(word, int(found.balance[at]), parts, unit)


def status(source: Source, order: int) -> Trace:
    """The status, and the quantities that it follows from."""
    lines, book = source.ledgers.lines, source.book["Order lines"]
    parts = []
    for at in rows(_counts(source, order)).tolist():
        wanted = number(lines.effective[at])
        done = {"picked": lines.picked, "shipped": lines.shipped, "invoiced": lines.invoiced}
        said = ", ".join(f"{number(done[word][at])} {word}" for word in done if lines.goods[at] or word == "invoiced")
        parts.append(
            Trace(f"Line {book['Line'][at]}", how=f"of {wanted}: {said}", place=source.place("Order lines", at))
        )
    return Trace(f"Status: {source.ledgers.statuses.status[order]}", parts=tuple(parts))


def trace_customer(source: Source, customer: int) -> Trace:
    """A customer: the balance, order by order."""
    book = source.book
    orders = rows(book["Orders"].link("customer") == customer).tolist()
    parts = [balance(source, at, f"Order {book['Orders']['Order'][at]}") for at in orders]
    engine = customer_totals(book, source.ledgers.settled, source.ledgers.money).balance[customer]
    traced = total("Balance", int(engine), [part for part in parts if part.parts], source.unit)
    title = f"Customer {book['Customers']['Customer'][customer]}"
    return Trace(title, place=source.place("Customers", customer), parts=(traced,))

"""What a trace comes to is what the workbook's cell says, whatever the workbook, tried on random small ones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from hypothesis import given
from random_runs import SEEDS, played
from sheets import Played

from sheetflow.domain.numbers import MICRO
from sheetflow.inspection.trace.customers import trace_customer
from sheetflow.inspection.trace.invoices import trace_invoice
from sheetflow.inspection.trace.lookup import kinds
from sheetflow.inspection.trace.orders import trace_order
from sheetflow.inspection.trace.records import trace_payment, trace_return
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.stock import trace_product
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.pipeline import Run


def source_of(run: Played) -> Source:
    """What is traced, of a workbook that is in no file."""
    found = SimpleNamespace(
        result=run.result, positions={}, workbook=SimpleNamespace(sheets=())
    )
    return Source(cast(Run, found))


def figures(trace: Trace) -> dict[str, Decimal]:
    """The figures right below the title."""
    return {
        part.title: Decimal(part.figure) / MICRO
        for part in trace.parts
        if part.figure is not None
    }


def by_name(trace: Trace, title: str) -> dict[str, Decimal]:
    """The figures below one of these."""
    return next(
        (figures(part) for part in trace.parts if part.title.startswith(title)), {}
    )


def below(trace: Trace) -> Iterator[Trace]:
    """Every line of a trace."""
    return (line for _, line in trace.walk())


@given(SEEDS)
def test_the_figures_of_an_order_are_those_of_its_row(seed):
    run = played(seed)
    source = source_of(run)
    for at in range(len(run.orders)):
        found = figures(trace_order(source, at))
        tax = found.get(
            "Tax included in the total",
            by_name(trace_order(source, at), "Total").get("Tax"),
        )
        row = tuple(run.orders[name][at] for name in ("Total", "Tax", "Balance"))
        assert (found.get("Total"), tax, found["Balance"]) == row
        assert found["Balance of each invoice"] == run.orders["Balance"][at]


@given(SEEDS)
def test_what_is_left_of_an_invoice_is_what_its_row_says(seed):
    run = played(seed)
    source = source_of(run)
    for at in range(len(run.invoices)):
        trace = trace_invoice(source, at)
        if not run.book["Invoices"].live[at]:
            assert "does not count" in trace.title
            continue
        left = next(part for part in trace.parts if part.title.startswith("Balance of"))
        assert Decimal(left.figure) / MICRO == run.invoices["Balance"][at]
        settled = [
            part.figure
            for part in left.parts[1:]
            if part.title.startswith(("Payment", "Refund"))
        ]
        assert Decimal(-sum(settled)) / MICRO == run.invoices["Paid"][at]


@given(SEEDS)
def test_a_customer_owes_what_its_row_and_receivables_say(seed):
    run = played(seed)
    source = source_of(run)
    owed = run.receivables
    for at in range(len(run.customers)):
        if not run.book["Customers"].valid[at]:
            continue
        trace = trace_customer(source, at)
        found = figures(trace)
        assert (found["Balance"], found["Overdue"]) == (
            run.customers["Balance"][at],
            run.customers["Overdue"][at],
        )
        age = by_name(trace, "By days past due")
        if run.customers["Customer"][at] in owed["Customer"]:
            row = owed["Customer"].index(run.customers["Customer"][at])
            assert {name: age.get(name, 0) for name in (*BUCKETS, "Unallocated")} == {
                name: owed[name][row] for name in (*BUCKETS, "Unallocated")
            }


@given(SEEDS)
def test_the_stock_of_a_product_is_what_its_row_and_stock_say(seed):
    run = played(seed)
    source = source_of(run)
    stock = run.stock
    lying = {(stock["SKU"][at], stock["Location"][at]): at for at in range(len(stock))}
    for at in range(len(run.products)):
        trace = trace_product(source, at)
        sku = run.products["SKU"][at]
        found = figures(trace)
        names = ("On hand", "Allocated", "Reserved", "Available")
        assert tuple(found[name] for name in names) == tuple(
            run.products[name][at] for name in names
        )
        for header in ("On hand", "Allocated", "Free"):
            for title, units in by_name(trace, header).items():
                place = title.removeprefix(f"{header} at ")
                assert (sku, place) not in lying or units == stock[header][
                    lying[sku, place]
                ]


@given(SEEDS)
def test_every_payment_and_credit_goes_somewhere_whole(seed):
    run = played(seed)
    source = source_of(run)
    makers = {
        "Payments": (trace_payment, "Amount"),
        "Returns": (trace_return, "Credit total"),
    }
    for sheet, (make, header) in makers.items():
        for at in range(len(run.book[sheet])):
            trace = make(source, at)
            if run.book[sheet].live[at]:
                assert not any(
                    line.title.startswith("Difference from")
                    for line in below(trace)
                    if header == "Amount"
                )


@given(SEEDS)
def test_every_row_with_a_number_has_a_trace(seed):
    run = played(seed)
    source = source_of(run)
    for kind in kinds():
        for at in range(len(run.book[kind.sheet])):
            assert kind.trace(source, at).title

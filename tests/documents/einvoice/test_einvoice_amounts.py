"""The sums that EN 16931 requires (BR-CO, BR-S) hold, and equal those of the workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from einvoice_books import SETTINGS, converted, einvoices_of, invoiced
from hypothesis import given, settings
from hypothesis import strategies as st
from schematron import broken_rules
from sheets import Played, add, after

from sheetflow.documents.einvoice.en16931 import EInvoice
from sheetflow.documents.einvoice.line_prices import fitting_price
from sheetflow.documents.einvoice.net_amounts import net_amounts
from sheetflow.documents.einvoice.rounding import rounded
from sheetflow.standards.currencies import minor_digits

ZERO = Decimal(0)
CENTS = st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100)
PRICES = st.one_of(
    CENTS, st.integers(-5_000, 9_999_999).map(lambda fine: Decimal(fine) / 10_000)
)
PARTS = st.integers(1, 9_999).map(lambda fine: Decimal(fine) / 1_000)
QUANTITIES = st.one_of(st.integers(1, 2_000).map(Decimal), PARTS)
DISCOUNTS = st.sampled_from(["-", "5", "33.33", "12.5", "100", "-10"])
LINE = st.tuples(
    QUANTITIES, PRICES, DISCOUNTS, st.sampled_from(["STD", "RED", "ZERO", "EXM"])
)


@st.composite
def books(draw: st.DrawFn) -> Played:
    """A random order of up to six lines, fully invoiced."""
    wanted = draw(st.lists(LINE, min_size=1, max_size=6))
    rows = [
        f"SO-1   {at}  S-900  {q:f}  {p:f}  {d}  {code}"
        for at, (q, p, d, code) in enumerate(wanted, 1)
    ]
    lines = "\n".join(
        ["Order  Line  SKU  Quantity  Unit price  Discount %  Tax code", *rows]
    )
    currency = draw(st.sampled_from(["EUR", "EUR", "JPY"]))
    discount = draw(DISCOUNTS)
    freight = draw(st.sampled_from(["-", "7", "120"]))
    orders = (
        "Order  Order date  Customer  Freight  Freight tax code  Discount %  Action\n"
        + (
            f"SO-1   2026-02-01  C-1  {freight}  {draw(st.sampled_from(['STD', 'RED']))}  {discount}  Invoice ordered"
        )
    )
    more = f"Prices include tax  {draw(st.sampled_from(['Yes', 'No']))}\n"
    more += f"Tax rounding  {draw(st.sampled_from(['Document', 'Line']))}"
    return invoiced(
        settings=add(SETTINGS.replace("EUR", currency), more), orders=orders, order_lines=lines,
    )  # fmt: skip


def check_sums(invoice: EInvoice) -> None:
    """BR-CO-10 to BR-CO-16, BR-S-08 and the like, exact to the cent."""
    totals = invoice.totals
    digits = minor_digits(invoice.currency)
    assert totals.lines == sum((line.net for line in invoice.lines), ZERO)
    assert totals.allowances == sum(
        (
            change.amount
            for change in invoice.allowances_charges
            if not change.is_charge
        ),
        ZERO,
    )
    assert totals.charges == sum(
        (change.amount for change in invoice.allowances_charges if change.is_charge),
        ZERO,
    )
    assert totals.net == totals.lines - totals.allowances + totals.charges
    assert totals.tax == sum(
        (subtotal.amount for subtotal in invoice.tax_subtotals), ZERO
    )
    assert totals.gross == totals.net + totals.tax
    assert totals.due == totals.gross - totals.paid
    bases: dict[object, Decimal] = defaultdict(lambda: ZERO)
    for line in invoice.lines:
        bases[line.tax] += line.net
        changes = sum(
            (change.signed_amount for change in line.allowances_charges), ZERO
        )
        assert rounded(line.quantity * line.price, digits) + changes == line.net
        assert line.price >= 0
    for change in invoice.allowances_charges:
        bases[change.tax] += change.signed_amount
    assert {subtotal.tax: subtotal.base for subtotal in invoice.tax_subtotals} == dict(
        bases
    )
    for subtotal in invoice.tax_subtotals:
        assert abs(subtotal.amount - subtotal.base * subtotal.tax.rate / 100) < 1


@given(books())
def test_the_sums_of_an_invoice_are_those_of_the_workbook(played: Played):
    [invoice] = converted(played)
    check_sums(invoice)
    assert [invoice.totals.gross] == played.invoices["Total"]
    assert [invoice.totals.tax] == played.invoices["Tax"]
    if (
        played.book.settings.tax_rounding == "Document"
        and not played.book.settings.prices_include_tax
    ):
        digits = minor_digits(invoice.currency)
        assert all(
            subtotal.amount == rounded(subtotal.base * subtotal.tax.rate / 100, digits)
            for subtotal in invoice.tax_subtotals
        )
        assert [line.net for line in invoice.lines] == played.invoice_lines[
            "Line total"
        ]


@given(books(), st.integers(1, 5))
def test_the_sums_of_a_credit_note_are_those_of_the_workbook(played: Played, part: int):
    lines = played.invoice_lines
    rows = [
        f"SO-1   {line}  S-900  {quantity / part:.6f}  2026-03-02  Credit only"
        for line, quantity in zip(lines["Line"], lines["Quantity"], strict=True)
    ]
    credited = after(
        None,
        played,
        returns="\n".join(
            ["Order  Line  SKU  Quantity  Return date  Disposition", *rows]
        ),
    )
    notes = [note for note in converted(credited) if note.kind == "381"]
    for note in notes:
        check_sums(note)
    returns = zip(
        credited.returns["Credit total"], credited.returns["Credit note"], strict=True
    )
    wanted = [total for total, number in returns if number]
    assert sum((note.totals.gross for note in notes), ZERO) == sum(wanted, ZERO)


@settings(max_examples=10)
@given(books(), st.sampled_from(["cii", "ubl"]))
def test_random_invoices_break_no_rule(played: Played, form: str):
    found = einvoices_of(played, form)
    assert not found.problems
    for _, xml, _ in found.files:
        assert broken_rules(xml, form) == []


@settings(max_examples=6)
@given(books(), st.sampled_from(["cii", "ubl"]), st.sampled_from(["-", "3"]))
def test_random_credit_notes_break_no_rule(played: Played, form: str, fee: str):
    rows = [
        f"SO-1   {line}  S-900  {quantity:f}  2026-03-02  Credit only  {fee if line == '1' else '-'}"
        for line, quantity in zip(
            played.invoice_lines["Line"], played.invoice_lines["Quantity"], strict=True
        )
    ]
    returns = "\n".join(
        ["Order  Line  SKU  Quantity  Return date  Disposition  Fee", *rows]
    )
    found = einvoices_of(after(None, played, returns=returns), form)
    assert [broken_rules(xml, form) for _, xml, _ in found.files] == [[]] * len(
        found.files
    )


@given(
    st.lists(CENTS, min_size=1, max_size=30),
    st.sampled_from([Decimal(7), Decimal(19), Decimal("5.5")]),
)
def test_nets_add_up_and_stay_near_the_exact_ones(
    gross: Sequence[Decimal], rate: Decimal
):
    exact = [Fraction(amount) / (1 + Fraction(rate) / 100) for amount in gross]
    net = rounded(sum(exact, Fraction(0)), 2)
    nets = net_amounts(gross, rate, net, 2)
    assert sum(nets, ZERO) == net
    assert all(
        abs(Fraction(part) - whole) <= Fraction(1, 100)
        for part, whole in zip(nets, exact, strict=True)
    )


@given(CENTS, QUANTITIES)
def test_a_price_leads_to_its_amount(net: Decimal, quantity: Decimal):
    price = fitting_price(net, quantity, 2)
    assert rounded(price * quantity, 2) == net


@pytest.mark.parametrize(
    ("value", "digits", "wanted"),
    [
        ("2.345", 2, "2.35"),
        ("-2.345", 2, "-2.35"),
        ("2.5", 0, "3"),
        ("0.004", 2, "0.00"),
        ("1e3", 2, "1000.00"),
    ],
)
def test_rounding_is_half_away_from_zero(value: str, digits: int, wanted: str):
    assert (
        str(rounded(Decimal(value), digits))
        == str(rounded(Fraction(value), digits))
        == wanted
    )

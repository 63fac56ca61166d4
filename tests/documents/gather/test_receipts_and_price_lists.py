"""Receipts of payments and refunds, and printed price lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from paper import documents
from sheets import Played, after

from sheetflow.documents.model import PriceListLine


def test_each_live_payment_and_refund_has_a_receipt():
    once = after(
        payments="""
        Order  Payment date  Kind     Amount  Method    Reference  Voided
        SO-1   2026-02-10    -        50      Transfer  ABC 1      -
        SO-1   2026-02-12    Refund   20      -         -          -
        SO-1   2026-02-11    -        7       -         -          2026-02-11
        """,
    )
    made = documents(once, only=frozenset({"receipts"})).receipts
    assert [
        (each.number, each.is_refund, each.amount, each.method, each.buyer.name)
        for each in made
    ] == [
        ("PAY-000001", False, Decimal(50), "Transfer", "Mill Lane Stores"),
        ("PAY-000002", True, Decimal(20), "", "Mill Lane Stores"),
    ]


PRICES = """
    Price list  SKU    From quantity  From date   To date     Price  Discount %
    Trade       B-200  -              -           -           4      -
    Trade       A-100  10             -           -           -      12.5
    Trade       A-100  -              2026-01-01  2026-06-30  18     -
    Trade       A-100  -              -           -           19     -
    Trade       A-100  5              2026-03-03  -           1      -
    Retail      A-100  -              -           2026-02-28  21     -
"""


def shop() -> Played:
    return after(
        prices=PRICES,
        customers="""
        Customer  Name    Price list  Language
        C-1       Mill    Trade       de
        C-2       Cafe    -           -
        """,
    )


def test_a_price_list_has_the_prices_of_the_day_by_product_and_quantity():
    """Retail has none today; of two prices of A-100 for any quantity, the later one is used."""
    [made] = documents(shop(), only=frozenset({"prices"})).prices
    assert made.number == "Trade"
    assert made.lines == (
        PriceListLine("A-100", "Anvil", "", Decimal(0), Decimal(18), date(2026, 6, 30)),
        PriceListLine("A-100", "Anvil", "", Decimal(10), Decimal("17.5"), None),
        PriceListLine("B-200", "Bellows", "", Decimal(0), Decimal(4), None),
    )


def test_a_named_customer_gets_its_own_list():
    chosen = {"only": frozenset({"prices"}), "customers": frozenset({"C-1", "C-2"})}
    [made] = documents(shop(), **chosen).prices
    assert (made.buyer.name, made.buyer.language) == ("Mill", "de")


def test_they_are_printed_only_where_they_are_named():
    made = documents(shop(), named=False)
    assert (made.prices, made.receipts) == ((), ())

"""Purchase orders and goods-in lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from paper import documents, new_documents
from sheets import Played, after

from sheetflow.documents.wording.document_words import words_of
from sheetflow.documents.wording.purchase_wording import purchase_sums
from sheetflow.ledgers.purchase_documents import PURCHASE

SUPPLIERS = """
    Supplier  Name        Address            Email          Language  Terms (days)
    S-1       Forge Ltd   1 Mill\\nLeeds     a@forge.test   fr        30
"""
ORDERS = """
    Purchase order  State    Order date  Supplier  Expected date  Freight
    PO-1            -        2026-02-01  S-1       2026-03-10     12
    PO-2            Request  2026-02-01  S-1       2026-03-11     -
    PO-3            -        2026-02-01  S-1       2026-03-01     -
    PO-4            -        2026-02-01  S-2       -              -
"""
LINES = """
    Purchase order  SKU    Supplier SKU  Quantity  Unit cost  Discount %  Cancelled quantity  For order
    PO-1            A-100  F-9           10        12         10          2                   -
    PO-1            B-200  -             5         3          -           5                   -
    PO-2            A-100  F-9           1         12         -           -                   -
    PO-3            B-200  F-10          4         3          -           -                   SO-1
    PO-4            B-200  -             4         3          -           -                   -
"""


def bought(**sheets: str) -> Played:
    given = {"suppliers": SUPPLIERS, "purchase_orders": ORDERS, "purchase_lines": LINES}
    return after(**{**given, **sheets})


def numbers(made: object) -> list[str]:
    return [each.number for each in made.purchases]  # type: ignore[attr-defined]


def test_a_run_prints_what_is_ordered_and_was_not_printed():
    """PO-2 is a Request, and the supplier of PO-4 is not known."""
    once = bought()
    made = new_documents(once)
    assert numbers(made) == ["PO-1", "PO-3"]
    book = replace(once.result.book, issued={(PURCHASE, "PO-1"): None})
    printed = replace(once.result, book=book)
    once.result = printed
    assert numbers(new_documents(once)) == ["PO-3"]


def test_a_purchase_order_says_what_is_not_cancelled():
    [order, _] = new_documents(bought()).purchases
    [line] = order.lines
    assert (line.sku, line.supplier_sku, line.quantity, line.total) == (
        "A-100",
        "F-9",
        Decimal(8),
        Decimal("86.4"),
    )
    assert (order.subtotal, order.freight, order.total) == (
        Decimal("86.4"),
        Decimal(12),
        Decimal("98.4"),
    )
    assert (order.supplier.name, order.supplier.language, order.terms_days) == (
        "Forge Ltd",
        "fr",
        30,
    )


def test_what_was_received_is_printed_again_only_where_it_is_named():
    received = bought(
        receipts="""
        Purchase order  SKU    Quantity
        PO-3            B-200  4
        """
    )
    assert numbers(new_documents(received)) == ["PO-1"]
    assert numbers(documents(received, only=frozenset({"purchases"}))) == [
        "PO-1",
        "PO-3",
    ]


def test_of_a_named_order_those_that_are_bought_for_it():
    chosen = {"only": frozenset({"purchases"}), "orders": frozenset({"SO-1"})}
    assert numbers(documents(bought(), **chosen)) == ["PO-3"]


def test_the_goods_in_list_has_what_is_outstanding_by_day():
    received = bought(
        receipts="""
        Purchase order  SKU    Quantity
        PO-1            A-100  3
        """
    )
    [made] = documents(received, only=frozenset({"arrivals"})).arrivals
    assert [
        (each.purchase_order, each.expected, each.is_late, each.lines[0].quantity)
        for each in made.deliveries
    ] == [
        ("PO-3", date(2026, 3, 1), True, Decimal(4)),
        ("PO-1", date(2026, 3, 10), False, Decimal(5)),
    ]


def test_a_line_whose_cost_is_not_known_has_no_price_and_no_total():
    """PO-3 has a second line that is cancelled as a whole, so that its cost does not matter."""
    unknown = """
        Purchase order  SKU    Quantity  Unit cost  Cancelled quantity
        PO-1            A-100  10        -          -
        PO-1            B-200  5         3          -
        PO-3            A-100  2         -          2
        PO-3            B-200  4         3          -
    """
    [order, known] = new_documents(bought(purchase_lines=unknown)).purchases
    [line, other] = order.lines
    assert (line.unit_cost, line.total) == (None, None)
    assert (other.unit_cost, other.total) == (Decimal(3), Decimal(15))
    assert (order.subtotal, order.total) == (None, None)
    assert (known.subtotal, known.total) == (Decimal(12), Decimal(12))


def test_a_purchase_order_without_a_total_still_says_its_freight():
    unknown = """
        Purchase order  SKU    Quantity  Unit cost
        PO-1            A-100  10        -
        PO-3            B-200  4         3
    """
    words = words_of("en")
    [order, known] = new_documents(bought(purchase_lines=unknown)).purchases
    assert [line.kind for line in purchase_sums(order, words)] == ["freight"]
    assert [line.kind for line in purchase_sums(known, words)] == ["subtotal", "total"]

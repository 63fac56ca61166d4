"""Order on Suppliers: what the scenarios of reordering.yaml do not say."""

from __future__ import annotations

from sheets import Played, after, again, expect

SUPPLIERS = """
    Supplier  Name        Lead time (days)  Action
    S-1       Acme Metal  7                 Order
    S-2       Brill       -                 order, Order
"""
PRICES = """
    Supplier  SKU    Supplier SKU  Price  Lead time (days)
    S-1       A-100  AM-7          12     10
    S-2       B-200  -             3      -
"""
PRODUCTS = """
    SKU    Name     Price  Supplier  Reorder point
    A-100  Anvil    20     S-1       120
    B-200  Bellows  5      S-2       130
"""


def ordered(**sheets: str) -> Played:
    """The workbook after a run."""
    given = {"products": PRODUCTS, "suppliers": SUPPLIERS, "supplier_prices": PRICES}
    return after(None, **{**given, **sheets})


def test_each_supplier_gets_a_purchase_order_with_all_that_would_be_filled():
    once = ordered()
    expect(
        once.purchase_orders,
        """
        Purchase order  State  Order date  Supplier  Expected date
        PO-000001       Order  2026-03-02  S-1       2026-03-12
        PO-000002       Order  2026-03-02  S-2       -
        """,
    )
    expect(
        once.purchase_lines,
        """
        Purchase order  Line  SKU    Supplier SKU  Description  Quantity  Unit cost
        PO-000001       1     A-100  AM-7          Anvil        30        12
        PO-000002       1     B-200  -             Bellows      30        3
        """,
    )
    assert once.suppliers["Action"] == [None, None]
    assert once.codes == []
    assert again(once).sheets == once.sheets
    assert once.result.purchases_applied == {0, 1}


def test_an_unknown_action_stays_and_is_an_error():
    once = ordered(suppliers=SUPPLIERS.replace("order, Order", "Order, Oder"))
    assert once.suppliers["Action"] == [None, "Oder"]
    assert once.codes == ["ACT01"]
    [problem] = once.result.reported
    assert problem.text == 'There is no action "Oder". Did you mean Order?'


def test_a_supplier_with_an_error_is_not_ordered_from():
    once = ordered(suppliers=SUPPLIERS.replace("7      ", "soon   "))
    assert once.purchase_orders["Supplier"] == ["S-2"]
    assert once.suppliers["Action"] == ["Order", None]


def test_nothing_is_ordered_in_a_closed_period():
    settings = "Setting  Value\nClosing date  2026-03-31"
    once = ordered(settings=settings, suppliers=SUPPLIERS.replace("order, Order", "-"))
    assert once.undone == [
        "S-1 Order refused: the run's date is on or before the closing date 2026-03-31"
    ]


def test_nothing_is_ordered_while_a_setting_is_in_error():
    once = ordered(settings="Setting  Value\nCurrency  XXQ")
    assert once.suppliers["Action"] == ["Order", "order, Order"]


def test_a_lead_time_in_doubt_gives_no_expected_date():
    """The row of an unknown product may be the price of the anvil."""
    prices = f"{PRICES.rstrip()}\n    S-1       A-1OO  -             9      20\n"
    once = ordered(supplier_prices=prices)
    assert once.purchase_orders.only(Supplier="S-1")["Expected date"] == [None]
    assert once.purchase_lines.only(SKU="A-100")["Unit cost"] == [None]
    assert again(once).sheets == once.sheets


def test_a_number_that_the_run_gave_is_suggested_at_once():
    once = ordered(
        purchase_lines="""
            Purchase order  SKU    Quantity
            PO-000003       A-100  1
        """
    )
    [problem] = [each for each in once.result.reported if each.code == "PUR01"]
    assert "Did you mean PO-00000" in problem.text
    assert again(once).sheets == once.sheets


def test_a_new_purchase_order_takes_no_rows_that_name_one_in_vain():
    once = ordered(
        purchase_lines="""
            Purchase order  SKU    Quantity
            PO-000001       A-100  100
        """
    )
    assert once.purchase_orders["Purchase order"] == ["PO-000002", "PO-000003"]
    assert once.codes == ["PUR01"]
    assert again(once).sheets == once.sheets

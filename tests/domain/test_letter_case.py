"""A key typed in another case is the one key that fits, and is filled as that is written."""

from __future__ import annotations

from sheets import after, again, expect


def test_the_one_key_that_fits_is_filled_as_it_is_written() -> None:
    played = after(
        orders="Order  Order date  Customer\nSO-1  2026-02-01  c-1",
        order_lines="Order  SKU  Quantity\nso-1  a-100  10",
        payments="Order  Payment date  Amount\nSo-1  2026-02-20  5",
    )
    assert played.codes == []
    expect(played.orders, "Order  Customer\nSO-1  C-1")
    expect(played.order_lines, "Order  SKU    Line\nSO-1   A-100  1")
    expect(played.payments, "Payment     Order\nPAY-000001  SO-1")


def test_a_key_that_fits_several_names_none() -> None:
    played = after(
        products="SKU  Name\nAb  Small\naB  Large\nA-100  Anvil",
        order_lines="Order  SKU  Quantity\nSO-1  AB  1\nSO-1  aB  1",
    )
    [text] = played.issues.only(Code="SKU01", Sheet="Order lines")["Problem"]
    assert '"AB"' in str(text)


def test_a_key_is_not_filled_in_a_row_in_error() -> None:
    played = after(order_lines="Order  SKU  Quantity\nSO-1  a-100  x\nSO-1  A-100  1")
    expect(played.order_lines, "Order  SKU\nSO-1  a-100\nSO-1  A-100")


def test_a_second_run_changes_nothing() -> None:
    first = after(order_lines="Order  SKU  Quantity\nso-1  a-100  10")
    assert again(first).order_lines == first.order_lines

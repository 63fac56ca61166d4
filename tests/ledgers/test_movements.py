"""Movements: every fact takes units from one place and adds them to another (rules.md section 5)."""

from __future__ import annotations

import pytest
from sheets import after, expect

MOVES = """
    Move  Date        Type        SKU    From  To    Quantity
    MV-1  2026-01-02  Opening     A-100  -     MAIN  50
    MV-2  2026-01-03  Receipt     A-100  -     MAIN  20
    MV-3  2026-01-04  Adjustment  A-100  -     MAIN  5
    MV-4  2026-01-05  Adjustment  A-100  -     MAIN  -2.5
    MV-5  2026-01-06  Transfer    A-100  MAIN  BACK  10
    MV-6  2026-01-07  Adjustment  A-100  -     BACK  0
    MV-7  2026-01-08  Receipt     S-900  -     MAIN  7
"""


def test_each_move_goes_from_its_place_to_its_place():
    played = after(stock_moves=MOVES)
    expect(
        played.movements,
        """
        Date        SKU    From          To            Quantity  Type        Order  Source       Record
        2026-01-02  A-100  (adjustment)  MAIN          50        Opening     -      Stock moves  MV-1
        2026-01-03  A-100  (supplier)    MAIN          20        Receipt     -      Stock moves  MV-2
        2026-01-04  A-100  (adjustment)  MAIN          5         Adjustment  -      Stock moves  MV-3
        2026-01-05  A-100  MAIN          (adjustment)  2.5       Adjustment  -      Stock moves  MV-4
        2026-01-06  A-100  MAIN          BACK          10        Transfer    -      Stock moves  MV-5
    """,
    )
    expect(
        played.stock,
        """
        SKU    Location  On hand
        A-100  MAIN      62.5
        A-100  BACK      10
    """,
    )


def test_an_order_goes_out_and_comes_back():
    sent = after("Fulfil")
    played = after(
        "Restock",
        sent,
        as_of="2026-03-05",
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  2         2026-03-03   -
        RET-2   SO-1   A-100  1         2026-03-04   Discard
    """,
    )
    expect(
        played.movements.only(SKU="A-100", Order="SO-1"),
        """
        Date        From        To          Quantity  Type      Source     Record
        2026-03-02  MAIN        (picked)    10        Pick      Picks      PK-000001
        2026-03-02  (picked)    (customer)  10        Shipment  Shipments  SH-000001
        2026-03-03  (customer)  (returned)  2         Return    Returns    RET-1
        2026-03-04  (customer)  (returned)  1         Return    Returns    RET-2
        2026-03-04  (returned)  (scrap)     1         Return    Returns    RET-2
        2026-03-05  (returned)  MAIN        2         Restock   Restocks   RST-000001
    """,
    )


def test_a_containers_second_shipment_moves_nothing():
    played = after(
        picks="""
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      4       2026-02-20
    """,
        packing="""
        Order  Container  SKU    Quantity
        SO-1   1          A-100  4
    """,
        shipments="""
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-21
        SH-2      SO-1   1          2026-02-22
    """,
    )
    expect(
        played.movements.only(Type="Shipment"),
        """
        Date        Quantity  Record
        2026-02-21  4         SH-1
    """,
    )
    assert played.codes == ["SHP02"]


def test_voided_rows_and_rows_in_error_move_nothing():
    played = after(
        stock_moves="""
        Date        Type     SKU    To    Quantity  Voided
        2026-01-02  Opening  A-100  MAIN  50        -
        2026-01-02  Opening  A-100  MAIN  3         2026-01-05
        2026-01-02  Opening  A-100  MIAN  4         -
        2026-01-02  Opening  A-101  MAIN  5         -
        2026-01-02  Opening  A-100  MAIN  many      -
    """
    )
    expect(
        played.movements,
        """
        SKU    To    Quantity
        A-100  MAIN  50
    """,
    )
    assert played.codes == ["LOC01", "NUM01", "SKU01"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # 10 opening, 4 received on the 10th: the count of the 10th comes before that receipt.
        ("2026-01-10  Count  A-100  MAIN  9", [("MAIN", "(adjustment)", 1)]),
        ("2026-01-11  Count  A-100  MAIN  9", [("MAIN", "(adjustment)", 5)]),
        ("2026-01-11  Count  A-100  MAIN  14", []),
        ("2026-01-11  Count  A-100  MAIN  20.5", [("(adjustment)", "MAIN", 6.5)]),
        ("2026-01-11  Count  A-100  BACK  2", [("(adjustment)", "BACK", 2)]),
        # An opening of the count's own date comes before it.
        ("2026-01-01  Count  A-100  MAIN  12", [("(adjustment)", "MAIN", 2)]),
        # Two counts of one date apply in row order: the second finds what the first set.
        (
            "2026-01-11  Count  A-100  MAIN  10\n2026-01-11  Count  A-100  MAIN  13",
            [("MAIN", "(adjustment)", 4), ("(adjustment)", "MAIN", 3)],
        ),
        # A later count finds what an earlier one set, wherever its row is.
        (
            "2026-01-12  Count  A-100  MAIN  8\n2026-01-09  Count  A-100  MAIN  7",
            [("MAIN", "(adjustment)", 3), ("MAIN", "(adjustment)", 3)],
        ),
    ],
)
def test_a_count_sets_what_was_there_at_the_start_of_its_date(counts, expected):
    played = after(
        stock_moves=f"""
        Date        Type     SKU    To    Quantity
        2026-01-01  Opening  A-100  MAIN  10
        2026-01-10  Receipt  A-100  MAIN  4
        {counts}
    """
    )
    found = played.movements.only(Type="Count")
    assert sorted(
        zip(found["From"], found["To"], found["Quantity"], strict=True)
    ) == sorted(expected)


def test_counts_are_worked_out_again_when_an_earlier_fact_is_typed_later():
    moves = """
        Date        Type     SKU    To    Quantity
        2026-01-01  Opening  A-100  MAIN  10
        2026-01-20  Count    A-100  MAIN  8
    """
    assert after(stock_moves=moves).stock["On hand"] == [8]
    later = after(stock_moves=moves + "    2026-01-10  Receipt  A-100  MAIN  4")
    assert later.stock["On hand"] == [8]
    assert later.movements.only(Type="Count")["Quantity"] == [6]


def test_a_count_after_picks_counts_what_is_left():
    played = after(
        "Pick",
        as_of="2026-03-02",
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-01  Opening  A-100  MAIN  30
        2026-03-03  Count    A-100  MAIN  19
    """,
    )
    expect(
        played.movements.only(Type="Count"),
        """
        From  To            Quantity
        MAIN  (adjustment)  1
    """,
    )
    assert played.stock["On hand"] == [19]

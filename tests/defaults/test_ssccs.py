"""The SSCC of each container that leaves: filled once, counted on, never given twice (docs/DECISIONS.md)."""

from __future__ import annotations

from sheets import add, after, again, expect

GS1 = "Setting  Value\nGS1 company prefix  '0614141'"
PICKED = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      9       2026-02-20
"""
PACKED = """
    Order  Container  Line  SKU    Quantity
    SO-1   1          1     A-100  4
    SO-1   2          1     A-100  5
"""
GIVEN = {"settings": GS1, "picks": PICKED, "packing": PACKED}


def test_each_container_that_ship_sends_off_gets_the_next_one():
    once = after("Ship", **GIVEN)
    expect(
        once.shipments,
        """
        Shipment   Container  SSCC
        SH-000001  1          006141410000000012
        SH-000002  2          006141410000000029
    """,
    )
    assert again(once).sheets == once.sheets


def test_without_a_prefix_no_cell_is_filled():
    assert after("Ship", picks=PICKED, packing=PACKED).shipments["SSCC"] == [None, None]


def test_a_row_that_a_person_typed_gets_one_where_it_is_blank():
    expect(
        after(
            **GIVEN,
            shipments="""
        Shipment  Order  Container  Ship date   SSCC
        SH-1      SO-1   1          2026-02-22  '106141411234567897'
        SH-2      SO-1   2          2026-02-22  -
    """,
        ).shipments,
        """
        Shipment  SSCC
        SH-1      106141411234567897
        SH-2      106141411234567903
    """,
    )


def test_a_voided_containers_number_stays_taken_and_it_gets_none_itself():
    expect(
        after(
            "Ship",
            **GIVEN,
            shipments="""
        Shipment  Order  Container  Ship date   Voided      SSCC
        SH-1      SO-1   1          2026-02-22  2026-02-23  '(00) 006141410000000074'
        SH-2      SO-1   2          2026-02-22  2026-02-23  -
    """,
        ).shipments,
        """
        Shipment   Container  SSCC
        SH-1       1          (00) 006141410000000074
        SH-2       2          -
        SH-000003  1          006141410000000081
        SH-000004  2          006141410000000098
    """,
    )


def test_what_is_reopened_and_leaves_again_gets_a_new_one():
    once = after("Ship", **GIVEN)
    twice = after("Pick, Ship", after("Re-open", once))
    codes = twice.shipments["SSCC"]
    assert len(codes) == len(set(codes)) == 3


def test_numbers_go_on_in_the_order_of_service():
    expect(
        after(
            "Fulfil",
            settings=GS1,
            orders="""
        Order  Order date  Customer  Ship by
        SO-1   2026-02-01  C-1       -
        SO-2   2026-02-01  C-1       2026-03-10
    """,
            order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   A-100  1
    """,
        ).shipments,
        """
        Order  SSCC
        SO-2   006141410000000012
        SO-1   006141410000000029
    """,
    )


def test_another_companys_number_is_counted_past():
    shipped = "Shipment  Order  Container  Ship date   SSCC\nSH-1  SO-1  1  2026-02-22  '376104250021234569'"
    assert after("Ship", **GIVEN, shipments=shipped).shipments["SSCC"] == [
        "376104250021234569",
        "006141410000000012",
    ]


def test_a_wrong_one_and_a_repeated_one_are_named_with_what_they_clash_with():
    three = add(PACKED.replace("5", "4"), "    SO-1  3  1  A-100  1")
    played = after(
        **{**GIVEN, "packing": three},
        shipments="""
        Shipment  Order  Container  Ship date   SSCC
        SH-1      SO-1   1          2026-02-22  '106141411234567897'
        SH-2      SO-1   2          2026-02-22  '(00)106141411234567897'
        SH-3      SO-1   3          2026-02-22  '106141411234567890'
    """,
    )
    expect(
        played.issues.only(Column="SSCC"),
        """
        Code   Row  Problem
        SSC01  3    "106141411234567890" is not a serial shipping container code: its check digit, the last, must be 7
        SSC02  1    SSCC 106141411234567897 is also used by SH-2
    """,
    )


def test_of_very_many_with_one_number_the_first_are_named() -> None:
    rows = "\n".join(
        f"SH-{at}  SO-1  {at}  2026-02-22  '106141411234567897'" for at in range(1, 10)
    )
    played = after(
        **GIVEN, shipments=f"Shipment  Order  Container  Ship date  SSCC\n{rows}"
    )
    [found] = [each for each in played.result.reported if each.code == "SSC02"]
    assert "is also used by SH-2, SH-3, SH-4, SH-5, SH-6, SH-7 and 2 more" in found.text


def test_the_same_container_may_leave_again_under_its_own_number():
    played = after(
        **GIVEN,
        shipments="""
        Shipment  Order  Container  Ship date   Voided      SSCC
        SH-1      SO-1   1          2026-02-22  2026-02-23  '106141411234567897'
        SH-2      SO-1   1          2026-02-24  -           '106141411234567897'
    """,
    )
    assert played.codes == []


def test_a_prefix_without_a_number_left_is_reported():
    played = after(
        "Ship",
        **GIVEN,
        shipments="""
        Shipment  Order  Container  Ship date   SSCC
        SH-1      SO-1   1          2026-02-22  '906141419999999997'
    """,
    )
    assert (played.codes, played.shipments["SSCC"][1]) == (["SSC03"], None)


def test_a_voided_shipment_of_another_container_keeps_its_number() -> None:
    played = after(
        **GIVEN,
        shipments="""
        Shipment  Order  Container  Ship date   Voided      SSCC
        SH-1      SO-1   1          2026-02-22  2026-02-23  '106141411234567897'
        SH-2      SO-1   2          2026-02-22  -           '106141411234567897'
    """,
    )
    [found] = [each for each in played.result.reported if each.code == "SSC02"]
    assert found.record == 1
    assert found.text.endswith("is also used by SH-1")


def test_containers_that_have_not_left_have_a_valid_one_that_no_other_has():
    played = after(
        **{
            **GIVEN,
            "packing": """
        Order  Container  Line  SKU    Quantity  SSCC
        SO-1   1          1     A-100  1         '106141411234567897'
        SO-1   2          1     A-100  1         '106141411234567897'
        SO-1   2          1     A-100  1         '106141411234567897'
        SO-1   3          1     A-100  1         '106141411234567890'
        SO-1   3          1     A-100  1         '106141411234567890'
        SO-1   4          1     A-100  4         '106141411234567910'
    """,
        },
        shipments="""
        Shipment  Order  Container  Ship date   SSCC
        SH-4      SO-1   4          2026-02-22  '106141411234567910'
    """,
    )
    expect(
        played.issues.only(Column="SSCC"),
        """
        Code   Sheet    Row  Value
        SSC01  Packing  4    106141411234567890
        SSC02  Packing  1    106141411234567897
    """,
    )


def test_a_container_may_not_have_the_number_of_one_that_left() -> None:
    packed = """
        Order  Container  Line  SKU    Quantity  SSCC
        SO-1   1          1     A-100  4         '106141411234567897'
        SO-1   2          1     A-100  5         '106141411234567897'
    """
    left = """
        Shipment  Order  Container  Ship date   SSCC
        SH-1      SO-1   1          2026-02-22  '106141411234567897'
    """
    played = after(**{**GIVEN, "packing": packed}, shipments=left)
    [found] = [each for each in played.result.reported if each.code == "SSC02"]
    assert found.cells == (("Packing", 1, "SSCC"), ("Shipments", 0, "SSCC"))
    assert "is also used by SH-1" in found.text


def test_two_texts_that_are_no_numbers_are_not_one_number() -> None:
    played = after(
        **GIVEN,
        shipments="""
        Shipment  Order  Container  Ship date   SSCC
        SH-1      SO-1   1          2026-02-22  left
        SH-2      SO-1   2          2026-02-22  right
    """,
    )
    codes = [each.code for each in played.result.reported]
    assert "SSC01" in codes
    assert "SSC02" not in codes

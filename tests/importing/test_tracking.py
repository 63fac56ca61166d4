"""Containers to a carrier's program, and its tracking numbers back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from imports import bring_in, column, errors, workbook, write_csv

from sheetflow.cli import main

SHOP = {
    "Customers": """
        Customer  Name       Contact  Email          Shipping address
        MAY       May Chen   -        may@chen.test  12 High Street, Springfield, IL 62704
        ACME      Acme GmbH  Jo Li    -              Schmiedeweg 3, 10115 Berlin, Germany
    """,
    "Products": """
        SKU  Name  Weight  Price
        MUG  Mug   0.4     5
        POT  Pot   -       9
    """,
    "Orders": """
        Order  Order date  Customer
        A1     2026-03-01  MAY
        A2     2026-03-01  ACME
        A3     2026-03-01  MAY
    """,
    "Order lines": """
        Order  SKU  Quantity
        A1     MUG  3
        A2     POT  2
        A3     MUG  1
    """,
    "Stock moves": """
        Type     SKU  To        Quantity  Date
        Opening  MUG  HERE      10        2026-01-01
        Opening  POT  HERE      10        2026-01-01
    """,
    "Locations": """
        Location
        HERE
    """,
    "Picks": """
        Order  SKU  Location  Picked  Pick date
        A1     MUG  HERE      3       2026-03-02
        A2     POT  HERE      2       2026-03-02
        A3     MUG  HERE      1       2026-03-02
    """,
    "Packing": """
        Order  Container  SKU  Quantity  Weight  Container type
        A1     1          MUG  2         -       Box
        A1     2          MUG  1         -       Box
        A2     1          POT  2         7.5     Pallet
        A3     1          MUG  1         -       Bag
    """,
    "Shipments": """
        Shipment  Order  Container  Ship date   Carrier  Tracking number
        SH-1      A1     1          2026-03-03  -        -
        SH-2      A1     2          2026-03-03  -        -
        SH-3      A3     1          2026-03-03  DHL      OLD-3
    """,
}
PIRATE_SHIP = ["Recipient", "Tracking Number", "Status", "Carrier", "Service", "Order ID"]  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = workbook(tmp_path / "shop.xlsx", SHOP)
    done = CliRunner().invoke(main, ["run", str(path), "--as-of", "2026-03-05"])
    assert done.exit_code == 0, done.output
    return path


def exported(shop: Path) -> list[dict[str, str]]:
    """The containers that the export has."""
    command = ["export", str(shop), "--format", "shipments"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    path = shop.parent / "out" / "shop-shipments.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} container" in done.output
    return rows


def numbers(shop: Path) -> list[tuple[str, str, str]]:
    """Carrier, service and number of each row of Shipments."""
    carriers = column(shop, "Shipments", "Carrier")
    services = column(shop, "Shipments", "Service")
    found = column(shop, "Shipments", "Tracking number")
    return list(zip(carriers, services, found, strict=True))


def test_the_export_has_every_container_without_a_number(shop: Path) -> None:
    rows = exported(shop)
    assert [row["Order ID"] for row in rows] == ["A1/1", "A1/2", "A2"]
    assert [row["Weight"] for row in rows] == ["0.8", "0.4", "7.5"]
    assert [row["Ship Date"] for row in rows] == ["2026-03-03", "2026-03-03", ""]
    assert [row["Order Items"] for row in rows] == ["2 x MUG", "1 x MUG", "2 x POT"]


def test_an_address_comes_in_its_parts(shop: Path) -> None:
    first, _, german = exported(shop)
    parts = ("Name", "Company", "Address Line 1", "City", "State", "Zipcode", "Country")
    assert [first[part] for part in parts] == [
        "May Chen",
        "",
        "12 High Street",
        "Springfield",
        "IL",
        "62704",
        "",
    ]
    assert [german[part] for part in parts] == [
        "Jo Li",
        "Acme GmbH",
        "Schmiedeweg 3",
        "Berlin",
        "",
        "10115",
        "DE",
    ]


def pirate_ship(path: Path, *rows: tuple[str, str, str]) -> Path:
    """A file of Pirate Ship: number, status and order of each label."""
    lines = [
        {
            "Tracking Number": number,
            "Status": status,
            "Order ID": order,
            "Carrier": "USPS",
            "Service": "Ground Advantage",
        }
        for number, status, order in rows
    ]
    return write_csv(path, PIRATE_SHIP, lines)


def test_numbers_come_back_to_their_containers_once(shop: Path, tmp_path: Path) -> None:
    file = pirate_ship(
        tmp_path / "export.csv",
        ("9400-1", "Pre Transit", "A1/1"),
        ("9400-0", "Refunded", "A1/2"),
        ("9400-2", "Pre Transit", "A1/2"),
    )
    assert "(tracking): 2 to Shipments" in bring_in(shop, file)
    assert errors(shop) == []
    assert numbers(shop)[:2] == [
        ("USPS", "Ground Advantage", "9400-1"),
        ("USPS", "Ground Advantage", "9400-2"),
    ]
    again = bring_in(shop, file)
    assert "nothing new; 2 rows came in before" in again
    assert [row["Order ID"] for row in exported(shop)] == ["A2"]


def test_what_cannot_come_in_is_named(shop: Path, tmp_path: Path) -> None:
    file = pirate_ship(
        tmp_path / "export.csv",
        ("9400-1", "", "A1"),
        ("9400-2", "", "A2"),
        ("9400-3", "", "A3"),
        ("9400-4", "", "A9"),
        ("OLD-3", "", "#a3"),
    )
    said = bring_in(shop, file)
    assert "A1, 9400-1: 2 containers of this order have no number" in said
    assert "A2, 9400-2: nothing of it has left yet; ship it, and import again" in said
    assert "A3, 9400-3: Shipments, row 4, has the number OLD-3: not taken" in said
    assert "A9, 9400-4: there is no such order: not taken" in said
    assert "nothing new; 1 row came in before" in said
    assert numbers(shop)[2] == ("DHL", "None", "OLD-3")


@pytest.mark.parametrize(
    "headers",
    [
        ["Order - Number", "Shipment - Tracking Number", "Shipment - Carrier"],
        ["Order Number", "Tracking Number", "Carrier", "Service Level"],
        ["order_number", "tracking_number", "carrier", "shipping_method"],
    ],
    ids=["ShipStation", "Shippo", "Sendcloud"],
)
def test_other_programs_name_the_columns_otherwise(
    headers: list[str], shop: Path, tmp_path: Path
) -> None:
    row = dict(zip(headers, ["A1/2", "1Z9", "ups", "Ground"], strict=False))
    file = write_csv(tmp_path / "shipped.csv", headers, [row])
    assert "(tracking): 1 to Shipments" in bring_in(shop, file)
    carrier, _, number = numbers(shop)[1]
    assert (carrier, number) == ("ups", "1Z9")

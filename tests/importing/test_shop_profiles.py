"""Each shop's file as that shop writes it, with its awkward orders."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from imports import bring_in, column, errors, refusal, workbook, write_csv

from sheetflow.cli import main
from sheetflow.importing.profiles import shipped_profiles

SHOP = {
    "Customers": """
        Customer  Name      Email
        ANN       Ann Bell  ann@example.com
    """,
    "Products": """
        SKU       Name       Price
        MUG-BLUE  Blue mug   12.5
        POSTER    Poster     20
        GIFT      Gift card  50
    """,
    "Tax codes": """
        Tax code  Tax 1 %
        RED       5
        STD       10
    """,
    "Orders": "Order  Order date  Customer",
    "Order lines": "Order  SKU  Quantity",
}

Row = Mapping[str, str]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return workbook(tmp_path / "shop.xlsx", SHOP)


def rows(names: str, table: str) -> list[dict[str, str]]:
    """Rows of a table whose columns are split by `|`; the headers likewise."""
    headers = [name.strip() for name in names.split("|")]
    lines = [line for line in table.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(headers, line, strict=True)) for line in cells]


def export(path: Path, lines: Sequence[Row], **dialect: str) -> Path:
    """A file with these rows."""
    return write_csv(path, list(lines[0]), lines, **dialect)


def totals(shop: Path) -> dict[str, str]:
    """The total of each order."""
    return dict(
        zip(
            column(shop, "Orders", "Order"),
            column(shop, "Orders", "Total"),
            strict=True,
        )
    )


def payments(shop: Path) -> list[tuple[str, str]]:
    """The order and amount of each payment; below 0 for what was paid back."""
    orders = column(shop, "Payments", "Order")
    amounts = column(shop, "Payments", "Amount")
    kinds = column(shop, "Payments", "Kind")
    return [
        (order, f"-{amount}" if kind == "Refund" else amount)
        for order, amount, kind in zip(orders, amounts, kinds, strict=True)
    ]


# -- Shopify

SHOPIFY = "Name|Created at|Financial Status|Paid at|Currency|Lineitem sku|Lineitem name|Lineitem quantity|Lineitem price|Lineitem taxable|Discount Amount|Shipping|Taxes|Total|Outstanding Balance|Refunded Amount|Cancelled at|Lineitem discount|Email|Billing Name"


def test_shopify_gift_cards_part_payments_and_taxes_included(
    shop: Path, tmp_path: Path
) -> None:
    lines = rows(
        SHOPIFY,
        """
        #1|2026-03-01 10:00:00 +0100|paid|2026-03-01 10:00:00 +0100|USD|MUG-BLUE|Blue mug|2|12.50|true|0.00|5.00|3.00|83.00|0.00|0.00||0.00|ann@example.com|Ann Bell
        #1|||||GIFT|Gift card|1|50.00|false||||||||0.00|ann@example.com|
        #2|2026-03-01 11:00:00 +0100|partially_paid|2026-03-01 11:00:00 +0100|USD|POSTER|Poster|1|22.00|true|0.00|0.00|2.00|22.00|10.00|0.00||0.00||Bo Ek
        #3|2026-03-02 11:00:00 +0100|partially_refunded|2026-03-02 11:00:00 +0100|USD|POSTER|Poster|3|20.00|true|6.00|0.00|5.40|59.40|0.00|19.80||2.00||Bo Ek
        """,
    )
    bring_in(
        shop,
        export(tmp_path / "orders.csv", lines, separator=";", encoding="utf-8-sig"),
    )
    assert errors(shop) == []
    assert totals(shop) == {"#1": "83", "#2": "22", "#3": "59.4"}
    assert column(shop, "Order lines", "Tax code") == [
        "STD",
        "None",
        "STD",
        "STD",
        "STD",
    ]
    assert payments(shop) == [
        ("#1", "83"),
        ("#2", "12"),
        ("#3", "59.4"),
        ("#3", "-19.8"),
    ]


# -- WooCommerce

WOO = "Order Number|Order Status|Order Date|First Name (Billing)|Last Name (Billing)|Postcode (Billing)|Email (Billing)|Payment Method Title|Cart Discount Amount|Order Shipping Amount|Order Refund Amount|Order Total Amount|Order Total Tax Amount|SKU|Item Name|Quantity (- Refund)|Item Cost"


def test_woocommerce_with_a_coupon_a_refund_and_a_cancelled_order(
    shop: Path, tmp_path: Path
) -> None:
    lines = rows(
        WOO,
        """
        71|Completed|2026-03-01 10:05|Ann|Bell|10115|ann@example.com|Card|5.00|4.00|0.00|26.40|2.40|MUG-BLUE|Blue mug|2|12.50
        72|Processing|2026-03-02 09:00|Jörg|Groß|20095||PayPal|0|0|10.00|35.75|3.25|MUG-BLUE|Blue mug|1|12.50
        72|Processing|2026-03-02 09:00|Jörg|Groß|20095||PayPal|0|0|10.00|35.75|3.25|POSTER|Poster|1|20.00
        73|Cancelled|2026-03-02 10:00|Jörg|Groß|20095||PayPal|0|0|0|20.00|0|POSTER|Poster|1|20.00
        74|On hold|2026-03-02 10:00|Jörg|Groß|20095||Bank|0|0|0|20.00|0|POSTER|Poster|1|20.00
        """,
    )
    bring_in(
        shop, export(tmp_path / "orders.csv", lines, separator=";", encoding="cp1252")
    )
    assert errors(shop) == []
    assert column(shop, "Orders", "State") == ["Order", "Order", "Cancelled", "Order"]
    assert column(shop, "Orders", "Customer") == ["ANN", *["JORG-GRO"] * 3]
    assert totals(shop)["71"] == "26.4"
    assert payments(shop) == [("71", "26.4"), ("72", "35.75"), ("72", "-10")]


def test_woocommerce_with_one_row_per_item(shop: Path, tmp_path: Path) -> None:
    names = "order_number|order_date|status|shipping_total|fee_total|tax_total|discount_total|order_total|refunded_total|order_currency|billing_first_name|billing_last_name|billing_email|item_sku|item_name|item_quantity|item_subtotal"
    lines = rows(
        names,
        """
        81|2026-03-01 10:05:01|completed|4.00|1.00|2.50|5.00|27.50|0|USD|Ann|Bell|ann@example.com|MUG-BLUE|Blue mug|2|25.00
        82|2026-03-01 10:05:01|refunded|0|0|0|0|45.00|45.00|USD|Bo|Ek||MUG-BLUE|Blue mug|2|25.00
        82|2026-03-01 10:05:01|refunded|0|0|0|0|45.00|45.00|USD|Bo|Ek||POSTER|Poster|1|20.00
        """,
    )
    bring_in(shop, export(tmp_path / "export.csv", lines))
    assert errors(shop) == []
    assert totals(shop) == {"81": "27.5", "82": "45"}
    assert payments(shop) == [("81", "27.5"), ("82", "45"), ("82", "-45")]


# -- Etsy

ETSY = "Sale Date|Item Name|Buyer|Quantity|Price|Discount Amount|Shipping Discount|Order Shipping|Order Sales Tax|Item Total|Currency|Transaction ID|Date Paid|Date Shipped|Ship Name|Ship Zipcode|Ship Country|Order ID|SKU"


def test_etsy_with_a_coupon_and_a_tax_that_etsy_pays(
    shop: Path, tmp_path: Path
) -> None:
    lines = rows(
        ETSY,
        """
        03/01/26|Blue mug|annb|2|12.50|5.00|4.00|6.00|1.61|20.00|USD|901|03/01/26|03/02/26|Ann Bell|10001|United States|301|MUG-BLUE
        03/01/26|Poster|annb|1|20.00|0.00|4.00|6.00|1.61|20.00|USD|902|03/01/26|03/02/26|Ann Bell|10001|United States|301|POSTER
        03/02/26|Poster|boek|1|20.00|0.00|0.00|0.00|2.00|20.00|USD|903|||Bo Ek|94103|United States|302|POSTER
        """,
    )
    bring_in(shop, export(tmp_path / "EtsySoldOrderItems2026.csv", lines))
    assert errors(shop) == []
    assert totals(shop) == {"301": "42", "302": "22"}
    assert payments(shop) == [("301", "42")]
    assert column(shop, "Customers", "Country")[-1] == "US"


def test_a_file_without_items_says_which_one_to_download(
    shop: Path, tmp_path: Path
) -> None:
    names = "Sale Date|Order ID|Number of Items|Order Value|Order Total|Order Net"
    lines = rows(names, "03/01/26|301|2|45.00|47.00|44.00")
    said = refusal(shop, export(tmp_path / "EtsySoldOrders2026.csv", lines))
    assert "this file has no items; download the CSV type Order Items" in said


# -- Amazon

AMAZON = "amazon-order-id|purchase-date|order-status|sales-channel|product-name|sku|quantity|currency|item-price|item-tax|shipping-price|shipping-tax|gift-wrap-price|gift-wrap-tax|item-promotion-discount|ship-promotion-discount|ship-city|ship-postal-code|ship-country"


def test_amazon_states_amounts_for_each_line(shop: Path, tmp_path: Path) -> None:
    lines = rows(
        AMAZON,
        """
        111-1|2026-03-01T10:00:00+00:00|Shipped|Amazon.com|Blue mug|MUG-BLUE|2|USD|25.00|2.50|4.00|0.40|||||Austin|73301|US
        111-1|2026-03-01T10:00:00+00:00|Shipped|Amazon.com|Poster|POSTER|1|USD|20.00|1.80|||||2.00||Austin|73301|US
        111-2|2026-03-01T11:00:00+00:00|Shipped|Amazon.com|Poster|POSTER|1|USD|20.00|1.65|||||||Austin|73301|US
        111-3|2026-03-01T12:00:00+00:00|Cancelled|Amazon.com|Poster|POSTER|0|USD|||||||||Austin|73301|US
        111-4|2026-03-01T13:00:00+00:00|Pending|Amazon.co.uk|Poster|POSTER|1|USD|22.00|2.00|||||||London|N1|GB
        """,
    )
    said = bring_in(shop, export(tmp_path / "report.txt", lines, separator="\t"))
    assert "111-3: it has no lines: it was cancelled: not taken" in said
    assert errors(shop) == []
    assert totals(shop) == {"111-1": "51.7", "111-2": "20", "111-4": "22"}
    assert payments(shop) == [("111-1", "51.7"), ("111-2", "20")]
    assert set(column(shop, "Orders", "Customer")) == {"AMAZON-CUSTOMER"}


# -- eBay

EBAY = "Sales Record Number|Order Number|Buyer Username|Buyer Name|Ship To Zip|Item Number|Item Title|Custom Label|Quantity|Sold For|Shipping And Handling|Seller Collected Tax|eBay Collected Tax|Total Price|Sale Date|Paid On Date|Shipped On Date"


def test_ebay_with_blank_first_lines_and_a_count_at_the_end(
    shop: Path, tmp_path: Path
) -> None:
    lines = rows(
        EBAY,
        """
        1|01-1|annb|Ann Bell|10001||||3|$45.00|$5.00|$5.00|$0.00|$55.00|Mar-01-26|Mar-01-26|Mar-02-26
        1|01-1|annb|||55501|Blue mug|MUG-BLUE|2|$12.50|||||||
        1|01-1|annb|||55502|Poster|POSTER|1|$20.00|||||||
        2|01-2|boek|Bo Ek|94103|55502|Poster|POSTER|1|$20.00|$0.00|$0.00|$1.75|$21.75|Mar-02-26||
        """,
    )
    file = export(tmp_path / "orders.csv", lines)
    text = file.read_text()
    notes = "\n\n2,record(s) downloaded,,\n\nSeller ID : mugs\n"
    file.write_text("\n" + text.replace("\n", "\n\n", 1) + notes, encoding="utf-8-sig")
    bring_in(shop, file)
    assert errors(shop) == []
    assert totals(shop) == {"01-1": "55", "01-2": "20"}
    assert column(shop, "Order lines", "SKU") == ["MUG-BLUE", "POSTER", "POSTER"]
    assert payments(shop) == [("01-1", "55")]


# -- Square

SQUARE = "Date|Time|Item|Qty|Price Point Name|SKU|Gross Sales|Discounts|Net Sales|Tax|Transaction ID|Payment ID|Event Type|Customer Name"


def test_square_with_refunds_and_customers_without_a_name(
    shop: Path, tmp_path: Path
) -> None:
    lines = rows(
        SQUARE,
        """
        2026-03-01|10:00:00|Blue mug|2.0|Regular|MUG-BLUE|"$25.00"|-$5.00|$20.00|$2.00|T1|P1|Payment|
        2026-03-01|10:00:00|Poster|1.0|Regular|POSTER|$20.00|$0.00|$20.00|$2.00|T1|P1|Payment|
        2026-03-02|10:00:00|Poster|1.0|Regular|POSTER|-$20.00|$0.00|-$20.00|-$2.00|T1|P2|Refund|
        2026-03-02|11:00:00|Blue mug|1.0|Regular|MUG-BLUE|-$12.50|$0.00|-$12.50|-$1.25|T2|P3|Refund|
        """,
    )
    said = bring_in(shop, export(tmp_path / "items.csv", lines))
    assert "T2: it is a refund; record it in Returns or Payments: not taken" in said
    assert errors(shop) == []
    assert totals(shop) == {"T1": "44"}
    assert payments(shop) == [("T1", "44"), ("T1", "-22")]
    assert column(shop, "Customers", "Name")[-1] == "Walk-in customer"


# -- inFlow


def test_inflow_products_customers_and_orders(tmp_path: Path) -> None:
    empty = {**SHOP, "Customers": "Customer  Name", "Products": "SKU  Name"}
    shop = workbook(tmp_path / "shop.xlsx", empty)
    products = rows(
        "ProductName|SKU|Cost|DefaultUnitPrice|Barcode", "Blue mug|MUG|5.00|12.50|"
    )
    customers = rows("Name|BillingAddress1|Email|ContactName", "Bell Ltd|1 Road||Ann")
    orders = rows(
        "OrderNumber|Customer|OrderDate|ProductName|ProductSKU|ProductQuantity|ProductUnitPrice|ProductDiscount|PaymentStatus",
        """
        SO-1|Bell Ltd|2026-03-01|Blue mug|MUG|2|12.50|10%|Paid
        SO-1|Bell Ltd|2026-03-01|Blue mug||1|12.50||Paid
        """,
    )
    bring_in(shop, export(tmp_path / "p.csv", products))
    bring_in(shop, export(tmp_path / "c.csv", customers))
    bring_in(shop, export(tmp_path / "o.csv", orders))
    assert errors(shop) == []
    assert column(shop, "Orders", "Customer") == ["Bell Ltd"]
    assert column(shop, "Order lines", "SKU") == ["MUG", "MUG"]
    assert totals(shop) == {"SO-1": "35"}
    assert payments(shop) == [("SO-1", "35")]


# -- all of them

OVERLAPPING = {
    "shopify": (
        SHOPIFY,
        "#1|2026-03-01 10:00:00 +0100|paid|2026-03-01 10:00:00 +0100|USD|POSTER|Poster|1|20.00|true|0.00|0.00|2.00|22.00|0.00|0.00||0.00||Bo Ek",
        "#2|2026-03-02 10:00:00 +0100|paid|2026-03-02 10:00:00 +0100|USD|POSTER|Poster|1|20.00|true|0.00|0.00|2.00|22.00|0.00|0.00||0.00||Bo Ek",
        ("0.00|0.00||0.00||Bo", "0.00|22.00||0.00||Bo"),
    ),
    "woocommerce": (
        WOO,
        "71|Completed|2026-03-01 10:05|Bo|Ek|10115||Card|0|0|0|22.00|2.00|POSTER|Poster|1|20.00",
        "72|Completed|2026-03-02 10:05|Bo|Ek|10115||Card|0|0|0|22.00|2.00|POSTER|Poster|1|20.00",
        ("|0|0|0|22.00", "|0|0|22.00|22.00"),
    ),
    "etsy": (
        ETSY,
        "03/01/26|Poster|boek|1|20.00|0.00|0.00|0.00|2.00|20.00|USD|901|03/01/26||Bo Ek|94103|United States|301|POSTER",
        "03/02/26|Poster|boek|1|20.00|0.00|0.00|0.00|2.00|20.00|USD|902|03/02/26||Bo Ek|94103|United States|302|POSTER",
        ("|1|20.00|0.00|0.00", "|1|20.00|5.00|0.00"),
    ),
    "amazon": (
        AMAZON,
        "111-1|2026-03-01T10:00:00+00:00|Shipped|Amazon.com|Poster|POSTER|1|USD|20.00|1.80|||||||Austin|73301|US",
        "111-2|2026-03-02T10:00:00+00:00|Shipped|Amazon.com|Poster|POSTER|1|USD|20.00|1.80|||||||Austin|73301|US",
        ("Shipped", "Cancelled"),
    ),
    "ebay": (
        EBAY,
        "1|01-1|boek|Bo Ek|94103|55502|Poster|POSTER|1|$20.00|$0.00|$2.00|$0.00|$22.00|Mar-01-26|Mar-01-26|",
        "2|01-2|boek|Bo Ek|94103|55502|Poster|POSTER|1|$20.00|$0.00|$2.00|$0.00|$22.00|Mar-02-26|Mar-02-26|",
        ("|POSTER|1|", "|POSTER|2|"),
    ),
    "square": (
        SQUARE,
        "2026-03-01|10:00:00|Poster|1.0|Regular|POSTER|$20.00|$0.00|$20.00|$2.00|T1|P1|Payment|",
        "2026-03-02|10:00:00|Poster|1.0|Regular|POSTER|$20.00|$0.00|$20.00|$2.00|T2|P2|Payment|",
        ("$20.00|$0.00|$20.00", "$20.00|-$5.00|$15.00"),
    ),
}
"""For each shop: headers, an order, a later one, and what changes in the first one."""


@pytest.mark.parametrize("name", OVERLAPPING)
def test_a_longer_file_adds_what_is_new_and_names_what_has_changed(
    name: str, shop: Path, tmp_path: Path
) -> None:
    names, first, second, (before, after) = OVERLAPPING[name]
    bring_in(shop, export(tmp_path / "orders.csv", rows(names, first)))
    number = column(shop, "Orders", "Order")[0]
    longer = rows(names, f"{second}\n{first}")
    said = bring_in(shop, export(tmp_path / "longer.csv", longer))
    assert "1 to Orders" in said
    assert "1 order came in before" in said
    content = shop.read_bytes()
    assert before in first
    changed = rows(names, first.replace(before, after, 1))
    said = bring_in(shop, export(tmp_path / "changed.csv", changed))
    assert f"{number} has changed at its source since it came in" in said
    assert shop.read_bytes() == content
    assert len(totals(shop)) == 2


@pytest.mark.parametrize("name", shipped_profiles())
def test_a_profile_names_its_source_and_a_title(name: str) -> None:
    profile = shipped_profiles()[name]
    assert profile.title
    assert profile.source.startswith("https://")


def test_thousands_of_orders_come_in_once_in_any_order_of_their_rows(
    shop: Path, tmp_path: Path
) -> None:
    table = "\n".join(
        f"#{number}|2026-03-01|paid|2026-03-01|USD|MUG-BLUE|Blue mug|2|12.50|true|0.00|5.00|3.00|33.00|0.00|0.00||0.00||Buyer {number % 700}"
        for number in range(3_000)
    )
    lines = rows(SHOPIFY, table)
    bring_in(shop, export(tmp_path / "a.csv", lines[:2_000], encoding="utf-16"))
    said = bring_in(shop, export(tmp_path / "b.csv", lines[::-1]))
    assert "1,000 to Orders" in said
    assert "2,000 orders came in before" in said
    assert len(totals(shop)) == 3_000


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ('pirce = "x"', "mine.toml, line 4: unknown word 'pirce'"),
        ('[rows.Prodcts]\n"SKU" = "A"', "line 4: there is no sheet Prodcts"),
        ('[rows.Products]\n"SKUU" = "A"', "Products has no column SKUU to fill"),
        ("", "a table such as [rows.Products] is missing"),
    ],
)
def test_a_wrong_profile_of_ones_own_names_its_file_and_line(
    wrong: str, reason: str, shop: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "imports"
    folder.mkdir()
    text = f'title = "Mine"\nkind = "rows"\nheaders = ["A"]\n{wrong}\n'
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    file = tmp_path / "list.csv"
    file.write_text("A,B\n1,2\n", encoding="utf-8")
    assert reason in refusal(shop, file)


def test_all_kinds_of_files_are_listed() -> None:
    said = CliRunner().invoke(main, ["import", "--list"])
    assert said.exit_code == 0, said.output
    assert "shopify-orders" in said.output
    assert "square-transactions" not in said.output

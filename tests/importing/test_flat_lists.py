"""Flat lists of sales, whose columns sheetflow proposes and remembers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from flat_sales import write_sales
from imports import AS_OF, answer, bring_in, cells, column, errors, refusal, workbook

import sheetflow
from sheetflow.importing.decimal_signs import _sign_of

EMPTY = {
    "Customers": "Customer  Name",
    "Products": "SKU  Name",
    "Orders": "Order  Order date  Customer",
    "Order lines": "Order  SKU  Quantity",
}
SHOP = {
    **EMPTY,
    "Customers": """
        Customer  Name
        MAY       May Chen
    """,
    "Products": """
        SKU       Name      Price
        MUG-BLUE  Blue mug  12.5
    """,
}
LIST = """\
Order no,Date,Client,Postcode,Item code,Item name,Qty,Price
A1,2026-03-02,May Chen,10115,MUG-BLUE,Blue mug,2,12.50
A1,2026-03-02,May Chen,10115,MUG-BLUE,Blue mug,1,11.00
A2,2026-03-03,Tom Day,20095,MUG-BLUE,Blue mug,4,12.50
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return workbook(tmp_path / "shop.xlsx", SHOP)


def listed(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_flat_list_becomes_orders_lines_and_customers(
    shop: Path, tmp_path: Path
) -> None:
    said = bring_in(shop, listed(tmp_path / "Sales 2026-03.csv", LIST))
    assert "(sales): 1 to Customers, 2 to Orders, 3 to Order lines" in said
    assert errors(shop) == []
    assert column(shop, "Orders", "Customer") == ["MAY", "TOM-DAY"]
    assert column(shop, "Orders", "Total") == ["36", "50"]


def test_the_next_file_of_that_kind_goes_in_by_itself(
    shop: Path, tmp_path: Path
) -> None:
    bring_in(shop, listed(tmp_path / "Sales 2026-03.csv", LIST))
    more = LIST + "A3,2026-04-01,Tom Day,20095,MUG-BLUE,Blue mug,1,12.50\n"
    said = bring_in(shop, listed(tmp_path / "april.csv", more))
    assert "april.csv (sales): 1 to Orders, 1 to Order lines; 2 orders came in" in said
    assert {row[0] for row in cells(shop, "Imports")} == {"sales"}


def test_what_is_only_likely_waits_until_a_person_says_yes(
    shop: Path, tmp_path: Path
) -> None:
    file = listed(tmp_path / "sales.csv", LIST.replace("Qty", "Quantitty"))
    said = bring_in(shop, file)
    assert "?  Quantitty is Order lines, Quantity" in said
    assert "Nothing was taken yet" in said
    assert column(shop, "Orders", "Order") == []
    assert "Nothing was taken yet" in bring_in(shop, file)
    answer(shop, "Imports", 6, "?", "Yes")
    assert "2 to Orders" in bring_in(shop, file)


def test_a_missing_product_is_one_problem_and_its_orders_wait(
    shop: Path, tmp_path: Path
) -> None:
    text = LIST.replace(
        "A2,2026-03-03,Tom Day,20095,MUG-BLUE,Blue mug",
        "A2,2026-03-03,Tom Day,20095,MUG-BLU,Mug",
    )
    file = listed(tmp_path / "sales.csv", text)
    said = bring_in(shop, file)
    assert said.count("There is no product MUG-BLU; the nearest is MUG-BLUE") == 1
    assert column(shop, "Orders", "Order") == ["A1"]
    answer(shop, "Imports", 6, "?", "Yes")
    assert "1 to Orders" in bring_in(shop, file)
    assert column(shop, "Order lines", "SKU") == ["MUG-BLUE"] * 3


def test_new_products_are_added_on_request(tmp_path: Path) -> None:
    book = workbook(tmp_path / "shop.xlsx", EMPTY)
    file = listed(tmp_path / "sales.csv", LIST)
    assert "There is no product MUG-BLUE. Its orders wait" in bring_in(book, file)
    assert "1 to Products, 2 to Orders" in bring_in(book, file, "--new-products")
    assert column(book, "Products", "Price") == ["12.5"]


@pytest.mark.parametrize(
    ("dates", "locale", "expected"),
    [
        (("13/02/2026", "03/02/2026"), "", ["2026-02-13", "2026-02-03"]),
        (("02/13/2026", "02/03/2026"), "", ["2026-02-13", "2026-02-03"]),
        (("03/02/2026", "04/02/2026"), "en_GB", ["2026-02-03", "2026-02-04"]),
        (("03/02/2026", "04/02/2026"), "en_US", ["2026-03-02", "2026-04-02"]),
        (("3.2.26", "4.2.26"), "", ["2026-02-03", "2026-02-04"]),
    ],
)
def test_which_number_is_the_day_is_decided_for_the_whole_column(
    dates: tuple[str, str], locale: str, expected: list[str], tmp_path: Path
) -> None:
    settings = {"Settings": f"Setting  Value\nLocale  {locale}"} if locale else {}
    book = workbook(tmp_path / "shop.xlsx", {**SHOP, **settings})
    text = LIST.replace("2026-03-02", dates[0]).replace("2026-03-03", dates[1])
    bring_in(book, listed(tmp_path / "sales.csv", text))
    assert column(book, "Orders", "Order date") == expected


def test_a_date_that_may_be_two_days_is_an_error_that_says_what_to_do(
    shop: Path, tmp_path: Path
) -> None:
    text = LIST.replace("2026-03-02", "03/02/2026").replace("2026-03-03", "03/03/2026")
    said = refusal(shop, listed(tmp_path / "sales.csv", text))
    assert "03/02/2026 may be two different days; add --locale, such as" in said


def test_a_comma_before_cents_is_read_as_one(shop: Path, tmp_path: Path) -> None:
    text = LIST.replace(",", ";").replace("12.50", "1.212,50").replace("11.00", "11,00")
    bring_in(shop, listed(tmp_path / "sales.csv", text))
    assert column(shop, "Orders", "Total") == ["2436", "4850"]


@pytest.mark.parametrize(
    ("header", "stated", "known"),
    [
        ("PLZ Ort", "10115 Berlin", "Anna"),
        ("City/Zip", "Berlin 10115", "Anna"),
        ("Postcode and city", "20095 Hamburg", "ANNA-BERG"),
        ("Postcode and city", "SW1A 1AA London", "Bo"),
        ("Postcode and city", "EC1A 1AA London", "BO-EK"),
    ],
)
def test_a_postcode_is_found_beside_its_city(
    header: str, stated: str, known: str, tmp_path: Path
) -> None:
    customers = """
        Customer  Name         Billing address
        Anna      'Anna Berg'  'Lindenweg 4, 10115 Berlin'
        Bo        'Bo Ek'      '1 Mall, London SW1A 1AA'
    """
    path = workbook(tmp_path / "shop.xlsx", {**SHOP, "Customers": customers})
    name = "Bo Ek" if "London" in stated else "Anna Berg"
    text = (
        f"Order no,Date,Client,{header},Item code,Item name,Qty,Price\n"
        f"A1,2026-03-02,{name},{stated},MUG-BLUE,Blue mug,2,12.50\n"
    )
    bring_in(path, listed(tmp_path / "Sales.csv", text))
    assert column(path, "Orders", "Customer") == [known]


UNCLEAR = LIST.replace(",12.50", ',"2,500"').replace(",11.00", ',"1,250"')


def test_a_number_that_may_be_two_numbers_is_an_error_that_says_what_to_do(
    shop: Path, tmp_path: Path
) -> None:
    said = refusal(shop, listed(tmp_path / "Sales.csv", UNCLEAR))
    assert "2,500 can be read as two different numbers; add --locale, such as" in said


@pytest.mark.parametrize(
    ("locale", "totals"), [("de_DE", ["6.25", "10"]), ("en_GB", ["6250", "10000"])]
)
def test_the_locale_decides_what_such_a_number_means(
    locale: str, totals: list[str], tmp_path: Path
) -> None:
    sheets = {**SHOP, "Settings": f"Setting  Value\nLocale  {locale}"}
    path = workbook(tmp_path / "shop.xlsx", sheets)
    bring_in(path, listed(tmp_path / "Sales.csv", UNCLEAR))
    assert column(path, "Orders", "Total") == totals


MIXED = LIST.replace(",12.50", ',"12,50"').replace(",11.00", ",2.50")


def test_a_list_with_both_signs_before_decimals_is_an_error(
    shop: Path, tmp_path: Path
) -> None:
    said = refusal(shop, listed(tmp_path / "Sales.csv", MIXED))
    assert "12,50 has a decimal comma, but 2.50 a decimal point; write all" in said
    assert column(shop, "Orders", "Order") == []


def test_no_locale_decides_for_a_list_with_both_signs(tmp_path: Path) -> None:
    sheets = {**SHOP, "Settings": "Setting  Value\nLocale  en_GB"}
    path = workbook(tmp_path / "shop.xlsx", sheets)
    said = refusal(path, listed(tmp_path / "Sales.csv", MIXED))
    assert "12,50 has a decimal comma, but 2.50 a decimal point; write all" in said


def test_the_answer_about_the_locale_is_kept_for_the_next_file(
    shop: Path, tmp_path: Path
) -> None:
    first = listed(tmp_path / "Sales.csv", UNCLEAR)
    assert "add --locale" in refusal(shop, first)
    bring_in(shop, first, "--locale", "de-DE")
    totals = column(shop, "Orders", "Total")
    bring_in(shop, listed(tmp_path / "Sales.csv", UNCLEAR.replace("\nA", "\nB")))
    assert column(shop, "Imports", "Here").count("de_DE") == 1
    assert column(shop, "Orders", "Total") == totals * 2
    said = refusal(shop, first, "--locale", "en_GB")
    assert "Imports says that files of the kind sales are written as in de_DE" in said


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("12.50", "."),
        ("12,5", ","),
        ("1.285,49", ","),
        ("1,285.49", "."),
        ("1.285.490", ","),
        ("1,285,490", "."),
        ("0.1234", "."),
        ("2,500", None),
        ("0.125", None),
        ("48", None),
    ],
)
def test_the_sign_before_the_decimals_of_one_number(
    text: str, sign: str | None
) -> None:
    assert _sign_of(text) == sign


def test_a_list_of_customers_goes_into_customers(shop: Path, tmp_path: Path) -> None:
    text = "Client ID,Client name,E-mail\nMAY,May Chen,\nBO,Bo Ek,bo@example.com\n"
    said = bring_in(shop, listed(tmp_path / "clients.csv", text))
    assert "1 to Customers" in said
    assert column(shop, "Customers", "Customer") == ["MAY", "BO"]


def test_ten_thousand_lines_come_in_once_and_to_the_cent(tmp_path: Path) -> None:
    book = workbook(tmp_path / "shop.xlsx", EMPTY)
    file = tmp_path / "superstore.csv"
    total = write_sales(file, 9_994)
    said = bring_in(book, file, "--new-products")
    assert "9,994 to Order lines" in said
    done = sheetflow.run(book, as_of=AS_OF)
    assert sum(map(Decimal, map(str, done.book["Orders"]["Total"]))) == total
    assert [item for item in done.problems if item.problem.rule.is_error] == []
    before = book.read_bytes()
    assert "nothing new" in bring_in(book, file, "--new-products")
    assert book.read_bytes() == before

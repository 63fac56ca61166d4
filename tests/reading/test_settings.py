"""Settings: every one is read by its kind, and what is blank or unreadable has its default (rules.md section 1)."""

from __future__ import annotations

import pytest
from sheets import after, expect, grid, read

from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import catalogue, declared_by, sheet_schema
from sheetflow.domain.languages import language_of
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.own_names import Names
from sheetflow.domain.schema import attribute
from sheetflow.errors import SheetflowError
from sheetflow.reading.settings import read_settings, record_of_setting


def settings(table: str):
    """Settings as read, and the codes of what is wrong with them."""
    found, location, problems = read_settings(read("Settings", table))
    return found, location, [problem.code for problem in problems]


def test_without_the_sheet_or_with_blank_values_the_defaults_hold():
    assert read_settings(None) == (Settings(), "", [])
    blank = [f"{setting.name}  -" for setting in sheet_schema("Settings").settings]
    found, location, codes = settings("\n".join(["Setting  Value", *blank]))
    assert (found, location, codes) == (Settings(), "", [])


def test_without_the_column_of_values_the_run_stops_and_the_nearest_is_named():
    with pytest.raises(SheetflowError) as caught:
        settings("Setting  Valeu\nCurrency  EUR")
    assert "Settings: no column Value (nearest found: Valeu)" in str(caught.value)


def test_the_defaults_are_those_of_the_contract():
    assert Settings() == Settings(
        currency="USD", minor_unit=10_000, pick_strategy="Order location first", invoice_policy="Shipped",
        requires_shipping=True, prices_include_tax=False, tax_rounding="Document", allow_negative_stock=False,
        allow_expired_quotes=False, terms_days=30, closing_date=BLANK, quote_prefix="SQ-", order_prefix="SO-",
        invoice_prefix="INV-", credit_note_prefix="CN-",
    )  # fmt: skip


def test_the_fields_of_settings_have_the_declared_defaults():
    declared = [
        f"{setting.name}  {setting.default}"
        for setting in sheet_schema("Settings").settings
        if setting.default and attribute(setting.name) in vars(Settings())
    ]
    assert len(declared) > 12
    found, location, codes = settings("\n".join(["Setting  Value", *declared]))
    assert (found, location, codes) == (Settings(), "", [])


def test_every_setting_is_read_by_its_kind():
    found, location, codes = settings("""
        Setting              Value
        company              Harbour Tools Ltd
        CURRENCY             kwd
        default-LOCATION     BACK
        pick_strategy        most stock
        Invoice policy *     ordered
        Requires shipping    no
        Prices include tax   TRUE
        Tax rounding         LINE
        Terms (days)         14
        Closing date         2026-01-31
        Invoice prefix       2026/
    """)
    assert codes == []
    assert location == "BACK"
    assert found == Settings(
        currency="KWD", minor_unit=1_000, pick_strategy="Most stock",
        invoice_policy="Ordered", requires_shipping=False, prices_include_tax=True, tax_rounding="Line", terms_days=14,
        closing_date=found.closing_date, invoice_prefix="2026/", texts={"Company": "Harbour Tools Ltd"},
    )  # fmt: skip
    assert found.company == "Harbour Tools Ltd"
    assert found.closing_date != BLANK


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("Pick strategy  Nearest", ["CHO01"]),
        ("Terms (days)  soon", ["NUM01"]),
        ("Terms (days)  '14'", ["NUM02"]),
        ("Prices include tax  perhaps", ["YES01"]),
        ("Closing date  31.1.", ["DAT01"]),
        ("Closing date  '2026-01-31'", []),
        ("Currency  DOLLAR", ["CUR01"]),
        ("Tartan  blue", ["SET01"]),
        ("Company  A\n        Company  B", ["KEY02"]),
    ],
)
def test_what_cannot_be_read_is_named(row, codes):
    assert settings(f"Setting  Value\n        {row}")[2] == codes


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Currency            Euro", "CUR01"),
        ("Prices include tax  Ja", "YES01"),
        ("Tax rounding        Lines", "CHO01"),
        ("Closing date        31.12.2025", "DAT03"),
        ("Invoice prefix      #N/A", "CEL01"),
        ("Invoice policy      Delivered", "CHO01"),
        ("Terms (days)        soon", "NUM01"),
        ("#N/A                Line", "CEL01"),
    ],
)
def test_a_setting_in_error_puts_all_orders_on_hold_and_nothing_is_filled(row, code):
    played = after(
        "Fulfil, Invoice ordered",
        settings=f"Setting  Value\n{row}",
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-2
        """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
        """,
        picks="""
        Pick  Order  Line  SKU    Location  Picked
        PK-1  SO-2   1     A-100  MAIN      4
        """,
        shipments="""
        Order
        SO-2
        """,
        invoices="""
        Invoice  Order  Invoice date  Freight
        -        SO-2   2026-03-01    5
        """,
    )
    assert played.codes == sorted([code, "INV03"])
    assert played.on_hold == ["SO-1", "SO-2"]
    assert (len(played.picks), len(played.packing), len(played.invoices)) == (1, 0, 1)
    expect(played.shipments.only(Order="SO-2"), "Order  Container\nSO-2   -")
    expect(
        played.invoices,
        """
        Invoice  Order  Currency  Due date  Total
        -        SO-2   -         -         -
    """,
    )


def test_a_setting_that_touches_no_order_puts_none_on_hold():
    played = after("Invoice ordered", settings="Setting  Value\nDashboard  perhaps")
    assert (played.codes, played.on_hold) == (["YES01"], [])
    assert played.invoices["Invoice"] == ["INV-000001"]


def test_a_default_location_that_does_not_exist_puts_all_orders_on_hold():
    played = after(
        "Suggest",
        settings="""
        Setting           Value
        Default location  BAKC
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet     Row  Column  Value
        LOC01  Settings  1    Value   BAKC
    """,
    )
    assert (played.on_hold, len(played.picks)) == (["SO-1"], 0)


@pytest.mark.parametrize(
    ("name", "right", "wrong", "code"),
    [
        ("Locale", "de-AT", "en_UK", "SET03"),
        ("Colour", "b5452a", "red", "SET04"),
        ("IBAN", "DE02 1203 0000 0000 2020 51", "DE03 1203 0000 0000 2020 51", "SET05"),
    ],
)
def test_what_documents_cannot_use_is_warned_of_and_kept(
    name: str, right: str, wrong: str, code: str
):
    for value, codes in ((right, []), (wrong, [code])):
        found, _, problems = settings(f"Setting  Value\n{name}  {value}")
        assert (found.texts[name], problems) == (value, codes)


@pytest.mark.parametrize(
    "name", ["Default location", "default_location", "DEFAULT-LOCATION *"]
)
def test_an_unknown_default_location_is_named_at_its_row(name):
    played = after(settings=f"Setting  Value\nCurrency  EUR\n{name}  ATTIC")
    expect(
        played.issues,
        """
        Code   Sheet     Row  Column
        LOC01  Settings  2    Value
    """,
    )


@pytest.mark.parametrize(
    ("currency", "codes"), [("EURO", ["CUR01"]), ("JPY", ["NUM08"]), ("KWD", [])]
)
def test_no_amount_has_too_many_decimals_for_a_currency_that_is_unknown(
    currency, codes
):
    """12.345 has too many for USD, the default, but nobody chose that."""
    played = after(
        settings=f"Setting  Value\nCurrency  {currency}",
        orders="""
        Order  Order date  Customer  Freight
        SO-1   2026-02-01  C-1       12.345
    """,
    )
    assert played.codes == codes


def test_a_setting_is_found_by_its_own_name():
    """A German workbook calls the closing date Abschlussdatum; its row is found all the same."""
    with declared_by(Names(language=language_of("de")).applied_to(catalogue())):
        typed = grid("Settings", "Setting  Value\nFirma  -\nAbschlussdatum  -")
        settings = read("Settings", typed).frame
    assert record_of_setting(settings, "Closing date") == 1
    assert record_of_setting(settings, "Currency") == -1

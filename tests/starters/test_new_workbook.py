"""How made sheets look, and the empty workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from german_books import is_english

from sheetflow import pipeline as running
from sheetflow.cli import main
from sheetflow.domain.catalogue import (
    catalogue,
    derived_schemas,
    fact_schemas,
    sheet_schema,
)
from sheetflow.domain.parts import with_parts
from sheetflow.errors import SheetflowError
from sheetflow.starters.new import new_workbook
from sheetflow.workbook import Workbook
from sheetflow.writing.sheet_designs import (
    choices_of,
    look_of,
    money_format,
    row_rules,
    sheet_design,
)

ALL = [*fact_schemas(), *derived_schemas()]


def design_of(sheet: str, header: str, **words: object):
    """One column's design."""
    design = sheet_design(sheet_schema(sheet), **words)
    return next(column for column in design.columns if column.header == header)


@pytest.mark.parametrize(
    ("sheet", "header", "expected"),
    [
        ("Orders", "Order date", "yyyy-mm-dd"),
        ("Orders", "Freight", "#,##0.00"),
        ("Orders", "Order", "@"),
        ("Orders", "Discount %", ""),
        ("Order lines", "Unit price", "#,##0.00####"),
        ("Order lines", "Quantity", ""),
        ("Order lines", "Line", ""),
        ("Packing", "Container", ""),
    ],
)
def test_number_formats_follow_the_kind_of_a_column(
    sheet: str, header: str, expected: str
) -> None:
    assert look_of(sheet_schema(sheet).column(header), "USD").number_format == expected


@pytest.mark.parametrize(
    ("currency", "expected"),
    [("USD", "#,##0.00"), ("JPY", "#,##0"), ("KWD", "#,##0.000")],
)
def test_money_has_the_digits_of_its_currency(currency: str, expected: str) -> None:
    assert money_format(currency) == expected
    assert (
        design_of("Orders", "Total", currency=currency).look.number_format == expected
    )


@pytest.mark.parametrize(
    ("currency", "expected"),
    [("USD", "#,##0.00####"), ("JPY", ""), ("KWD", "#,##0.000###")],
)
def test_prices_have_up_to_six_decimals(currency: str, expected: str) -> None:
    look = design_of("Order lines", "Unit price", currency=currency).look
    assert look.number_format == expected


def test_a_reference_offers_the_keys_of_its_sheet() -> None:
    assert design_of("Order lines", "SKU").choices == "'Products'!$A$2:$A$5000"
    elsewhere = {"Products": "'Our goods'!$C$5:$C$99"}
    assert (
        design_of("Order lines", "SKU", key_ranges=elsewhere).choices
        == "'Our goods'!$C$5:$C$99"
    )


def test_a_reference_to_a_sheet_that_is_not_there_offers_nothing() -> None:
    assert choices_of(sheet_schema("Picks").column("Location"), {}) is None


def test_yes_no_and_choices_are_offered_as_they_are() -> None:
    assert design_of("Products", "Active").choices == ("Yes", "No")
    assert design_of("Payments", "Kind").choices == ("Payment", "Refund")
    assert "Fulfil" in (design_of("Orders", "Action").choices or ())


def test_what_the_program_writes_looks_derived_and_offers_nothing() -> None:
    for schema in ALL:
        for column, drawn in zip(
            schema.columns, sheet_design(schema).columns, strict=True
        ):
            assert drawn.derived == (schema.derived or column.derived)
            assert not (drawn.derived and drawn.choices)


def test_every_column_has_a_hint_that_excel_takes() -> None:
    for schema in ALL:
        for column in sheet_design(schema).columns:
            assert 0 < len(column.help) <= 255, (schema.sheet, column.header)


def test_the_rules_follow_the_columns_wherever_they_are() -> None:
    rules = row_rules(sheet_schema("Picks"), 4, {"Order": 7, "SKU": 3, "Voided": 9})
    assert [
        (rule.header_row, rule.first_column, rule.last_column, rule.formula)
        for rule in rules
    ] == [(4, 3, 9, "LEN($I{row})>0")]
    lights = row_rules(sheet_schema("Orders"), 1, {"Order": 1, "Pick": 5, "Ship": 6})
    assert [(rule.first_column, rule.text) for rule in lights] == [
        (at, word) for at in (5, 6) for word in ("None", "Part", "Full")
    ]


def test_every_design_can_be_added_to_a_workbook(tmp_path: Path) -> None:
    owners = tmp_path / "owners.xlsx"
    book = xlsxwriter.Workbook(str(owners))
    book.add_worksheet("Mine").write(0, 0, "kept")
    book.close()
    workbook = Workbook.open(owners)
    for schema in ALL:
        workbook.add_sheet(
            replace(sheet_design(schema), cells=[["x"] for _ in schema.columns])
        )
    workbook.save(tmp_path / "all.xlsx")
    read = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert read.sheetnames == ["Mine", *(schema.sheet for schema in ALL)]
    for schema in ALL:
        assert tuple(cell.value for cell in read[schema.sheet][1]) == schema.headers


# -- the empty workbook


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    new_workbook(path)
    return path


def test_every_sheet_of_facts_is_a_table_with_its_headers(empty: Path) -> None:
    read = openpyxl.load_workbook(empty)
    in_template = [
        schema
        for schema in with_parts(catalogue(), ()).values()
        if schema.in_template and schema.in_use and not schema.derived
    ]
    assert read.sheetnames == ["Start here", *(each.sheet for each in in_template)]
    for schema in in_template[1:]:
        sheet = read[schema.sheet]
        (table,) = sheet.tables.values()
        headers = [column.header for column in schema.columns_in_use]
        assert [column.name for column in table.tableColumns] == headers
        assert sheet.freeze_panes == "B2"


def test_dropdowns_reach_beyond_the_first_rows(empty: Path) -> None:
    sheet = openpyxl.load_workbook(empty)["Order lines"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["C2:C5000"].formula1 == "'Products'!$A$2:$A$5000"
    assert rules["C2:C5000"].errorStyle == "warning"
    assert rules["E2:E5000"].prompt == "How many are ordered."


def test_several_actions_are_typed_into_the_dropdown_without_a_warning(
    empty: Path,
) -> None:
    sheet = openpyxl.load_workbook(empty)["Orders"]
    headers = [cell.value for cell in sheet[1]]
    column = sheet.cell(2, headers.index("Action") + 1).column_letter
    [action, state] = [
        rule
        for rule in sheet.data_validations.dataValidation
        if str(rule.sqref) in (f"{column}2:{column}5000", "B2:B5000")
    ][::-1]
    assert (action.type, action.showErrorMessage) == ("list", False)
    assert (state.type, state.showErrorMessage) == ("list", True)


def test_it_opens_on_orders_with_the_status_next_to_the_customer(empty: Path) -> None:
    read = openpyxl.load_workbook(empty)
    assert read.active.title == "Orders"
    assert [cell.value for cell in read["Orders"][1]][:5] == [
        "Order",
        "State",
        "Order date",
        "Customer",
        "Status",
    ]


def test_in_another_language_it_opens_on_orders_too(tmp_path: Path) -> None:
    path = tmp_path / "laden.xlsx"
    new_workbook(path, language="de")
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "Aufträge"


def test_in_german_it_explains_itself_in_german(tmp_path: Path) -> None:
    path = tmp_path / "laden.xlsx"
    new_workbook(path, language="de")
    read = openpyxl.load_workbook(path)
    first, settings = read["Erste Schritte"], read["Einstellungen"]
    texts = [
        str(cell.value)
        for row in (*first.iter_rows(), *settings.iter_rows(max_col=1))
        for cell in row
        if cell.value
    ]
    hints = [
        hint.prompt
        for sheet in read
        for hint in sheet.data_validations.dataValidation
        if hint.prompt
    ]
    assert len(hints) > 100
    assert [
        text.removesuffix("Cost of sales.")
        for text in (*texts, *hints)
        if is_english(text.removesuffix("Cost of sales."))
    ] == []


def test_numbers_keep_a_distance_from_the_next_column(empty: Path) -> None:
    sheet = openpyxl.load_workbook(empty)["Order lines"]
    headers = [cell.value for cell in sheet[1]]
    for header in ("Quantity", "Unit price", "Picked", "Line total"):
        letter = sheet.cell(1, headers.index(header) + 1).column_letter
        alignment = sheet.column_dimensions[letter].alignment
        assert (alignment.horizontal, alignment.indent) == ("right", 1), header


def test_settings_lists_every_setting_with_its_meaning(empty: Path) -> None:
    rows = list(
        openpyxl.load_workbook(empty)["Settings"].iter_rows(min_row=2, values_only=True)
    )
    assert [row[0] for row in rows] == [
        setting.name
        for setting in sheet_schema("Settings").settings
        if not setting.part
    ]
    assert all(row[1] is None and row[2] for row in rows)


def test_the_first_sheet_says_how_to_run_this_workbook(empty: Path) -> None:
    cells = [
        cell
        for row in openpyxl.load_workbook(empty)["Start here"].iter_rows(
            values_only=True
        )
        for cell in row
    ]
    assert any("sheetflow run book.xlsx" in str(cell) for cell in cells)


def test_the_empty_workbook_runs_without_a_problem(empty: Path, tmp_path: Path) -> None:
    done = running.run(empty, as_of=date(2026, 3, 2))
    assert (done.read, list(done.problems)) == (0, [])
    done.save(tmp_path / "out.xlsx")
    again = running.run(tmp_path / "out.xlsx", as_of=date(2026, 3, 2))
    assert (list(again.problems), len(again.edits)) == ([], 0)


def test_an_existing_file_is_never_written_over(empty: Path) -> None:
    before = empty.read_bytes()
    with pytest.raises(
        SheetflowError,
        match=r"book\.xlsx: this file already exists; choose another name",
    ):
        new_workbook(empty)
    assert empty.read_bytes() == before


def test_a_new_workbook_is_called_xlsx(tmp_path: Path) -> None:
    with pytest.raises(SheetflowError, match=r"must end in \.xlsx; call it book\.xlsx"):
        new_workbook(tmp_path / "book.xls")


# -- taking over from another workbook


def owners_book(path: Path) -> Path:
    """A workbook as an owner has it: a title above, columns of their own, a number as a key, a cell in percent."""
    book = xlsxwriter.Workbook(str(path))
    percent = book.add_format({"num_format": "0%"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    settings = book.add_worksheet("Settings")
    for row, pair in enumerate(
        [("Setting", "Value"), ("currency", "JPY"), ("Shelf colour", "green")]
    ):
        settings.write_row(row, 0, pair)
    settings.write_row(3, 0, ["Closing date"])
    settings.write_datetime(3, 1, date(2025, 12, 31), day)
    customers = book.add_worksheet("customers")
    customers.write(0, 0, "Our friends")
    customers.write_row(2, 0, ["Name", "Customer", "Birthday", "Discount %"])
    customers.write_row(3, 0, ["Bay Yard", 1001, "in May"])
    customers.write(3, 3, 0.1, percent)
    customers.write_row(5, 0, ["Cove", "00123", "", 7.5])
    products = book.add_worksheet("Products")
    products.write_row(0, 0, ["SKU", "Name", "Price", "On hand"])
    products.write_row(1, 0, ["A-1", "Hammer", 20.5, 7])
    for name, headers in (
        ("Orders", ["Order", "Order date", "Customer"]),
        ("Order lines", ["Order", "SKU", "Quantity"]),
    ):
        book.add_worksheet(name).write_row(0, 0, headers)
    book.close()
    return path


def test_settings_and_master_data_are_taken_over(tmp_path: Path) -> None:
    new_workbook(tmp_path / "new.xlsx", like=owners_book(tmp_path / "old.xlsx"))
    read = openpyxl.load_workbook(tmp_path / "new.xlsx")
    settings = {
        row[0]: row[1]
        for row in read["Settings"].iter_rows(min_row=2, values_only=True)
    }
    assert (settings["Currency"], settings["Shelf colour"]) == ("JPY", "green")
    assert settings["Closing date"].date() == date(2025, 12, 31)
    header, *rows = read["Customers"].iter_rows(values_only=True)
    wanted = [header.index(name) for name in ("Customer", "Name", "Discount %")]
    assert [[row[at] for at in wanted] for row in rows] == [
        ["1001", "Bay Yard", 10],
        ["00123", "Cove", 7.5],
    ]
    product = dict(
        zip(*read["Products"].iter_rows(values_only=True, max_row=2), strict=True)
    )
    assert (product["SKU"], product["Price"], product["On hand"]) == ("A-1", 20.5, None)
    assert read["Products"]["D2"].number_format == "General", "yen have no decimals"
    assert read["Orders"].column_dimensions["L"].number_format == "#,##0"


def test_a_workbook_made_like_a_made_one_is_the_same(
    empty: Path, tmp_path: Path
) -> None:
    new_workbook(tmp_path / "again" / "book.xlsx", like=empty)
    assert (tmp_path / "again" / "book.xlsx").read_bytes() == empty.read_bytes()


def test_a_workbook_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_bytes(BytesIO(b"not a workbook").getvalue())
    with pytest.raises(SheetflowError, match=r"old\.xlsx"):
        new_workbook(tmp_path / "new.xlsx", like=tmp_path / "old.xlsx")
    assert not (tmp_path / "new.xlsx").exists()


def test_a_workbook_that_is_not_ours_says_so(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "old.xlsx")
    book.add_worksheet("Sheet1").write(0, 0, "Shopping")
    book.close()
    with pytest.raises(SheetflowError, match=r"old\.xlsx: has none of the sheets"):
        new_workbook(tmp_path / "new.xlsx", like=tmp_path / "old.xlsx")
    assert not (tmp_path / "new.xlsx").exists()


def test_like_a_german_workbook_is_german(tmp_path: Path) -> None:
    old, new = tmp_path / "alt.xlsx", tmp_path / "neu.xlsx"
    new_workbook(old, language="de")
    made = openpyxl.load_workbook(old)
    rows = {row[0].value: row[1] for row in made["Einstellungen"].iter_rows()}
    rows["Firma"].value = "Laden"
    made.save(old)
    new_workbook(new, like=old)
    settings = openpyxl.load_workbook(new)["Einstellungen"]
    copied = {row[0].value: row[1].value for row in settings.iter_rows()}
    assert (copied["Firma"], copied["Sprache"]) == ("Laden", "de")
    assert not running.check(new).problems


def test_in_another_language_it_has_the_currency_and_locale_of_its_country(
    tmp_path: Path,
) -> None:
    path = tmp_path / "laden.xlsx"
    said = CliRunner().invoke(main, ["new", str(path), "--language", "de"]).output
    assert "„Einstellungen“: „Währung“ ist EUR, „Gebietsschema“ de_DE" in said
    sheet = openpyxl.load_workbook(path)["Einstellungen"]
    settings = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert settings["Währung"] == "EUR"
    assert settings["Gebietsschema"] == "de_DE"


def test_it_keeps_the_blank_currency_of_the_workbook_that_it_is_like(
    tmp_path: Path,
) -> None:
    old = tmp_path / "old.xlsx"
    new_workbook(old)
    new_workbook(tmp_path / "new.xlsx", old, "de")
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["Einstellungen"]
    settings = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert settings["Währung"] is None

"""`sheetflow diff`: two workbooks, row by row from text tables; then what a person types and sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from locations import QUICKSTART
from openpyxl import load_workbook
from tables import grid
from walkthroughs import enter, row_table, set_cell

from sheetflow.cli import main
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.inspection.diff import SheetDifference, compared_workbooks, difference
from sheetflow.inspection.diff.compared_sheet import ComparedSheet, compared_sheet
from sheetflow.inspection.diff.comparing import compare
from sheetflow.inspection.diff.record_matching import renumbered
from sheetflow.inspection.diff.value_text import text_of
from sheetflow.reading.locate import find_layout
from sheetflow.workbook import Workbook


def side(sheet: str, table: str) -> ComparedSheet:
    typed = grid(sheet, table)
    return compared_sheet(typed, find_layout(typed, sheet_schema(sheet)))


def differences(
    sheet: str, old: str, new: str, *, facts_only: bool = False
) -> SheetDifference:
    return compare(side(sheet, old), side(sheet, new), facts_only=facts_only)


def said(found: SheetDifference) -> list[str]:
    """`changed C3 SO-1 Freight: 5 > 6`, a line each."""
    return [
        f"{c.kind} {c.cell} {c.key} {c.column}: {text_of(c.before)} > {text_of(c.after)}".replace(
            "  ", " "
        )
        for c in found.changes
    ]


def test_a_record_is_found_by_its_key_wherever_its_row_and_columns_are() -> None:
    found = differences(
        "Orders",
        """
        Order  Order date  Customer  Freight
        SO-1   2026-02-01  C-1       5
        SO-2   2026-02-02  C-2       0
        """,
        """
        Customer  Freight  Order  Order date
        C-2       0        SO-2   2026-02-02
        C-1       6.5      SO-1   2026-02-01
        """,
    )
    assert said(found) == ["changed B3 SO-1 Freight: 5 > 6.5"]


def test_added_rows_are_in_order_and_removed_ones_last() -> None:
    found = differences(
        "Payments",
        """
        Payment  Order  Payment date  Amount  Voided
        PAY-1    SO-1   2026-02-01    10      -
        PAY-2    SO-1   2026-02-02    20      -
        PAY-3    SO-2   2026-02-03    30      -
        """,
        """
        Payment  Order  Payment date  Amount  Voided
        PAY-4    SO-9   2026-02-01    15      -
        PAY-2    SO-1   2026-02-02    20      2026-03-01
        PAY-3    SO-2   2026-02-03    30.01   -
        """,
    )
    assert said(found) == [
        "added A2 PAY-4 : > Order SO-9; Payment date 2026-02-01; Amount 15",
        "voided E3 PAY-2 Voided: > 2026-03-01",
        "changed D4 PAY-3 Amount: 30 > 30.01",
        "removed A2 PAY-1 : Order SO-1; Payment date 2026-02-01; Amount 10 > ",
    ]


def test_a_row_whose_number_was_still_to_come_is_the_same_row() -> None:
    found = differences(
        "Picks",
        """
        Pick  Order  Line  SKU    Location  Picked
        PK-1  SO-1   1     A-100  MAIN      2
        -     SO-1   1     A-100  BACK      3
        -     SO-2   1     A-100  MAIN      4
        """,
        """
        Pick  Order  Line  SKU    Location  Picked
        PK-1  SO-1   1     A-100  MAIN      2
        PK-2  SO-2   1     A-100  MAIN      4
        PK-3  SO-1   1     A-100  BACK      3
        """,
    )
    assert said(found) == [
        "changed A3 PK-2 Pick: > PK-2",
        "changed A4 PK-3 Pick: > PK-3",
    ]


def test_a_cell_that_cannot_be_read_is_compared_as_entered() -> None:
    old = """
        Order  Line  SKU    Quantity  Discount %
        SO-1   1     A-100  ten       10%
        SO-1   2     A-100  #N/A      10%
        SO-1   3     A-100  5         10%
        """
    new = """
        Order  Line  SKU    Quantity  Discount %
        SO-1   1     A-100  eleven    10%
        SO-1   2     A-100  #N/A      12.5%
        SO-1   3     A-100  '5'       10
        """
    assert said(differences("Order lines", old, new)) == [
        "changed D2 SO-1 / 1 Quantity: ten > eleven",
        "changed E3 SO-1 / 2 Discount %: 10% > 12.5%",
    ]


def test_of_rows_with_one_key_the_first_is_the_first() -> None:
    found = differences(
        "Products",
        """
        SKU    Name   Price
        A-100  Anvil  20
        A-100  Anvil  21
        """,
        """
        SKU    Name   Price
        A-100  Anvil  20
        A-100  Anvil  22
        A-100  Anvil  23
        """,
    )
    assert said(found) == [
        "changed C3 A-100 Price: 21 > 22",
        "added A4 A-100 : > Name Anvil; Price 23",
    ]


QUOTED = """
    Order  State  Order date  Customer  Quote
    SQ-1   Quote  2026-02-01  C-1       -
    SO-1   -      2026-02-02  C-1       -
    """
CONFIRMED = """
    Order  State  Order date  Customer  Quote
    SO-2   Order  2026-02-01  C-1       SQ-1
    SO-1   -      2026-02-02  C-1       -
    """


def test_a_quote_that_was_confirmed_is_the_same_order() -> None:
    there = {"SQ-1": "SO-2"}
    back = {"SO-2": "SQ-1"}
    assert renumbered(side("Orders", QUOTED), side("Orders", CONFIRMED)) == there
    assert renumbered(side("Orders", CONFIRMED), side("Orders", QUOTED)) == back
    assert said(compare(side("Orders", QUOTED), side("Orders", CONFIRMED), there)) == [
        "changed A2 SO-2 Order: SQ-1 > SO-2",
        "changed B2 SO-2 State: Quote > Order",
        "changed E2 SO-2 Quote: > SQ-1",
    ]
    lines = """
        Order  Line  SKU    Quantity
        SQ-1   1     A-100  5
        SQ-1   2     B-200  5
        """
    confirmed = side(
        "Order lines", lines.replace("SQ-1", "SO-2").replace("B-200  5", "B-200  6")
    )
    assert said(compare(side("Order lines", lines), confirmed, there)) == [
        "changed A2 SO-2 / 1 Order: SQ-1 > SO-2",
        "changed A3 SO-2 / 2 Order: SQ-1 > SO-2",
        "changed D3 SO-2 / 2 Quantity: 5 > 6",
    ]


def test_a_derived_column_that_is_new_is_named_and_a_new_fact_is_listed() -> None:
    old = """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        """
    new = """
        Order  Order date  Customer  Freight  Status
        SO-1   2026-02-01  C-1       5        Draft
        """
    found = differences("Orders", old, new)
    assert said(found) == ["changed D2 SO-1 Freight: > 5"]
    assert (found.columns_in_old, found.columns_in_new) == ((), ("Status", "Freight"))
    assert differences("Orders", old, new, facts_only=True).columns_in_new == (
        "Freight",
    )


def test_derived_columns_are_left_out_where_only_facts_are_compared() -> None:
    old = """
        Order  Order date  Customer  Status
        SO-1   2026-02-01  C-1       Draft
        """
    new = old.replace("Draft", "Open")
    assert said(differences("Orders", old, new)) == [
        "changed D2 SO-1 Status: Draft > Open"
    ]
    assert not differences("Orders", old, new, facts_only=True)


# ------------------------------------------------------------------ the command


def diff(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["diff", *map(str, words)])
    return done.exit_code, done.stdout + (done.stderr if "--json" not in words else "")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """The quickstart as typed, and a copy in which three cells are other ones."""
    old = tmp_path / "old.xlsx"
    new = tmp_path / "new.xlsx"
    old.write_bytes(QUICKSTART.read_bytes())
    new.write_bytes(QUICKSTART.read_bytes())
    set_cell(new, "Customers", "B", 2, "=1+1 is what it says")
    set_cell(new, "Order lines", "E", 7, "ten")
    set_cell(new, "Products", "D", 2, "13.75")
    return old, new


def test_a_workbook_does_not_differ_from_itself() -> None:
    assert diff(QUICKSTART, QUICKSTART) == (0, "Nothing differs.\n")


def test_lines_are_grouped_by_sheet(pair: tuple[Path, Path]) -> None:
    status, text = diff(*pair)
    lines = text.splitlines()
    assert status == 0
    assert [line for line in lines if line and not line.startswith(" ")][:3] == [
        "Customers",
        "Products",
        "Order lines",
    ]
    assert (
        lines[-1]
        == "3 sheets differ: 3 cells changed, 0 rows voided, 0 rows added, 0 rows removed."
    )
    assert any(
        line.startswith("  E7  SO-000001  Quantity: ") and line.endswith("→ ten")
        for line in lines
    ), text


def test_json_is_one_document(pair: tuple[Path, Path]) -> None:
    status, text = diff(*pair, "--json")
    told = json.loads(text)
    assert (status, told["differs"], [sheet["sheet"] for sheet in told["sheets"]]) == (
        0,
        True,
        ["Customers", "Products", "Order lines"],
    )
    (change,) = told["sheets"][1]["changes"]
    assert (change["kind"], change["cell"], change["column"], change["after"]) == (
        "changed",
        "D2",
        "Price",
        "13.75",
    )


def test_the_workbook_holds_both_sides_and_no_formula(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    told = tmp_path / "told.xlsx"
    assert diff(*pair, "-o", told)[0] == 0
    book = Workbook.open(told)
    assert list(book.sheets) == ["Differences", "Customers", "Products", "Order lines"]
    customers = book.read("Customers")
    products = book.read("Products")
    assert customers.rows[0] == ["Key", "Cell", "What", "Column", "Before", "After"]
    assert customers.rows[1][5] == "=1+1 is what it says"
    assert not customers.formulas
    assert products.rows[1][1:4] + products.rows[1][5:] == [
        "D2",
        "changed",
        "Price",
        13.75,
    ]


def test_a_sheet_that_is_the_same_byte_for_byte_is_not_read_and_says_the_same(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    cells = Workbook.read
    monkeypatch.setattr(
        Workbook,
        "read",
        lambda book, sheet: (read.append(sheet), cells(book, sheet))[1],
    )
    quick = difference(*pair)
    master_data = ["Customers", "Locations", "Products", "Settings", "Tax codes"]
    assert sorted(set(read)) == sorted([*master_data, "Order lines"])
    monkeypatch.setattr(compared_workbooks, "_is_same", lambda *_: False)
    assert difference(*pair) == quick
    assert "Invoices" in read


def test_a_run_that_confirms_a_quote_says_which_order_it_became(tmp_path: Path) -> None:
    path = tmp_path / "quoted.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    enter(path, row_table("Orders", "Order=SQ-000001; Action=Confirm"))
    CliRunner().invoke(
        main, ["run", str(path), "-o", str(tmp_path / "out"), "--as-of=2026-02-01"]
    )
    _, text = diff(path, tmp_path / "out" / path.name, "--facts")
    number = next(
        line.split()[1]
        for line in text.splitlines()
        if line.endswith("Quote: (blank) → SQ-000001")
    )
    assert f"{number}  Order: SQ-000001 → {number}" in text
    assert f"{number} / 1  Order: SQ-000001 → {number}" in text
    assert "removed" not in text.partition("sheets differ")[0]


def test_a_run_before_and_after(tmp_path: Path) -> None:
    CliRunner().invoke(
        main, ["run", str(QUICKSTART), "-o", str(tmp_path), "--as-of=2026-03-02"]
    )
    after = tmp_path / "quickstart.xlsx"
    _, forth = diff(QUICKSTART, after)
    assert f"Only in {after}: Restocks, Dashboard, Issues" in forth
    assert "PK-000011  voided 2026-03-02" in forth
    _, back = diff(after, QUICKSTART, "--facts")
    assert "(removed, row of OLD) Order SO-000006" in back
    assert "Status" not in back


def test_the_second_run_of_a_workbook_differs_in_nothing(tmp_path: Path) -> None:
    for source, folder in (
        (QUICKSTART, "1"),
        (tmp_path / "1" / "quickstart.xlsx", "2"),
    ):
        CliRunner().invoke(
            main,
            ["run", str(source), "-o", str(tmp_path / folder), "--as-of=2026-03-02"],
        )
    pair = [tmp_path / folder / "quickstart.xlsx" for folder in ("1", "2")]
    assert diff(*pair, "--facts") == (0, "Nothing differs.\n")


def test_what_cannot_be_read_is_3_and_named(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_text("no workbook")
    status, text = diff(QUICKSTART, other)
    assert (status, str(other) in text) == (3, True)
    assert diff(QUICKSTART, tmp_path / "missing.xlsx")[0] == 3


def test_the_comparison_never_takes_a_workbooks_place(pair: tuple[Path, Path]) -> None:
    before = pair[1].read_bytes()
    assert diff(*pair, "-o", pair[1])[0] == 3
    assert diff(*pair, "-o", pair[1].with_suffix(".txt"))[0] == 3
    assert pair[1].read_bytes() == before


def with_text_price(path: Path, locale: str, price: str) -> Path:
    """The quickstart with a Locale, and the first price stored as text."""
    book = load_workbook(QUICKSTART)
    settings = book["Settings"]
    rows = {settings.cell(row, 1).value: row for row in range(1, settings.max_row + 1)}
    at = rows.get("Locale", settings.max_row + 1)
    settings.cell(at, 1, "Locale")
    settings.cell(at, 2, locale)
    book["Products"]["D2"] = price
    book.save(path)
    return path


def test_text_numbers_are_read_by_the_locale_of_each_workbook(tmp_path: Path) -> None:
    german = with_text_price(tmp_path / "german.xlsx", "de_DE", "1,250")
    british = with_text_price(tmp_path / "british.xlsx", "en_GB", "1.25")
    said = diff(german, british)[1]
    assert "Settings" in said
    assert "Products" not in said, "1,250 is 1.25 in German"
    thousand = with_text_price(tmp_path / "thousand.xlsx", "en_GB", "1,250")
    said = diff(german, thousand)[1]
    assert "1.25 > 1250" in said.replace("→", ">"), said

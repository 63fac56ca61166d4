"""What is mistyped is answered with what was probably meant, and never put right by itself: one table."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from locations import QUICKSTART
from provoked import Provoked, write_workbook
from sheets import SHOP, after, grid

from sheetflow.cli import main
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.suggestions import MOST, nearest_of_each
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import find_layout
from sheetflow.reading.sheet_names import match_sheets, require_sheets

SOLD = {
    "invoices": "Invoice  Order  Invoice date  Total\nINV-000001  SO-1  2026-02-12  0"
}
BACK = {
    "returns": "Return  Order  SKU  Quantity  Return date\nRET-1  SO-1  A-100  1  2026-02-20"
}
TAXES = {"tax_codes": "Tax code  Tax 1 %\nSTD  20\nZERO  0"}

CELLS = {
    "a SKU": ({"order_lines": "Order  SKU  Quantity\nSO-1  A-1O0  1"}, "SKU01", "A-100"),
    "a customer": ({"orders": "Order  Order date  Customer\nSO-1  2026-02-01  C1"}, "CUS01", "C-1"),
    "a location": ({"picks": "Order  SKU  Location  Picked\nSO-1  A-100  MIAN  1"}, "LOC01", "MAIN"),
    "an order": ({"payments": "Order  Payment date  Amount\nSO1  2026-02-20  5"}, "ORD01", "SO-1"),
    "an invoice": (
        {**SOLD, "payments": "Order  Invoice  Payment date  Amount\nSO-1  INV-00001  2026-02-20  5"},
        "INV01", "INV-000001",
    ),
    "a return": (
        {**BACK, "restocks": "Return  SKU  Location  Quantity  Restock date\nRT-1  A-100  MAIN  1  2026-02-21"},
        "RET01", "RET-1",
    ),
    "a tax code": ({**TAXES, "order_lines": "Order  SKU  Quantity  Tax code\nSO-1  A-100  1  STDD"}, "TAX01", "STD"),
    "a choice": ({"orders": "Order  Order date  Customer  State\nSO-1  2026-02-01  C-1  Qoute"}, "CHO01", "Quote"),
    "Yes or No": ({"products": "SKU  Name  Track stock\nA-100  Anvil  Yess"}, "YES01", "Yes"),
    "an action": (
        {"orders": "Order  Order date  Customer  Action\nSO-1  2026-02-01  C-1  Invoise"}, "ACT01", "Invoice",
    ),
    "a setting": ({"settings": "Setting  Value\nTax roundig  Line"}, "SET01", "Tax rounding"),
    "a setting's choice": ({"settings": "Setting  Value\nPick strategy  Most stok"}, "CHO01", "Most stock"),
    "a currency": ({"settings": "Setting  Value\nCurrency  Euro"}, "CUR01", "EUR"),
    "a locale": ({"settings": "Setting  Value\nLocale  de_ATT"}, "SET03", "de_AT"),
    "a setting's location": ({"settings": "Setting  Value\nDefault location  MAIM"}, "LOC01", "MAIN"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(CELLS))
def test_in_a_cell(what: str) -> None:
    given, code, meant = CELLS[what]
    [text] = after(**given).issues.only(Code=code)["Problem"]
    assert f". Did you mean {meant}?" in str(text)


def test_nothing_is_put_right_by_itself() -> None:
    played = after("Pick", order_lines=CELLS["a SKU"][0]["order_lines"])
    assert (played.order_lines["SKU"], len(played.picks), played.on_hold) == (
        ["A-1O0"],
        0,
        ["SO-1"],
    )


COMMANDS = {
    "a command": (["chek", "book.xlsx"], 2, "Did you mean 'check'?"),
    "an option": (["run", "--inplace", "book.xlsx"], 2, "Did you mean '--in-place'?"),
    "a code": (["explain", "SKU1"], 2, "there is no code SKU1. Did you mean SKU01?"),
    "kinds to print": (["print", QUICKSTART, "--only", "piks"], 2, "piks is not one of quotes, orders, proforma"),
    "a kind to print": (["print", QUICKSTART, "--only", "quotes,piks"], 2, "arrivals. Did you mean picks?"),
    "facts to export": (
        ["export", QUICKSTART, "--format", "journal", "--only", "stok"], 2, "payments, stock. Did you mean stock?",
    ),
    "an order to print": (
        ["print", QUICKSTART, "--order", "SO-00001O"], 3, "is not on the sheet Orders. Did you mean SO-000010?",
    ),
    "a customer to print": (["print", QUICKSTART, "--customer", "ABBY"], 3, "sheet Customers. Did you mean ABBEY?"),
    "an export": (["export", QUICKSTART, "--format", "beancont"], 2, "Did you mean beancount?"),
    "an electronic invoice": (["print", QUICKSTART, "--einvoice=facturex"], 2, "Did you mean facturx?"),
    "what to trace": (["trace", QUICKSTART, "SO-00001O"], 3, "Did you mean SO-000010?"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(COMMANDS))
def test_on_the_command_line(what: str) -> None:
    words, status, text = COMMANDS[what]
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status
    assert text in " ".join(result.stderr.split())


def test_a_required_header_and_a_required_sheet() -> None:
    lines = grid("Order lines", SHOP["Order lines"].replace("Quantity", "Quantiy "))
    with pytest.raises(
        SheetflowError, match=r"no column Quantity \(nearest found: Quantiy\)"
    ):
        find_layout(lines, sheet_schema("Order lines"))
    names = ["Customer", "Products", "Orders", "Order lines"]
    with pytest.raises(
        SheetflowError, match=r"no sheet Customers \(nearest found: Customer\)"
    ):
        require_sheets(match_sheets(names), names)


def test_all_sheets_that_lack_a_header_are_named_at_once(tmp_path: Path) -> None:
    sheets = {
        "Customers": "Customer  Nmae\nC-1  Mill",
        "Order lines": "Order  SKU  Quantiy\nSO-1  A-100  1",
    }
    write_workbook(tmp_path / "book.xlsx", Provoked(sheets, "", "", {}))
    result = CliRunner().invoke(main, ["check", str(tmp_path / "book.xlsx")])
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "Customers: no column Name (nearest found: Nmae)" in result.stderr
    assert "Order lines: no column Quantity (nearest found: Quantiy)" in result.stderr


def test_of_several_alike_the_first_is_proposed_and_what_is_far_from_all_has_none() -> (
    None
):
    assert nearest_of_each(["A-13", "HAMMER"], ["A-12", "A-11"]) == {"A-13": "A-12"}


def test_thousands_of_typing_mistakes_among_many_names_are_answered_up_to_a_bound() -> (
    None
):
    known = [f"SKU-{number:05}" for number in range(50_000)]
    mistyped = [f"SKU+{number:05}" for number in range(1_000)]
    assert list(nearest_of_each(mistyped, known)) == mistyped[: MOST // len(known)]


@pytest.mark.parametrize("name", ["out.xlsx", "a/Out.XLSM"])
@pytest.mark.parametrize(
    "command", [["run"], ["check"], ["print"], ["export", "--format", "journal"]]
)
def test_a_file_where_a_folder_is_meant(
    command: list[str], name: str, tmp_path: Path
) -> None:
    result = CliRunner().invoke(
        main, [*command, str(QUICKSTART), "-o", str(tmp_path / name)]
    )
    assert result.exit_code == 2
    assert f"{name}: give a folder, not a file" in " ".join(result.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_called_like_a_file_is_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "old.xlsx"
    folder.mkdir()
    assert (
        CliRunner()
        .invoke(main, ["check", str(QUICKSTART), "-o", str(folder)])
        .exit_code
        == 0
    )
    assert [path.name for path in folder.glob("[!.]*")] == ["quickstart.xlsx"]


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        ("May Chen", ': "may chen" is the name of MAY'),
        ("May Chen; May Chen", ""),
    ],
)
def test_a_name_typed_for_a_code_is_answered_with_the_code(
    customers: str, said: str
) -> None:
    codes = ["MAY", "CHEN"]
    rows = "\n".join(
        f"{code}  '{name}'"
        for code, name in zip(codes, customers.split("; "), strict=False)
    )
    done = after(
        customers=f"Customer  Name\n{rows}",
        orders="Order  Order date  Customer\nSO-1  2026-02-01  'may chen'",
    )
    [found] = [each for each in done.result.problems if each.code == "CUS01"]
    assert found.text == f'There is no customer "may chen"{said}'

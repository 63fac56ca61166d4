"""`sheetflow map` on workbooks that others made: what it takes, and what it leaves."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import sheetflow
from sheetflow.cli import main
from sheetflow.importing.mapping.names import nearness, synonyms
from sheetflow.importing.mapping.own_sheets import own_sheets
from sheetflow.importing.mapping.proposals import propose
from sheetflow.workbook import Workbook

Rows = list[list[object]]

DAY = date(2026, 3, 1)


def numbered(count: int, *row: object) -> Rows:
    """Rows in which `{}` is the number of the row, and `{3}` that number modulo 3."""
    return [[_cell(cell, number) for cell in row] for number in range(1, count + 1)]


def _cell(cell: object, number: int) -> object:
    if isinstance(cell, str):
        return cell.format(number, *[1 + number % size for size in range(1, 9)])
    return DAY + timedelta(days=number) if cell is date else cell


ENGLISH: dict[str, Rows] = {
    "Read me": [["Our order book"], ["Ask Tom before you change anything"]],
    "Clients": [
        ["Client ID", "Client Name", "Telephone", "Address", "Payment terms"],
        *numbered(8, "C{}", "Client {}", "01 23", "1 Road", 30),
    ],
    "Items": [
        ["Item No.", "Item description", "Sales Price", "Unit cost", "Supplier"],
        *numbered(7, "I-{}", "Item {}", 10, 5, "ACME"),
    ],
    "Sales Orders": [
        ["Order No.", "Date ordered", "Client", "Comments", "Salesman"],
        *numbered(9, "A{}", date, "C{7}", "", "Tom"),
    ],
    "Order Details": [
        ["Order No.", "Item", "Qty", "Price each", "Disc %"],
        *numbered(9, "A{}", "I-{6}", 2, 10, 0),
    ],
    "Budget": [["Month", "Plan", "Actual"], ["Jan", 1, 2], ["Feb", 2, 3]],
    "Staff": [["Employee", "Birthday"], ["Tom", date(1980, 1, 1)]],
    "Rota": [["Week", "Early", "Late"], [1, "Tom", "Ann"]],
}
GERMAN: dict[str, Rows] = {
    "Kunden": [["Kunde", "Name", "Telefon"], *numbered(5, "K{}", "Kunde {}", "01")],
    "Artikel": [
        ["Artikelnummer", "Name", "Preis"],
        *numbered(5, "A-{}", "Artikel {}", 3),
    ],
    "Aufträge": [
        ["Auftrag", "Auftragsdatum", "Kunde"],
        *numbered(5, "AU-{}", "2026-03-02", "K{4}"),
    ],
    "Auftragspositionen": [
        ["Auftrag", "Artikelnummer", "Menge"],
        *numbered(5, "AU-{}", "A-{4}", 2),
    ],
}
SPANISH: dict[str, Rows] = {
    "Clientes": [["Cliente", "Nombre"], *numbered(5, "K{}", "Cliente {}")],
    "Productos": [
        ["Código de producto", "Nombre", "Precio"],
        *numbered(5, "A-{}", "Taza {}", 3),
    ],
    "Pedidos": [
        ["Pedido", "Fecha de pedido", "Cliente", "Vendedor"],
        *numbered(5, "P-{}", "2026-03-02", "K{4}", "Ana"),
    ],
    "Líneas de pedido": [
        ["Pedido", "Código de producto", "Cantidad"],
        *numbered(5, "P-{}", "A-{4}", 2),
    ],
}
TEXT_DATES: dict[str, Rows] = {
    "Accounts": [["Account", "Company name"], *numbered(4, "{}", "Firm {}")],
    "Price list": [["Part", "Title", "List price"], *numbered(4, "P{}", "Part {}", 2)],
    "Order list": [
        ["SO no", "Placed on", "Sold to"],
        *numbered(4, "S{}", "2026-03-02", "{3}"),
    ],
    "Line items": [["SO no", "Part", "Pcs"], *numbered(4, "S{}", "P{3}", 2)],
}

EXPECTED = {
    "Clients": "Customers",
    "Client ID": "Customers.Customer",
    "Client Name": "Customers.Name",
    "Telephone": "Customers.Phone",
    "Address": "Customers.Billing address",
    "Payment terms": "Customers.Terms (days)",
    "Items": "Products",
    "Item No.": "Products.SKU",
    "Item description": "Products.Name",
    "Sales Price": "Products.Price",
    "Unit cost": "Products.Cost",
    "Sales Orders": "Orders",
    "Date ordered": "Orders.Order date",
    "Client": "Orders.Customer",
    "Comments": "Orders.Notes",
    "Order Details": "Order lines",
    "Item": "Order lines.SKU",
    "Qty": "Order lines.Quantity",
    "Price each": "Order lines.Unit price",
    "Disc %": "Order lines.Discount %",
}
"""What the names of ENGLISH are; Order No. is the key of two sheets."""


def write(path: Path, sheets: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def command(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_every_column_that_has_an_equivalent_is_proposed_and_no_other(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "own.xlsx", ENGLISH)
    found = propose(own_sheets(Workbook.open(path)))
    proposed = {
        each.here: f"{each.sheet}.{each.column}".rstrip(".")
        for each in found.found
        if each.here != "Order No."
    }
    assert proposed == EXPECTED
    assert not found.missing
    assert set(found.unused) >= {"Budget", "Staff", "Rota", "Items: Supplier"}


@pytest.mark.parametrize(
    "sheets", [ENGLISH, GERMAN, SPANISH, TEXT_DATES], ids=["en", "de", "es", "texts"]
)
def test_a_foreign_workbook_is_run_after_one_command(
    sheets: dict[str, Rows], tmp_path: Path
) -> None:
    path = write(tmp_path / "own.xlsx", sheets)
    command("map", path, "--yes")
    done = sheetflow.run(path, as_of=DAY)
    assert [item.text for item in done.problems if item.problem.rule.is_error] == []
    done.save(path, replacing=True)
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        width = len(rows[0])
        headers = [cell.value for cell in book[name][1]][:width]
        assert headers == rows[0], name


def test_what_is_only_likely_waits_for_a_yes(tmp_path: Path) -> None:
    sheets = {
        **TEXT_DATES,
        "Accounts": [["Custmer", "Company name"], *numbered(4, "{}", "Firm {}")],
    }
    path = write(tmp_path / "own.xlsx", sheets)
    assert "  ?  Custmer is Customers, Customer" in command("map", path)
    rows = list(openpyxl.load_workbook(path)["Mapping"].iter_rows(values_only=True))
    [row] = [row for row in rows if row[3] == "Custmer"]
    assert row[4] == "?"


def test_a_second_map_changes_no_row(tmp_path: Path) -> None:
    path = write(tmp_path / "own.xlsx", ENGLISH)
    command("map", path)
    book = openpyxl.load_workbook(path)
    book["Mapping"]["E2"] = "No"
    book.save(path)
    before = path.read_bytes()
    assert "needs no more rows" in command("map", path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("items", "found"), [("A{2}", True), ("X{2}", False)])
def test_a_sheet_with_a_foreign_name_is_found_by_its_columns_and_keys(
    items: str, found: bool, tmp_path: Path
) -> None:
    sheets: dict[str, Rows] = {
        "Clients": [["Code", "Full name"], *numbered(3, "C{}", "Client {}")],
        "Items": [["Item", "Name", "Price"], *numbered(5, "A{}", "Item {}", 5)],
        "Sales Orders": [
            ["Order No.", "Placed", "Client"],
            *numbered(4, "S{}", date, "C{2}"),
        ],
        "Rows": [["Order No.", "Item", "Qty"], *numbered(4, "S{}", items, 2)],
        "Rota": [["Week", "Early", "Late"], [1, "Tom", "Ann"]],
    }
    path = write(tmp_path / "own.xlsx", sheets)
    proposals = propose(own_sheets(Workbook.open(path)))
    names = [
        (each.here, each.is_certain)
        for each in proposals.found
        if (each.sheet, each.column) == ("Order lines", "")
    ]
    assert names == ([("Rows", False)] if found else [])
    said = command("map", path)
    assert ("Where it says ?, type Yes or No" in said) is found
    again = command("map", path)
    assert "Mapping needs no more rows" in again
    assert ("Type what is missing there" in again) is not found


def test_a_column_whose_values_do_not_fit_is_not_taken(tmp_path: Path) -> None:
    sheets = {
        **ENGLISH,
        "Order Details": [["Order No.", "Item", "Qty"], ["A1", "I-1", "two"]],
    }
    path = write(tmp_path / "own.xlsx", sheets)
    found = propose(own_sheets(Workbook.open(path)))
    assert "Order lines, column Quantity" in found.missing


def test_names_are_the_same_or_synonyms_or_alike() -> None:
    names = ["Order"]
    others = synonyms().columns["Order"]
    assert nearness("order", names, others) == 1
    assert 0.9 < nearness("Order number", names, others) < 1
    assert 0.7 < nearness("Ordr", names, others) < 0.9
    assert nearness("Salesman", names, others) == 0

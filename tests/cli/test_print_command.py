"""`sheetflow print`, and the documents of `sheetflow run`."""

from __future__ import annotations

import shutil
from pathlib import Path

import demanding
import openpyxl
import pytest
from click.testing import CliRunner, Result
from locations import QUICKSTART

from sheetflow.cli import main

DAY = "--as-of=2026-03-02"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the quickstart after its run, which no test changes."""
    folder = tmp_path_factory.mktemp("done")
    assert sheetflow("run", QUICKSTART, "-o", folder, DAY).exit_code == 0
    return folder


@pytest.fixture
def shop(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The quickstart after its run, in a folder of its own; before it, in samples."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(done, "done")
    Path("samples").mkdir()
    shutil.copy(QUICKSTART, "samples")
    return Path("done/quickstart.xlsx")


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_it_prints_what_is_wanted_and_leaves_the_workbook_alone(shop: Path):
    before = shop.read_bytes()
    done = sheetflow("print", shop, "--only", "invoices, credits", "-o", "paper", DAY)
    assert (done.exit_code, done.stdout) == (
        0, "11 invoices, 3 credit notes\npaper/   invoices.xlsx, credit-notes.xlsx\n",
    )  # fmt: skip
    assert shop.read_bytes() == before


def test_orders_customers_and_dates_narrow_it(shop: Path):
    def said(*words: str) -> str:
        return sheetflow("print", shop, DAY, *words).stdout.splitlines()[0]

    assert (
        said("--order", "SO-000009", "--only", "invoices,packing")
        == "2 packing slips, 1 invoice"
    )
    assert said("--customer", "FERN", "--only", "invoices") == "4 invoices"
    assert said("--since", "2026-03-01", "--only", "invoices") == "4 invoices"


def test_what_does_not_exist_is_named(shop: Path):
    order = sheetflow("print", shop, "--order", "SO-00009")
    assert (order.exit_code, order.stderr.strip()) == (
        3, "SO-00009 is not on the sheet Orders. Did you mean SO-000009?",
    )  # fmt: skip
    kind = sheetflow("print", shop, "--only", "bills")
    assert kind.exit_code == 2
    assert "is not one of quotes, orders" in kind.stderr


def test_without_a_run_there_is_nothing_to_print(shop: Path):
    done = sheetflow("print", "samples/quickstart.xlsx", "--only", "invoices")
    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing to print")
    assert not Path("samples/quickstart papers").exists()


def test_amounts_on_every_invoice_are_those_of_the_workbook(shop: Path):
    book = openpyxl.load_workbook(shop, data_only=True)["Invoices"]
    rows = [row for row in book.iter_rows(values_only=True) if any(row)]
    header = next(row for row in rows if "Invoice" in row and "Total" in row)
    wanted = {
        row[header.index("Invoice")]: row[header.index("Total")]
        for row in rows[rows.index(header) + 1 :]
    }
    paper = openpyxl.load_workbook(
        "done/quickstart papers/2026-03-02 run 1/invoices.xlsx", data_only=True
    )["Invoices"]
    found = {}
    number = None
    for row in paper.iter_rows(values_only=True):
        number = row[7] if row[4] == "Invoice" else number
        if row[4] == "Total GBP":
            found[number] = row[7]
    assert found == wanted
    assert len(found) == 11


def test_a_dry_run_prints_nothing(shop: Path):
    assert (
        sheetflow(
            "run", "samples/quickstart.xlsx", "--dry-run", "-o", "dry", DAY
        ).exit_code
        == 0
    )
    assert not Path("dry").exists()


def test_documents_printed_from_out_show_the_logo_beside_the_owners_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    demanding.written(demanding.case("long"), tmp_path)
    assert sheetflow("run", "long.xlsx", "-o", "out", DAY).exit_code == 0
    assert sheetflow(
        "print", "out/long.xlsx", "--only", "invoices", "-o", "again", DAY
    ).stdout.startswith("1 invoice\n")
    for folder in ("out/long papers/2026-03-02 run 1", "again"):
        paper = openpyxl.load_workbook(f"{folder}/invoices.xlsx")["Invoices"]
        assert [picture._data() for picture in paper._images] == [demanding.LOGO]


def test_an_order_with_a_row_in_error_gets_no_confirmation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Without the line in error, it would be too low: the customer would be promised a wrong total."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(QUICKSTART, "shop.xlsx")
    book = openpyxl.load_workbook("shop.xlsx")
    lines = book["Order lines"]
    headers = [cell.value for cell in lines[1]]
    order = lines.cell(2, headers.index("Order") + 1).value
    lines.cell(2, headers.index("SKU") + 1).value = "NO-SUCH"
    book.save("shop.xlsx")
    alone = sheetflow(
        "print", "shop.xlsx", "--only", "quotes,orders", "--order", order, DAY
    )
    said = f"No quote or confirmation of {order}: a row has an error."
    assert said in alone.stdout
    assert "Nothing to print" in alone.stdout
    every = sheetflow("print", "shop.xlsx", "--only", "quotes,orders", DAY)
    assert said in every.stdout
    printed = Path("shop papers/2026-03-02 print 1/orders.xlsx")
    texts = [
        str(cell)
        for sheet in openpyxl.load_workbook(printed)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert not any(order in text for text in texts)

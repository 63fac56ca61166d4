"""What was issued stays as issued: through real files, as people change them after a run."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from provoked import Provoked, write_workbook

from sheetflow.cli import main

AS_OF = "--as-of=2026-03-02"
SHEETS = {
    "Settings": """
Setting   Value
Company   Harbour Tools
Currency  EUR
""",
    "Customers": """
Customer  Name              Billing address  Tax number
C-1       Mill Lane Stores  1 Mill Lane      GB1
C-2       Harbour Cafe      Pier 2           -
""",
    "Tax codes": """
Tax code  Name  Tax 1 %  From date
VAT       Full  20       -
""",
    "Orders": """
Order  Order date  Customer  Action
SO-1   2026-02-01  C-1       Fulfil, Invoice
SO-2   2026-02-01  C-2       Fulfil, Invoice
""",
    "Order lines": """
Order  Line  SKU    Quantity  Unit price  Tax code
SO-1   1     A-100  10        20          VAT
SO-1   2     B-200  10        5           VAT
SO-2   1     A-100  3         20          VAT
""",
}


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook after a run that issued an invoice for each of two orders, in a folder that no test changes."""
    path = tmp_path_factory.mktemp("issued") / "book.xlsx"
    write_workbook(path, Provoked(SHEETS, "", "", {}))
    assert run(path) == []
    return path


@pytest.fixture
def book(issued: Path, tmp_path: Path) -> Path:
    """A copy of that workbook and of what the run kept."""
    shutil.copytree(issued.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / issued.name


def run(path: Path, day: str = AS_OF) -> list[str]:
    """Run a workbook; what it reports of what was issued."""
    said = CliRunner().invoke(main, ["run", str(path), "--no-print", day])
    assert said.exit_code in (0, 1), said.output
    lines = [" ".join(line.split()) for line in said.stdout.splitlines()]
    return [line for line in lines if line[-5:-2] in ("ISS", "AMT", "AGR", "INV")]


def put(path: Path, sheet: str, header: str, row: int, value: object) -> None:
    """Type a value into a column of a row."""
    workbook = openpyxl.load_workbook(path)
    cells = workbook[sheet]
    headers = [cell.value for cell in cells[1]]
    if header not in headers:
        headers.append(header)
        cells.cell(1, len(headers), header)
    cells.cell(row, headers.index(header) + 1).value = value
    workbook.save(path)


def column(path: Path, sheet: str, header: str) -> list[object]:
    """The cells of a column, without its header."""
    cells = openpyxl.load_workbook(path)[sheet]
    headers = [cell.value for cell in cells[1]]
    at = headers.index(header)
    return [row[at] for row in cells.iter_rows(min_row=2, values_only=True)]


def test_each_document_is_sealed_once(book):
    sealed = column(book, "Issued documents", "Number")
    goods = ["SO-1 / 1", "SO-2 / 1", "SH-000001", "SH-000002"]
    assert sealed == ["INV-000001", "INV-000002", "VAT", *goods, "1"]
    before = column(book, "Issued documents", "Fingerprint")
    assert run(book) == []
    assert column(book, "Issued documents", "Fingerprint") == before


@pytest.mark.parametrize(
    ("sheet", "header", "row", "value", "said"),
    [
        ("Invoice lines", "Quantity", 2, 9, "line 1: Quantity was 10 and is 9"),
        ("Invoice lines", "Unit price", 3, 6, "line 2: Unit price was 5 and is 6"),
        ("Invoice lines", "Tax 1 %", 2, 19, "line 1: Tax 1 % was 20 and is 19"),
        ("Invoices", "Tax", 2, 49, "Tax was 50 and is 49"),
        ("Invoices", "Total", 2, 299, "Total was 300 and is 299"),
        ("Invoices", "Bill to", 2, "Another", "Bill to was Mill Lane Stores and is Another"),
        ("Invoices", "Tax number", 2, "GB2", "Tax number was GB1 and is GB2"),
        ("Invoices", "Currency", 2, "USD", "Currency was EUR and is USD"),
    ],
)  # fmt: skip
def test_a_change_is_an_error_that_shows_both(book, sheet, header, row, value, said):
    put(book, sheet, header, row, value)
    found = run(book)
    assert len(found) == 1, found
    assert found[0].endswith(f"Invoice INV-000001 was issued already: {said} ISS01")


def test_put_back_it_is_right_again(book):
    put(book, "Invoice lines", "Quantity", 2, 9)
    assert run(book)
    put(book, "Invoice lines", "Quantity", 2, 10)
    assert run(book) == []


def test_a_changed_invoice_may_be_voided_and_issued_again(book):
    put(book, "Invoice lines", "Quantity", 2, 9)
    assert run(book)
    put(book, "Invoices", "Voided", 2, dt.date(2026, 3, 2))
    put(book, "Orders", "Action", 2, "Invoice")
    assert run(book) == []
    sealed = column(book, "Issued documents", "Document")
    assert sealed.count("Voided invoice") == 1
    assert "INV-000003" in column(book, "Issued documents", "Number")


def test_a_voided_invoice_stays_voided_and_as_it_was(book):
    put(book, "Invoices", "Voided", 2, dt.date(2026, 3, 2))
    assert run(book) == []
    put(book, "Invoices", "Voided", 2, None)
    assert "Voided was 2026-03-02 and is blank ISS01" in run(book)[0]
    put(book, "Invoices", "Voided", 2, dt.date(2026, 3, 2))
    put(book, "Invoices", "Total", 2, 1)
    assert "Total was 300 and is 1 ISS01" in run(book)[0]


def test_reopen_voids_what_was_issued_and_nothing_is_wrong(book):
    put(book, "Orders", "Action", 2, "Re-open")
    assert run(book) == []
    assert run(book) == []


def test_a_removed_invoice_is_named_with_what_it_was(book):
    workbook = openpyxl.load_workbook(book)
    workbook["Invoices"].delete_rows(2)
    workbook.save(book)
    [found] = run(book)
    assert "INV-000001 was issued already: it was removed" in found
    assert "Bill to=Mill Lane Stores" in found


def test_sorted_lines_are_the_same_document(book):
    workbook = openpyxl.load_workbook(book)
    lines = workbook["Invoice lines"]
    first, second = ([cell.value for cell in lines[row]] for row in (2, 3))
    for row, values in ((2, second), (3, first)):
        for at, value in enumerate(values, 1):
            lines.cell(row, at, value)
    workbook.save(book)
    assert run(book) == []


def test_a_credit_is_sealed_too(book):
    workbook = openpyxl.load_workbook(book)
    returns = workbook.create_sheet("Returns")
    returns.append(["Order", "SKU", "Quantity", "Return date"])
    returns.append(["SO-1", "A-100", 1, dt.date(2026, 3, 1)])
    returns.append(["SO-1", "B-200", 1, dt.date(2026, 3, 1)])
    workbook.save(book)
    assert run(book) == []
    assert column(book, "Returns", "Credit note") == ["CN-000001", "CN-000001"]
    assert column(book, "Returns", "Credit date")[0] == dt.datetime(2026, 3, 2)
    put(book, "Returns", "Credit net", 2, 19)
    put(book, "Returns", "Credit total", 2, 23)
    [found] = run(book)
    assert "Credit RET-000001 was issued already: Credit net was 20 and is 19" in found


def test_a_used_rate_gets_a_new_row_instead_of_a_change(book):
    put(book, "Tax codes", "Tax 1 %", 2, 21)
    [found] = run(book)
    assert "This rate is on issued documents: Tax 1 % was 20 and is 21 ISS03" in found
    put(book, "Tax codes", "Tax 1 %", 2, 20)
    put(book, "Tax codes", "Tax code", 3, "VAT")
    put(book, "Tax codes", "Tax 1 %", 3, 21)
    put(book, "Tax codes", "From date", 3, dt.date(2026, 7, 1))
    assert run(book) == []


def test_altered_seals_are_found(book):
    put(book, "Issued documents", "Contents", 2, "Order=SO-1")
    [found] = run(book)
    assert "The sheet Issued documents is not as run 1 left it ISS02" in found
    assert "ISS02" in run(book)[0]


def test_a_credit_note_keeps_who_it_was_issued_to(book):
    """The invoice is voided after the credit, and the order goes to somebody else."""
    workbook = openpyxl.load_workbook(book)
    returns = workbook.create_sheet("Returns")
    returns.append(["Order", "SKU", "Quantity", "Return date"])
    returns.append(["SO-1", "A-100", 1, dt.date(2026, 3, 1)])
    workbook.save(book)
    assert run(book) == []
    put(book, "Invoices", "Voided", 2, dt.date(2026, 3, 2))
    put(book, "Orders", "Customer", 2, "C-2")
    assert run(book) == []
    exported = CliRunner().invoke(
        main, ["export", str(book), "--format", "xero-invoices", "-o", str(book.parent)]
    )
    assert exported.exit_code in (0, 1), exported.output
    texts = [path.read_text() for path in book.parent.rglob("*.csv")]
    credits = [line for text in texts for line in text.splitlines() if "CN-" in line]
    assert credits
    assert all("Mill Lane Stores" in line for line in credits)


def printed(book: Path, name: str) -> dict[str, bytes]:
    """The invoices of a workbook, printed into a folder: by file name."""
    folder = book.parent / name
    options = ["--pdf", "--only", "invoices", "-o", str(folder), AS_OF]
    said = CliRunner().invoke(main, ["print", str(book), *options])
    assert said.exit_code == 0, said.output
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_printed_again_it_is_the_same_document_byte_for_byte(book):
    before = printed(book, "before")
    put(book, "Customers", "Name", 2, "New Name")
    put(book, "Customers", "Billing address", 2, "Elsewhere")
    put(book, "Customers", "Tax number", 2, "GB9")
    put(book, "Customers", "Contact", 2, "Ann")
    put(book, "Products", "Name", 2, "Hammer")
    put(book, "Products", "Price", 2, 77)
    put(book, "Settings", "Setting", 4, "Prices include tax")
    put(book, "Settings", "Value", 4, "Yes")
    put(book, "Settings", "Setting", 5, "Tax rounding")
    put(book, "Settings", "Value", 5, "Line")
    put(book, "Tax codes", "Tax code", 3, "VAT")
    put(book, "Tax codes", "Tax 1 %", 3, 25)
    put(book, "Tax codes", "From date", 3, dt.date(2026, 3, 1))
    put(book, "Order lines", "Description", 2, "Something else")
    put(book, "Order lines", "Unit price", 2, 99)
    assert run(book) == []
    after = printed(book, "after")
    assert set(after) == {"invoices.pdf", "invoices.xlsx"}
    assert after == before

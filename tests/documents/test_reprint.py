"""What was issued prints the same, whatever changes on other sheets afterwards: through real files."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet
from provoked import Provoked, write_workbook
from pypdf import PdfReader

from sheetflow.cli import main

DAY = "--as-of=2026-03-02"
SHEETS = {
    "Settings": """
Setting         Value
Company         Harbour Tools
Address         1 Quay\\n20457 Hamburg
Country         DE
Email           desk@harbour.example
Phone           +49 40 1
Tax number      DE111111125
Bank details    Quay Bank
IBAN            DE02120300000000202051
Footer          HRB 7
Currency        EUR
Exemption note  -
Document language  -
E-address       9930:DE111111125
Colour          1F3864
""",
    "Customers": """
Customer  Name      Billing address       Shipping address  Country  Email      Tax number     Tax exempt  Contact  Language  Buyer reference  E-address
C-1       Mill Co   Mill\\n20095 Hamburg  9 Dock Road       DE       a@mill.de  DE136695976    -           Eve      -         991-33333-33     0204:991-33333-33
C-2       Cafe Ann  Pier\\nParis          -                 FR       -          FR40303265045  Yes         -        fr        -                -
""",  # noqa: E501
    "Products": """
SKU    Name         Unit  Price  Track stock
A-100  Steel bench  pcs   20     -
B-200  Oil          l     5      -
S-900  Assembly     h     50     No
""",
    "Tax codes": """
Tax code  Name      Tax 1 %  Tax 1 name  From date  VAT category
VAT       Standard  19       USt         -          Standard
""",
    "Locations": """
Location
STORE
""",
    "Stock moves": """
Date        Type     SKU    To     Quantity
2026-02-01  Opening  A-100  STORE  90
2026-02-01  Opening  B-200  STORE  50
""",
    "Orders": """
Order  Order date  State  Customer  Customer PO  Ship to       Freight  Freight tax code  Ship by     Action
SO-1   2026-02-01  -      C-1       PO|7 = a     Gate 4\\nKiel  12       VAT               -           Fulfil, Invoice
SO-2   2026-02-01  -      C-2       -            -             -        -                 -           Fulfil, Invoice
Q-7    2026-02-01  Quote  C-1       PO 3         -             -        -                 2026-04-01  Confirm
Q-8    2026-02-01  Quote  C-2       -            -             -        -                 -           Confirm, Fulfil
""",
    "Order lines": """
Order  Line  SKU    Description       Quantity  Unit price  Tax code
SO-1   1     A-100  -                 10        20          VAT
SO-1   2     B-200  Oil, in a barrel  10        5           VAT
SO-2   1     A-100  -                 3         20          None
SO-2   2     S-900  -                 3         50          None
Q-7    1     A-100  -                 2         20          None
Q-7    2     B-200  Oil, in a barrel  2         5           None
Q-8    1     A-100  -                 60        20          None
Q-8    2     A-100  In blue           3         20          None
Q-8    3     B-200  -                 70        5           None
""",
}
RETURNS = (
    ("SO-1", 1, "A-100", 2, dt.date(2026, 3, 2), "Rust | dent"),
    ("SO-2", 1, "A-100", 1, dt.date(2026, 3, 2), None),
)
CHANGES = {
    ("Customers", "C-1"): {
        "Name": "Another Ltd",
        "Billing address": "2 New Street",
        "Shipping address": "3 New Street",
        "Country": "NL",
        "Email": "new@mill.example",
        "Tax number": "NL1",
        "Tax exempt": "Yes",
        "Contact": "Ann",
        "Language": "nl",
        "Buyer reference": "05315-99999-11",
        "E-address": "0204:05315-99999-11",
    },
    ("Customers", "C-2"): {
        "Name": "Cafe",
        "Shipping address": "Rue 3",
        "Country": "GB",
        "Tax exempt": None,
        "Language": "de",
    },
    ("Settings", "Company"): {"Value": "New Tools"},
    ("Settings", "Address"): {"Value": "9 Elsewhere"},
    ("Settings", "Country"): {"Value": "AT"},
    ("Settings", "Email"): {"Value": "new@tools.example"},
    ("Settings", "Phone"): {"Value": "+43 1"},
    ("Settings", "Tax number"): {"Value": "ATU12345675"},
    ("Settings", "Bank details"): {"Value": "Other Bank"},
    ("Settings", "IBAN"): {"Value": "AT611904300234573201"},
    ("Settings", "Footer"): {"Value": "FN 9"},
    ("Settings", "Exemption note"): {"Value": "No tax."},
    ("Settings", "Document language"): {"Value": "it"},
    ("Settings", "Colour"): {"Value": "CC0000"},
    ("Settings", "E-address"): {"Value": "9914:ATU12345675"},
    ("Products", "A-100"): {"Name": "Iron bench", "Unit": "box"},
    ("Products", "B-200"): {"Name": "Grease", "Unit": "kg"},
    ("Products", "S-900"): {"Name": "Work", "Unit": None},
    ("Orders", "SO-1"): {"Customer PO": "PO 8", "Ship to": "Gate 5"},
    ("Orders", "SO-2"): {"Customer PO": "PO 9", "Ship to": "Gate 6"},
    ("Orders", "Q-7"): {
        "Customer": "C-2",
        "Customer PO": "PO 9",
        "Ship to": "Gate 6",
        "Order date": "2026-02-02",
        "Ship by": "2026-05-01",
    },
    ("Orders", "Q-8"): {"Customer PO": "PO 9", "Ship to": "Gate 6"},
    ("Invoices", "INV-000001"): {"Due date": "2026-06-01", "Notes": "Later"},
    ("Returns", "RET-000001"): {"Reason": "Other"},
}  # fmt: skip
KEYS = {
    "Customers": "Customer",
    "Settings": "Setting",
    "Products": "SKU",
    "Orders": "Order",
    "Invoices": "Invoice",
    "Returns": "Return",
}
NEW_RATE = ("VAT", "Lower", 7, "VAT", "2026-01-01", "Standard")


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook after a run that issued two invoices and two credit notes."""
    path = tmp_path_factory.mktemp("reprint") / "book.xlsx"
    write_workbook(path, Provoked(SHEETS, "", "", {}))
    _break_lines(path)
    sheetflow("run", path, DAY)
    _return(path)
    sheetflow("run", path, DAY)
    return path


def _return(path: Path) -> None:
    """Type what came back."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.create_sheet("Returns")
    sheet.append(
        ["Order", "Line", "SKU", "Quantity", "Return date", "Reason", "Return"]
    )
    for row in RETURNS:
        sheet.append(row)
    workbook.save(path)


@pytest.fixture(scope="module")
def changed(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same workbook, with everything changed that documents are made from."""
    path = tmp_path_factory.mktemp("changed") / "book.xlsx"
    shutil.copy(issued, path)
    workbook = openpyxl.load_workbook(path)
    for (sheet, key), cells in CHANGES.items():
        _type(workbook[sheet], key, cells)
    workbook["Tax codes"].append(NEW_RATE)
    _describe(workbook["Order lines"], "Something else")
    workbook.save(path)
    return path


def _describe(sheet: Worksheet, text: str) -> None:
    """Type another description into every row of an order that was invoiced or has left."""
    headers = [cell.value for cell in sheet[1]]
    at = headers.index("Description")
    for row in sheet.iter_rows(min_row=2):
        if row[headers.index("Order")].value != "Q-7":
            row[at].value = text


def _break_lines(path: Path) -> None:
    """Make line breaks of what the tables above write as \\n."""
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("\\n", "\n")
    workbook.save(path)


def _type(sheet: Worksheet, key: str, cells: dict[str, object]) -> None:
    """Type values into the row with this key."""
    headers = [cell.value for cell in sheet[1]]
    at = headers.index(KEYS[sheet.title])
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[at].value == key]
    for header, value in cells.items():
        row[headers.index(header)].value = value


def sheetflow(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.output


INVOICED = "--only=invoices,credits"
GOODS = "--only=packing,labels,deliveries"
CONFIRMED = ("--only=orders", "--order=Q-7")


def printed(path: Path, folder: Path, *words: str) -> dict[str, bytes]:
    """The files that are printed of the issued documents, by name."""
    sheetflow("print", path, DAY, "-o", folder, *words)
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): each.read_bytes() for each in files}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((INVOICED,), {"invoices.xlsx", "credit-notes.xlsx"}),
        ((INVOICED, "--pdf"), {"invoices.pdf", "credit-notes.pdf"}),
        ((GOODS,), {"packing-slips.xlsx", "labels.xlsx", "delivery-notes.xlsx"}),
        ((GOODS, "--pdf"), {"packing-slips.pdf", "labels.pdf", "delivery-notes.pdf"}),
        (CONFIRMED, {"orders.xlsx"}),
        ((*CONFIRMED, "--pdf"), {"orders.pdf"}),
        (
            (INVOICED, "--einvoice=cii"),
            {"einvoices/INV-000001.xml", "einvoices/CN-000001.xml"},
        ),
        (
            (INVOICED, "--einvoice=ubl"),
            {"einvoices/INV-000002.xml", "einvoices/CN-000002.xml"},
        ),
        (
            (INVOICED, "--einvoice=xrechnung"),
            {"einvoices/INV-000001.xml", "einvoices/CN-000001.xml"},
        ),
        (
            (INVOICED, "--einvoice"),
            {"einvoices/INV-000001.pdf", "einvoices/CN-000001.pdf"},
        ),
    ],
)
def test_what_was_issued_prints_the_same(issued, changed, tmp_path, words, names):
    before = printed(issued, tmp_path / "before", *words)
    assert names <= set(before)
    after = printed(changed, tmp_path / "after", *words)
    assert set(after) == set(before)
    for name, content in before.items():
        assert after[name] == content, name


def test_documents_of_two_sellers_share_a_file(changed, tmp_path):
    """Each has who issued it; the layout of the file is that of today."""
    path = tmp_path / "book.xlsx"
    shutil.copy(changed, path)
    workbook = openpyxl.load_workbook(path)
    _add(
        workbook["Orders"],
        Order="SO-3",
        Order_date=dt.date(2026, 3, 2),
        Customer="C-2",
        Action="Fulfil, Invoice",
    )
    _add(workbook["Order lines"], Order="SO-3", SKU="A-100", Quantity=1)
    workbook.save(path)
    sheetflow("run", path, DAY)
    files = printed(path, tmp_path / "out", INVOICED, "--pdf")
    texts = _texts_of_pages(files["invoices.pdf"])
    sellers = [
        {name for name in ("Harbour Tools", "New Tools") if name in text}
        for text in texts
    ]
    assert sellers == [{"Harbour Tools"}, {"Harbour Tools"}, {"New Tools"}]
    assert ["HRB 7" in text for text in texts] == [True, True, False]
    assert ["Other Bank" in text for text in texts] == [False, False, True]
    (tmp_path / "invoices.xlsx").write_bytes(files["invoices.xlsx"])
    [sheet] = openpyxl.load_workbook(tmp_path / "invoices.xlsx").worksheets
    names = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert names.count("Harbour Tools") == 2
    assert names.count("New Tools") == 1


def _add(sheet: Worksheet, **cells: object) -> None:
    """Type a row."""
    headers = [cell.value for cell in sheet[1]]
    sheet.append([cells.get(str(header).replace(" ", "_")) for header in headers])


def _texts_of_pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_what_an_earlier_version_issued_prints_as_the_sheets_say(changed, tmp_path):
    path = tmp_path / "book.xlsx"
    shutil.copy(changed, path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Issued documents"]
    headers = [cell.value for cell in sheet[1]]
    sheet.delete_cols(headers.index("Seller") + 1, 2)
    workbook.save(path)
    files = printed(path, tmp_path / "out", INVOICED, "--pdf")
    assert "New Tools" in _texts_of_pages(files["invoices.pdf"])[0]


def test_a_text_longer_than_a_cell_takes_several_rows(tmp_path):
    path = tmp_path / "book.xlsx"
    write_workbook(path, Provoked(SHEETS, "", "", {}))
    workbook = openpyxl.load_workbook(path)
    at = next(
        row for row in workbook["Settings"].iter_rows() if row[0].value == "Footer"
    )
    at[1].value = "F" * 32_500
    workbook.save(path)
    sheetflow("run", path, DAY)
    rows = openpyxl.load_workbook(path)["Issued documents"].iter_rows(values_only=True)
    numbers = [row[:2] for row in rows]
    assert ("Seller", "1") in numbers
    assert ("Seller (2)", "1") in numbers
    assert "was altered" not in sheetflow("run", path, DAY)
    again = openpyxl.load_workbook(path)["Issued documents"].iter_rows(values_only=True)
    assert [row[:2] for row in again] == numbers

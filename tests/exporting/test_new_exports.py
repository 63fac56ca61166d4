"""`sheetflow export --new`: a year played month by month, exported every month, imported elsewhere.

In between: an order is re-opened, an invoice and a payment are voided, goods come back, and
a receipt is typed late.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from beancount import loader
from click.testing import CliRunner, Result

import sheetflow
from sheetflow import pipeline
from sheetflow.cli import main
from sheetflow.exporting.control import balances
from sheetflow.exporting.journal import Entry, build_journal

JOURNALS = ("beancount", "hledger", "xero-journal", "quickbooks-journal")
LISTS = ("xero-invoices", "quickbooks-invoices")
MONTHS = [date(2026, month, 28) for month in range(1, 13)]


def typed(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def set_cells(path: Path, sheet: str, key: str, **cells: Any) -> None:
    """Type into the row of a key."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    rows = page.iter_rows()
    header = next(
        row for row in rows if sum(cell.value is not None for cell in row) > 2
    )
    at = {cell.value: cell.column for cell in header}
    found = [row for row in rows if row[0].value == key]
    assert found, key
    for row in found:
        for name, value in cells.items():
            page.cell(row[0].row, at[name.replace("_", " ")]).value = value
    book.save(path)


def add(path: Path, sheet: str, *rows: dict[str, Any]) -> None:
    sheetflow.write_rows(path, sheet, pd.DataFrame(list(rows)))


def order(path: Path, number: int, day: date, quantity: int) -> str:
    """Type an order that is picked, shipped and invoiced by the next run."""
    key = f"SO-9{number:05}"
    add(
        path,
        "Orders",
        {
            "Order": key,
            "Order date": day,
            "Customer": "C001",
            "Action": "Fulfil, Invoice",
        },
    )
    add(
        path,
        "Order lines",
        {
            "Order": key,
            "SKU": "PLAY",
            "Quantity": quantity,
            "Unit price": 20,
            "Tax code": "STD",
        },
    )
    return key  # fmt: skip


def play(path: Path, month: int, orders: list[str]) -> None:
    """What is typed in a month."""
    day = date(2026, month, 10)
    receipt = {
        "Date": date(2026, month, 2),
        "Type": "Receipt",
        "SKU": "PLAY",
        "To": "MAIN",
    }
    add(path, "Stock moves", {**receipt, "Quantity": 30, "Unit cost": 7 + month % 3})
    orders.append(order(path, month, day, 3 + month % 4))
    if month > 1:
        paid = {
            "Order": orders[-2],
            "Payment date": date(2026, month, 15),
            "Amount": 21 + month,
        }
        add(path, "Payments", paid)
    if month == 4:
        set_cells(path, "Orders", orders[1], Action="Re-open")
    if month == 6:
        add(
            path,
            "Returns",
            {"Order": orders[4], "SKU": "PLAY", "Quantity": 1, "Return date": day},
        )
    if month == 7:
        late = {**receipt, "Date": date(2026, 3, 5), "Quantity": 10, "Unit cost": 12}
        add(path, "Stock moves", late)
    if month == 9:
        set_cells(path, "Payments", payment_of(path, orders[6]), Voided=date(2026, 9, 12))  # fmt: skip


def payment_of(path: Path, key: str) -> str:
    book = pipeline.inspect(path).result.book
    at = book.payments.order.tolist().index(key)
    return str(book.payments.payment[at])


class Played:
    """The workbook after the year, and what each month's books were."""

    def __init__(self, path: Path, out: Path) -> None:
        self.path = path
        self.out = out
        self.books: list[dict[str, Decimal]] = []
        self.invoiced: list[dict[str, Decimal]] = []
        self.said: dict[str, list[str]] = defaultdict(list)
        self.orders: list[str] = []
        for day in MONTHS:
            play(path, day.month, self.orders)
            typed("run", path, "--as-of", day, "--no-print")
            for name in (*JOURNALS, *LISTS):
                done = typed("export", path, "--format", name, "--new", "--to", day, "-o", out)  # fmt: skip
                self.said[name].append(done.output)
            journal = build_journal(pipeline.inspect(path, as_of=day).result)
            self.books.append(_by_name(journal))
            self.invoiced.append(
                _by_name(e for e in journal if e.fact in ("invoices", "credits"))
            )

    def files(self, name: str) -> list[list[Path]]:
        """The files of each export of a format."""
        folders = sorted((self.out / f"{self.path.stem}-{name}").iterdir())
        return [sorted(folder.glob(f"{self.path.stem}*")) for folder in folders]


def _by_name(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """The balance of each account, by what the ledgers of the workbook have."""
    found = balances(entries)
    return {account.name: amount for account, amount in found.items() if amount}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("played")
    path = folder / "book.xlsx"
    typed("new", path)
    add(path, "Customers", {"Customer": "C001", "Name": "Mill & Sons"})
    add(path, "Locations", {"Location": "MAIN"})
    add(
        path,
        "Tax codes",
        {
            "Tax code": "STD",
            "Tax 1 %": 5,
            "Tax 1 name": "GST",
            "Tax 2 %": Decimal("9.975"),
            "Tax 2 name": "QST",
        },
    )
    add(
        path,
        "Products",
        {"SKU": "PLAY", "Name": "Play", "Price": 20, "Cost": 8, "Tax code": "STD"},
    )
    return Played(path, folder / "out")  # fmt: skip


def test_each_export_has_its_folder(played: Played) -> None:
    for name in (*JOURNALS, *LISTS):
        assert len(played.files(name)) == 12


def test_beancount_comes_to_the_books_after_each_month(played: Played) -> None:
    text = ""
    for files, expected in zip(played.files("beancount"), played.books, strict=True):
        text += "".join(path.read_text(encoding="utf-8") for path in files)
        entries, errors, _ = loader.load_string(text)
        assert not errors
        found: dict[str, Decimal] = defaultdict(Decimal)
        for entry in entries:
            for posting in getattr(entry, "postings", ()):
                found[posting.account] += posting.units.number
        assert _without_root(found) == expected


def _without_root(found: dict[str, Decimal]) -> dict[str, Decimal]:
    """Balances by the names that the workbook has."""
    names = {path: path.partition(":")[2].replace("-", " ") for path in found}
    return {names[path]: amount for path, amount in found.items() if amount}


@pytest.mark.skipif(
    shutil.which("hledger") is None,
    reason="hledger (a Debian package) is not installed",
)
def test_hledger_comes_to_the_books_after_each_month(
    played: Played, tmp_path: Path
) -> None:
    journal = tmp_path / "all.journal"
    text = ""
    for files, expected in zip(played.files("hledger"), played.books, strict=True):
        text += "".join(path.read_text(encoding="utf-8") for path in files)
        journal.write_text(text, encoding="utf-8")
        line = ["hledger", "-f", str(journal), "balance", "--flat", "--no-total", "-O", "csv", "--strict"]  # fmt: skip
        said = subprocess.run(line, capture_output=True, text=True, check=True)
        rows = csv.DictReader(said.stdout.splitlines())
        found = {
            row["account"]: Decimal(row["balance"].split()[0].replace(",", ""))
            for row in rows
        }
        assert _without_root(found) == expected


def _rows(files: list[Path]) -> list[dict[str, str]]:
    return [
        row
        for path in files
        for row in csv.DictReader(path.open(newline="", encoding="utf-8"))
    ]


def test_xero_takes_each_journal_once_and_comes_to_the_books(played: Played) -> None:
    """Like Xero's import: rows of one narration and date are a journal, which balances."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    seen: set[tuple[str, str]] = set()
    for files, expected in zip(played.files("xero-journal"), played.books, strict=True):
        journals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in _rows(files):
            journals[row["*Narration"], row["*Date"]] += Decimal(row["*Amount"])
            found[row["*AccountCode"]] += Decimal(row["*Amount"])
        assert not seen & set(journals)
        assert not any(journals.values())
        seen |= set(journals)
        assert {name: amount for name, amount in found.items() if amount} == expected


def test_quickbooks_takes_each_number_once_and_comes_to_the_books(
    played: Played,
) -> None:
    """Like QuickBooks' import: one number is one entry, which balances; none comes twice."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    seen: set[str] = set()
    months = zip(played.files("quickbooks-journal"), played.books, strict=True)
    for files, expected in months:
        entries: dict[str, Decimal] = defaultdict(Decimal)
        for row in _rows(files):
            amount = Decimal(row["*Debits"] or 0) - Decimal(row["*Credits"] or 0)
            entries[row["*JournalNo"]] += amount
            found[row["*AccountName"]] += amount
            if row["*AccountName"] == "Accounts receivable":
                assert row["Name"] == "Mill & Sons"
        assert not seen & set(entries)
        assert not any(entries.values())
        seen |= set(entries)
        assert {name: amount for name, amount in found.items() if amount} == expected


CODES = {"Sales": "Income", "Freight charged": "Income", "Fees charged": "Income"}
RATES = {"STD"}


class Importer:
    """Imports lists of invoices like Xero and QuickBooks: what they refuse is an error."""

    def __init__(self, number: str, day: str, columns: tuple[str, str, str]) -> None:
        self.number = number
        self.day_format = day
        self.columns = columns
        self.totals: dict[str, Decimal] = {}
        self.days: dict[str, date] = {}

    def take(self, rows: list[dict[str, str]]) -> None:
        day, amount, tax = self.columns
        new: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            number = row[self.number]
            assert number not in self.totals, f"{number} was imported already"
            issued = datetime.strptime(row[f"*{day}"], self.day_format).date()
            assert self.days.setdefault(number, issued) == issued
            assert datetime.strptime(row["*DueDate"], self.day_format).date() >= issued
            assert row.get("*AccountCode", "Sales") in CODES
            assert (row.get("*TaxType") or row.get("*ItemTaxCode")) in RATES
            new[number] += Decimal(row[amount]) + Decimal(row[tax])
        for row in rows:
            if "Total" in row:
                assert Decimal(row["Total"]) == new[row[self.number]]
        self.totals |= new


def test_xero_takes_each_invoice_once_and_comes_to_what_is_invoiced(
    played: Played,
) -> None:
    columns = ("InvoiceDate", "*UnitAmount", "TaxAmount")
    xero = Importer("*InvoiceNumber", "%d/%m/%Y", columns)
    months = zip(played.files("xero-invoices"), played.invoiced, strict=True)
    for files, expected in months:
        xero.take(_rows(files))
        assert sum(xero.totals.values()) == expected["Accounts receivable"]
    assert xero.totals["INV-000002-2"] == -xero.totals["INV-000002"]
    assert xero.days["INV-000002-2"] == date(2026, 4, 28)


def test_quickbooks_takes_each_invoice_once_and_nothing_below_0(played: Played) -> None:
    columns = ("InvoiceDate", "*ItemAmount", "ItemTaxAmount")
    quickbooks = Importer("*InvoiceNo", "%m/%d/%Y", columns)
    for files in played.files("quickbooks-invoices"):
        quickbooks.take(_rows(files))
        assert all(total > 0 for total in quickbooks.totals.values())
    book = pipeline.inspect(played.path, as_of=MONTHS[-1]).result.book
    assert set(quickbooks.totals) == set(book.invoices.invoice.tolist())
    april = played.said["quickbooks-invoices"][3]
    assert "INV-000002 of 114.98 USD was voided on 2026-04-28: void it" in april


def test_control_totals_are_written_beside_the_files(played: Played) -> None:
    folder = played.files("beancount")[4][0].parent
    control = (folder / "control-book-beancount.txt").read_text(encoding="utf-8")
    assert control.strip() in played.said["beancount"][4]
    assert "before +" in control


def test_reversals_are_on_the_day_of_the_void(played: Played) -> None:
    rows = [_rows(files) for files in played.files("quickbooks-journal")]
    reopened = {
        row["*JournalDate"] for row in rows[3] if row["*JournalNo"] == "INV-000002-2"
    }
    assert reopened == {"04/28/2026"}
    voided = {
        row["*JournalDate"]
        for row in rows[8]
        if row["Description"].startswith("Void of PAY-")
    }
    assert voided == {"09/12/2026"}  # fmt: skip


def test_no_document_twice_and_none_missing(played: Played) -> None:
    book = pipeline.inspect(played.path, as_of=MONTHS[-1]).result.book
    noted = book.exported
    mine = noted.format == "beancount"
    kinds = list(
        zip(noted.kind[mine].tolist(), noted.document[mine].tolist(), strict=True)
    )
    invoices = [number for kind, number in kinds if kind == "invoices"]
    assert set(invoices) == set(book.invoices.invoice.tolist())
    voided = [number for number in invoices if invoices.count(number) > 1]
    assert set(voided) == {"INV-000002"}
    payments = {number for kind, number in kinds if kind == "payments"}
    assert payments == set(book.payments.payment.tolist())


def test_again_nothing_is_new(played: Played) -> None:
    before = played.path.read_bytes()
    done = typed(
        "export", played.path, "--format", "beancount", "--new", "--to", MONTHS[-1]
    )
    assert "Nothing is new" in done.output
    assert played.path.read_bytes() == before


def test_an_earlier_day_is_refused(played: Played) -> None:
    done = CliRunner().invoke(
        main,
        ["export", str(played.path), "--format", "beancount", "--new", "--to", "2026-06-30"],
    )  # fmt: skip
    assert done.exit_code == 3
    assert "up to 2026-12-28 has been made" in done.output


@pytest.mark.parametrize(
    "words",
    [
        ["--new", "--from", "2026-01-01"],
        ["--month", "2026-01", "--to", "2026-01-31"],
    ],
)
def test_options_that_cannot_be(played: Played, words: list[str]) -> None:
    done = CliRunner().invoke(
        main, ["export", str(played.path), "--format", "journal", *words]
    )
    assert done.exit_code == 2

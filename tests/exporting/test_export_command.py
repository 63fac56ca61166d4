"""`sheetflow export`: the books in double entry, compared with the workbook and with other programs."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from locations import QUICKSTART, SAMPLES, SHARED

from sheetflow.cli import main
from sheetflow.exporting.format_list import FORMATS

NORTHWIND = SHARED / "real" / "northwind.xlsx"


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_command_lists_every_format() -> None:
    words = sheetflow("export", "--help").output.split()
    assert set(FORMATS) <= {word.strip(",.") for word in words}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_a_function_that_writes_it(name: str) -> None:
    module, _, function = FORMATS[name].function.partition(".")
    write = FORMATS[name].write
    assert write.__module__ == f"sheetflow.exporting.{module}"
    assert write.__name__ == function


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples after a run, by name."""
    folder = tmp_path_factory.mktemp("books")
    found = {}
    for path in (SAMPLES / "year.xlsx", QUICKSTART):
        words = ("-o", folder, "--as-of", "2026-03-02", "--no-print")
        done = sheetflow("run", path, *words)
        assert done.exit_code == 0, done.output
        found[path.stem] = folder / path.name
    return found


def exported(book: Path, name: str, folder: Path, *words: str) -> list[Path]:
    done = sheetflow("export", book, "--format", name, "-o", folder, *words)
    assert done.exit_code == 0, done.output
    return sorted(
        folder.glob(f"{book.stem}-{name}*"),
        key=lambda path: int((re.findall(r"-(\d+)\.", path.name) or [0])[0]),
    )


@cache
def sheet(book: Path, name: str) -> list[dict[str, object]]:
    """The rows of a sheet whose header is the first row that is full enough."""
    pages = openpyxl.load_workbook(book, data_only=True, read_only=True)
    rows = list(pages[name].iter_rows(values_only=True))
    start = next(
        at for at, row in enumerate(rows) if sum(cell is not None for cell in row) > 2
    )
    return [
        dict(zip(map(str, rows[start]), row, strict=True))
        for row in rows[start + 1 :]
        if row[0] is not None
    ]


def money(cells: object) -> Decimal:
    return sum((Decimal(str(cell or 0)) for cell in cells), start=Decimal(0)).quantize(
        Decimal("0.01")
    )  # type: ignore[attr-defined]


def beancount_balances(path: Path) -> dict[str, Decimal]:
    """The trial balance as beancount calculates it; its own checks find nothing."""
    loader = pytest.importorskip(
        "beancount.loader", reason="beancount is not installed"
    )
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    found: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            found[posting.account] += posting.units.number
    return found


def hold_to_workbook(balances: dict[str, Decimal], book: Path) -> None:
    assert sum(balances.values()) == 0
    assert balances["Assets:Accounts-receivable"] == money(
        row["Total"] for row in sheet(book, "Receivables")
    )
    assert balances["Assets:Accounts-receivable"] == money(
        row["Balance"] for row in sheet(book, "Orders")
    )
    assert balances["Assets:Bank"] == money(
        row["Paid"] for row in sheet(book, "Orders")
    )
    live = [row for row in sheet(book, "Invoices") if not row.get("Voided")]
    back = [row for row in sheet(book, "Returns") if not row.get("Voided")]
    tax = money(row["Tax"] for row in live) - money(row["Credit tax"] for row in back)
    assert -balances.get("Liabilities:Sales-tax", Decimal(0)) == tax


@pytest.mark.parametrize("name", ["year", "quickstart"])
def test_the_trial_balance_is_the_workbooks(
    books: dict[str, Path], name: str, tmp_path: Path
) -> None:
    [path] = exported(books[name], "beancount", tmp_path)
    balances = beancount_balances(path)
    hold_to_workbook(balances, books[name])
    checks = {str(row["Check"]): row["Engine"] for row in sheet(books[name], "Checks")}
    cost = next(
        Decimal(str(figure))
        for check, figure in checks.items()
        if check.startswith("Cost of sales")
    )
    assert balances["Expenses:Cost-of-sales"] == cost


def test_a_real_years_trial_balance(tmp_path: Path) -> None:
    if not NORTHWIND.exists():
        pytest.skip(f"{NORTHWIND.name} lies beside the project only where it is shared")
    assert (
        sheetflow(
            "run", NORTHWIND, "-o", tmp_path, "--as-of", "1998-06-01", "--no-print"
        ).exit_code
        == 0
    )
    [path] = exported(tmp_path / NORTHWIND.name, "beancount", tmp_path / "books")
    balances = beancount_balances(path)
    assert balances["Assets:Accounts-receivable"] == Decimal("1303810.87")
    assert balances["Income:Freight-charged"] == Decimal("-63955.02")
    assert balances["Income:Sales"] == Decimal("-1239855.85")


@pytest.mark.skipif(
    shutil.which("hledger") is None,
    reason="hledger (a Debian package) is not installed",
)
def test_hledger_calculates_the_same(books: dict[str, Path], tmp_path: Path) -> None:
    [path] = exported(books["year"], "hledger", tmp_path)
    [other] = exported(books["year"], "beancount", tmp_path)
    said = subprocess.run(
        ["hledger", "-f", str(path), "balance", "--flat", "--no-total", "-O", "csv", "--strict"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = list(csv.DictReader(said.stdout.splitlines()))
    found = {
        row["account"]: Decimal(row["balance"].split()[0].replace(",", ""))
        for row in rows
    }
    assert found == {
        account: amount
        for account, amount in beancount_balances(other).items()
        if amount
    }


@pytest.mark.parametrize(
    ("name", "key", "debit", "credit", "most"),
    [
        ("journal", "Number", "Debit", "Credit", 10**6),
        ("quickbooks-journal", "*JournalNo", "*Debits", "*Credits", 1000),
    ],
)
def test_debits_are_credits(
    books: dict[str, Path],
    tmp_path: Path,
    name: str,
    key: str,
    debit: str,
    credit: str,
    most: int,
) -> None:
    entries: dict[str, Decimal] = defaultdict(Decimal)
    for path in exported(books["year"], name, tmp_path):
        rows = list(csv.DictReader(path.open(newline="", encoding="utf-8")))
        assert 0 < len(rows) <= most
        for row in rows:
            entries[row[key]] += Decimal(row[debit] or 0) - Decimal(row[credit] or 0)
    assert len(entries) > 1000
    assert set(entries.values()) == {0}


def test_xeros_journal(books: dict[str, Path], tmp_path: Path) -> None:
    entries: dict[str, Decimal] = defaultdict(Decimal)
    for path in exported(books["year"], "xero-journal", tmp_path):
        rows = list(csv.DictReader(path.open(newline="", encoding="utf-8")))
        assert 0 < len(rows) <= 300
        for row in rows:
            assert re.fullmatch(r"\d\d/\d\d/\d{4}", row["*Date"])
            entries[row["*Narration"]] += Decimal(row["*Amount"])
    assert set(entries.values()) == {0}


@pytest.mark.parametrize(
    ("name", "number", "amount", "tax", "most"),
    [
        ("xero-invoices", "*InvoiceNumber", "*UnitAmount", "TaxAmount", 500),
        ("quickbooks-invoices", "*InvoiceNo", "*ItemAmount", "ItemTaxAmount", 100),
    ],
)
def test_invoices_come_to_their_totals(
    books: dict[str, Path],
    tmp_path: Path,
    name: str,
    number: str,
    amount: str,
    tax: str,
    most: int,
) -> None:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for path in exported(books["year"], name, tmp_path):
        rows = list(csv.DictReader(path.open(newline="", encoding="utf-8")))
        assert len({row[number] for row in rows}) <= most
        for row in rows:
            found[row[number]] += Decimal(row[amount]) + Decimal(row[tax])
    issued = [row for row in sheet(books["year"], "Invoices") if not row.get("Voided")]
    invoices = {row["Invoice"]: money([row["Total"]]) for row in issued}
    assert {
        number: total for number, total in found.items() if number in invoices
    } == invoices
    notes = {
        row["Credit note"]: -money([row["Credit total"]])
        for row in sheet(books["year"], "Returns")
        if row["Credit note"]
    }
    assert set(found) - set(invoices) == (
        set(notes) if name == "xero-invoices" else set()
    )
    assert all(found[note] == total for note, total in notes.items() if note in found)


def test_a_period_alone(books: dict[str, Path], tmp_path: Path) -> None:
    done = sheetflow(
        "export",
        books["year"],
        "--format",
        "journal",
        "-o",
        tmp_path,
        "--from",
        "2025-03-01",
        "--to",
        "2025-03-31",
    )
    assert done.exit_code == 0
    assert "entries left out by --from, --to, --only" in done.stdout
    assert " before + " in done.stdout
    [path] = tmp_path.glob("*.csv")
    assert {
        row["Date"][:7]
        for row in csv.DictReader(path.open(newline="", encoding="utf-8"))
    } == {"2025-03"}


@pytest.mark.parametrize("span", ["month", "day"])
def test_a_summary_has_one_entry_per_span_and_the_same_balances(
    span: str, books: dict[str, Path], tmp_path: Path
) -> None:
    [whole] = exported(books["quickstart"], "journal", tmp_path / "whole")
    [summed] = exported(
        books["quickstart"], "journal", tmp_path / "summed", "--summary", span
    )
    balances = []
    for path in (whole, summed):
        found: dict[str, Decimal] = defaultdict(Decimal)
        for row in csv.DictReader(path.open(newline="", encoding="utf-8")):
            found[row["Account"]] += Decimal(row["Debit"] or 0)
            found[row["Account"]] -= Decimal(row["Credit"] or 0)
        balances.append({name: amount for name, amount in found.items() if amount})
    assert balances[0] == balances[1]
    rows = list(csv.DictReader(summed.open(newline="", encoding="utf-8")))
    lines = [(row["Number"], row["Account"]) for row in rows]
    assert len(lines) == len(set(lines))
    spans = {row["Date"][:7] if span == "month" else row["Date"] for row in rows}
    assert len({row["Number"] for row in rows}) == len(spans)


def test_invoices_of_a_month(books: dict[str, Path], tmp_path: Path) -> None:
    words = ("--format", "xero-invoices", "--month", "2025-03", "-o", tmp_path)
    done = sheetflow("export", books["year"], *words)
    assert "Invoices, Total" in done.output
    assert " before + " in done.output
    [path] = tmp_path.glob("*.csv")
    rows = csv.DictReader(path.open(newline="", encoding="utf-8"))
    assert {row["*InvoiceDate"][3:] for row in rows} == {"03/2025"}


def test_files_of_two_exports_are_never_mixed(
    books: dict[str, Path], tmp_path: Path
) -> None:
    book = Path(shutil.copy(books["quickstart"], tmp_path))
    for words in ((), (), ("--month", "2026-03"), ("--to", "2026-03-01")):
        assert sheetflow("export", book, "--format", "journal", *words).exit_code == 0
    folder = tmp_path / "out" / "quickstart-journal"
    names = {path.name for path in folder.iterdir()}
    assert names == {"all", "all (2)", "2026-03", "to 2026-03-01"}
    for each in folder.iterdir():
        files = {path.name for path in each.iterdir()}
        assert files == {"quickstart-journal.csv", "control-quickstart-journal.txt"}


HEADERS = {
    "xero-invoices": """
        *ContactName EmailAddress POAddressLine1 POAddressLine2 POAddressLine3 POAddressLine4
        POCity PORegion POPostalCode POCountry *InvoiceNumber Reference *InvoiceDate *DueDate Total
        InventoryItemCode *Description *Quantity *UnitAmount Discount *AccountCode *TaxType TaxAmount
        TrackingName1 TrackingOption1 TrackingName2 TrackingOption2 Currency BrandingTheme
    """,
    "xero-journal": """
        *Narration *Date Description *AccountCode *TaxRate *Amount TrackingName1 TrackingOption1 TrackingName2
        TrackingOption2
    """,
    "quickbooks-journal": """
        *JournalNo *JournalDate *AccountName *Debits *Credits Description Name Currency Location Class
    """,
}
"""The first lines of the programs' own templates."""


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_those_of_the_programs_templates(
    books: dict[str, Path], name: str, tmp_path: Path
) -> None:
    for path in exported(books["quickstart"], name, tmp_path):
        assert (
            path.read_text(encoding="utf-8").splitlines()[0].split(",")
            == HEADERS[name].split()
        )


def test_what_is_imported_as_invoices_can_be_left_out_of_the_journal(
    books: dict[str, Path], tmp_path: Path
) -> None:
    [path] = exported(
        books["quickstart"], "journal", tmp_path, "--only", "credits,payments,stock"
    )
    left = {
        row["Sheet"] for row in csv.DictReader(path.open(newline="", encoding="utf-8"))
    }
    assert "Payments" in left
    assert "Invoices" not in left
    done = sheetflow(
        "export",
        books["quickstart"],
        "--format",
        "journal",
        "--only",
        "bills",
        "-o",
        tmp_path,
    )
    assert (done.exit_code, "bills is not one of invoices, credits" in done.stderr) == (
        2,
        True,
    )


def test_an_entry_of_quickbooks_has_one_date_and_is_in_one_file(
    books: dict[str, Path], tmp_path: Path
) -> None:
    found: dict[str, set[object]] = defaultdict(set)
    for at, path in enumerate(exported(books["year"], "quickbooks-journal", tmp_path)):
        for row in csv.DictReader(path.open(newline="", encoding="utf-8")):
            found[row["*JournalNo"]].add((at, row["*JournalDate"]))
    assert {len(places) for places in found.values()} == {1}


def test_lines_without_tax_have_the_rate_that_settings_name(tmp_path: Path) -> None:
    book = Path(shutil.copy(QUICKSTART, tmp_path))
    with_rate = openpyxl.load_workbook(book)
    with_rate["Settings"].append(["Untaxed rate", "BAS Excluded"])
    with_rate.save(book)
    assert (
        sheetflow(
            "run", book, "-o", tmp_path / "out", "--as-of", "2026-03-02", "--no-print"
        ).exit_code
        == 0
    )
    [path] = exported(tmp_path / "out" / book.name, "xero-journal", tmp_path)
    assert {
        row["*TaxRate"]
        for row in csv.DictReader(path.open(newline="", encoding="utf-8"))
    } == {"BAS Excluded"}


def test_a_workbook_that_was_not_run_is_refused(
    books: dict[str, Path], tmp_path: Path
) -> None:
    path = QUICKSTART
    done = sheetflow("export", path, "--format", "journal", "-o", tmp_path)
    assert done.exit_code == 3
    assert f"first run: sheetflow run {path}" in done.stderr
    assert not list(tmp_path.glob("*.csv"))

"""`sheetflow report`: what it writes, lists and refuses."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from locations import QUICKSTART

from sheetflow.cli import main
from sheetflow.domain.numbers import BLANK
from sheetflow.reports.declarations import REPORTS
from sheetflow.reports.rows import decimals_of
from sheetflow.reports.tables import Table, quantity
from tools.german_shop import DAY, write_german_shop


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quickstart sample after a run."""
    folder = tmp_path_factory.mktemp("books")
    path = Path(shutil.copy(QUICKSTART, folder))
    done = sheetflow("run", path, "--as-of", "2026-03-02", "--no-print")
    assert done.exit_code == 0, done.output
    return path


def test_the_list_names_every_report_and_what_it_agrees_with() -> None:
    done = sheetflow("report", "--list")
    assert done.exit_code == 0
    for declaration in REPORTS.values():
        assert declaration.name in done.output.split()
        assert declaration.agrees in done.output


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_agrees_and_leaves_the_workbook_as_it_is(
    name: str, book: Path, tmp_path: Path
) -> None:
    before = book.read_bytes()
    done = sheetflow("report", book, name, "--csv", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert " = " in done.output
    assert "DIFFERS" not in done.output
    assert book.read_bytes() == before
    names = {path.name for path in tmp_path.iterdir()}
    stem = f"quickstart-{name}"
    assert names == {f"{stem}.xlsx", f"{stem}.csv", f"{stem}-documents.csv"}


@pytest.mark.parametrize("period", ["--month=2026-03", "--quarter=2026Q1"])
def test_every_report_of_a_period_can_be_read(
    period: str, book: Path, tmp_path: Path
) -> None:
    done = sheetflow("report", book, *REPORTS, period, "--csv", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert len(list(tmp_path.glob("*.csv"))) == 2 * len(REPORTS)
    for path in tmp_path.glob("*.xlsx"):
        pages = openpyxl.load_workbook(path)
        assert pages.sheetnames == ["Report", "Documents"]
        assert "nan" not in {cell.value for row in pages["Documents"] for cell in row}


def test_totals_and_links_are_live(book: Path, tmp_path: Path) -> None:
    done = sheetflow("report", book, "receivables", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    page = openpyxl.load_workbook(tmp_path / "quickstart-receivables.xlsx")["Report"]
    assert page["A5"].value.startswith('=HYPERLINK("#Documents!A')
    headers = [cell.value for cell in page[4]]
    column = headers.index("Total") + 1
    last = next(row for row in range(5, 50) if page.cell(row, 1).value == "Total")
    assert page.cell(5, column).value.startswith("=SUM(Documents!")
    letter = page.cell(last, column).column_letter
    assert page.cell(last, column).value == f"=SUM({letter}5:{letter}{last - 1})"
    assert page.cell(5, column).number_format == "#,##0.00"
    assert page.print_title_rows == "$4:$4"


def test_csv_has_the_figures_of_the_workbook(book: Path, tmp_path: Path) -> None:
    sheetflow("report", book, "journal", "--csv", "-o", tmp_path)
    text = (tmp_path / "quickstart-journal.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    page = openpyxl.load_workbook(tmp_path / "quickstart-journal.xlsx", data_only=True)[
        "Report"
    ]
    shown = [str(row[1].value) for row in page.iter_rows(5, 4 + len(rows))]
    assert [row["Number"] for row in rows] == shown
    assert rows


def test_a_pdf_has_the_title(book: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    done = sheetflow(
        "report", book, "tax", "--pdf", "--month", "2026-03", "-o", tmp_path
    )
    assert done.exit_code == 0, done.output
    file = tmp_path / "quickstart-tax-2026-03-01-to-2026-03-31.pdf"
    assert "Net tax" in PdfReader(file).pages[0].extract_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sale"], "Did you mean sales?"),
        (["tax", "--month", "2026-13"], "is not a month"),
        (["tax", "--quarter", "2026Q5"], "is not a quarter"),
        (["tax", "--month", "2026-03", "--as-of", "2026-03-01"], "only one of"),
        (["tax", "--from", "2026-03-02", "--to", "2026-03-01"], "is after"),
        (["tax", "--by", "customer"], "these reports take nothing"),
        (["sales", "--by", "customer,month,product"], "at most 2"),
        (["sales", "--product", "A"], "--product is for"),
        ([], "the names of reports"),
    ],
)
def test_options_that_cannot_be(words: list[str], message: str, book: Path) -> None:
    done = sheetflow("report", book, *words)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())


def test_a_report_of_a_german_workbook_is_german(tmp_path: Path) -> None:
    path = tmp_path / "laden.xlsx"
    write_german_shop(path)
    assert sheetflow("run", path, "--as-of", DAY, "--no-print").exit_code == 0
    words = ("--month", f"{DAY:%Y-%m}", "--csv", "-o", tmp_path / "berichte")
    done = sheetflow("report", path, *REPORTS, *words)
    assert done.exit_code == 0, done.output
    assert "DIFFERS" not in done.output
    agreements = [line for line in done.output.splitlines() if " = " in line]
    assert agreements
    for line in agreements:
        assert not set(re.findall(r"[A-Za-z]+", line)) & {"of", "the", "less", "at"}
    [file] = (tmp_path / "berichte").glob("laden-receivables*.xlsx")
    page = openpyxl.load_workbook(file)["Bericht"]
    assert page["A1"].value == "Offene Posten"
    assert page["A2"].value.startswith("Töpferei am Hang   am 2026-03-31")
    headers = [cell.value for cell in page[4]]
    assert headers[:3] == ["Kunde", "Name", "Nicht fällig"]
    assert "Belege!" in page["A5"].value
    assert page["C5"].number_format == "[$-407]#,##0.00"
    [journal] = (tmp_path / "berichte").glob("laden-journal*-31.csv")
    rows = list(csv.DictReader(journal.read_text("utf-8-sig").splitlines()))
    assert {row["Was"] for row in rows} <= {"Rechnung", "Zahlung", "Gutschrift"}


def test_quantities_have_the_decimals_that_they_need() -> None:
    columns = quantity("Few", "None")
    frame = pd.DataFrame({"Few": [1_500_000, BLANK], "None": [2_000_000, 0]})
    table = Table(columns, frame)
    assert [decimals_of(table, column) for column in columns] == [1, 0]

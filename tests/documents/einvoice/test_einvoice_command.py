"""`sheetflow print --einvoice`: from the workbook to files that a receiver can read."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner, Result
from einvoice_books import Cii
from locations import QUICKSTART
from schematron import broken_rules

from sheetflow.cli import main
from sheetflow.documents.einvoice import syntaxes

DAY = "--as-of=2026-03-02"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The quickstart, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(QUICKSTART, tmp_path))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the quickstart after its run, which no test changes."""
    folder = tmp_path_factory.mktemp("done")
    assert sheetflow("run", QUICKSTART, "-o", folder, DAY).exit_code == 0
    return folder


@pytest.fixture
def shop(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The quickstart after its run, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(done, "done")
    return Path("done/quickstart.xlsx")


def after_run(sample: Path) -> Path:
    assert sheetflow("run", sample, "-o", "done", DAY).exit_code == 0
    return Path("done/quickstart.xlsx")


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def cells(
    book: Path, sheet: str, key: str, *headers: str
) -> dict[object, list[Decimal]]:
    """Amounts of a sheet by key."""
    rows = list(
        openpyxl.load_workbook(book, data_only=True)[sheet].iter_rows(values_only=True)
    )
    at = next(number for number, row in enumerate(rows) if {key, *headers} <= set(row))
    column = {header: rows[at].index(header) for header in (key, *headers)}
    filled = [row for row in rows[at + 1 :] if row[column[key]]]
    return {
        row[column[key]]: [Decimal(f"{row[column[h]]:.15g}") for h in headers]
        for row in filled
    }


@pytest.mark.parametrize("form", ["cii", "ubl"])
def test_every_invoice_and_credit_note_follows_the_rules(shop: Path, form: str):
    done = sheetflow("print", shop, f"--einvoice={form}", "-o", "sent", DAY)
    assert (done.exit_code, done.stdout) == (
        0, "11 invoices, 3 credit notes: 14 of 14 written to sent/einvoices/\n",
    )  # fmt: skip
    files = sorted(Path("sent/einvoices").iterdir())
    assert len(files) == 14
    assert [broken_rules(path.read_bytes(), form) for path in files] == [[]] * 14


def names(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_with_pdf_the_other_documents_are_printed_too(shop: Path):
    done = sheetflow(
        "print", shop, "--einvoice", "--pdf", "--order", "SO-000009", "-o", "sent", DAY
    )
    assert done.exit_code == 0
    assert names("sent/einvoices") == ["INV-000007.pdf"]
    assert {"packing-slips.pdf", "packing-slips.xlsx", "orders.pdf"} < set(
        names("sent")
    )
    assert not {"invoices.pdf", "invoices.xlsx"} & set(names("sent")), (
        "the electronic ones are PDFs"
    )
    done = sheetflow(
        "print",
        shop,
        "--einvoice=cii",
        "--pdf",
        "--only",
        "invoices",
        "-o",
        "both",
        DAY,
    )
    assert names("both") == ["einvoices", "invoices.pdf", "invoices.xlsx"]
    words = ("--only", "picks", "--order", "SO-000002", "-o", "picks")
    done = sheetflow("print", shop, "--einvoice", "--pdf", *words, DAY)
    assert done.stdout.startswith("Nothing to print")
    assert names("picks") == ["picks.pdf", "picks.xlsx"]


def test_amounts_equal_those_of_the_workbook(shop: Path):
    assert sheetflow("print", shop, "--einvoice=cii", "-o", "sent", DAY).exit_code == 0
    wanted = cells(shop, "Invoices", "Invoice", "Total", "Tax")
    wanted |= cells(shop, "Returns", "Credit note", "Credit total", "Credit tax")
    found = {}
    for path in Path("sent/einvoices").iterdir():
        read = Cii(path.read_bytes())
        totals = "SpecifiedTradeSettlementHeaderMonetarySummation"
        found[path.stem] = [
            *read.amounts(totals, "GrandTotalAmount"),
            *read.amounts(totals, "TaxTotalAmount"),
        ]
    assert found == wanted


def test_the_pdf_has_the_xml_attached_and_declares_it(shop: Path):
    done = sheetflow(
        "print", shop, "--einvoice", "--order", "SO-000009", "-o", "sent", DAY
    )
    assert done.exit_code == 0, done.output
    [path, *_] = sorted(Path("sent/einvoices").glob("INV*.pdf"))
    assert (
        sheetflow(
            "print", shop, "--einvoice=cii", "--order", "SO-000009", "-o", "xml", DAY
        ).exit_code
        == 0
    )
    with pikepdf.open(path) as pdf:
        assert pdf.pdf_version == "1.7"
        assert pdf.attachments["factur-x.xml"].get_file().read_bytes() == (
            Path("xml/einvoices", path.stem + ".xml").read_bytes()
        )
        assert pdf.Root.AF[0].AFRelationship == "/Alternative"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        said = pdf.open_metadata()
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "B")
        facts = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
        assert said[f"{{{facts}}}ConformanceLevel"] == "EN 16931"


def test_the_same_input_gives_the_same_bytes(shop: Path):
    def sent() -> dict[str, bytes]:
        assert (
            sheetflow(
                "print",
                shop,
                "--einvoice",
                "--customer",
                "FERN",
                "-o",
                "sent",
                "--overwrite",
                DAY,
            ).exit_code
            == 0
        )
        return {
            path.name: path.read_bytes() for path in Path("sent/einvoices").iterdir()
        }

    first = sent()
    assert len(first) > 1
    assert sent() == first


def blanked(shop: Path, header: str) -> list[str]:
    """Empty a column of the invoices of one customer; the cells."""
    book = openpyxl.load_workbook(shop)
    rows = [list(row) for row in book["Invoices"].iter_rows()]
    [headers] = [row for row in rows if row[0].value == "Invoice"]
    columns = {cell.value: number for number, cell in enumerate(headers)}
    cells = [
        row[columns[header]] for row in rows if row[columns["Customer"]].value == "FERN"
    ]
    for cell in cells:
        cell.value = None
    book.save(shop)
    return [f"Invoices!{cell.coordinate}" for cell in cells]


def test_missing_cells_are_reported_and_the_other_invoices_are_written(shop: Path):
    """An invoice keeps who it was issued to, so that the cell to fill in is its own."""
    cells = blanked(shop, "Billing address")
    done = sheetflow(
        "print", shop, "--einvoice=cii", "--only", "invoices", "-o", "sent", DAY
    )
    assert done.exit_code == 1
    reported = done.stdout.splitlines()[: len(cells)]
    for cell, line in zip(cells, reported, strict=True):
        where, text = line.split(maxsplit=1)
        assert where == cell
        assert text.startswith(
            "Billing address is missing, and electronic invoices need it: "
        )
    assert "7 of 11 written" in done.stdout
    assert len(list(Path("sent/einvoices").iterdir())) == 7


MANDATORY = ("Company", "Address", "Tax number")
"""The settings that EN 16931 requires."""


@pytest.mark.parametrize("name", MANDATORY)
def test_each_mandatory_setting_is_reported_at_its_cell(sample: Path, name: str):
    book = openpyxl.load_workbook(sample)
    [cell] = [row[1] for row in book["Settings"].iter_rows() if row[0].value == name]
    value = cell.value
    cell.value = None
    book.save(sample)
    shop = after_run(sample)
    done = sheetflow("print", shop, "--einvoice=cii", "-o", "sent", DAY)
    assert done.exit_code == 1
    asked = [
        line
        for line in done.stdout.splitlines()
        if line.startswith(f"Settings!{cell.coordinate} ")
    ]
    assert [line.split(maxsplit=1)[1].split(",")[0] for line in asked] == [
        f"{name} is missing"
    ]
    assert "INV-000008" in asked[0] or " more" in asked[0]

    book = openpyxl.load_workbook(shop)
    book["Settings"][cell.coordinate].value = value
    book.save(shop)
    done = sheetflow("print", shop, "--einvoice=cii", "-o", "sent", DAY)
    assert "14 of 14 written" in done.stdout, "what was missing may be filled in"


def test_a_setting_without_a_row_is_reported_too(sample: Path):
    book = openpyxl.load_workbook(sample)
    rows = {row[0].value: row[1] for row in book["Settings"].iter_rows()}
    rows["Tax number"].value = None
    book.save(sample)
    shop = after_run(sample)
    done = sheetflow("print", shop, "--einvoice=cii", "-o", "sent", DAY)
    assert "Settings     the setting Country, a row to add, is missing" in done.stdout
    assert (
        f"Settings!{rows['Tax number'].coordinate}  Tax number is missing"
        in done.stdout
    )


def test_without_factur_x_one_line_says_how_to_install_it(
    shop: Path, monkeypatch: pytest.MonkeyPatch
):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(syntaxes, "import_module", missing)
    done = sheetflow("print", shop, "--einvoice", DAY)
    assert (done.exit_code, done.stderr) == (3, syntaxes.NOT_INSTALLED + "\n")


def test_a_file_that_sheetflow_did_not_make_is_not_replaced(shop: Path):
    folder = Path("sent/einvoices")
    folder.mkdir(parents=True)
    (folder / "INV-000001.xml").write_text("<mine/>")
    assert (
        sheetflow(
            "print",
            shop,
            "--einvoice=ubl",
            "--only",
            "invoices",
            "-o",
            "sent",
            "--overwrite",
            DAY,
        ).exit_code
        == 0
    )
    assert (folder / "INV-000001.xml").read_text() == "<mine/>"
    assert broken_rules((folder / "INV-000001-printed.xml").read_bytes(), "ubl") == []

"""Drafts of e-mails, and documents as single files: through the command."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from provoked import Provoked, write_workbook

from sheetflow.cli import main
from sheetflow.documents.mail.addresses import addresses_in
from sheetflow.documents.mail.mail_texts import mail_text
from sheetflow.documents.model import (
    Bank,
    Party,
    PaymentReceipt,
    PriceList,
    Seller,
    Style,
)
from sheetflow.documents.wording.document_formats import document_formats
from sheetflow.documents.wording.locale_formats import Formats

DAY = dt.date(2026, 3, 2)

SHEETS = {
    "Settings": """
Setting        Value
Company        Kupfer & Söhne
Email          buero@kupfer.example
Currency       EUR
Locale         de_DE
Reminder days  7, 21
""",
    "Customers": """
Customer  Name         Email                             Language  Contact
C-1       CON/..       Eve <eve@mill.example>; x@b.test  de        Eve
C-2       Cafe Ann     -                                 fr        -
""",
    "Orders": """
Order  Order date  Customer  Terms (days)
SO-1   2026-02-01  C-1       10
SO-2   2026-02-01  C-2       10
""",
    "Order lines": """
Order  Line  SKU    Quantity
SO-1   1     A-100  2
SO-2   1     A-100  1
""",
    "Invoices": """
Invoice  Order  Invoice date
INV/1    SO-1   2026-02-02
INV-2    SO-2   2026-02-02
""",
    "Invoice lines": """
Invoice  Order  SKU    Quantity  Unit price
INV/1    SO-1   A-100  2         20
INV-2    SO-2   A-100  1         20
""",
}


def sheetflow(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook after the run that filled its invoices."""
    folder = tmp_path_factory.mktemp("mail")
    write_workbook(folder / "typed.xlsx", Provoked(SHEETS, "", "", {}))
    done = CliRunner().invoke(
        main,
        ["run", str(folder / "typed.xlsx"), "--as-of=2026-02-02", "--no-print"],
    )
    assert done.exit_code == 0, done.output
    return folder / "typed.xlsx"


def drafts(book: Path, folder: Path, *words: str) -> dict[str, EmailMessage]:
    """The drafts that are printed, by their paths in the folder."""
    sheetflow("print", book, "--eml", "-o", folder, "--as-of=2026-03-02", *words)
    paths = sorted(folder.rglob("*.eml"))
    return {
        path.relative_to(folder).as_posix(): message_from_bytes(
            path.read_bytes(), policy=policy.default
        )
        for path in paths
    }


def test_each_document_to_a_customer_is_a_draft_in_its_language(
    book: Path, tmp_path: Path
) -> None:
    made = drafts(book, tmp_path, "--only", "invoices,reminders,labels")
    assert list(made) == [
        "invoices/INV-1 CON-.eml",
        "invoices/INV-2 Cafe Ann.eml",
        "reminders/C-1 CON-.eml",
        "reminders/C-2 Cafe Ann.eml",
    ]
    first, second, reminder, _ = made.values()
    assert first["To"] == "eve@mill.example, x@b.test"
    assert first["Subject"] == "Rechnung INV/1 von Kupfer & Söhne"
    assert (
        str(first["From"]) == '"Kupfer & Söhne" <buero@kupfer.example>'
        or str(first["From"]) == "Kupfer & Söhne <buero@kupfer.example>"
    )
    assert first["X-Unsent"] == "1"
    assert second["To"] is None
    assert second["Subject"] == "Facture INV-2 – Kupfer & Söhne"
    [pdf] = first.iter_attachments()
    assert pdf.get_filename() == "Rechnung INV-1.pdf"
    assert pdf.get_content().startswith(b"%PDF-")
    text = reminder.get_body().get_content()
    assert text.startswith("Guten Tag Eve,")
    assert reminder["Subject"] == "Zahlungserinnerung CON/.. von Kupfer & Söhne"
    assert "Diese Rechnungen sind überfällig. Bitte zahlen Sie" in text


def test_drafts_without_a_recipient_are_reported_with_the_cell(
    book: Path, tmp_path: Path
) -> None:
    words = ["--eml", "--only=invoices", "--as-of=2026-03-02", "-o", tmp_path]
    done = sheetflow("print", book, *words)
    line = "C-2 has no Email (Customers!C3): 1 draft has no recipient"
    assert done.output.splitlines().count(line) == 1
    assert "C-1" not in done.output


def test_the_same_document_is_the_same_draft(book: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        drafts(book, tmp_path / name, "--only", "invoices", "--customer", "C-2")
    [one, two] = sorted(tmp_path.rglob("*.eml"))
    assert one.read_bytes() == two.read_bytes()


def test_a_template_of_the_seller_says_it_otherwise(book: Path, tmp_path: Path) -> None:
    templates = book.parent / "templates"
    templates.mkdir()
    try:
        (templates / "mail.txt").write_text("All\n\nto all", encoding="utf-8")
        own = templates / "mail-invoice.fr.txt"
        own.write_text(
            "Votre {document} {number}\n\nMontant : {amount}", encoding="utf-8"
        )
        first, second = drafts(book, tmp_path / "a", "--only", "invoices").values()
        assert (first["Subject"], second["Subject"]) == ("All", "Votre Facture INV-2")
        own.write_text("Votre {numbr}", encoding="utf-8")
        words = ["print", str(book), "--eml", "-o", str(tmp_path / "b")]
        refused = CliRunner().invoke(main, [*words, "--as-of=2026-03-02"])
        assert refused.exit_code == 3
        assert "there is no {numbr}. Did you mean number?" in refused.output
    finally:
        for path in templates.iterdir():
            path.unlink()
        templates.rmdir()


def test_single_files_are_named_by_number_and_customer(
    book: Path, tmp_path: Path
) -> None:
    sheetflow("print", book, "--each", "--only", "invoices", "-o", tmp_path)
    assert sorted(path.name for path in (tmp_path / "invoices").iterdir()) == [
        "INV-1 CON-.xlsx",
        "INV-2 Cafe Ann.xlsx",
    ]


def test_what_does_not_go_together_is_refused(book: Path) -> None:
    done = CliRunner().invoke(main, ["print", str(book), "--eml", "--einvoice"])
    assert done.exit_code == 2
    assert "leave out --each and --eml" in done.output


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", []),
        ("Ann <ann@mill.example>; ann@mill.example", ["ann@mill.example"]),
        ("a@b\r\nBcc: c@d.test", ["a@b", "c@d.test"]),
        ("post@müller.example", ["post@xn--mller-kva.example"]),
        ("ask at the desk, @", []),
        ("a..b@x.de, .a@x.de, a.@x.de, a@b.de., a@b..de, a@@b.de, ä@b.de", []),
        ("a.b@x.de; c", ["a.b@x.de"]),
    ],
)
def test_addresses_are_taken_out_of_a_cell(cell: str, found: list[str]) -> None:
    assert addresses_in(cell) == found


def test_the_amount_of_a_template_is_empty_where_a_document_has_none(
    tmp_path: Path,
) -> None:
    template = tmp_path / "mail.txt"
    template.write_text("{number}: {amount}", encoding="utf-8")
    buyer = Party("Cafe Ann")
    receipt = PaymentReceipt(
        "PMT-1", False, DAY, Decimal("12.5"), "", "", "", "", "", buyer, "EUR"
    )
    prices = PriceList("Retail", DAY, buyer, (), "EUR", None)
    seller = Seller(Party("Hill"), Bank(), Style(mails=(template,)), "EUR", DAY)
    subjects = [
        mail_text(
            kind, document, seller, document_formats(document, seller, Formats)
        ).subject
        for kind, document in [("receipts", receipt), ("prices", prices)]
    ]
    assert subjects == ["PMT-1: €12.50", "Retail: "]

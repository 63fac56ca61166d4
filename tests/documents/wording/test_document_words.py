"""Documents in other languages: every word is translated, and the right customer gets the right language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import asdict

import openpyxl
import pytest
from paper import Paper, documents, drawn, new_documents
from pypdf import PdfReader
from sheets import Played, after
from small_business import BUSINESS, LINES, business

from sheetflow.documents.model import Documents, Style
from sheetflow.documents.pdf import compiling, pdfs_of
from sheetflow.documents.wording import document_formats, locale_formats
from sheetflow.documents.wording.document_words import Words
from sheetflow.domain.document_texts import document_texts
from sheetflow.domain.languages import language_codes

CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "абсдефгнижклмнорцрстувшхузАБСДЕФГНИЖКЛМНОРЦРСТУВШХУЗ"
)  # fmt: skip
CUSTOMERS = """
    Customer  Name     Billing address  Language  Country
    C-1       Meier    Markt 1          {}        FR
"""
MONTHS = {"Jan", "Feb", "Mar", "Apr"}
NOT_WORDS = MONTHS | {"IBAN", "BIC", "SSCC", "EUR", "USD", "Arial"}


def strange(text: str) -> str:
    """A text of no language: its letters are Cyrillic; what is filled in stays."""
    parts = re.split(r"({\w+})", text)
    return "".join(part if "{" in part else part.translate(CYRILLIC) for part in parts)


def strange_words(code: str) -> Words:
    """A language in which no text has a Latin letter."""
    english = document_texts()
    texts = {text: strange(text) for text in english.texts}
    forms = {
        text: {name: strange(form) for name, form in of.items()}
        for text, of in english.forms().items()
    }
    return Words(code, texts, forms)


def many_documents() -> Iterator[Documents]:
    """Documents of every kind, with everything that they can say."""
    yield documents(business())
    yield new_documents(business())
    quote = "Order  State  Order date  Customer\nSO-1   Quote  2026-02-01  C-1"
    yield documents(business(orders=quote))
    back = "Return  Order  SKU  Quantity  Return date  Fee\nRT-1  SO-1  A-100  1  2026-03-02  2"
    yield documents(business(returns=back))
    two = """
    Order  Order date  Customer  Ship by     Action
    SO-1   2026-02-01  C-1       2026-04-01  Pick
    SO-2   2026-02-01  C-1       2026-04-01  Pick
    """
    lines = f"{LINES}    SO-2   1     A-100  500        19.99       5           STD\n"
    yield new_documents(
        business(
            orders=two, order_lines=lines, settings="Setting  Value\nPick lists  'One for all'"
        )
    )  # fmt: skip


def strings(value: object) -> Iterator[str]:
    """The texts in documents, without the reasons why no tax is charged, which are ours."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in ("exemption", "buckets"):
                yield from strings(each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from strings(each)


def said_by(made: Documents) -> set[str]:
    """The words that documents have from the workbook."""
    return latin_words(" ".join(strings(asdict(made))))


def latin_words(texts: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{3,}", texts))


def texts_of_workbook(content: bytes) -> str:
    """All that a workbook shows: cells, texts in number formats, names of sheets."""
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True):
        found.append(sheet.title)
        for row in sheet.iter_rows():
            found += [str(c.value) for c in row if isinstance(c.value, str)]
            for cell in row:
                found += re.findall(r'"([^"]*)"', cell.number_format)
    return "\n".join(found)


@pytest.fixture
def _strange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale_formats, "words_of", strange_words)
    monkeypatch.setattr(compiling, "words_of", strange_words)


@pytest.mark.usefixtures("_strange")
def test_every_word_of_documents_can_be_translated():
    """In a language without Latin letters, all that is left of them is what the workbook says."""
    for made in many_documents():
        facts = said_by(made)
        for name, content in drawn(made).items():
            left = latin_words(texts_of_workbook(content)) - facts - NOT_WORDS
            assert not left, (name, left)


@pytest.mark.usefixtures("_strange")
def test_every_word_of_pdfs_can_be_translated():
    pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
    for made in many_documents():
        facts = {word.casefold() for word in said_by(made) | NOT_WORDS}
        for file in pdfs_of(made):
            pages = PdfReader(io.BytesIO(file.content)).pages
            words = latin_words(" ".join(page.extract_text() for page in pages))
            left = {word for word in words if word.casefold() not in facts}
            assert not left, (file.name, left)


# -- who gets which language


def invoice_in(customer: str, settings: str = "") -> list[str]:
    """The texts of an invoice for a customer with this language, and these settings."""
    played = _played(customer, settings)
    return Paper(drawn(documents(played))["invoices.xlsx"]).texts()


def _played(customer: str, settings: str) -> Played:
    sheets = {
        **BUSINESS,
        "settings": f"{BUSINESS['settings']}{settings}",
        "customers": CUSTOMERS.format(customer or "-"),
    }
    return after(None, **sheets)


@pytest.mark.parametrize(
    ("customer", "settings", "title"),
    [
        ("", "", "Invoice"),
        ("de", "", "Rechnung"),
        ("Français", "", "Facture"),
        ("", "    Document language  it\n", "Fattura"),
        ("es", "    Document language  it\n", "Factura"),
        ("en", "    Document language  it\n", "Invoice"),
        ("Klingon", "    Document language  it\n", "Fattura"),
    ],
)
def test_an_invoice_is_in_the_customers_language(
    customer: str, settings: str, title: str
):
    assert title in invoice_in(customer, settings)


@pytest.mark.parametrize("code", language_codes())
def test_each_language_has_all_texts_and_writes_one_and_many(code: str):
    words = document_formats.Formats("", "EUR", code).words
    assert set(words.texts) == set(document_texts().texts)
    one = words.counted("{count} orders", 1, count="1")
    many = words.counted("{count} orders", 12, count="12")
    assert one.startswith("1 ")
    assert one[1:] != many[2:]


@pytest.mark.parametrize(
    ("code", "locale", "wanted"),
    [
        ("", "de_DE", "de_DE"),
        ("", "", "en_US"),
        ("de", "de_AT", "de_AT"),
        ("fr", "de_CH", "fr_CH"),
        ("fr", "de_DE", "fr_FR"),
        ("es", "", "es_ES"),
        ("en", "de_DE", "en_DE"),
        ("en", "", "en_US"),
    ],
)
def test_numbers_are_written_by_a_locale_of_the_language(
    code: str, locale: str, wanted: str
):
    assert document_formats.locale_in(code, Style(locale=locale)) == wanted


def test_amounts_and_dates_are_those_of_the_language():
    texts = invoice_in("fr", "    Locale  de_DE\n")
    assert any("avr. 2026" in text for text in texts), texts

"""Languages of documents alone: complete, and in every word of every document."""

from __future__ import annotations

import re

import pytest
from paper import Paper, documents, drawn
from sheets import after

from sheetflow.documents.wording.document_words import words_of
from sheetflow.domain.document_languages import (
    declared,
    document_language_code,
    document_only_codes,
)
from sheetflow.domain.document_texts import document_faults

CODES = document_only_codes()
SETTINGS = """
    Setting            Value
    Company            9999
    Currency           {currency}
    Locale             {locale}
    Document language  {language}
"""
WORD = re.compile(r"[A-Za-z]{3,}")
OURS = {"VAT", "EUR", "JPY", "KWD", "IBAN", "BIC", "SSCC"}
"""Words that are the same in every language."""


@pytest.mark.parametrize("code", CODES)
def test_every_word_is_translated(code):
    language = declared(code)
    assert list(document_faults(language.documents, language.counted)) == []


@pytest.mark.parametrize("code", CODES)
def test_a_customer_s_documents_have_no_word_in_english(code):
    """What people typed has digits alone here, so that every letter is ours."""
    currency, locale = {"ja": ("JPY", "ja_JP"), "ar": ("KWD", "ar_KW")}[code]
    settings = SETTINGS.format(currency=currency, locale=locale, language=code)
    typed = {
        "customers": "Customer  Name  Billing address\n'1'  '11'  '12'",
        "products": "SKU    Name   Price  Tax code\n'100'  '101'  20     '5'",
        "tax_codes": "Tax code  Name  Tax 1 %  Tax 1 name\n'5'       '55'  10       '56'",
        "orders": "Order  Order date  Customer  Freight  Action\n'7'  2026-02-01  '1'  3  'Fulfil, Invoice'",
        "order_lines": "Order  SKU    Quantity\n'7'    '100'  2",
        "stock_moves": "Date  Type  SKU  To  Quantity\n2026-01-02  Opening  '100'  '8'  9",
        "locations": "Location\n'8'",
        "settings": settings,
    }
    made = documents(after(None, **typed), recorded_only=False)
    assert len(made)
    for name, content in drawn(made).items():
        said = " ".join(Paper(content).texts())
        english = set(WORD.findall(said)) - OURS - {"INV", "Picked"}
        assert not english, f"{name}: {english}"


def test_a_language_is_known_by_its_code_and_its_own_name():
    assert document_language_code("ja_JP") == "ja"
    assert document_language_code("日本語") == "ja"
    assert document_language_code("العربية") == "ar"
    assert document_language_code("de") == "de"
    assert document_language_code("xx") == ""


def test_what_is_filled_in_never_turns_around_what_is_around_it():
    arabic = words_of("ar").text("Your reference {reference}", reference="PO 12/أ")
    assert arabic.endswith("\u2068PO 12/أ\u2069")
    english = words_of("en")
    assert english.text("Orders: {orders}", orders="SO-1") == "Orders: SO-1"
    assert "\u2068PO 12/أ\u2069" in english.text("Orders: {orders}", orders="PO 12/أ")

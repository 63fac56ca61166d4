"""Who sends the documents, and how they look: Settings, for all documents of a run."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sheetflow.controls.issued.as_printed import (
    DOCUMENT_LANGUAGE,
    LANGUAGE,
    NOT_STATED,
)
from sheetflow.controls.issued.printed_texts import SELLER_SETTINGS
from sheetflow.documents.gather.parties import two_letters
from sheetflow.documents.gather.source import lines_of_text
from sheetflow.documents.model import Bank, Party, Seller, Style
from sheetflow.domain.book import Settings
from sheetflow.reading.code_cells import colour_digits
from sheetflow.reading.files_beside import files_beside


def seller_of(settings: Settings, as_of: int, folder: Path) -> Seller:
    """What Settings says; `folder` is the workbook's, where the logo is too."""
    texts = settings.texts
    return Seller(
        party=_party(texts),
        bank=_bank(texts),
        style=_style(texts, folder),
        currency=settings.currency,
        as_of=dt.date.fromordinal(as_of),
        gs1_prefix=settings.gs1_company_prefix,
        exemption_note=texts.get("Exemption note", ""),
        quote_text=texts.get("Quote text", ""),
        order_text=texts.get("Order text", ""),
        invoice_text=texts.get("Invoice text", ""),
    )


def issued_seller(
    said: Mapping[str, str], settings: Settings, today: Seller, folder: Path
) -> Seller:
    """Who issued a document, by what Settings `said` then.

    A logo that is not there any more is replaced by the one of `today`.
    """
    others = {
        name: text
        for name, text in settings.texts.items()
        if name not in SELLER_SETTINGS
    }
    texts = {**others, **_with_language(said)}
    seller = seller_of(replace(settings, texts=texts), _day(today), folder)
    if "Logo" in said and not seller.style.logo:
        style = replace(seller.style, logo=today.style.logo)
        return replace(seller, style=style)
    return seller


def _with_language(said: Mapping[str, str]) -> Mapping[str, str]:
    """What Settings said, where no language was stated without any."""
    if said.get(DOCUMENT_LANGUAGE) != NOT_STATED:
        return said
    return {**said, DOCUMENT_LANGUAGE: "", LANGUAGE: ""}


def _day(seller: Seller) -> int:
    return seller.as_of.toordinal()


def _party(texts: Mapping[str, str]) -> Party:
    return Party(
        name=texts.get("Company", ""),
        address=lines_of_text(texts.get("Address", "")),
        email=texts.get("Email", ""),
        phone=texts.get("Phone", ""),
        tax_number=texts.get("Tax number", ""),
        country=two_letters(texts.get("Country", "")),
        e_address=texts.get("E-address", ""),
    )


def _bank(texts: Mapping[str, str]) -> Bank:
    details = lines_of_text(texts.get("Bank details", ""))
    iban = re.sub(r"\s", "", texts.get("IBAN", "")).upper()
    bic = texts.get("BIC", "").strip().upper()
    return Bank(details, iban, bic)


def _style(texts: Mapping[str, str], folder: Path) -> Style:
    usual = Style()
    beside = files_beside(texts, folder)
    return Style(
        locale=texts.get("Locale", usual.locale),
        language=texts.get("Document language") or texts.get("Language", ""),
        paper=texts.get("Paper", usual.paper),
        colour=colour_digits(texts.get("Colour", "")) or usual.colour,
        footer=texts.get("Footer", ""),
        logo=beside.logo,
        label_format=texts.get("Label format", usual.label_format),
        templates=beside.templates,
        mails=beside.mails,
        fonts=beside.fonts,
    )

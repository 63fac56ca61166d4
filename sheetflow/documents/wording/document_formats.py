"""Which language a document speaks, and which locale writes its numbers and dates."""

from __future__ import annotations

from typing import TypeVar

from sheetflow.documents.model import (
    ContainerLabel,
    DeliveryNote,
    Document,
    GoodsInList,
    PackingSlip,
    PickList,
    Seller,
    Style,
)
from sheetflow.documents.wording.locale_formats import DEFAULT_LOCALE, Formats
from sheetflow.domain.document_languages import (
    document_language,
    document_language_code,
)
from sheetflow.domain.languages import ENGLISH
from sheetflow.standards.locales import is_locale

AnyFormats = TypeVar("AnyFormats", bound=Formats)


def seller_formats(
    seller: Seller, kind: type[AnyFormats], language: str = ""
) -> AnyFormats:
    """The formats of what has no customer, or of a customer with this language.

    The language is that of Settings where the customer has none, or one that is not known.
    """
    style = seller.style
    code = document_language_code(language) or document_language_code(style.language)
    return kind(locale_in(code, style), seller.currency, code or ENGLISH)


def document_formats(
    document: Document, seller: Seller, kind: type[AnyFormats]
) -> AnyFormats:
    """The formats of a document: of its customer's language, else of Settings'."""
    return seller_formats(seller, kind, _customer_language(document))


def _customer_language(document: Document) -> str:
    match document:
        case PickList() | GoodsInList():
            return ""
        case PackingSlip() | ContainerLabel():
            return document.container.consignee.language
        case DeliveryNote():
            return document.consignee.language
        case _:
            return document.buyer.language


def locale_in(code: str, style: Style) -> str:
    """The locale to write a language in: Settings' Locale where it is one of the language.

    Else the language as the country of that locale writes it, and where it does not, the
    language's own. Without a language (`code` is ""), Settings' Locale.
    """
    stated = style.locale.strip().replace("-", "_")
    if not code or stated.split("_")[0].casefold() == code:
        return stated or DEFAULT_LOCALE
    country = stated.rpartition("_")[2]
    there = f"{code}_{country}"
    if stated and is_locale(there):
        return there
    language = document_language(code)
    return language.locale if language else DEFAULT_LOCALE

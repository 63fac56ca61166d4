"""Very long texts in documents: cut with … where a person would not print them; nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_business import business

from sheetflow.documents.gather import DocumentFilter, all_documents
from sheetflow.documents.model import PickList
from sheetflow.documents.shortening import shorten


def test_documents_without_long_texts_are_the_same_objects() -> None:
    documents = all_documents(business().result, Path(), DocumentFilter())
    assert len(documents)
    assert shorten(documents) is documents


def test_each_long_text_is_cut_and_the_rest_stays() -> None:
    documents = all_documents(business().result, Path(), DocumentFilter())
    [invoice] = documents.invoices
    long = "word " * 6_000
    address = tuple(f"line {number}" for number in range(5_000))
    buyer = replace(invoice.buyer, name=long, address=address)
    first, *others = invoice.money.lines
    lines = (replace(first, description=long), *others)
    odd = replace(
        invoice,
        buyer=buyer,
        notes="n" * 32_767,
        money=replace(invoice.money, lines=lines),
    )
    cut = shorten(odd)
    assert len(cut.buyer.name) <= 1_000
    assert cut.buyer.name.endswith("…")
    assert cut.buyer.address == (*address[:19], "…")
    assert cut.money.lines[0].description == cut.buyer.name
    assert cut.notes == "n" * 3_999 + "…"
    assert cut.money.lines[1:] == invoice.money.lines[1:]
    assert cut.money.total == invoice.money.total


def test_a_list_of_many_orders_keeps_them_all() -> None:
    orders = tuple(f"SO-{number}" for number in range(500))
    many = PickList(orders, customer="", ship_by=None, stops=())
    assert shorten(many) is many

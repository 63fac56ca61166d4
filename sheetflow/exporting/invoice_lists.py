"""Lists of invoices: which documents an export has, and what they add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sheetflow.domain.book import Book
from sheetflow.exporting.accounts import chart_of
from sheetflow.exporting.control import amount_text
from sheetflow.exporting.invoices import (
    Invoice,
    InvoiceLine,
    exported_credit_notes,
    exported_invoices,
)
from sheetflow.exporting.journal import Entry
from sheetflow.exporting.without_voids import without_voids

if TYPE_CHECKING:
    from datetime import date

NOTHING = Decimal(0)
WHAT = {"invoices": "invoices", "credits": "credit notes"}
SOURCES = {"invoices": "Invoices, Total", "credits": "Returns, Credit total"}


def listed_documents(book: Book, facts: Collection[str]) -> list[Invoice]:
    """The live invoices, then the credit notes; `facts` are the kinds that a format takes."""
    found = list(exported_invoices(book)) if "invoices" in facts else []
    return [*found, *(exported_credit_notes(book) if "credits" in facts else ())]


# -- what is new


@dataclass(frozen=True)
class NewDocuments:
    """The documents that no export has had, and the reversals of those that are gone."""

    documents: Sequence[Invoice]
    reversals: Sequence[Invoice]


def new_documents(book: Book, entries: Sequence[Entry]) -> NewDocuments:
    """The documents that new entries are of."""
    kinds = {entry.fact for entry in entries}
    known = {(each.fact, each.number): each for each in listed_documents(book, kinds)}
    first = dict.fromkeys((e.fact, e.number) for e in entries if not e.of)
    documents = [known[document] for document in first]
    reversing = [entry for entry in entries if entry.of]
    issued = _as_issued(book, reversing)
    reversals = [_reversal(book, entry, issued) for entry in reversing]
    return NewDocuments(documents, reversals)


Issued = Mapping[tuple[str, str], Invoice]
"""Documents as they were issued, by their kind and their number."""


def _as_issued(book: Book, entries: Sequence[Entry]) -> Issued:
    """The documents that these entries take back, as if they had not been voided."""
    kinds = {entry.fact for entry in entries}
    for kind in kinds:
        numbers = {entry.document for entry in entries if entry.fact == kind}
        book = without_voids(book, kind, numbers)
    return {(each.fact, each.number): each for each in listed_documents(book, kinds)}


def _reversal(book: Book, entry: Entry, documents: Issued) -> Invoice:
    """What takes back a document, on the day of its void: its lines the other way round.

    Of a document that is not gone, but has changed, it is the difference by account.
    """
    total = _receivable(book, entry)
    issued = documents.get((entry.fact, entry.document))
    if issued is None or issued.total != -total:
        issued = _of_postings(book, entry, issued)
        lines: list[InvoiceLine] = list(issued.lines)
    else:
        lines = list(map(_negated, issued.lines))
    day = entry.day
    return replace(
        issued, number=entry.number, day=day, due=day, total=total, lines=lines
    )


def _negated(line: InvoiceLine) -> InvoiceLine:
    return replace(line, amount=-line.amount, tax=-line.tax)


def _receivable(book: Book, entry: Entry) -> Decimal:
    account = chart_of(book)["Receivable account"]
    amounts = (each.amount for each in entry.postings if each.account == account)
    return sum(amounts, NOTHING)


def _of_postings(book: Book, entry: Entry, issued: Invoice | None) -> Invoice:
    """A document with a line for each account but the receivable one."""
    account = chart_of(book)["Receivable account"]
    lines = [
        InvoiceLine(entry.text, -each.amount, each.account.name)
        for each in entry.postings
        if each.account != account
    ]
    if issued is not None:
        return replace(issued, lines=lines)
    return Invoice(
        number=entry.number,
        customer=entry.party,
        email="",
        address=(),
        order="",
        day=entry.day,
        due=entry.day,
        total=NOTHING,
        currency=book.settings.currency,
        lines=lines,
        fact=entry.fact,
    )


# -- control totals


def list_totals(
    book: Book, listed: Sequence[Invoice], since: date | None, facts: Collection[str]
) -> Iterator[str]:
    """What each kind of document comes to; of a period, what came before it and what both are."""
    currency = book.settings.currency
    every = listed_documents(book, tuple(WHAT))
    for fact, what in WHAT.items():
        whole = [each for each in every if each.fact == fact]
        if fact not in facts:
            rest = "are left to quickbooks-journal --only credits,payments,stock"
            yield f"{total_text(whole, what, currency)} {rest}"
            continue
        mine = [each for each in listed if each.fact == fact]
        if len(mine) == len(whole):
            added = " = their lines and tax" if fact == "invoices" else ""
            total = total_text(whole, what, currency)
            yield f"{total}{added} = {SOURCES[fact]}"
        else:
            yield total_text(mine, what, currency)
            yield _period_text(mine, whole, since, currency)


def _period_text(
    mine: Sequence[Invoice],
    whole: Sequence[Invoice],
    since: date | None,
    currency: str,
) -> str:
    """`Invoices, Total 1,000.00 before + 200.00 now = 1,200.00, and 50.00 later`."""
    before = _sum(each for each in whole if since is not None and each.day < since)
    now = _sum(mine)
    later = _sum(whole) - before - now
    shown = [amount_text(each, currency) for each in (before, now, before + now, later)]
    source = SOURCES[whole[0].fact]
    return f"{source} {shown[0]} before + {shown[1]} now = {shown[2]}, and {shown[3]} later"


def _sum(documents: Iterable[Invoice]) -> Decimal:
    return sum((each.total for each in documents), NOTHING)


def total_text(documents: Sequence[Invoice], what: str, currency: str) -> str:
    """`12 invoices 1,234.50 CAD`."""
    lines = [line for each in documents for line in each.lines]
    total = _sum(documents)
    added = sum((line.amount + line.tax for line in lines), NOTHING)
    assert total == added, f"{what} do not come to their lines"
    return f"{len(documents):,} {what} {amount_text(total, currency)}"

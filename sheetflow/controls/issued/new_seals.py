"""What a run seals: the documents that are whole and right and have no seal, and who issues them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sheetflow.controls.issued.as_printed import (
    CONFIRMATION,
    DELIVERY,
    SELLER,
    SLIP,
    continued,
    joined,
    parts_of,
)
from sheetflow.controls.issued.contents import kept
from sheetflow.controls.issued.documents import (
    CREDIT,
    INVOICE,
    SHEETS,
    TAX_CODE,
    VOIDED,
    Documents,
    numbers_of,
    whole_documents,
    with_unreadable_lines,
)
from sheetflow.controls.issued.goods_texts import (
    confirmation_texts,
    delivery_texts,
    slip_texts,
)
from sheetflow.controls.issued.printed_texts import seller_text
from sheetflow.controls.issued.purchase_texts import purchase_texts
from sheetflow.controls.issued.seals import Seal, Seals
from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, IntArray, Mask, take_text
from sheetflow.domain.problems import Problem
from sheetflow.engine.process import Result
from sheetflow.ledgers.container_positions import live_shipments
from sheetflow.ledgers.containers import unshipped
from sheetflow.ledgers.deliveries import deliveries_of, new_shipments
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.orders import confirmed_orders
from sheetflow.ledgers.packed_containers import (
    PackedContainer,
    packed_containers,
    slip_numbers,
)
from sheetflow.ledgers.purchase_documents import PURCHASE, new_purchases
from sheetflow.ledgers.receivables import latest_invoices


def new_seals(result: Result, seals: Seals) -> list[Seal]:
    """The seals that a run adds; that of the seller with the first document that it issues."""
    seller = _seller(result.book, seals)
    new = [
        seal
        for kind in SHEETS
        for seal in _seals_of_kind(result, kind, seals, seller.number)
    ]
    new += _goods_seals(result, seals, seller.number)
    if any(seal.seller for seal in new):
        new += _in_parts(seller)
    return new


def _seals_of_kind(
    result: Result, kind: str, seals: Seals, seller: str
) -> Iterator[Seal]:
    """Seals of the documents that have none, and of those that were voided since; `seller` is who issues them."""
    book = result.book
    whole = whole_documents(book, kind) & ~_with_problems(result, kind)
    whole &= ~with_unreadable_lines(book, kind)
    numbers = numbers_of(book, kind)
    records = np.flatnonzero(whole).tolist()
    wanted: list[tuple[str, int]] = []
    voided = book[SHEETS[kind]].given("Voided") if kind in VOIDED else None
    for record in records:
        if (kind, numbers[record]) not in seals:
            wanted.append((kind, record))
        is_voided = voided is not None and voided[record]
        if is_voided and (VOIDED[kind], numbers[record]) not in seals:
            wanted.append((VOIDED[kind], record))
    if wanted:
        for seal in _seals(book, kind, wanted, numbers):
            yield from _in_parts(
                replace(seal, seller=seller if seal.as_printed else "")
            )


def _goods_seals(result: Result, seals: Seals, seller: str) -> Iterator[Seal]:
    """What was on the slips of containers that left, and on confirmations of this run."""
    for seal in _slip_seals(result, seals, seller):
        yield from _in_parts(seal)
    for seal in _delivery_seals(result, seals, seller):
        yield from _in_parts(seal)
    for seal in _confirmation_seals(result, seller):
        yield from _in_parts(seal)
    for seal in _purchase_seals(result, seller):
        yield from _in_parts(seal)


def _purchase_seals(result: Result, seller: str) -> Iterator[Seal]:
    """The purchase orders that this run prints for the first time."""
    book = result.book
    orders = new_purchases(book, result.purchase_hold_reasons)
    if not len(orders):
        return
    numbers = book.purchase_orders.purchase_order[orders].tolist()
    for number, text in zip(numbers, purchase_texts(book, orders), strict=True):
        yield _plain_seal(PURCHASE, str(number), text, _Issue("", book.as_of, seller))


def _slip_seals(result: Result, seals: Seals, seller: str) -> Iterator[Seal]:
    """Packing slips that have no seal: of containers that left, and of those that wait."""
    book = result.book
    containers = _without_seal(result, seals)
    numbers = slip_numbers(book, containers)
    days = book.shipments.ship_date
    texts = slip_texts(result, containers) if containers else []
    names = book.orders.order
    for each, number, text in zip(containers, numbers, texts, strict=True):
        day = int(days[each.shipment]) if each.shipment >= 0 else book.as_of
        issued = _Issue(str(names[each.order]), day, seller)
        yield _plain_seal(SLIP, number, text, issued)


def _delivery_seals(result: Result, seals: Seals, seller: str) -> Iterator[Seal]:
    """The delivery notes of what left in this run."""
    book = result.book
    new = new_shipments(result.before, book)
    wrong = [each.record for each in _errors_of(result, book.shipments.SHEET)]
    new = new[~np.isin(new, wrong)]
    deliveries = [
        each
        for each in deliveries_of(book, new, {})
        if (DELIVERY, each.number) not in seals
    ]
    texts = delivery_texts(book, deliveries)
    for each, text in zip(deliveries, texts, strict=True):
        order = str(book.orders.order[each.order])
        day = int(book.shipments.ship_date[each.shipments[0]])
        yield _plain_seal(DELIVERY, each.number, text, _Issue(order, day, seller))


def _without_seal(result: Result, seals: Seals) -> list[PackedContainer]:
    """The containers without a seal and without an error in their rows."""
    book = result.book
    shipments = book.shipments
    numbers = shipments.shipment.tolist()
    wrong = {problem.record for problem in _errors_of(result, shipments.SHEET)}
    left = [
        at
        for at in live_shipments(book).tolist()
        if numbers[at] and (SLIP, numbers[at]) not in seals and at not in wrong
    ]
    packed = packed_containers(book, integers(left), unshipped(book).row)
    wrong_rows = [problem.record for problem in _errors_of(result, "Packing")]
    unsealed = {
        number: each
        for number, each in zip(slip_numbers(book, packed), packed, strict=True)
        if (SLIP, number) not in seals
    }
    return [
        each
        for each in unsealed.values()
        if each.shipment >= 0 or not np.isin(each.inside, wrong_rows).any()
    ]


def _errors_of(result: Result, sheet: str) -> Iterator[Problem]:
    """The errors in rows of a sheet."""
    for problem in result.problems:
        if problem.sheet == sheet and problem.rule.is_error:
            yield problem


def _confirmation_seals(result: Result, seller: str) -> Iterator[Seal]:
    """The confirmations of quotes that became orders; who confirms an order again issues another."""
    orders = result.book.orders
    confirmed = confirmed_orders(result.before, result.book)
    if not len(confirmed):
        return
    texts = confirmation_texts(result.book, confirmed)
    for at, text in zip(confirmed.tolist(), texts, strict=True):
        number = str(orders.order[at])
        issued = _Issue(number, result.book.as_of, seller)
        yield _plain_seal(CONFIRMATION, number, text, issued)


def _with_problems(result: Result, kind: str) -> Mask:
    """The documents with an error in their own row or in a line: what is wrong is not sealed."""
    book = result.book
    sheet = SHEETS[kind]
    wrong = np.zeros(len(book[sheet]), dtype=bool)
    for problem in result.problems:
        if problem.rule.is_error and problem.record >= 0:
            records = list(problem.records)
            if problem.sheet == sheet:
                wrong[records] = True
            elif problem.sheet == "Invoice lines" and kind == INVOICE:
                invoices = book.invoice_lines.invoice_index[records]
                wrong[invoices[invoices >= 0]] = True
    return wrong


def _seals(
    book: Book, kind: str, wanted: Sequence[tuple[str, int]], numbers: Sequence[str]
) -> Iterator[Seal]:
    """The seals of these documents."""
    records = integers([record for _, record in wanted])
    documents = Documents(kind, book, records, [])
    texts = documents.texts()
    prints = documents.fingerprints()
    printed = documents.printed()
    links = order_links(book, SHEETS[kind])[records]
    orders = take_text(book.orders.order, links).tolist()
    days = _days(book, kind, wanted)
    parties = _parties(book, _party_invoices(book, kind, records))
    for at, (name, record) in enumerate(wanted):
        yield Seal(
            document=name,
            number=numbers[record],
            order=orders[at] or "",
            day=days[at],
            **parties[at],
            contents=kept(texts[at]),
            fingerprint=prints[at],
            as_printed=printed[at] if name == kind else "",
        )


def _days(book: Book, kind: str, wanted: Sequence[tuple[str, int]]) -> list[int]:
    """When each document was issued or voided, or since when a tax code holds."""
    header = {INVOICE: "Invoice date", CREDIT: "Credit date", TAX_CODE: "From date"}
    frame = book[SHEETS[kind]]
    issued = frame[header[kind]]
    voided = frame["Voided"] if kind in VOIDED else issued
    return [
        int(issued[record] if name == kind else voided[record])
        for name, record in wanted
    ]


def _party_invoices(book: Book, kind: str, records: IntArray) -> IntArray:
    """The invoice that says who each document is for, -1 for none: its own, or for a credit the order's latest."""
    if kind == INVOICE:
        return records
    if kind == TAX_CODE:
        return np.full(len(records), -1, dtype=np.int64)
    orders = book.returns.order_index[records]
    latest = latest_invoices(book)
    return np.where(orders >= 0, latest[np.maximum(orders, 0)], -1)


def _parties(book: Book, invoices: IntArray) -> list[dict[str, str]]:
    """Who each of these invoices was issued to; blank for -1."""
    frame = book.invoices
    columns = {
        "customer": frame.customer,
        "bill_to": frame.bill_to,
        "billing_address": frame.billing_address,
        "tax_number": frame.tax_number,
    }
    texts = [take_text(column, invoices).tolist() for column in columns.values()]
    return [
        dict(zip(columns, (text or "" for text in row), strict=True))
        for row in zip(*texts, strict=True)
    ]


def _seller(book: Book, seals: Seals) -> Seal:
    """Who issues documents now: the seal of a seller of whom Settings said the same, or a new one."""
    text = seller_text(book.settings)
    numbers = [seal.number for seal in seals.values() if seal.document == SELLER]
    same = [number for number in numbers if joined(seals, SELLER, number) == text]
    number = same[0] if same else str(len(numbers) + 1)
    return _plain_seal(SELLER, number, text)


class _Issue(NamedTuple):
    """The order of what was issued, the day, and the number of the seller."""

    order: str = ""
    day: int = BLANK
    seller: str = ""


_NO_ISSUE = _Issue()


def _plain_seal(
    document: str, number: str, text: str, issued: _Issue = _NO_ISSUE
) -> Seal:
    """A row that has a text alone."""
    return Seal(
        document=document,
        number=number,
        order=issued.order,
        day=issued.day,
        customer="",
        bill_to="",
        billing_address="",
        tax_number="",
        contents="",
        fingerprint="",
        seller=issued.seller,
        as_printed=text,
    )


def _in_parts(seal: Seal) -> Iterator[Seal]:
    """A seal, and further rows for a text that one cell has no room for."""
    first, *more = parts_of(seal.as_printed)
    yield replace(seal, as_printed=first) if more else seal
    for part, text in enumerate(more, 2):
        name = continued(seal.document, part)
        yield _plain_seal(name, seal.number, text)

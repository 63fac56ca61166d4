"""What purchase orders and goods-in lists say."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.model import ExpectedDelivery, PurchaseLine, PurchaseOrder
from sheetflow.documents.wording import Fact, SumLine, optional_fact, side_by_side
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import terms_text


def purchase_facts(order: PurchaseOrder, words: Words) -> list[Fact]:
    """The facts next to the address of a purchase order."""
    text = words.text
    return [
        Fact(text("Purchase order"), order.number),
        Fact(text("Order date"), order.date),
        *optional_fact(text("Deliver by"), order.expected),
        *optional_fact(text("Your reference"), order.supplier_reference),
    ]


def deliver_to_text(order: PurchaseOrder, words: Words) -> str:
    """Where the goods go."""
    address = ", ".join(order.deliver_to)
    return words.text("Deliver to: {address}", address=address) if address else ""


def purchase_notes(order: PurchaseOrder, words: Words) -> list[str]:
    """What else the supplier should know."""
    terms = "" if order.terms_days is None else terms_text(order.terms_days, words)
    request = words.text("Please confirm this order and its delivery date.")
    return [text for text in (request, terms, order.notes) if text]


def purchase_sums(order: PurchaseOrder, words: Words) -> Iterator[SumLine]:
    """From the lines to the total; only the freight where the cost of a line is not known."""
    if order.subtotal is not None:
        yield SumLine("subtotal", words.text("Subtotal"), order.subtotal)
    if order.freight:
        yield SumLine("freight", words.text("Freight"), order.freight)
    if order.total is not None:
        label = words.text("Total {currency}", currency=order.currency)
        yield SumLine("total", label, order.total)


def line_text(line: PurchaseLine, formats: Formats) -> str:
    """What is ordered, and by when where that differs from the order."""
    if line.expected is None:
        return line.description
    date = formats.inserted(formats.date(line.expected))
    by = formats.words.text("by {date}", date=date)
    return side_by_side([line.description, by])


def delivery_text(delivery: ExpectedDelivery, formats: Formats) -> str:
    """A delivery that is expected: `PO-000001 · Forge Ltd · 12 Mar 2026`."""
    texts = [delivery.purchase_order, delivery.supplier]
    if delivery.expected:
        texts.append(formats.date(delivery.expected))
    if delivery.is_late:
        texts.append(formats.words.text("late"))
    return side_by_side(texts)

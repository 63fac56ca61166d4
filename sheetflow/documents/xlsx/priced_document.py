"""Quotes, order confirmations, proforma invoices and invoices as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeAlias

from sheetflow.documents.model import (
    Invoice,
    OrderConfirmation,
    Priced,
    PricedLine,
    Proforma,
    Quote,
)
from sheetflow.documents.wording import Fact, SumLine, below_one_another
from sheetflow.documents.wording.deposit_wording import (
    deposit_bank_texts,
    deposit_text,
    offer_sums,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.priced_wording import (
    amount_header,
    bank_texts,
    confirmation_facts,
    delivery_text,
    discount_text,
    exemption_text,
    invoice_facts,
    invoice_sums,
    invoice_title,
    net_price_text,
    payment_text,
    price_header,
    proforma_facts,
    quote_facts,
    terms_text,
)
from sheetflow.documents.wording.tax_wording import knows_tax, rates_text
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.arrangement import empty_columns
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, DocumentLayout, Row, text_rows
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.signing import rows_to_sign
from sheetflow.documents.xlsx.sum_rows import SUM_HEIGHT, sum_rows
from sheetflow.documents.xlsx.table_rows import Text, header_row, headings, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((11, 24, 8, 6.5, 9.5, 7.5, 10, 11.5), label_column=4)
SKU, DESCRIPTION, QUANTITY, UNIT, PRICE, DISCOUNT, TAX, AMOUNT = range(8)
AMOUNT_LETTER = "H"

_SKU_EMS = GRID.ems(8, SKU, DESCRIPTION)
_NOTE_EMS = GRID.ems(8.5, SKU, PRICE)
_DELIVERY_EMS = GRID.ems(8)

Offer: TypeAlias = Quote | OrderConfirmation | Proforma
PricedDocument: TypeAlias = Offer | Invoice
Note: TypeAlias = tuple[str, str]
"""A text below the lines, and its style."""


def quote_layout(quote: Quote, stationery: Stationery) -> DocumentLayout:
    """A quote."""
    words = stationery.formats.words
    notes = _offer_notes(quote, stationery, stationery.seller.quote_text)
    facts = quote_facts(quote, words)
    layout = _layout(words.text("Quote"), quote, facts, notes, stationery)
    grid = stationery.arrangement.grid(GRID)
    accepted = rows_to_sign("We accept this quote.", words, grid)
    return replace(layout, notes=[*layout.notes, *accepted])


def confirmation_layout(
    order: OrderConfirmation, stationery: Stationery
) -> DocumentLayout:
    """An order confirmation."""
    words = stationery.formats.words
    notes = _offer_notes(order, stationery, stationery.seller.order_text)
    facts = confirmation_facts(order, words)
    title = words.text("Order confirmation")
    return _layout(title, order, facts, notes, stationery)


def _offer_notes(
    document: Quote | OrderConfirmation, stationery: Stationery, text: str
) -> list[Note]:
    words = stationery.formats.words
    terms = below_one_another(terms_text(document.terms_days, words), text)
    exemption = exemption_text(document.exemption, words)
    deposit = _deposit_notes(document, stationery)
    return [(terms, "note"), (exemption, "note"), *deposit]


def _deposit_notes(document: Offer, stationery: Stationery) -> list[Note]:
    """How and where to pay the deposit."""
    formats = stationery.formats.of(document.money.currency)
    bank = deposit_bank_texts(document, stationery.seller.bank)
    request = (deposit_text(document, formats), "note bold")
    return [request, *((text, "note") for text in bank)]


def proforma_layout(proforma: Proforma, stationery: Stationery) -> DocumentLayout:
    """A proforma invoice."""
    words = stationery.formats.words
    notes = [
        (words.text("This is not an invoice for tax purposes."), "note"),
        (exemption_text(proforma.exemption, words), "note"),
        *_deposit_notes(proforma, stationery),
    ]
    facts = proforma_facts(proforma, words)
    title = words.text("Proforma invoice")
    return _layout(title, proforma, facts, notes, stationery)


def invoice_layout(invoice: Invoice, stationery: Stationery) -> DocumentLayout:
    """An invoice."""
    seller = stationery.seller
    words = stationery.formats.words
    notes = [
        (exemption_text(invoice.exemption, words), "note"),
        (below_one_another(invoice.notes, seller.invoice_text), "note"),
        (payment_text(invoice, stationery.formats), "note bold"),
    ]
    notes += [(text, "note") for text in bank_texts(seller.bank, invoice.balance)]
    title = invoice_title(seller, words)
    facts = invoice_facts(invoice, words)
    return _layout(title, invoice, facts, notes, stationery)


def _layout(
    title: str,
    document: PricedDocument,
    facts: Sequence[Fact],
    notes: Sequence[Note],
    stationery: Stationery,
) -> DocumentLayout:
    seller = stationery.seller
    money = document.money
    formats = stationery.formats.of(money.currency)
    name = f"{title} {document.number}"

    grid = stationery.arrangement.grid(GRID)
    sums = sum_rows(_sums(document, formats), _formulas(document), formats, grid)
    below_table = _with_notes(sums, notes)
    return DocumentLayout(
        head=[
            *letterhead(stationery, title, grid),
            *_address_rows(document, facts, formats, grid),
        ],
        table_header=stationery.arrangement.rows(
            [_table_header(money, formats.words)], GRID
        ),
        body=stationery.arrangement.rows(_lines(document, stationery), GRID),
        ending=[Row(8.25), *below_table[: len(sums)]],
        running_head=running_head(seller, name, grid),
        footer=footer_text(seller, name, grid),
        notes=below_table[len(sums) :],
    )


def _address_rows(
    document: PricedDocument, facts: Sequence[Fact], formats: CellFormats, grid: Grid
) -> list[Row]:
    """The buyer, the facts, and where the goods go."""
    return [
        *address_block(document.buyer, facts, formats, grid),
        *_delivery_rows(document, formats.words),
        Row(15.75),
    ]


def _delivery_rows(document: PricedDocument, words: Words) -> list[Row]:
    text = delivery_text(document, words)
    if not text:
        return []
    return [Row(6), *text_rows(wrap(text, _DELIVERY_EMS), "seller", 12)]


# -- the table


def _table_header(money: Priced, words: Words) -> Row:
    text = words.text
    right = (
        price_header(money, words),
        text("Disc."),
        text("Tax"),
        amount_header(money, words),
    )
    return header_row(
        [
            *headings((text("Item"), text("Description")), "head"),
            (text("Quantity"), "head right"),
            (text("Unit"), "head unit"),
            *headings(right, "head right"),
        ]
    )


def _lines(document: PricedDocument, stationery: Stationery) -> list[Row]:
    formats = stationery.formats.of(document.money.currency)
    ems = stationery.arrangement.description_ems(GRID, 9)
    money = document.money
    rows: list[Row] = []
    for line in money.lines:
        description = wrap(line.description, ems)
        net_price = net_price_text(line, money, formats)
        if net_price:
            description += wrap(net_price, ems)
        rows += _line(line, description, formats)
    return rows


def _line(
    line: PricedLine, description: Sequence[str], formats: CellFormats
) -> list[Row]:
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line grey"),
        Text(DESCRIPTION, description, "line"),
    )
    return line_rows(texts, _line_cells(line, formats))


def unused_columns(documents: Sequence[PricedDocument]) -> frozenset[int]:
    """The columns that none of these documents has anything in."""
    lines = [line for document in documents for line in document.money.lines]
    knows = [knows_tax(each.money, each.exemption) for each in documents]
    return empty_columns(
        [
            (UNIT, not any(line.unit for line in lines)),
            (
                DISCOUNT,
                not any(line.discount or line.order_discount for line in lines),
            ),
            (TAX, not any(knows)),
        ]
    )


def _line_cells(line: PricedLine, formats: CellFormats) -> tuple[Cell, ...]:
    price = line.unit_price
    price_format = formats.exact_cell(price, formats.digits)
    quantity_format = formats.exact_cell(line.quantity)
    discount = discount_text(line, formats)
    rates = rates_text(line.rates, line.tax_code, formats)
    return (
        Cell(QUANTITY, line.quantity, "line number", quantity_format),
        Cell(UNIT, line.unit, "line unit"),
        Cell(PRICE, price, "line number", price_format),
        Cell(DISCOUNT, discount or None, "line right"),
        Cell(TAX, rates, "line right"),
        Cell(AMOUNT, line.total, "line number", formats.amount_cell),
    )


# -- below the table


def _sums(document: PricedDocument, formats: CellFormats) -> list[SumLine]:
    if isinstance(document, Invoice):
        return invoice_sums(document, formats)
    return offer_sums(document, formats)


def _formulas(document: PricedDocument) -> dict[str, str]:
    """The formulas of the sums that are calculated, by their kinds; the others are plain amounts."""
    money = document.money
    at = AMOUNT_LETTER
    taxes = f"SUM({at}{{tax}}:{at}{{tax_last}})"
    lines = f"{at}{{subtotal}}"
    if money.freight:
        lines += f"+{at}{{freight}}"
    formulas = {
        "net": lines,
        "total": lines,
        "balance": f"{at}{{total}}+SUM({at}{{settled}}:{at}{{settled_last}})",
    }
    if money.prices_include_tax:
        formulas["net"] = f"{at}{{total}}-{taxes}"
    elif money.taxes and knows_tax(money, document.exemption):
        formulas["total"] = f"{lines}+{taxes}"
    if money.lines:
        formulas["subtotal"] = f"SUM({at}{{line}}:{at}{{line_last}})"
    return formulas


def _with_notes(sums: Sequence[Row], notes: Sequence[Note]) -> list[Row]:
    """The sums with the notes to their left, each note in as many lines as it takes."""
    cells = [
        Cell(SKU, line, style)
        for text, style in notes
        if text
        for line in wrap(text, _NOTE_EMS)
    ]
    rows = []
    for sum_row, note in zip_longest(sums, cells):
        row = sum_row or Row(SUM_HEIGHT)
        if note:
            row = row._replace(cells=(note, *row.cells))
        rows.append(row)
    return rows

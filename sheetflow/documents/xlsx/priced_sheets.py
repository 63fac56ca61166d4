"""Quotes, order confirmations and invoices as rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from sheetflow.documents.model import (
    Invoice,
    OrderConfirmation,
    Priced,
    PricedLine,
    Quote,
    Seller,
)
from sheetflow.documents.wording import Fact
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import (
    amount_header,
    bank_texts,
    confirmation_facts,
    delivery_text,
    discount_text,
    invoice_facts,
    invoice_sums,
    invoice_title,
    payment_text,
    price_header,
    priced_sums,
    quote_facts,
    rates_text,
    terms_text,
)
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.letterhead import (
    address_block,
    footer,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.pagination import Cell, Row, Sheet
from sheetflow.documents.xlsx.paper_sizes import Paper
from sheetflow.documents.xlsx.sum_rows import SUM, sum_rows
from sheetflow.documents.xlsx.table_rows import Text, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((11, 24, 8, 6.5, 9.5, 7.5, 10, 11.5), labels=4)
SKU, DESCRIPTION, QUANTITY, UNIT, PRICE, DISCOUNT, TAX, AMOUNT = range(8)
AT = "H"
"""The column of amounts."""

_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, QUANTITY)
_SKU_EMS = GRID.ems(8, SKU, DESCRIPTION)
_NOTE_EMS = GRID.ems(8.5, SKU, PRICE)
_DELIVERY_EMS = GRID.ems(8)

Note = tuple[str, str]
"""A text below the lines, and its look."""


class PricedSheets:
    """How the documents with prices of one seller are laid out."""

    def __init__(self, seller: Seller, paper: Paper, formats: Formats) -> None:
        self.seller, self.paper, self.formats = seller, paper, formats

    def quote(self, quote: Quote) -> Sheet:
        """A quote."""
        notes = [(terms_text(quote.terms_days), "note"), (quote.exemption, "note")]
        return self._sheet("Quote", quote, quote_facts(quote), notes)

    def confirmation(self, order: OrderConfirmation) -> Sheet:
        """An order confirmation."""
        notes = [(terms_text(order.terms_days), "note"), (order.exemption, "note")]
        return self._sheet(
            "Order confirmation", order, confirmation_facts(order), notes
        )

    def invoice(self, invoice: Invoice) -> Sheet:
        """An invoice."""
        notes = [(invoice.exemption, "note"), (invoice.notes, "note")]
        notes += [(payment_text(invoice, self.formats), "note bold")]
        notes += [
            (text, "note") for text in bank_texts(self.seller.bank, invoice.balance)
        ]
        return self._sheet(
            invoice_title(self.seller), invoice, invoice_facts(invoice), notes
        )

    # -- parts

    def _sheet(
        self,
        title: str,
        letter: Quote | OrderConfirmation | Invoice,
        facts: Sequence[Fact],
        notes: Sequence[Note],
    ) -> Sheet:
        money, formats = letter.money, self.formats.of(letter.money.currency)
        head = [
            *letterhead(self.seller, title, self.paper, GRID),
            *address_block(letter.buyer, facts, formats, GRID),
            *_delivery(delivery_text(letter)),
            Row(15.75),
        ]
        sums = (
            invoice_sums(letter, formats)
            if isinstance(letter, Invoice)
            else priced_sums(money, formats)
        )
        rows = _beside(sum_rows(sums, _formulas(money), formats, GRID), notes)
        name = f"{title} {letter.number}"
        return Sheet(
            head=head,
            header=[_table_header(money)],
            body=[row for line in money.lines for row in _line(line, formats)],
            tail=[Row(8.25), *rows[: len(sums)]],
            again=running_head(self.seller, name, GRID),
            foot=footer(self.seller, name, GRID),
            after=rows[len(sums) :],
        )


def _delivery(text: str) -> list[Row]:
    lines = wrap(text, _DELIVERY_EMS) if text else []
    return (
        [Row(6), *(Row(12, (Cell(0, line, "seller"),)) for line in lines)]
        if lines
        else []
    )


def _table_header(money: Priced) -> Row:
    price, amount = price_header(money), amount_header(money)
    left, right = ("Item", "Description"), (price, "Disc.", "Tax", amount)
    heads = [(word, "head") for word in left] + [
        ("Quantity", "head right"),
        ("Unit", "head unit"),
    ]
    return header_row(heads + [(word, "head right") for word in right])


def _line(line: PricedLine, formats: Formats) -> list[Row]:
    price, discount = line.unit_price_net, discount_text(line, formats)
    cells = (
        Cell(QUANTITY, line.quantity, "line number", formats.fine_cell(line.quantity)),
        Cell(UNIT, line.unit, "line unit"),
        Cell(PRICE, price, "line number", formats.fine_cell(price, formats.digits)),
        Cell(DISCOUNT, discount or None, "line right"),
        Cell(TAX, rates_text(line.rates, line.tax_code, formats), "line right"),
        Cell(AMOUNT, line.total, "line number", formats.amount_cell),
    )
    sku = Text(SKU, wrap(line.sku, _SKU_EMS), "line grey")
    return line_rows(
        [sku, Text(DESCRIPTION, wrap(line.description, _DESCRIPTION_EMS), "line")],
        cells,
    )


def _formulas(money: Priced) -> dict[str, str]:
    """The formulas of the sums that are reckoned; the rest are amounts of their own."""
    taxes = f"SUM({AT}{{tax}}:{AT}{{tax_last}})"
    lines = (
        f"{AT}{{subtotal}}+{AT}{{freight}}" if money.freight else f"{AT}{{subtotal}}"
    )
    found = {
        "net": f"{AT}{{total}}-{taxes}" if money.prices_include_tax else lines,
        "total": f"{lines}+{taxes}"
        if money.taxes and not money.prices_include_tax
        else lines,
        "balance": f"{AT}{{total}}+SUM({AT}{{settled}}:{AT}{{settled_last}})",
    }
    return found | (
        {"subtotal": f"SUM({AT}{{line}}:{AT}{{line_last}})"} if money.lines else {}
    )


def _beside(sums: Sequence[Row], notes: Sequence[Note]) -> list[Row]:
    """The sums, with the notes to their left, each note in as many lines as it takes."""
    lines = [
        (line, look) for text, look in notes if text for line in wrap(text, _NOTE_EMS)
    ]
    rows = []
    for row, note in zip_longest(sums, lines):
        mine = row or Row(SUM)
        cells = (Cell(SKU, *note), *mine.cells) if note else mine.cells
        rows.append(Row(mine.height, cells, mine.tag))
    return rows

"""Quotes, order confirmations and invoices as rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from sheetflow.printing.books.letterhead import Grid, address_block, footer, letterhead, running_head
from sheetflow.printing.books.pages import Cell, Row, Sheet, Sum
from sheetflow.printing.books.paper import Paper
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.letters import Fact, SumLine
from sheetflow.printing.letters.priced import (
    account_texts,
    amount_header,
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
from sheetflow.printing.model import House, Invoice, OrderConfirmation, Priced, PricedLine, Quote

WIDTHS = (11, 22.5, 8, 6.5, 10.5, 7.5, 10.5, 11.5)
SKU, DESCRIPTION, QUANTITY, UNIT, PRICE, DISCOUNT, TAX, AMOUNT = range(8)
GRID = Grid(last=AMOUNT, labels=PRICE)

_LINE, _MORE, _SUM, _NOTE = 17.0, 11.5, 14.5, 12.0
_DESCRIPTION_EMS, _SKU_EMS, _NOTE_EMS = 13.8, 7.4, 31.0


class PricedSheets:
    """How the documents with prices of one house are laid out."""

    def __init__(self, house: House, paper: Paper, formats: Formats) -> None:
        self.house, self.paper, self.formats = house, paper, formats

    def quote(self, quote: Quote) -> Sheet:
        """A quote."""
        notes = [terms_text(quote.terms_days), quote.exemption]
        return self._sheet("Quote", quote, quote_facts(quote), notes)

    def confirmation(self, order: OrderConfirmation) -> Sheet:
        """An order confirmation."""
        notes = [terms_text(order.terms_days), order.exemption]
        return self._sheet("Order confirmation", order, confirmation_facts(order), notes)

    def invoice(self, invoice: Invoice) -> Sheet:
        """An invoice."""
        notes = [invoice.exemption, invoice.notes, payment_text(invoice, self.formats)]
        if invoice.balance > 0:
            notes += [*self.house.bank.details, "   ".join(account_texts(self.house.bank))]
        return self._sheet(invoice_title(self.house), invoice, invoice_facts(invoice), notes)

    # -- parts

    def _sheet(
        self, title: str, letter: Quote | OrderConfirmation | Invoice, facts: Sequence[Fact], notes: Sequence[str]
    ) -> Sheet:
        money, formats = letter.money, self.formats.of(letter.money.currency)
        head = [
            *letterhead(self.house, title, self.paper, GRID),
            *address_block(letter.buyer, facts, formats, GRID),
            *_delivery(delivery_text(letter)),
            Row(16),
        ]
        sums = invoice_sums(letter, formats) if isinstance(letter, Invoice) else priced_sums(money, formats)
        return Sheet(
            head=head,
            header=[_table_header(money)],
            body=[_line(line, formats) for line in money.lines],
            tail=[Row(8), *_beside(_sums(money, sums, formats), notes)],
            again=running_head(self.house, f"{title} {letter.number}", GRID),
            foot=footer(self.house, f"{title} {letter.number}"),
        )


def _delivery(text: str) -> list[Row]:
    return [Row(6), *(Row(12, (Cell(0, line, "seller"),)) for line in wrap(text, 72))] if text else []


def _table_header(money: Priced) -> Row:
    price, amount = price_header(money), amount_header(money)
    cells = [Cell(SKU, "Item", "head"), Cell(DESCRIPTION, "Description", "head"), Cell(UNIT, "Unit", "head unit")]
    for column, word in ((QUANTITY, "Quantity"), (PRICE, price), (DISCOUNT, "Disc."), (TAX, "Tax"), (AMOUNT, amount)):
        cells.append(Cell(column, word, "head right"))
    return Row(18, tuple(cells))


def _line(line: PricedLine, formats: Formats) -> Row:
    description, sku = wrap(line.description, _DESCRIPTION_EMS), wrap(line.sku, _SKU_EMS)
    discount = discount_text(line, formats)
    price = line.unit_price_net
    cells = (
        Cell(SKU, "\n".join(sku), "line grey wrap" if len(sku) > 1 else "line grey"),
        Cell(DESCRIPTION, "\n".join(description), "line wrap" if len(description) > 1 else "line"),
        Cell(QUANTITY, line.quantity, "line number", formats.fine_cell(line.quantity)),
        Cell(UNIT, line.unit, "line unit"),
        Cell(PRICE, price, "line number", formats.fine_cell(price, formats.digits)),
        Cell(DISCOUNT, discount or None, "line right"),
        Cell(TAX, rates_text(line.rates, line.tax_code, formats), "line right"),
        Cell(AMOUNT, line.total, "line number", formats.amount_cell),
    )
    return Row(_LINE + _MORE * (max(len(description), len(sku)) - 1), cells, "line")


def _sums(money: Priced, sums: Sequence[SumLine], formats: Formats) -> list[Row]:
    """From the lines to the total, and to what is left to pay, each as a formula over what stands above it."""
    formulas = _formulas(money)
    return [_sum_row(line, formulas.get(line.kind), formats) for line in sums]


def _formulas(money: Priced) -> dict[str, str]:
    """The formulas of the sums that are reckoned; the rest are amounts of their own."""
    taxes = f"SUM({AT}{{tax}}:{AT}{{tax_last}})"
    lines = f"{AT}{{subtotal}}+{AT}{{freight}}" if money.freight else f"{AT}{{subtotal}}"
    found = {
        "net": f"{AT}{{total}}-{taxes}" if money.prices_include_tax else lines,
        "total": f"{lines}+{taxes}" if money.taxes and not money.prices_include_tax else lines,
        "balance": f"{AT}{{total}}+SUM({AT}{{settled}}:{AT}{{settled_last}})",
    }
    return found | ({"subtotal": f"SUM({AT}{{line}}:{AT}{{line_last}})"} if money.lines else {})


AT = "H"
"""The column of amounts."""

_LOOKS = {"total": ("total", 22.0), "balance": ("due", 18.0)}
"""The looks and heights of sums that stand out."""


def _sum_row(line: SumLine, formula: str | None, formats: Formats) -> Row:
    value = Sum(formula, line.amount) if formula else line.amount
    if line.kind in _LOOKS:
        look, height = _LOOKS[line.kind]
        blanks = tuple(Cell(column, None, f"{look} label") for column in (DISCOUNT, TAX))
        label = Cell(PRICE, line.label, f"{look} label")
        return Row(height, (label, *blanks, Cell(AMOUNT, value, look, formats.money_cell)), line.kind)
    cells = [Cell(PRICE, line.label if line.on is None else wrap(line.label, 15)[0], "sum label")]
    cells += [Cell(TAX, line.on, "sum note", formats.on_cell)] if line.on is not None else []
    return Row(_SUM, (*cells, Cell(AMOUNT, value, "sum", formats.amount_cell)), line.kind)


def _beside(sums: Sequence[Row], notes: Sequence[str]) -> list[Row]:
    """The sums, with the notes to their left, each note in as many lines as it takes."""
    lines = [line for note in notes if note for line in wrap(note, _NOTE_EMS)]
    rows = []
    for row, line in zip_longest(sums, lines):
        mine = row or Row(_NOTE)
        cells = (Cell(SKU, line, "note"), *mine.cells) if line else mine.cells
        rows.append(Row(mine.height, cells, mine.tag))
    return rows

"""Quotes, order confirmations and invoices as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from sheetflow.printing.books.letterhead import (
    Fact,
    Grid,
    address_block,
    footer,
    letterhead,
    running_head,
)
from sheetflow.printing.books.pages import Cell, Row, Sheet, Sum
from sheetflow.printing.books.paper import Paper
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.model import (
    House,
    Invoice,
    Lines,
    OrderConfirmation,
    Party,
    Priced,
    PricedLine,
    Quote,
    TaxLine,
)

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
        facts = [
            Fact("Quote", quote.number),
            self._date("Date", quote.date),
            *([self._date("Valid until", quote.expiry)] if quote.expiry else []),
            *self._references(quote.customer_po, quote.buyer),
        ]
        notes = [*self._terms(quote.terms_days), *_text(quote.exemption)]
        return self._sheet("Quote", quote, facts, notes)

    def confirmation(self, order: OrderConfirmation) -> Sheet:
        """An order confirmation."""
        facts = [
            Fact("Order", order.number),
            self._date("Order date", order.date),
            *([self._date("Ship by", order.ship_by)] if order.ship_by else []),
            *([Fact("Quote", order.quote)] if order.quote else []),
            *self._references(order.customer_po, order.buyer),
        ]
        notes = [*self._terms(order.terms_days), *_text(order.exemption)]
        return self._sheet("Order confirmation", order, facts, notes)

    def invoice(self, invoice: Invoice) -> Sheet:
        """An invoice."""
        facts = [
            Fact("Invoice", invoice.number),
            self._date("Invoice date", invoice.date),
            *self._supplied(invoice),
            self._date("Due date", invoice.due),
            Fact("Order", invoice.order),
            *self._references(invoice.customer_po, invoice.buyer),
        ]
        notes = [*_text(invoice.exemption), *_text(invoice.notes), *self._payment(invoice)]
        return self._sheet("Invoice", invoice, facts, notes, self._settlement(invoice))

    # -- parts

    def _sheet(
        self,
        title: str,
        letter: Quote | OrderConfirmation | Invoice,
        facts: Sequence[Fact],
        notes: Sequence[str],
        settled: Sequence[tuple[str, Decimal]] = (),
    ) -> Sheet:
        money, formats = letter.money, self.formats.of(letter.money.currency)
        head = [
            *letterhead(self.house, title, self.paper, GRID),
            *address_block(letter.buyer, facts, GRID),
            *_delivery(letter.buyer, letter.ship_to),
            Row(16),
        ]
        return Sheet(
            head=head,
            header=[_table_header(money)],
            body=[_line(line, formats) for line in money.lines],
            tail=[Row(8), *_beside(_sums(money, formats, settled), notes)],
            again=running_head(self.house, f"{title} {letter.number}", GRID),
            foot=footer(self.house, f"{title} {letter.number}"),
        )

    def _date(self, label: str, day: object) -> Fact:
        return Fact(label, day, self.formats.date_cell)  # type: ignore[arg-type]

    def _references(self, customer_po: str, buyer: Party) -> Iterator[Fact]:
        if customer_po:
            yield Fact("Your reference", customer_po)
        if buyer.tax_number:
            yield Fact("Your tax number", buyer.tax_number)

    def _supplied(self, invoice: Invoice) -> Iterator[Fact]:
        if invoice.supplied:
            first, last = invoice.supplied
            if first != last:
                yield self._date("Supplied from", first)
            yield self._date("Supplied" if first == last else "Supplied until", last)

    def _terms(self, days: int) -> list[str]:
        return [f"Payment within {days} days of the invoice date." if days else "Payment on receipt of the invoice."]

    def _payment(self, invoice: Invoice) -> Iterator[str]:
        """How and by when to pay, while there is something to pay."""
        if invoice.balance <= 0:
            yield "Paid with thanks." if invoice.balance == 0 and invoice.paid > 0 else ""
            return
        yield f"Please pay by {self.formats.date(invoice.due)}, quoting {invoice.number}."
        bank = self.house.bank
        yield from bank.details
        account = [f"IBAN {grouped(bank.iban)}"] if bank.iban else []
        account += [f"BIC {bank.bic}"] if bank.bic else []
        if account:
            yield "   ".join(account)

    def _settlement(self, invoice: Invoice) -> list[tuple[str, Decimal]]:
        """What was paid and credited, and what is left; nothing where nothing was."""
        parts = [("Credited", invoice.credited), ("Paid", invoice.paid)]
        return [part for part in parts if part[1]]


def grouped(iban: str) -> str:
    """An IBAN in fours, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _text(text: str) -> list[str]:
    return [text] if text else []


def _delivery(buyer: Party, ship_to: Lines) -> list[Row]:
    """Where goods go, if not where the bill goes."""
    if not ship_to or ship_to == buyer.address:
        return []
    lines = wrap("Delivered to: " + ", ".join(ship_to), 72)
    return [Row(6), *(Row(12, (Cell(0, line, "seller"),)) for line in lines)]


def _table_header(money: Priced) -> Row:
    price = "Unit price" if not money.prices_include_tax else "Unit, net"
    amount = "Amount" if not money.prices_include_tax else "incl. tax"
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


def discount_text(line: PricedLine, formats: Formats) -> str:
    """A line's discounts, one after the other: `10% 5%`."""
    return " ".join(formats.percent(percent) for percent in (line.discount, line.order_discount) if percent)


def rates_text(rates: Sequence[Decimal], code: str, formats: Formats) -> str:
    """The rates under a tax code: `20%`, `5% + 9.975%`; a dash for no tax."""
    return " + ".join(map(formats.percent, rates)) if code or any(rates) else "–"


def _sums(money: Priced, formats: Formats, settled: Sequence[tuple[str, Decimal]]) -> list[Row]:
    """From the lines to the total, and to what is left to pay."""
    form = formats.amount_cell
    rows = [_sum("Subtotal", Sum(f"SUM({AT}{{line}}:{AT}{{line_last}})", money.subtotal), form, "subtotal")]
    if not money.lines:
        rows = [_sum("Subtotal", money.subtotal, form, "subtotal")]
    parts = [f"{AT}{{subtotal}}"]
    if money.freight:
        rows.append(_sum("Freight", money.freight, form, "freight"))
        parts.append(f"{AT}{{freight}}")
    taxes = [row for tax in money.taxes for row in _tax_rows(tax, formats, money.prices_include_tax)]
    if money.prices_include_tax:
        rows += [_total(money, formats, "+".join(parts)), *taxes]
    else:
        parts += [f"SUM({AT}{{tax}}:{AT}{{tax_last}})"] if taxes else []
        rows += [*taxes, _total(money, formats, "+".join(parts))]
    return [*rows, *_left(money, formats, settled)]


AT = "H"
"""The column of amounts."""


def _sum(label: str, value: Decimal | Sum, form: str, tag: str) -> Row:
    return Row(_SUM, (Cell(PRICE, label, "sum label"), Cell(AMOUNT, value, "sum", form)), tag)


def _total(money: Priced, formats: Formats, formula: str) -> Row:
    cells = (
        Cell(PRICE, f"Total {money.currency}", "total label"),
        Cell(DISCOUNT, None, "total label"),
        Cell(TAX, None, "total label"),
        Cell(AMOUNT, Sum(formula, money.total), "total", formats.money_cell),
    )
    return Row(22, cells, "total")


def _tax_rows(tax: TaxLine, formats: Formats, inside: bool) -> Iterator[Row]:
    """One row a tax: its name and rate, the net under it, the tax."""
    word = "including " if inside else ""
    on = formats.on_cell
    if not tax.shares:
        yield _tax_row(tax.name or "No tax", tax.net, tax.tax, (on, formats.amount_cell))
    for share in tax.shares:
        label = f"{word}{share.name or tax.name or 'Tax'} {formats.percent(share.rate)}"
        yield _tax_row(label, tax.net, share.amount, (on, formats.amount_cell))


def _tax_row(label: str, net: Decimal, amount: Decimal, forms: tuple[str, str]) -> Row:
    short = wrap(label, 15)[0]
    cells = (
        Cell(PRICE, short, "sum label"),
        Cell(TAX, net, "sum note", forms[0]),
        Cell(AMOUNT, amount, "sum", forms[1]),
    )
    return Row(_SUM, cells, "tax")


def _left(money: Priced, formats: Formats, settled: Sequence[tuple[str, Decimal]]) -> Iterator[Row]:
    if not settled:
        return
    left = money.total
    for label, amount in settled:
        yield _sum(label, -amount, formats.amount_cell, "settled")
        left -= amount
    formula = f"{AT}{{total}}+SUM({AT}{{settled}}:{AT}{{settled_last}})"
    cells = (
        Cell(PRICE, "Balance due" if left >= 0 else "In your favour", "due label"),
        Cell(DISCOUNT, None, "due label"),
        Cell(TAX, None, "due label"),
        Cell(AMOUNT, Sum(formula, left), "due", formats.money_cell),
    )
    yield Row(18, cells, "balance")


def _beside(sums: Sequence[Row], notes: Sequence[str]) -> list[Row]:
    """The sums, with the notes to their left, each note in as many lines as it takes."""
    lines = [line for note in notes if note for line in wrap(note, _NOTE_EMS)]
    rows = []
    for row, line in zip_longest(sums, lines):
        mine = row or Row(_NOTE)
        cells = (Cell(SKU, line, "note"), *mine.cells) if line else mine.cells
        rows.append(Row(mine.height, cells, mine.tag))
    return rows

"""Credit notes and statements of account as rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sheetflow.printing.books.letterhead import Fact, Grid, address_block, footer, letterhead, running_head
from sheetflow.printing.books.pages import Cell, Row, Sheet, Sum
from sheetflow.printing.books.paper import Paper
from sheetflow.printing.books.priced import rates_text
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.model import CreditLine, CreditNote, House, OpenItem, Statement, TaxLine

CREDIT_WIDTHS = (11, 23, 8, 6.5, 10.5, 9.5, 9.5, 11.5)
CREDIT_GRID = Grid(last=7, labels=4)
STATEMENT_WIDTHS = (12, 12, 14.5, 11, 11, 6.5, 11, 12.5)
STATEMENT_GRID = Grid(last=7, labels=4)
_LINE, _MORE, _SUM = 17.0, 11.5, 14.5
_DESCRIPTION_EMS = 14.0
AT = "H"


class CreditSheets:
    """How the credit notes of one house are laid out."""

    def __init__(self, house: House, paper: Paper, formats: Formats) -> None:
        self.house, self.paper, self.formats = house, paper, formats

    def credit_note(self, note: CreditNote) -> Sheet:
        """A credit note; it names the invoices that it corrects."""
        formats, title = self.formats.of(note.currency), f"Credit note {note.number}"
        return Sheet(
            head=[
                *letterhead(self.house, "Credit note", self.paper, CREDIT_GRID),
                *address_block(note.buyer, self._facts(note), CREDIT_GRID),
                Row(10),
                *(_wide(line, "note bold") for line in wrap(self._corrects(note), 78)),
                Row(10),
            ],
            header=[_credit_header()],
            body=[_credit_line(line, formats) for line in note.lines],
            tail=[Row(8), *_credit_sums(note, formats), *_notes(note.exemption)],
            again=running_head(self.house, title, CREDIT_GRID),
            foot=footer(self.house, title),
        )

    def _facts(self, note: CreditNote) -> list[Fact]:
        facts = [Fact("Credit note", note.number), Fact("Date", note.date, self.formats.date_cell)]
        facts.append(Fact("Order", note.order))
        if note.customer_po:
            facts.append(Fact("Your reference", note.customer_po))
        if note.buyer.tax_number:
            facts.append(Fact("Your tax number", note.buyer.tax_number))
        return facts

    def _corrects(self, note: CreditNote) -> str:
        named = [f"{invoice.number} of {self.formats.date(invoice.date)}" for invoice in note.invoices]
        word = "invoice" if len(named) == 1 else "invoices"
        return f"Corrects {word} {', '.join(named)}." if named else f"Corrects what was billed for {note.order}."


def _wide(text: str, look: str) -> Row:
    return Row(13, (Cell(0, text, look),))


def _notes(text: str) -> list[Row]:
    return [Row(8), *(_wide(line, "note") for line in wrap(text, 78))] if text else []


def _credit_header() -> Row:
    cells = [Cell(0, "Item", "head"), Cell(1, "Description", "head"), Cell(3, "Unit", "head unit")]
    for column, word in ((2, "Quantity"), (4, "Net"), (5, "Tax"), (6, "Tax amount"), (7, "Credit")):
        cells.append(Cell(column, word, "head right"))
    return Row(18, tuple(cells))


def _credit_line(line: CreditLine, formats: Formats) -> Row:
    """Net and tax of a return, and what both come to; a fee comes off below."""
    said = f"{line.description} – {line.reason}" if line.reason else line.description
    description = wrap(said, _DESCRIPTION_EMS)
    cells = (
        Cell(0, wrap(line.sku, 7.4)[0], "line grey"),
        Cell(1, "\n".join(description), "line wrap" if len(description) > 1 else "line"),
        Cell(2, line.quantity, "line number", formats.fine_cell(line.quantity)),
        Cell(3, line.unit, "line unit"),
        Cell(4, line.net, "line number", formats.amount_cell),
        Cell(5, rates_text(line.rates, line.tax_code, formats), "line right"),
        Cell(6, line.tax, "line number", formats.amount_cell),
        Cell(7, line.net + line.tax, "line number", formats.amount_cell),
    )
    return Row(_LINE + _MORE * (len(description) - 1), cells, "line")


def _credit_sums(note: CreditNote, formats: Formats) -> list[Row]:
    form = formats.amount_cell
    rows = [
        _sum("Net", Sum("SUM(E{line}:E{line_last})", note.net), form, "net"),
        *(_tax_row(label, net, tax, formats) for label, net, tax in _taxes(note.taxes, formats)),
    ]
    parts = [f"{AT}{{net}}", *([f"SUM({AT}{{tax}}:{AT}{{tax_last}})"] if len(rows) > 1 else [])]
    if note.fee:
        rows.append(_sum("Restocking fee", -note.fee, form, "fee"))
        parts.append(f"{AT}{{fee}}")
    total = Sum("+".join(parts), note.total)
    blanks = tuple(Cell(at, None, "total label") for at in (5, 6))
    label = Cell(4, f"Credit {note.currency}", "total label")
    return [*rows, Row(22, (label, *blanks, Cell(7, total, "total", formats.money_cell)), "total")]


def _sum(label: str, value: Decimal | Sum, form: str, tag: str) -> Row:
    return Row(_SUM, (Cell(4, label, "sum label"), Cell(7, value, "sum", form)), tag)


def _taxes(taxes: Sequence[TaxLine], formats: Formats) -> list[tuple[str, Decimal, Decimal]]:
    """Each tax: what it is called, what it is reckoned on, the amount."""
    found: list[tuple[str, Decimal, Decimal]] = []
    for tax in taxes:
        words = [(f"{share.name or tax.name or 'Tax'} {formats.percent(share.rate)}", share) for share in tax.shares]
        found += [(label, tax.net, share.amount) for label, share in words]
        found += [] if words else [(tax.name or "No tax", tax.net, tax.tax)]
    return found


def _tax_row(label: str, net: Decimal, tax: Decimal, formats: Formats) -> Row:
    cells = (
        Cell(4, wrap(label, 16)[0], "sum label"),
        Cell(6, net, "sum note", formats.on_cell),
        Cell(7, tax, "sum", formats.amount_cell),
    )
    return Row(_SUM, cells, "tax")


class StatementSheets:
    """How the statements of one house are laid out."""

    def __init__(self, house: House, paper: Paper, formats: Formats) -> None:
        self.house, self.paper, self.formats = house, paper, formats

    def statement(self, statement: Statement) -> Sheet:
        """A statement of account: the open invoices, what is on account, and how old it all is."""
        formats = self.formats.of(statement.currency)
        title = f"Statement {statement.number}"
        facts = [
            Fact("Account", statement.number),
            Fact("As of", self.house.as_of, self.formats.date_cell),
            Fact("You owe" if statement.total >= 0 else "In your favour", abs(statement.total), formats.money_cell),
        ]
        return Sheet(
            head=[
                *letterhead(self.house, "Statement of account", self.paper, STATEMENT_GRID),
                *address_block(statement.buyer, facts, STATEMENT_GRID),
                Row(20),
            ],
            header=[_statement_header()],
            body=self._items(statement, formats),
            tail=[*_statement_total(statement, formats), Row(18), *_aging(statement, formats), *self._bank()],
            again=running_head(self.house, title, STATEMENT_GRID),
            foot=footer(self.house, title),
        )

    def _items(self, statement: Statement, formats: Formats) -> list[Row]:
        rows = [self._item(item, formats) for item in statement.items]
        for account in statement.on_account:
            label = Cell(0, f"On account, {account.order}", "line")
            blanks = tuple(Cell(at, None, "line") for at in range(1, 7))
            amount = Cell(7, account.amount, "line number", formats.amount_cell)
            rows.append(Row(_LINE, (label, *blanks, amount), "line"))
        return rows

    def _item(self, item: OpenItem, formats: Formats) -> Row:
        form = self.formats.date_cell
        cells = (
            Cell(0, item.number, "line"),
            Cell(1, item.order, "line grey"),
            Cell(2, wrap(item.customer_po, 10)[0], "line grey"),
            Cell(3, item.date, "line right", form),
            Cell(4, item.due, "line right", form),
            Cell(5, item.days_late or None, "line right"),
            Cell(6, item.total, "line right", formats.amount_cell),
            Cell(7, item.balance, "line number", formats.amount_cell),
        )
        return Row(_LINE, cells, "line")

    def _bank(self) -> list[Row]:
        bank = self.house.bank
        lines = [
            *bank.details,
            *([f"IBAN {bank.iban}"] if bank.iban else []),
            *([f"BIC {bank.bic}"] if bank.bic else []),
        ]
        return [Row(12), *(_wide(line, "note") for line in lines)] if lines else []


def _statement_header() -> Row:
    words = ("Invoice", "Order", "Your reference", "Date", "Due", "Late", "Total", "Balance")
    return Row(18, tuple(Cell(at, word, "head" if at < 3 else "head right") for at, word in enumerate(words)))


def _statement_total(statement: Statement, formats: Formats) -> list[Row]:
    has_lines = bool(statement.items or statement.on_account)
    value = Sum(f"SUM({AT}{{line}}:{AT}{{line_last}})", statement.total) if has_lines else statement.total
    cells = (
        Cell(4, f"Balance {statement.currency}", "total label"),
        Cell(5, None, "total label"),
        Cell(6, None, "total label"),
        Cell(7, value, "total", formats.money_cell),
    )
    return [Row(8), Row(22, cells, "total")]


def _aging(statement: Statement, formats: Formats) -> list[Row]:
    """How long what is open has been due, as on the sheet Receivables."""
    names = [name if name == "Not due" else f"{name} days" for name, _ in statement.buckets]
    places = (0, 1, 2, 4, 6)
    heads = tuple(Cell(at, None, "head right") for at in range(7) if at not in places)
    words = tuple(Cell(at, name, "head right") for at, name in zip(places, names, strict=True))
    amounts = zip(places, statement.buckets, strict=True)
    values = tuple(Cell(at, amount, "line number", formats.amount_cell) for at, (_, amount) in amounts)
    account = (Cell(7, "On account", "head right"), Cell(7, statement.unallocated, "line number", formats.amount_cell))
    blanks = tuple(Cell(at, None, "line") for at in range(7) if at not in places)
    return [Row(18, (*heads, *words, account[0])), Row(_LINE, (*blanks, *values, account[1]))]

"""Credit notes and statements of account as rows."""

from __future__ import annotations

from sheetflow.printing.books.letterhead import Grid, address_block, footer, letterhead, running_head
from sheetflow.printing.books.pages import Cell, Row, Sheet, Sum
from sheetflow.printing.books.paper import Paper
from sheetflow.printing.books.texts import wrap
from sheetflow.printing.formats import Formats
from sheetflow.printing.letters import SumLine
from sheetflow.printing.letters.accounts import (
    bucket_names,
    corrects_text,
    credit_facts,
    credit_sums,
    credit_text,
    credit_title,
    statement_facts,
)
from sheetflow.printing.letters.priced import account_texts, rates_text
from sheetflow.printing.model import CreditLine, CreditNote, House, OpenItem, Statement

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
        formats, title = self.formats.of(note.currency), f"{credit_title(self.house)} {note.number}"
        return Sheet(
            head=[
                *letterhead(self.house, credit_title(self.house), self.paper, CREDIT_GRID),
                *address_block(note.buyer, credit_facts(note), formats, CREDIT_GRID),
                Row(10),
                *(_wide(line, "note bold") for line in wrap(corrects_text(note, formats), 78)),
                Row(10),
            ],
            header=[_credit_header()],
            body=[_credit_line(line, formats) for line in note.lines],
            tail=[Row(8), *_credit_sums(note, formats), *_notes(note.exemption)],
            again=running_head(self.house, title, CREDIT_GRID),
            foot=footer(self.house, title),
        )


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
    description = wrap(credit_text(line), _DESCRIPTION_EMS)
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
    parts = [f"{AT}{{net}}", *([f"SUM({AT}{{tax}}:{AT}{{tax_last}})"] if note.taxes else [])]
    parts += [f"{AT}{{fee}}"] if note.fee else []
    formulas = {"net": "SUM(E{line}:E{line_last})", "total": "+".join(parts)}
    return [_sum_row(line, formulas.get(line.kind), formats) for line in credit_sums(note, formats)]


def _sum_row(line: SumLine, formula: str | None, formats: Formats) -> Row:
    value = Sum(formula, line.amount) if formula else line.amount
    if line.kind == "total":
        blanks = tuple(Cell(at, None, "total label") for at in (5, 6))
        return Row(
            22, (Cell(4, line.label, "total label"), *blanks, Cell(7, value, "total", formats.money_cell)), "total"
        )
    cells = [Cell(4, line.label if line.on is None else wrap(line.label, 16)[0], "sum label")]
    cells += [Cell(6, line.on, "sum note", formats.on_cell)] if line.on is not None else []
    return Row(_SUM, (*cells, Cell(7, value, "sum", formats.amount_cell)), line.kind)


class StatementSheets:
    """How the statements of one house are laid out."""

    def __init__(self, house: House, paper: Paper, formats: Formats) -> None:
        self.house, self.paper, self.formats = house, paper, formats

    def statement(self, statement: Statement) -> Sheet:
        """A statement of account: the open invoices, what is on account, and how old it all is."""
        formats = self.formats.of(statement.currency)
        title = f"Statement {statement.number}"
        return Sheet(
            head=[
                *letterhead(self.house, "Statement of account", self.paper, STATEMENT_GRID),
                *address_block(statement.buyer, statement_facts(statement, self.house), formats, STATEMENT_GRID),
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
        lines = [*self.house.bank.details, *account_texts(self.house.bank)]
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
    places, names = (0, 1, 2, 4, 6, 7), bucket_names(statement)
    heads = [Cell(at, name, "head right") for at, name in zip(places, names, strict=True)]
    heads += [Cell(at, None, "head right") for at in range(7) if at not in places]
    amounts = [*(amount for _, amount in statement.buckets), statement.unallocated]
    form = formats.amount_cell
    values = [Cell(at, amount, "line number", form) for at, amount in zip(places, amounts, strict=True)]
    values += [Cell(at, None, "line") for at in range(7) if at not in places]
    return [Row(18, tuple(heads)), Row(_LINE, tuple(values))]

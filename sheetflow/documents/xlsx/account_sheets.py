"""Credit notes and statements of account as rows."""

from __future__ import annotations

from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    OpenItem,
    Seller,
    Statement,
)
from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.account_wording import (
    bucket_names,
    corrects_text,
    credit_facts,
    credit_sums,
    credit_text,
    credit_title,
    statement_facts,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import bank_texts, rates_text
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.letterhead import (
    address_block,
    footer,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.pagination import Cell, Row, Sheet
from sheetflow.documents.xlsx.paper_sizes import Paper
from sheetflow.documents.xlsx.sum_rows import sum_rows
from sheetflow.documents.xlsx.table_rows import LINE, Text, header_row, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

CREDIT_GRID = Grid((11, 21.5, 8, 6.5, 10.5, 11, 9.5, 10.5), labels=4)
STATEMENT_GRID = Grid((11.5, 11, 15, 10.5, 10.5, 7.5, 11, 11.5), labels=4)
AT = "H"
"""The column of amounts."""

_NOTE_EMS = CREDIT_GRID.ems(8.5)


class CreditSheets:
    """How the credit notes of one seller are laid out."""

    def __init__(self, seller: Seller, paper: Paper, formats: Formats) -> None:
        self.seller, self.paper, self.formats = seller, paper, formats

    def credit_note(self, note: CreditNote) -> Sheet:
        """A credit note; it names the invoices that it corrects."""
        formats, title = (
            self.formats.of(note.currency),
            f"{credit_title(self.seller)} {note.number}",
        )
        return Sheet(
            head=[
                *letterhead(
                    self.seller, credit_title(self.seller), self.paper, CREDIT_GRID
                ),
                *address_block(note.buyer, credit_facts(note), formats, CREDIT_GRID),
                Row(10.5),
                *(
                    _wide(line, "note bold")
                    for line in wrap(corrects_text(note, formats), _NOTE_EMS)
                ),
                Row(10.5),
            ],
            header=[_credit_header()],
            body=[row for line in note.lines for row in _credit_line(line, formats)],
            tail=[
                Row(8.25),
                *sum_rows(
                    credit_sums(note, formats), _formulas(note), formats, CREDIT_GRID
                ),
            ],
            again=running_head(self.seller, title, CREDIT_GRID),
            foot=footer(self.seller, title, CREDIT_GRID),
            after=_notes(note.exemption),
        )


def _wide(text: str, look: str) -> Row:
    return Row(13.5, (Cell(0, text, look),))


def _notes(text: str) -> list[Row]:
    return (
        [Row(8.25), *(_wide(line, "note") for line in wrap(text, _NOTE_EMS))]
        if text
        else []
    )


def _credit_header() -> Row:
    heads = [
        ("Item", "head"),
        ("Description", "head"),
        ("Quantity", "head right"),
        ("Unit", "head unit"),
    ]
    return header_row(
        heads
        + [(word, "head right") for word in ("Net", "Tax", "Tax amount", "Credit")]
    )


def _credit_line(line: CreditLine, formats: Formats) -> list[Row]:
    """Net and tax of a return, and what both come to; a fee comes off below."""
    cells = (
        Cell(2, line.quantity, "line number", formats.fine_cell(line.quantity)),
        Cell(3, line.unit, "line unit"),
        Cell(4, line.net, "line number", formats.amount_cell),
        Cell(5, rates_text(line.rates, line.tax_code, formats), "line right"),
        Cell(6, line.tax, "line number", formats.amount_cell),
        Cell(7, line.net + line.tax, "line number", formats.amount_cell),
    )
    sku = Text(0, wrap(line.sku, CREDIT_GRID.ems(8, 0, 1)), "line grey")
    return line_rows(
        [sku, Text(1, wrap(credit_text(line), CREDIT_GRID.ems(9, 1, 2)), "line")], cells
    )


def _formulas(note: CreditNote) -> dict[str, str]:
    parts = [
        f"{AT}{{net}}",
        *([f"SUM({AT}{{tax}}:{AT}{{tax_last}})"] if note.taxes else []),
    ]
    parts += [f"{AT}{{fee}}"] if note.fee else []
    return {"net": "SUM(E{line}:E{line_last})", "total": "+".join(parts)}


class StatementSheets:
    """How the statements of one seller are laid out."""

    def __init__(self, seller: Seller, paper: Paper, formats: Formats) -> None:
        self.seller, self.paper, self.formats = seller, paper, formats

    def statement(self, statement: Statement) -> Sheet:
        """A statement of account: the open invoices, what is on account, and how old it all is."""
        formats = self.formats.of(statement.currency)
        title = f"Statement {statement.number}"
        return Sheet(
            head=[
                *letterhead(
                    self.seller, "Statement of account", self.paper, STATEMENT_GRID
                ),
                *address_block(
                    statement.buyer,
                    statement_facts(statement, self.seller),
                    formats,
                    STATEMENT_GRID,
                ),
                Row(20.25),
            ],
            header=[_statement_header()],
            body=self._items(statement, formats),
            tail=[
                *_statement_total(statement, formats),
                Row(18),
                *_aging(statement, formats),
            ],
            again=running_head(self.seller, title, STATEMENT_GRID),
            foot=footer(self.seller, title, STATEMENT_GRID),
            after=self._bank(statement),
        )

    def _items(self, statement: Statement, formats: Formats) -> list[Row]:
        rows = [row for item in statement.items for row in self._item(item, formats)]
        for account in statement.on_account:
            label = Cell(0, f"On account, {account.order}", "line")
            blanks = tuple(Cell(at, None, "line") for at in range(1, 7))
            amount = Cell(7, account.amount, "line number", formats.amount_cell)
            rows.append(Row(LINE, (label, *blanks, amount), "line"))
        return rows

    def _item(self, item: OpenItem, formats: Formats) -> list[Row]:
        form, ems = formats.date_cell, STATEMENT_GRID.ems
        texts = (
            Text(0, wrap(item.number, ems(9, 0, 1)), "line"),
            Text(1, wrap(item.order, ems(8, 1, 2)), "line grey"),
            Text(2, wrap(item.customer_po, ems(8, 2, 3)), "line grey"),
        )
        cells = (
            Cell(3, item.date, "line right", form),
            Cell(4, item.due, "line right", form),
            Cell(5, item.days_late or None, "line right"),
            Cell(6, item.total, "line right", formats.amount_cell),
            Cell(7, item.balance, "line number", formats.amount_cell),
        )
        return line_rows(texts, cells)

    def _bank(self, statement: Statement) -> list[Row]:
        texts = bank_texts(self.seller.bank, statement.total)
        lines = [line for text in texts for line in wrap(text, _NOTE_EMS)]
        return [Row(12), *(_wide(line, "note") for line in lines)] if lines else []


def _statement_header() -> Row:
    left, right = (
        ("Invoice", "Order", "Your reference"),
        ("Date", "Due", "Days late", "Total", "Balance"),
    )
    return header_row(
        [*((word, "head") for word in left), *((word, "head right") for word in right)]
    )


def _statement_total(statement: Statement, formats: Formats) -> list[Row]:
    has_lines = bool(statement.items or statement.on_account)
    formulas = {"total": f"SUM({AT}{{line}}:{AT}{{line_last}})"} if has_lines else {}
    total = SumLine("total", f"Balance {statement.currency}", statement.total)
    return [Row(8.25), *sum_rows([total], formulas, formats, STATEMENT_GRID)]


def _aging(statement: Statement, formats: Formats) -> list[Row]:
    """How long what is open has been due, as on the sheet Receivables."""
    places, names = (1, 2, 3, 4, 6, 7), bucket_names(statement)
    heads = {0: "By age", **dict(zip(places, names, strict=True))}
    amounts = dict(
        zip(
            places,
            [*(amount for _, amount in statement.buckets), statement.unallocated],
            strict=True,
        )
    )
    cells = (
        Cell(at, amounts.get(at), "line number", formats.amount_cell) for at in range(8)
    )
    return [
        header_row(
            [(heads.get(at, ""), "head right" if at else "head") for at in range(8)]
        ),
        Row(LINE, tuple(cells)),
    ]

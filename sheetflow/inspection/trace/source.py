"""What a trace is made from: a checked workbook, and where its facts are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Invoices
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import MICRO, IntArray, Mask
from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.stock_sheet import StockSheet
from sheetflow.inspection.trace.taxed_documents import TaxedDocuments
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.all import Ledgers
from sheetflow.ledgers.dates import first_days
from sheetflow.ledgers.invoice_taxes import invoice_items, invoice_terms
from sheetflow.ledgers.orders import order_items, order_terms
from sheetflow.pipeline import Run
from sheetflow.workbook.cells.cell_references import column_name

LAST = np.iinfo(np.int64).max
"""A day after all others."""

NOT_YET = message("not in the cell yet: run the workbook")


class DerivedCell(NamedTuple):
    """A cell that a run writes: its sheet, the position of its record, its column's header."""

    sheet: str
    record: int
    header: str


@dataclass(frozen=True)
class Source:
    """A checked workbook. With `at_date`, only the facts up to its as-of date count."""

    run: Run
    at_date: bool = False

    @property
    def book(self) -> Book:
        """Its facts."""
        return self.run.result.book

    @property
    def ledgers(self) -> Ledgers:
        """What the engine derives from them."""
        return self.run.result.ledgers

    @property
    def unit(self) -> int:
        """The minor unit of the currency in Settings, in millionths."""
        return self.book.settings.minor_unit

    @cached_property
    def order_taxes(self) -> TaxedDocuments:
        """The tax of all orders."""
        totals = self.ledgers.money.line_total
        items = order_items(self.book, self.ledgers.lines, totals)
        return TaxedDocuments.of(items, order_terms(self.book))

    @cached_property
    def invoice_taxes(self) -> TaxedDocuments:
        """The tax of all invoices."""
        return TaxedDocuments.of(invoice_items(self.book), invoice_terms(self.book))

    @cached_property
    def stock_sheet(self) -> StockSheet:
        """The sheet Stock, as the last run wrote it."""
        return StockSheet.read(self.run.workbook)

    def of_order(self, sheet: str, order: int) -> IntArray:
        """The live rows of a sheet that belong to an order."""
        frame = self.book[sheet]
        return rows(frame.live & (frame.link("order") == order))

    def by_due_date(self, invoices: Iterable[int]) -> list[int]:
        """Invoices by due date, then number; those without a date come last."""
        frame = self.book.invoices
        due = frame.number(Invoices.due_date, LAST)
        return sorted(invoices, key=lambda at: (int(due[at]), str(frame.invoice[at])))

    def is_open(self, order: int) -> bool:
        """Whether an order is neither a quote nor cancelled."""
        return self.book.orders.state[order] in (None, "Order")

    def unit_of(self, invoice: int) -> int:
        """The minor unit of an invoice's currency, in millionths."""
        return int(self.invoice_taxes.terms.minor_unit[invoice])

    def cell(self, sheet: str, record: int, header: str = "") -> str:
        """`Order lines!D3`, where a fact is; without a header `Order lines!3`, its row."""
        layout = self.run.positions.get(sheet)
        name = layout.name if layout else sheet
        column = layout.columns.get(header) if layout else None
        letters = column_name(column) if column else ""
        return f"{name}!{letters}{self._row(sheet, record)}"

    def _row(self, sheet: str, record: int) -> int:
        """The Excel row of a record."""
        return int(self.book[sheet].rows[record])

    def stock_cell(self, product: int, location: int, header: str) -> str:
        """`Stock!D9`; an empty string where the workbook has no such row."""
        sku = self.book.products.sku[product]
        return self.stock_sheet.cell(sku, self.location_code(location), header)

    def location_code(self, location: int) -> str:
        """What a location is called."""
        return str(self.book.warehouse.codes[location])

    def is_later(self, sheet: str, record: int) -> bool:
        """Whether a row does not count because it is dated after the as-of date."""
        first_day = first_days(self.book, sheet)[record]
        return self.at_date and bool(first_day > self.book.as_of)

    def not_counted(self, title: str, sheet: str, record: int) -> Trace:
        """The trace of a row that does not count, and why it does not."""
        key = key_header(self.book[sheet])
        return Trace(
            message("{title}: does not count", title=title),
            how=self._why_not(sheet, record),
            cell=self.cell(sheet, record, key),
        )

    def _why_not(self, sheet: str, record: int) -> str:
        frame = self.book[sheet]
        if frame.valid[record]:
            return message("voided {day}", day=day(int(frame["Voided"][record])))
        if self.is_later(sheet, record):
            return self._dated_later(sheet, record)
        return message("its row has an error; to see it, run: sheetflow check")

    def _dated_later(self, sheet: str, record: int) -> str:
        first_day = int(first_days(self.book, sheet)[record])
        last_day = day(self.book.as_of)
        return message("dated {day}, after {last}", day=day(first_day), last=last_day)

    def fact(
        self, title: str, sheet: str, record: int, header: str, unit: int = 0
    ) -> Trace:
        """One number of a row; a blank counts as 0."""
        figure = int(self.book[sheet].number(header)[record])
        return Trace(title, figure, unit, cell=self.cell(sheet, record, header))

    def derived(
        self, title: str, cell: DerivedCell, engine: int, parts: Sequence[Trace]
    ) -> Trace:
        """A quantity that a run writes into a cell: the sum of its parts.

        Says so where the cell does not show it yet.
        """
        return self._in_cell(total(title, engine, parts), cell)

    def derived_amount(
        self, title: str, cell: DerivedCell, engine: int, parts: Sequence[Trace]
    ) -> Trace:
        """The same of an amount of money."""
        return self._in_cell(total(title, engine, parts, self.unit), cell)

    def _in_cell(self, trace: Trace, cell: DerivedCell) -> Trace:
        how = self._difference(trace, cell)
        return replace(trace, how=how, cell=self.cell(*cell))

    def _difference(self, trace: Trace, cell: DerivedCell) -> str:
        """What a cell shows instead of a figure; an empty string where there is no cell."""
        layout = self.run.positions.get(cell.sheet)
        if layout is None or cell.header not in layout.columns:
            return ""
        grid = self.run.workbook.read(layout.name)
        row = self._row(cell.sheet, cell.record)
        shown = grid.value(row, layout.columns[cell.header])
        if isinstance(shown, bool) or not isinstance(shown, (int, float)):
            return "" if self.at_date else NOT_YET
        text = _other_figure(shown, trace)
        if text and self.at_date:
            as_of = day(self.book.as_of)
            return message("as of {day}; the cell shows {text}", day=as_of, text=text)
        if not text:
            return ""
        return message("the cell still shows {text}: run the workbook again", text=text)


def _other_figure(shown: float, trace: Trace) -> str:
    """What a cell shows instead of a figure; an empty string where it shows the figure."""
    value = int(Decimal(f"{shown:.15g}") * MICRO)
    return "" if value == trace.figure else _figure_text(value, trace.unit)


def _figure_text(value: int, unit: int) -> str:
    return money(value, unit) if unit else number(value)


def rows(where: Mask) -> IntArray:
    """The positions under a mask."""
    return np.flatnonzero(where)


def key_header(frame: Frame) -> str:
    """The column that names the records of a sheet."""
    return frame.schema.key[0]


def key_of(frame: Frame, record: int) -> str:
    """What a record is called: `PAY-000001`."""
    return str(frame[key_header(frame)][record])

"""What a trace is made from: a checked workbook, and where its facts stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.numbers import MICRO, IntArray, Mask
from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.documents import Documents
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.all import Ledgers
from sheetflow.ledgers.orders import order_items, order_terms
from sheetflow.ledgers.taxes import invoice_items, invoice_terms
from sheetflow.pipeline import Run
from sheetflow.reading.locate import Layout, find_derived, match_sheets
from sheetflow.workbook.cells.cell_references import column_name


class Cell(NamedTuple):
    """A cell of the workbook: its sheet, the position of its record, the header of its column."""

    sheet: str
    record: int
    header: str


@dataclass(frozen=True)
class Source:
    """A checked workbook."""

    run: Run

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
        """The minor unit of Settings' currency, in millionths."""
        return self.book.settings.minor_unit

    @cached_property
    def order_taxes(self) -> Documents:
        """The tax of all orders."""
        items = order_items(
            self.book, self.ledgers.lines, self.ledgers.money.line_total
        )
        return Documents.of(items, order_terms(self.book))

    @cached_property
    def invoice_taxes(self) -> Documents:
        """The tax of all invoices."""
        return Documents.of(invoice_items(self.book), invoice_terms(self.book))

    def of_order(self, sheet: str, order: int) -> IntArray:
        """The live rows of a sheet that belong to an order."""
        frame = self.book[sheet]
        return rows(frame.live & (frame.link("order") == order))

    def by_due_date(self, invoices: Iterable[int]) -> list[int]:
        """Invoices by due date, then number, as payments come to them; those without a date last."""
        frame = self.book.invoices
        due = frame.number("Due date", np.iinfo(np.int64).max)
        return sorted(invoices, key=lambda at: (int(due[at]), str(frame.invoice[at])))

    def is_open(self, order: int) -> bool:
        """Whether an order is neither a quote nor cancelled."""
        return self.book.orders.state[order] in (None, "Order")

    def unit_of(self, invoice: int) -> int:
        """The minor unit of an invoice's currency, in millionths."""
        return int(self.invoice_taxes.terms.minor_unit[invoice])

    def why_not(self, sheet: str, record: int) -> str:
        """Why a row counts for nothing."""
        frame = self.book[sheet]
        if frame.valid[record]:
            return f"voided {day(int(frame['Voided'][record]))}"
        return "the row is in error: sheetflow check names the cell"

    def place(self, sheet: str, record: int, header: str = "") -> str:
        """`Order lines!D3`, the cell of a fact in the workbook; without a header, `Order lines!3`, its row."""
        place = self.run.places.get(sheet)
        column = place.columns.get(header) if place else None
        letter = column_name(column) if column else ""
        return f"{place.name if place else sheet}!{letter}{int(self.book[sheet].rows[record])}"

    def fact(
        self, title: str, sheet: str, record: int, header: str, unit: int = 0
    ) -> Trace:
        """One number that a row holds; a blank counts as 0."""
        return Trace(
            title,
            int(self.book[sheet].number(header)[record]),
            unit,
            place=self.place(sheet, record, header),
        )

    def amounts(
        self, sheet: str, records: list[int], header: str, word: str, unit: int = 0
    ) -> list[Trace]:
        """One amount of each of these rows, titled by a word and the row's key."""
        keys = self.book[sheet][self.book[sheet].schema.key[0]]
        return [
            self.fact(f"{word} {keys[at]}", sheet, at, header, unit) for at in records
        ]

    def derived(
        self, title: str, cell: Cell, engine: int, parts: Sequence[Trace], unit: int = 0
    ) -> Trace:
        """A figure that a run writes into a cell: the sum of its parts, and whether the cell holds it already."""
        return total(
            title,
            engine,
            parts,
            unit,
            how=self._stale(cell, engine, unit),
            place=self.place(*cell),
        )

    def _stale(self, cell: Cell, figure: int, unit: int) -> str:
        """What is to be said where a cell does not hold the figure yet; '' where it does, or is not there."""
        place = self.run.places.get(cell.sheet)
        column = place.columns.get(cell.header) if place else None
        if place is None or column is None:
            return ""
        row = int(self.book[cell.sheet].rows[cell.record])
        return _said_otherwise(
            self.run.workbook.read(place.name).value(row, column), figure, unit
        )

    @cached_property
    def stock_cells(self) -> dict[tuple[str, str], int]:
        """The row of each SKU and location on the sheet Stock, as the last run wrote it."""
        layout = self._stock
        if layout is None:
            return {}
        grid = self.run.workbook.read(layout.name)
        columns = [
            grid.column(layout.columns[header])[layout.header_row :]
            for header in ("SKU", "Location")
        ]
        return {
            (str(sku), str(place)): row
            for row, (sku, place) in enumerate(
                zip(*columns, strict=True), layout.header_row + 1
            )
        }

    def stock_place(self, product: int, location: int, header: str) -> str:
        """`Stock!D9`; '' where the workbook has no such row."""
        key = (
            self.book.products.sku[product],
            str(self.book.warehouse.codes[location]),
        )
        if (
            self._stock is None
            or key not in self.stock_cells
            or header not in self._stock.columns
        ):
            return ""
        return f"{self._stock.name}!{column_name(self._stock.columns[header])}{self.stock_cells[key]}"

    @cached_property
    def _stock(self) -> Layout | None:
        name = match_sheets(self.run.workbook.sheets).get("Stock")
        found = (
            find_derived(self.run.workbook.read(name), sheet_schema("Stock"))
            if name
            else None
        )
        return found if found and {"SKU", "Location"} <= set(found.columns) else None


def _said_otherwise(cell: object, figure: int, unit: int) -> str:
    """What a cell holds instead of a figure, and the remedy; '' where it holds the figure."""
    if not isinstance(cell, (int, float)) or isinstance(cell, bool):
        return "not in the cell yet: run the workbook"
    held = int(Decimal(f"{cell:.15g}") * MICRO)
    said = money(held, unit) if unit else number(held)
    return (
        "" if held == figure else f"the cell still says {said}: run the workbook again"
    )


def rows(where: Mask) -> IntArray:
    """Positions under a mask."""
    return np.flatnonzero(where)

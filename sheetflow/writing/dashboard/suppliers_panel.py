"""What is to be ordered, on order and late, by supplier: of a workbook that has purchasing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from sheetflow.controls.reconciliation.formulas import exact, total
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray
from sheetflow.domain.own_texts import own_name
from sheetflow.ledgers.purchases import SupplierTotals, supplier_totals
from sheetflow.ledgers.reorder import Reorder
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas
from sheetflow.writing.dashboard.panel import LEFT, THIRD, Panel
from sheetflow.writing.ledger_sheets import reorder_of

TITLE = message("To order, and on order")
ALL = THIRD + 2
FIRST = ALL + 1
MOST_SUPPLIERS = 7
"""How many suppliers are listed, in the order of Suppliers; the row above has all of them."""

ON_ORDER = "On order (value)"
LATE = "Late (purchase orders)"
TO_ORDER = LEFT + 2
VALUE = LEFT + 3


def suppliers_panel(live: LiveFormulas, figures: DashboardFigures) -> Panel:
    """How many products are to be ordered of each supplier, their value, what is on order, and how many are late."""
    panel = Panel()
    remark = message("see [Reorder] and [Purchase orders]")
    panel.head(THIRD, LEFT, TITLE, remark)
    headers = (message("To order"), own_name("Value"), own_name("On order"))
    panel.headers(
        THIRD + 1,
        LEFT,
        (own_name("Supplier"), "", *headers, message("Late orders")),
    )
    lines = _Lines(live, figures)
    panel.put(ALL, LEFT, message("All suppliers"), styles.TEXT)
    _put_figures(panel, ALL, lines.of_all())
    for number in range(1, MOST_SUPPLIERS + 1):
        row = FIRST + number - 1
        code, name = lines.names(number)
        panel.put(row, LEFT, code, styles.TEXT)
        panel.put(row, LEFT + 1, name, styles.TEXT)
        _put_figures(panel, row, lines.of_supplier(number, row))
    return panel


def _put_figures(panel: Panel, row: int, figures: Sequence[Formula]) -> None:
    for column, figure in enumerate(figures, TO_ORDER):
        panel.put(row, column, figure, styles.FIGURE)


@dataclass(frozen=True)
class _Lines:
    """The formulas of each row, with their values; suppliers are numbered from 1."""

    live: LiveFormulas
    figures: DashboardFigures

    @cached_property
    def _reorder(self) -> Reorder:
        return reorder_of(self.figures.result)

    @cached_property
    def _totals(self) -> SupplierTotals:
        return supplier_totals(self.figures.result.book)

    def of_all(self) -> list[Formula]:
        """The figures of all suppliers."""
        suggested = int((self._reorder.suggested[self._reorder.rows] > 0).sum())
        value = exact(total(self._reorder.value[self._reorder.rows]))
        on_order = exact(total(self._totals.on_order))
        late = int(self._totals.late.sum())
        column = self.live.column
        return [
            self.live.count(suggested, ("Reorder", "Suggested", ">0")),
            self.live.total(value, "Reorder", "Value"),
            self.live.total(on_order, "Suppliers", ON_ORDER),
            Formula(f"SUM({column('Suppliers', LATE)})", late),
        ]

    def names(self, number: int) -> tuple[Formula, Formula]:
        """The code and the name of a supplier; empty where there are fewer."""
        suppliers = self.figures.result.book.suppliers
        return (
            self._text("Supplier", number, suppliers.supplier),
            self._text("Name", number, suppliers.name),
        )

    def _text(self, header: str, number: int, texts: AnyArray) -> Formula:
        found = f'{self._at(header, number)}&""'
        value = str(texts[number - 1] or "") if number <= len(texts) else ""
        return Formula(f'IFERROR({found},"")', value)

    def _at(self, header: str, number: int) -> str:
        """The cell of a supplier in a column of Suppliers."""
        rows = self.figures.result.book.suppliers.rows
        last = int(rows[-1]) if len(rows) else 1
        beyond = max(number - len(rows), 0)
        row = last + beyond if beyond else int(rows[number - 1])
        position = self.live.references.position("Suppliers", row)
        return f"INDEX({self.live.column('Suppliers', header)},{position})"

    def of_supplier(self, number: int, row: int) -> list[Formula]:
        """The figures of a supplier, for the row that has its code; empty where there are fewer."""
        code = cell_name(row, LEFT)
        column = self.live.column
        of_supplier = f"{column('Reorder', 'Supplier')},{code}"
        is_suggested = f'{column("Reorder", "Suggested")},">0"'
        counted = f"COUNTIFS({of_supplier},{is_suggested})"
        summed = f"SUMIFS({column('Reorder', 'Value')},{of_supplier})"
        formulas = [
            counted,
            summed,
            self._at(ON_ORDER, number),
            self._at(LATE, number),
        ]
        values = self._values(number - 1)
        return [
            Formula(f'IF({code}="","",{formula})', value)
            for formula, value in zip(formulas, values, strict=True)
        ]

    def _values(self, supplier: int) -> list[str | int | Decimal]:
        """What the formulas of a supplier (a position) come to."""
        if supplier >= len(self.figures.result.book.suppliers):
            return ["", "", "", ""]
        reorder = self._reorder
        rows = reorder.rows[reorder.supplier[reorder.rows] == supplier]
        return [
            int(np.count_nonzero(reorder.suggested[rows] > 0)),
            exact(total(reorder.value[rows])),
            exact(total(self._totals.on_order[supplier : supplier + 1])),
            int(self._totals.late[supplier]),
        ]

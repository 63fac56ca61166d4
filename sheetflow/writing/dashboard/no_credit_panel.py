"""Customers on hold, and those above their credit limit: of a workbook that has credit limits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from sheetflow.controls.reconciliation.formulas import exact
from sheetflow.domain.arrays import sorted_by
from sheetflow.domain.frames import Customers
from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.domain.own_texts import own_name
from sheetflow.ledgers.credit_limits import Credit, build_credit
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas, own_criterion, quoted
from sheetflow.writing.dashboard.panel import HELPER, RIGHT, THIRD, Panel

TITLE = message("Customers without credit")
FIRST = THIRD + 2
MOST = 4
"""How many customers of each kind are listed."""

AMOUNT = RIGHT + 3
NOBODY = message("Nobody")
ON_HOLD = message("on hold")
ABOVE = message("above the limit")


def no_credit_panel(
    live: LiveFormulas, figures: DashboardFigures, money_format: str
) -> Panel:
    """The customers on hold, and those furthest above their limit."""
    panel = Panel()
    panel.head(THIRD, RIGHT, TITLE, message("their orders wait"))
    above = message("Above the limit")
    panel.headers(THIRD + 1, RIGHT, (own_name("Customer"), "", "", above))
    lines = _Lines(live, figures)
    style = styles.FIGURE._replace(number_format=f"{money_format};;")
    for number in range(1, MOST + 1):
        row = FIRST + number - 1
        _put(panel, row, lines.names(row, lines.held(number), ON_HOLD, number))
        panel.put(row, AMOUNT, lines.word(row, lines.held(number)), styles.FIGURE)
        panel.put(row, HELPER, lines.position_on_hold(row, number), styles.HIDDEN)
        row += MOST
        _put(panel, row, lines.names(row, lines.exceeding(number), ABOVE, number))
        panel.put(row, AMOUNT, lines.above(number), style)
        panel.put(row, HELPER, lines.position_above(row, number), styles.HIDDEN)
    return panel


def _put(panel: Panel, row: int, names: tuple[Formula, Formula]) -> None:
    for column, name in enumerate(names, RIGHT):
        panel.put(row, column, name, styles.TEXT)


@dataclass(frozen=True)
class _Lines:
    """The formulas of each row, with their values; customers are positions, -1 for none."""

    live: LiveFormulas
    figures: DashboardFigures

    @cached_property
    def _credit(self) -> Credit:
        result = self.figures.result
        ledgers = result.ledgers
        return build_credit(result.book, ledgers.allocations, ledgers.money)

    def held(self, number: int) -> int:
        """The customer on hold with this number, from 1."""
        customers = self.figures.result.book.customers
        return _numbered(np.flatnonzero(customers.number(Customers.hold) == 1), number)

    def exceeding(self, number: int) -> int:
        """The customer with this number, from 1, of those above their limit: the furthest above first."""
        left = self._credit.left
        is_above = (left != BLANK) & (left < 0)
        return _numbered(sorted_by(np.flatnonzero(is_above), left), number)

    def names(
        self, row: int, customer: int, kind: str, number: int
    ) -> tuple[Formula, Formula]:
        """The code and the name of the customer of a row; `Nobody` and the kind in the first where there is none.

        Two short texts: one that is wider than the column of codes would be cut off.
        """
        code, name = (NOBODY, kind) if number == 1 else ("", "")
        return (
            self._text(row, "Customer", customer, code),
            self._text(row, "Name", customer, name),
        )

    def _text(self, row: int, header: str, customer: int, nothing: str) -> Formula:
        position = cell_name(row, HELPER)
        found = f'INDEX({self.live.column("Customers", header)},{position})&""'
        frame = self.figures.result.book.customers
        value = str(frame[header][customer] or "") if customer >= 0 else nothing
        formula = f"IF({position}=0,{quoted(nothing)},{found})"
        return Formula(formula, in_own_language(value))

    def word(self, row: int, customer: int) -> Formula:
        """`on hold` where the row has a customer."""
        value = in_own_language(ON_HOLD) if customer >= 0 else ""
        position = cell_name(row, HELPER)
        return Formula(f'IF({position}=0,"",{quoted(ON_HOLD)})', value)

    def position_on_hold(self, row: int, number: int) -> Formula:
        """The position of the next customer on hold, after that of the row above."""
        hold = self.live.column("Customers", "Hold")
        before = "0" if number == 1 else cell_name(row - 1, HELPER)
        rest = f"INDEX({hold},1+{before}):INDEX({hold},ROWS({hold}))"
        yes = quoted(own_criterion("Customers", "Hold", "Yes"))
        found = f"IFERROR({before}+MATCH({yes},{rest},0),0)"
        formula = found if number == 1 else f"IF({before}=0,0,{found})"
        return Formula(formula, self._position(self.held(number)))

    def above(self, number: int) -> Formula:
        """How far a customer is above the limit."""
        customer = self.exceeding(number)
        value = (
            exact(-int(self._credit.left[customer])) if customer >= 0 else Decimal(0)
        )
        left = self.live.column("Customers", "Credit left")
        return Formula(f"MAX(0,-IFERROR(SMALL({left},{number}),0))", value)

    def position_above(self, row: int, number: int) -> Formula:
        """The position of the customer of a row: after the one above where both are as far above."""
        left = self.live.column("Customers", "Credit left")
        amount = cell_name(row, AMOUNT)
        after = "0"
        if number > 1:
            amount_above = cell_name(row - 1, AMOUNT)
            after = f"IF({amount}={amount_above},{cell_name(row - 1, HELPER)},0)"
        rest = f"INDEX({left},1+{after}):INDEX({left},ROWS({left}))"
        found = f"{after}+MATCH(-{amount},{rest},0)"
        position = self._position(self.exceeding(number))
        return Formula(f"IF({amount}>0,{found},0)", position)

    def _position(self, customer: int) -> int:
        if customer < 0:
            return 0
        row = int(self.figures.result.book.customers.rows[customer])
        return self.live.references.position("Customers", row)


def _numbered(rows: IntArray, number: int) -> int:
    """The row with this number, from 1; -1 where there are fewer."""
    return int(rows[number - 1]) if number <= len(rows) else -1

"""What waits, and why: orders on hold and actions that wait, each reason with a bar in its own row."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.own_texts import own_name
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import (
    DashboardFigures,
    waits_for_credit,
    was_refused,
)
from sheetflow.writing.dashboard.live import LiveFormulas
from sheetflow.writing.dashboard.panel import BOTTOM, RIGHT, Panel, bars_beside
from sheetflow.writing.first_line import WAITS

TITLE = message("What waits, and why")
FIRST = BOTTOM + 2
COUNTS = RIGHT + 3
REASONS = (
    (message("Actions waiting for stock"), message(" free of ")),
    (message("Actions waiting for picking"), message("nothing is picked")),
    (message("Actions waiting for shipping"), message("nothing more has shipped")),
)
"""Why actions wait, and the words of the problem by which each reason is known."""

FAULTY = message("Orders on hold: something to fix")
ACTION_REFUSED = message("Orders on hold: an action was refused")
EARLIER_TEXTS: dict[str, str] = {
    FAULTY: "Orders held: something to mend",
    ACTION_REFUSED: "Orders held: an action was refused",
}
"""The texts that earlier versions put into the dashboard instead."""


def waiting_panel(live: LiveFormulas, figures: DashboardFigures) -> Panel:
    """Why orders are on hold and actions wait."""
    panel = Panel()
    remark = message("see [Check] in [Orders], and [Issues]")
    panel.head(BOTTOM, RIGHT, TITLE, remark)
    how_many = message("How many")
    panel.headers(BOTTOM + 1, RIGHT, (own_name("Reason"), "", "", how_many))
    reasons = _Reasons(live, figures).rows()
    for row, (text, count) in enumerate(reasons, FIRST):
        panel.put(row, RIGHT, text, styles.TEXT)
        panel.put(row, COUNTS, count, styles.BESIDE_BAR)
    last = FIRST + len(reasons) - 1 + uses_credit()
    panel.chart(bars_beside(TITLE, FIRST, last, RIGHT, styles.BLUE))
    return panel


def _refused() -> str:
    """What Check has of an order whose action was refused."""
    return f"*{was_refused()}*"


def uses_credit() -> bool:
    """Whether the workbook has credit limits."""
    return sheet_schema("Customers").column("Credit limit").in_use


def _for_credit() -> str:
    """What Check has of an order that waits for credit."""
    return f"{waits_for_credit()}*"


def credit_panel(live: LiveFormulas, figures: DashboardFigures) -> Panel:
    """How many orders wait for credit: a row below the reasons, which an earlier dashboard may not have."""
    panel = Panel(may_be_added=True)
    row = FIRST + len(REASONS) + 3
    count = live.count(figures.waiting_for_credit, ("Orders", "Check", _for_credit()))
    panel.put(row, RIGHT, message("Orders waiting for credit"), styles.TEXT)
    panel.put(row, COUNTS, count, styles.BESIDE_BAR)
    return panel


@dataclass(frozen=True)
class _Reasons:
    """Each reason and how many orders or actions have it."""

    live: LiveFormulas
    figures: DashboardFigures

    def rows(self) -> list[tuple[str, Formula]]:
        """The rows of the panel, in their order."""
        waiting = [
            (text, self._waiting(in_own_language(words))) for text, words in REASONS
        ]
        return [
            (FAULTY, self._faulty()),
            (ACTION_REFUSED, self._refused()),
            *waiting,
            (message("Actions with nothing left to do"), self._nothing_left()),
        ]

    def _faulty(self) -> Formula:
        """The orders on hold, except because of a refused action."""
        criteria = ["?*", "<>OK", f"<>{_refused()}"]
        if uses_credit():
            criteria.append(f"<>{_for_credit()}")
        conditions = [("Orders", "Check", criterion) for criterion in criteria]
        return self.live.count(self.figures.on_hold[False], *conditions)

    def _refused(self) -> Formula:
        count = self.figures.on_hold[True]
        return self.live.count(count, ("Orders", "Check", _refused()))

    def _waiting(self, words: str) -> Formula:
        """The actions that wait for a reason known by these words."""
        is_waiting = ("Issues", "Code", WAITS)
        has_words = ("Issues", "Problem", f"*{words}*")
        count = self.figures.waiting_for(words)
        return self.live.count(count, is_waiting, has_words)

    def _nothing_left(self) -> Formula:
        """The actions that wait for none of these reasons."""
        counts = [
            self.figures.waiting_for(in_own_language(words)) for _, words in REASONS
        ]
        others = len(self.figures.waiting) - sum(counts)
        every = self.live.count(0, ("Issues", "Code", WAITS)).text
        first = cell_name(FIRST + 2, COUNTS)
        last = cell_name(FIRST + 1 + len(REASONS), COUNTS)
        return Formula(f"{every}-SUM({first}:{last})", others)

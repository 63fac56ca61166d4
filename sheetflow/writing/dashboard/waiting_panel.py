"""What waits, and why: orders on hold and actions that wait, each reason with a bar in its own row."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.domain.own_texts import in_own_names, own_name
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas
from sheetflow.writing.dashboard.panel import BOTTOM, RIGHT, Panel, bars_beside
from sheetflow.writing.first_line import WAITS

TITLE = "What waits, and why"
FIRST = BOTTOM + 2
COUNTS = RIGHT + 3
REFUSED = "*was refused*"
REASONS = (
    ("Actions waiting for stock", " free of "),
    ("Actions waiting for picking", "nothing is picked"),
    ("Actions waiting for shipping", "nothing more has shipped"),
)
"""Why actions wait, and the words of the problem by which each reason is known."""

FAULTY = "Orders on hold: something to fix"
ACTION_REFUSED = "Orders on hold: an action was refused"
EARLIER_TEXTS = {
    FAULTY: "Orders held: something to mend",
    ACTION_REFUSED: "Orders held: an action was refused",
}
"""The texts that earlier versions put into the dashboard instead."""


def waiting_panel(live: LiveFormulas, figures: DashboardFigures) -> Panel:
    """Why orders are on hold and actions wait."""
    panel = Panel()
    panel.head(
        BOTTOM, RIGHT, TITLE, in_own_names("see [Check] in [Orders], and [Issues]")
    )
    panel.headers(BOTTOM + 1, RIGHT, (own_name("Reason"), "", "", "How many"))
    reasons = _Reasons(live, figures).rows()
    for row, (text, count) in enumerate(reasons, FIRST):
        panel.put(row, RIGHT, text, styles.TEXT)
        panel.put(row, COUNTS, count, styles.BESIDE_BAR)
    last = FIRST + len(reasons) - 1
    panel.chart(bars_beside(TITLE, FIRST, last, RIGHT, styles.BLUE))
    return panel


@dataclass(frozen=True)
class _Reasons:
    """Each reason and how many orders or actions have it."""

    live: LiveFormulas
    figures: DashboardFigures

    def rows(self) -> list[tuple[str, Formula]]:
        """The rows of the panel, in their order."""
        waiting = [(text, self._waiting(words)) for text, words in REASONS]
        return [
            (FAULTY, self._faulty()),
            (ACTION_REFUSED, self._refused()),
            *waiting,
            ("Actions with nothing left to do", self._nothing_left()),
        ]

    def _faulty(self) -> Formula:
        """The orders on hold, except because of a refused action."""
        criteria = ("?*", "<>OK", f"<>{REFUSED}")
        conditions = [("Orders", "Check", criterion) for criterion in criteria]
        return self.live.count(self.figures.on_hold[False], *conditions)

    def _refused(self) -> Formula:
        count = self.figures.on_hold[True]
        return self.live.count(count, ("Orders", "Check", REFUSED))

    def _waiting(self, words: str) -> Formula:
        """The actions that wait for a reason known by these words."""
        is_waiting = ("Issues", "Code", WAITS)
        has_words = ("Issues", "Problem", f"*{words}*")
        count = self.figures.waiting_for(words)
        return self.live.count(count, is_waiting, has_words)

    def _nothing_left(self) -> Formula:
        """The actions that wait for none of these reasons."""
        counts = [self.figures.waiting_for(words) for _, words in REASONS]
        others = len(self.figures.waiting) - sum(counts)
        every = self.live.count(0, ("Issues", "Code", WAITS)).text
        first = cell_name(FIRST + 2, COUNTS)
        last = cell_name(FIRST + 1 + len(REASONS), COUNTS)
        return Formula(f"{every}-SUM({first}:{last})", others)

"""Short of stock: the products that are missing most, each with a bar in its own row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.own_texts import own_name
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures, Shortage
from sheetflow.writing.dashboard.live import LiveFormulas, quoted
from sheetflow.writing.dashboard.panel import BOTTOM, HELPER, LEFT, Panel, bars_beside

TITLE = message("Short of stock")
FIRST = BOTTOM + 2
MOST_SHORT = 8
"""How many products are listed."""

MISSING = LEFT + 3


def short_panel(live: LiveFormulas, figures: DashboardFigures) -> Panel:
    """The products that are missing most."""
    panel = Panel()
    panel.head(BOTTOM, LEFT, TITLE, message("ordered, but not on hand"))
    panel.headers(BOTTOM + 1, LEFT, (own_name("SKU"), "", "", message("Missing")))
    style = styles.BESIDE_BAR._replace(number_format="#,##0.######;;")
    for number in range(1, MOST_SHORT + 1):
        line = _Line(live, figures, number)
        panel.put(line.row, LEFT, line.sku(), styles.TEXT)
        panel.put(line.row, LEFT + 1, line.name(), styles.TEXT)
        panel.put(line.row, MISSING, line.missing(), style)
        panel.put(line.row, HELPER, line.position(), styles.HIDDEN)
    last = FIRST + MOST_SHORT - 1
    panel.chart(bars_beside(TITLE, FIRST, last, LEFT, styles.ORANGE))
    return panel


@dataclass(frozen=True)
class _Line:
    """One line of the panel: the product that is missing most, second most … by its number from 1."""

    live: LiveFormulas
    figures: DashboardFigures
    number: int

    @property
    def row(self) -> int:
        return FIRST + self.number - 1

    @property
    def shortage(self) -> Shortage | None:
        """The product; None where fewer are short."""
        short = self.figures.short
        return short[self.number - 1] if self.number <= len(short) else None

    @property
    def available(self) -> str:
        return self.live.column("Products", "Available")

    def missing(self) -> Formula:
        """How much is missing."""
        short = self.shortage
        value = short.missing if short else Decimal(0)
        smallest = f"SMALL({self.available},{self.number})"
        return Formula(f"MAX(0,-IFERROR({smallest},0))", value)

    def position(self) -> Formula:
        """The product's position in Products: after the one above where both miss as much."""
        short = self.shortage
        value = self.live.references.position("Products", short.row) if short else 0
        missing = cell_name(self.row, MISSING)
        after = self._position_above()
        rows = f"ROWS({self.available})"
        rest = f"INDEX({self.available},1+{after}):INDEX({self.available},{rows})"
        found = f"{after}+MATCH(-{missing},{rest},0)"
        return Formula(f"IF({missing}>0,{found},0)", value)

    def _position_above(self) -> str:
        """The position of the product above where both miss as much, else 0."""
        if self.number == 1:
            return "0"
        missing = cell_name(self.row, MISSING)
        missing_above = cell_name(self.row - 1, MISSING)
        position_above = cell_name(self.row - 1, HELPER)
        return f"IF({missing}={missing_above},{position_above},0)"

    def sku(self) -> Formula:
        """The product's SKU; the first line says where nothing is short."""
        nothing = message("Nothing is short") if self.number == 1 else ""
        short = self.shortage
        return self._text("SKU", nothing, short.sku if short else nothing)

    def name(self) -> Formula:
        """The product's name."""
        short = self.shortage
        return self._text("Name", "", short.name if short else "")

    def _text(self, header: str, nothing: str, value: str) -> Formula:
        """A column of Products at the product's position, as text."""
        position = cell_name(self.row, HELPER)
        column = self.live.column("Products", header)
        found = f'INDEX({column},{position})&""'
        shown = in_own_language(value)
        return Formula(f"IF({position}=0,{quoted(nothing)},{found})", shown)

"""The dashboard's panels: each a heading, a small table of live figures, and a chart over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.workbook.cells.cell_references import Area, cell_name
from sheetflow.workbook.cells.page_layout import (
    CellStyle,
    ChartDesign,
    PageCell,
    Series,
)
from sheetflow.workbook.model import Formula, Value
from sheetflow.writing.dashboard import looks
from sheetflow.writing.dashboard.live import Live, quoted, said
from sheetflow.writing.dashboard.shown import WAITS, Shown
from sheetflow.writing.sheet_designs import money_format

LEFT, RIGHT, WIDTH = 2, 9, 6
"""The first column of the panels on the left and on the right, and how many columns each has."""

HELPER = 16
"""A hidden column, right of everything, that holds where in Products the products that are short stand."""

FIGURES, TOP, CHARTS, BOTTOM = 4, 8, 15, 28
"""The first rows of the key figures, of the upper panels, of their charts, and of the lower panels."""

CHART_ROWS, MOST_SHORT = 12, 8

STATES = ("Unfulfilled", "Started", "Fulfilled")
PAYMENTS = (
    ("Uninvoiced", looks.PALE_BLUE),
    ("Invoiced", looks.LIGHT_BLUE),
    ("Partial", looks.BLUE),
    ("Owing", looks.ORANGE),
    ("Paid", looks.DARK_BLUE),
)
AGES = (
    looks.LIGHT_BLUE,
    looks.PALE_ORANGE,
    looks.LIGHT_ORANGE,
    looks.ORANGE,
    looks.DARK_ORANGE,
)


@dataclass
class Panel:
    """Cells that belong together: if its owner moved or reworded any of its texts, all of it is theirs."""

    cells: list[PageCell] = field(default_factory=list)
    charts: list[ChartDesign] = field(default_factory=list)

    def put(self, row: int, column: int, value: Value, style: CellStyle) -> None:
        """Add a cell."""
        self.cells.append(PageCell(row, column, value, style))

    def fill(self, row: int, first: int, last: int, style: CellStyle) -> None:
        """Give the cells of a row that hold nothing a look."""
        taken = {cell.column for cell in self.cells if cell.row == row}
        for column in range(first, last + 1):
            if column not in taken:
                self.put(row, column, None, style)

    def head(self, row: int, column: int, title: str, remark: Value) -> None:
        """The heading, and what it means at the right end of its row."""
        self.put(row, column, title, looks.HEADING)
        self.put(row, column + WIDTH - 1, remark, looks.right(looks.REMARK))

    def headers(self, row: int, column: int, texts: Sequence[str]) -> None:
        """The headers of the panel's table; the first, over names, stands left."""
        for at, text in enumerate(texts, column):
            self.put(
                row,
                at,
                text,
                looks.HEADER if at == column else looks.right(looks.HEADER),
            )
        self.fill(row, column, column + WIDTH - 1, looks.HEADER)


# -- key figures


def key_figures(live: Live, shown: Shown, currency: str) -> Panel:
    """Six figures, each with a note below it."""
    panel = Panel()
    for at, (label, number, note, code) in enumerate(_figures(live, shown, currency)):
        column = (LEFT if at < 3 else RIGHT) + at % 3 * 2
        panel.put(FIGURES, column, label, looks.LABEL)
        panel.put(FIGURES + 1, column, number, looks.NUMBER)
        panel.put(FIGURES + 2, column, note, looks.NOTE._replace(number_format=code))
    for row in range(FIGURES, FIGURES + 3):
        for first in (LEFT, RIGHT):
            panel.fill(row, first, first + WIDTH - 1, looks.LABEL)
    return panel


def _figures(
    live: Live, shown: Shown, currency: str
) -> Iterator[tuple[str | Formula, Formula, Formula, str]]:
    """Label, figure, note, and the note's number format."""
    worth = '"worth "#,##0'
    people = '[=1]"by 1 customer";"by "#,##0" customers"'
    open_states, count = STATES[:2], shown.statuses
    opened = sum(
        count[f"{state}, {payment}"] for state in open_states for payment, _ in PAYMENTS
    )
    is_open = [("Orders", "Inventory status", state) for state in open_states]
    yield (
        "Open orders",
        live.counts(opened, *is_open),
        _worth(live, shown, "Inventory status", *open_states),
        worth,
    )
    billable = "Fulfilled, Uninvoiced"
    to_invoice = live.count(count[billable], ("Orders", "Status", billable))
    yield (
        "Fulfilled, to invoice",
        to_invoice,
        _worth(live, shown, "Status", billable),
        worth,
    )
    quotes = live.count(count["Quote"], ("Orders", "Status", "Quote"))
    yield "Quotes out", quotes, _worth(live, shown, "Status", "Quote"), worth
    late = live.count(shown.late_customers, ("Customers", "Overdue", ">0"))
    yield (
        said(f"Owed to us, {currency}"),
        _owed(live, shown, "Total"),
        _owing(live, shown, "Total"),
        people,
    )
    yield said(f"Overdue, {currency}"), _owed(live, shown, *BUCKETS[1:]), late, people
    short = live.count(len(shown.short), ("Products", "Available", "<0"))
    below = live.count(shown.below_zero, ("Stock", "On hand", "<0"))
    yield "Products short", short, below, '"on hand below 0: "#,##0'


def _worth(live: Live, shown: Shown, header: str, *words: str) -> Formula:
    return live.worth(shown.worth(header, *words), header, *words)


def _owed(live: Live, shown: Shown, *buckets: str) -> Formula:
    amounts = sum((shown.owed(bucket) for bucket in buckets), Decimal(0))
    return live.total(amounts, "Receivables", *buckets)


def _owing(live: Live, shown: Shown, bucket: str) -> Formula:
    return live.count(shown.owing(bucket), ("Receivables", bucket, ">0"))


# -- orders


def orders_panel(live: Live, shown: Shown) -> Panel:
    """How many orders are how far, by what is paid of them; the chart leaves out what is done."""
    panel = Panel()
    panel.head(TOP, LEFT, "Orders by status", "without those fulfilled and paid")
    first = TOP + 2
    panel.headers(TOP + 1, LEFT, ("", *(payment for payment, _ in PAYMENTS)))
    for row, state in enumerate(STATES, first):
        panel.put(row, LEFT, state, looks.TEXT)
        for column, (payment, _) in enumerate(PAYMENTS, LEFT + 1):
            status = f"{state}, {payment}"
            panel.put(
                row,
                column,
                live.count(shown.statuses[status], ("Orders", "Status", status)),
                looks.FIGURE,
            )
    others = ("Quote", "Quote, Expired", "Cancelled")
    for column, status in zip(range(LEFT, LEFT + WIDTH, 2), others, strict=True):
        panel.put(
            first + 3,
            column,
            status,
            looks.REMARK if column == LEFT else looks.INDENTED,
        )
        figure = live.count(shown.statuses[status], ("Orders", "Status", status))
        panel.put(
            first + 3, column + 1, figure, looks.FIGURE._replace(colour=looks.GREY)
        )
    panel.charts.append(_orders_chart(first))
    return panel


def _orders_chart(first: int) -> ChartDesign:
    """Lying bars, stacked; the last series ends above the orders that are done."""
    last = first + len(STATES) - 1
    series = tuple(
        Series(
            Area(first, column, last - (payment == "Paid"), column),
            colour,
            name=(first - 1, column),
        )
        for column, (payment, colour) in enumerate(PAYMENTS, LEFT + 1)
    )
    area = Area(CHARTS, LEFT, CHARTS + CHART_ROWS - 1, LEFT + WIDTH - 1)
    return ChartDesign(
        "Orders by status",
        area,
        Area(first, LEFT, last, LEFT),
        series,
        horizontal=True,
        stacked=True,
        number_format="0;;",
    )


# -- receivables


def receivables_panel(live: Live, shown: Shown, currency: str) -> Panel:
    """What is owed by days past due, and by how many customers; less what is paid and not allocated, in all."""
    panel, names, amounts = Panel(), TOP + 1, TOP + 2
    panel.head(TOP, RIGHT, "Owed to us by days past due", said(currency))
    panel.headers(names, RIGHT, ("", *BUCKETS))
    panel.put(amounts, RIGHT, "Amount", looks.TEXT)
    panel.put(amounts + 1, RIGHT, "Customers", looks.TEXT)
    code = money_format(currency)
    money = looks.FIGURE._replace(number_format=f"{code};-{code};–")
    for column, bucket in enumerate(BUCKETS, RIGHT + 1):
        panel.put(amounts, column, _owed(live, shown, bucket), money)
        panel.put(amounts + 1, column, _owing(live, shown, bucket), looks.FIGURE)
    for column, label, bucket in (
        (RIGHT, "Unallocated", "Unallocated"),
        (RIGHT + 4, "Owed", "Total"),
    ):
        panel.put(
            amounts + 2,
            column,
            label,
            looks.REMARK if column == RIGHT else looks.right(looks.REMARK),
        )
        panel.put(
            amounts + 2,
            column + 1,
            _owed(live, shown, bucket),
            money._replace(colour=looks.GREY),
        )
    first, last = RIGHT + 1, RIGHT + len(BUCKETS)
    series = Series(Area(amounts, first, amounts, last), AGES[0], points=AGES)
    area = Area(CHARTS, RIGHT, CHARTS + CHART_ROWS - 1, RIGHT + WIDTH - 1)
    chart = ChartDesign(
        "Owed to us by days past due", area, Area(names, first, names, last), (series,)
    )
    panel.charts.append(chart)
    return panel


# -- stock


def short_panel(live: Live, shown: Shown) -> Panel:
    """The products that are missing most, each with a bar in its own row."""
    panel, first = Panel(), BOTTOM + 2
    panel.head(BOTTOM, LEFT, "Short of stock", "ordered, but not on hand")
    panel.headers(BOTTOM + 1, LEFT, ("SKU", "", "", "Missing"))
    for number in range(1, MOST_SHORT + 1):
        _put_short(panel, live, shown, number, first + number - 1)
    last = first + MOST_SHORT - 1
    series = Series(Area(first, LEFT + 3, last, LEFT + 3), looks.ORANGE)
    area = Area(first, LEFT + 4, last, LEFT + 5)
    panel.charts.append(
        ChartDesign(
            "Short of stock",
            area,
            Area(first, LEFT, last, LEFT),
            (series,),
            horizontal=True,
            bare=True,
        )
    )
    return panel


def _put_short(panel: Panel, live: Live, shown: Shown, number: int, row: int) -> None:
    """One product: how much is missing; where it stands, after the one above where both miss as much; its name."""
    short = shown.short[number - 1] if number <= len(shown.short) else None
    available, missing, place = (
        live.column("Products", "Available"),
        cell_name(row, LEFT + 3),
        cell_name(row, HELPER),
    )
    value, position = (
        (short.missing, live.references.position("Products", short.row))
        if short
        else (Decimal(0), 0)
    )
    amount = Formula(f"MAX(0,-IFERROR(SMALL({available},{number}),0))", value)
    after = "0"
    if number > 1:
        after = f"IF({missing}={cell_name(row - 1, LEFT + 3)},{cell_name(row - 1, HELPER)},0)"
    rest = f"INDEX({available},1+{after}):INDEX({available},ROWS({available}))"
    found = Formula(f"IF({missing}>0,{after}+MATCH(-{missing},{rest},0),0)", position)
    nothing = "Nothing is short" if number == 1 else ""
    for column, header, text, other in (
        (LEFT, "SKU", short.sku if short else nothing, nothing),
        (LEFT + 1, "Name", short.name if short else "", ""),
    ):
        shown_text = f'IF({place}=0,{quoted(other)},INDEX({live.column("Products", header)},{place})&"")'
        panel.put(row, column, Formula(shown_text, text), looks.TEXT)
    panel.put(
        row, LEFT + 3, amount, looks.BESIDE_BAR._replace(number_format="#,##0.######;;")
    )
    panel.put(row, HELPER, found, looks.HIDDEN)


# -- what waits


def waiting_panel(live: Live, shown: Shown) -> Panel:
    """Why orders are held and actions wait, each reason with a bar in its own row."""
    panel, first = Panel(), BOTTOM + 2
    panel.head(BOTTOM, RIGHT, "What waits, and why", "see Check in Orders, and Issues")
    panel.headers(BOTTOM + 1, RIGHT, ("Reason", "", "", "How many"))
    reasons = list(
        _reasons(
            live,
            shown,
            cell_name(first + 2, RIGHT + 3),
            cell_name(first + 4, RIGHT + 3),
        )
    )
    for row, (text, figure) in enumerate(reasons, first):
        panel.put(row, RIGHT, text, looks.TEXT)
        panel.put(row, RIGHT + 3, figure, looks.BESIDE_BAR)
    last = first + len(reasons) - 1
    series = Series(Area(first, RIGHT + 3, last, RIGHT + 3), looks.BLUE)
    area = Area(first, RIGHT + 4, last, RIGHT + 5)
    panel.charts.append(
        ChartDesign(
            "What waits, and why",
            area,
            Area(first, RIGHT, last, RIGHT),
            (series,),
            horizontal=True,
            bare=True,
        )
    )
    return panel


def _reasons(
    live: Live, shown: Shown, first_wait: str, last_wait: str
) -> Iterator[tuple[str, Formula]]:
    """Each reason and how many there are; `first_wait` to `last_wait` are the cells of the actions told apart."""
    check = ("Orders", "Check")
    held = live.count(
        shown.held[False], (*check, "?*"), (*check, "<>OK"), (*check, "<>*was refused*")
    )
    yield "Orders held: something to mend", held
    yield (
        "Orders held: an action was refused",
        live.count(shown.held[True], (*check, "*was refused*")),
    )
    rest = len(shown.waiting)
    for text, words in (
        ("Actions waiting for stock", " free of "),
        ("Actions waiting for picking", "nothing is picked"),
        ("Actions waiting for shipping", "nothing more has shipped"),
    ):
        count = shown.waits(words)
        rest -= count
        yield (
            text,
            live.count(
                count, ("Issues", "Code", WAITS), ("Issues", "Problem", f"*{words}*")
            ),
        )
    every = live.count(0, ("Issues", "Code", WAITS)).text
    yield (
        "Actions with nothing left to do",
        Formula(f"{every}-SUM({first_wait}:{last_wait})", rest),
    )

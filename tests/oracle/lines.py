"""What became of each order line: the quantities that its facts add up to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered

if TYPE_CHECKING:
    from .book import Book, Row

Key = tuple[str, str]
NONE = Fraction(0)


@dataclass
class Line:
    row: Row
    tracked: bool
    ships: bool
    suggested: Fraction = NONE
    picked: Fraction = NONE
    packed: Fraction = NONE
    left: Fraction = NONE
    invoiced: Fraction = NONE
    billed: Fraction = NONE
    returned: Fraction = NONE
    restocked: Fraction = NONE
    credited: Fraction = NONE
    credited_goods: Fraction = NONE

    @property
    def quantity(self) -> Fraction:
        return self.row.number("Quantity")

    @property
    def effective(self) -> Fraction:
        return self.quantity - self.row.number("Cancelled quantity")

    @property
    def shipped(self) -> Fraction:
        """What left the building; where no shipping is required, what is picked counts as shipped."""
        return self.left if self.ships else self.picked

    @property
    def loose(self) -> Fraction:
        """Picked and in no container yet."""
        return max(NONE, self.picked - self.packed) if self.ships else NONE

    @property
    def to_pick(self) -> Fraction:
        return max(NONE, self.effective - self.picked) if self.tracked else NONE

    @property
    def to_suggest(self) -> Fraction:
        return max(NONE, self.to_pick - self.suggested)

    @property
    def uncredited(self) -> Fraction:
        """Came back and was not credited: it only lowers what is left to bill."""
        return self.returned - self.credited_goods

    @property
    def fully_invoiced(self) -> bool:
        return self.invoiced + self.uncredited >= self.effective


def is_goods(row: Row) -> bool:
    """A return that physically came back."""
    return row["Disposition"] != "Credit only"


@remembered
def left_containers(book: Book) -> dict[Key, Row]:
    """The containers that were sent off, each with its first shipment."""
    out: dict[Key, Row] = {}
    for row in book.live("Shipments"):
        if row["Container"] is not None:
            out.setdefault((row["Order"], row["Container"]), row)
    return out


@remembered
def invoice_lines(book: Book) -> list[Row]:
    """The live lines of invoices that are not voided."""
    voided = {
        r["Invoice"]
        for r in book.rows.get("Invoices", [])
        if not r.blank and r["Voided"] is not None
    }
    live = {r["Invoice"] for r in book.live("Invoices")}
    gone = voided - live
    return [row for row in book.live("Invoice lines") if row["Invoice"] not in gone]


@remembered
def order_lines(book: Book) -> dict[Key, Line]:
    """Every readable order line with what its facts add up to, in the order of the rows."""
    out: dict[Key, Line] = {}
    for row in book.live("Order lines"):
        if row["Line"] is not None:
            line = Line(row, book.tracked(row["SKU"]), book.ships(row["Order"]))
            out[row["Order"], row["Line"]] = line
    gone = left_containers(book)
    for row, line in _of(book.live("Picks"), out):
        if line.tracked and row["Picked"] is None:
            line.suggested += row.number("Suggested")
        elif line.tracked:
            line.picked += row.number("Picked")
    for row, line in _of(book.live("Packing"), out):
        if line.tracked:
            line.packed += row.number("Quantity")
            line.left += (
                row.number("Quantity")
                if (row["Order"], row["Container"]) in gone
                else 0
            )
    for row, line in _of(invoice_lines(book), out):
        line.invoiced += row.number("Quantity")
        line.billed += row.number("Line total")
    for row, line in _of(book.live("Returns"), out):
        line.credited += row.number("Credited quantity")
        if is_goods(row):
            line.returned += row.number("Quantity")
            line.credited_goods += row.number("Credited quantity")
    for row in book.live("Restocks"):
        owner = book.first("Returns", "Return", row["Return"])
        line = out.get((owner["Order"], owner["Line"])) if owner else None
        if line and owner["SKU"] == line.row["SKU"]:
            line.restocked += row.number("Quantity")
    return out


def _of(rows: list[Row], lines: dict[Key, Line]) -> list[tuple[Row, Line]]:
    """The rows that name a readable order line, each with it."""
    return [
        (row, lines[row["Order"], row["Line"]])
        for row in rows
        if (row["Order"], row["Line"]) in lines
    ]


@remembered
def lines_of(book: Book, order: object) -> list[Line]:
    return [line for (owner, _), line in order_lines(book).items() if owner == order]

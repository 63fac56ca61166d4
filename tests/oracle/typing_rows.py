"""What people type: random rows and cells, chosen to be right where the derived columns say what is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from .numbers import exact, places_of
from .reading import Sheets, as_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Cells = dict[str, object]


@dataclass
class Edit:
    """One row added, or cells set in one row."""

    sheet: str
    cells: Cells
    index: int | None = None


class Desk:
    """The workbook as a person sees it after a run, and the day."""

    def __init__(self, rng: Random, sheets: Sheets, as_of: date) -> None:
        self.rng = rng
        self.sheets = sheets
        self.as_of = as_of

    def rows(self, sheet: str) -> list[Cells]:
        """The rows that are not voided."""
        return [
            row
            for row in self.sheets.get(sheet, [])
            if is_blank(row.get("Voided")) and any(row.values())
        ]

    def setting(self, name: str, default: object = None) -> object:
        found = [
            row.get("Value")
            for row in self.rows("Settings")
            if row.get("Setting") == name
        ]
        return found[0] if found and not is_blank(found[0]) else default

    @property
    def places(self) -> int:
        return places_of(str(self.setting("Currency", "USD")))

    def pick(
        self, sheet: str, test: Callable[[Cells], bool] = lambda row: True
    ) -> Cells | None:
        found = [row for row in self.rows(sheet) if test(row)]
        return self.rng.choice(found) if found else None

    def order(self, state: str = "Order") -> Cells | None:
        def fits(row: Cells) -> bool:
            return (row.get("State") or "Order") == state and row.get("Check") == "OK"

        return self.pick("Orders", fits)

    def line(self, test: Callable[[Cells], bool]) -> Cells | None:
        """An order line of an open order that fits."""
        open_orders = {
            row["Order"]
            for row in self.rows("Orders")
            if (row.get("State") or "Order") == "Order" and row.get("Check") == "OK"
        }
        return self.pick(
            "Order lines",
            lambda row: (
                row.get("Order") in open_orders
                and not is_blank(row.get("Line"))
                and test(row)
            ),
        )

    def tracked(self, sku: object) -> bool:
        key = as_text(sku)
        return any(
            as_text(r["SKU"]) == key and r.get("Track stock") != "No"
            for r in self.rows("Products")
        )

    def ships(self, order: object) -> bool:
        row = next((r for r in self.rows("Orders") if r.get("Order") == order), {})
        return (
            row.get("Requires shipping") or self.setting("Requires shipping", "Yes")
        ) == "Yes"

    def day(self, back: int = 40) -> date:
        return self.as_of - timedelta(
            days=self.rng.choice([0, 0, 1, self.rng.randint(0, back)])
        )

    def locations(self) -> list[str]:
        named = [str(row["Location"]) for row in self.rows("Locations")]
        return named or ["MAIN", "BACK"]

    def money(self, most: Decimal) -> Decimal:
        """An amount of the currency's minor unit, up to about `most`."""
        unit = Decimal(10) ** -self.places
        return max(unit, (most * self.rng.randint(1, 100) / 100).quantize(unit))

    def some(self, most: Decimal) -> Decimal:
        """A quantity above 0 and up to `most`: often all of it."""
        if self.rng.random() < 0.45 or most <= 1:
            return most
        return Decimal(self.rng.randint(1, int(most)))

    def maybe(
        self, cells: Cells, header: str, value: object, chance: float = 0.5
    ) -> None:
        if self.rng.random() < chance:
            cells[header] = value


def number(row: Cells | None, header: str) -> Decimal:
    value = exact(row.get(header)) if row else None
    return Decimal(0) if value is None else Decimal(value.numerator) / value.denominator


def cell(value: Decimal) -> object:
    """A number as Excel holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def only_line(desk: Desk, line: Cells) -> bool:
    key = (line["Order"], as_text(line.get("SKU")))
    same = [
        r
        for r in desk.rows("Order lines")
        if (r["Order"], as_text(r.get("SKU"))) == key
    ]
    return len(same) == 1


def named(desk: Desk, line: Cells, **more: object) -> Cells:
    """The cells that name an order line, its number only sometimes."""
    cells: Cells = {"Order": line["Order"], "SKU": line["SKU"], **more}
    if desk.rng.random() < (0.5 if only_line(desk, line) else 0.75):
        cells["Line"] = line["Line"]
    return cells


# --- stock and picking ---------------------------------------------------------------------------------
def move(desk: Desk) -> list[Edit]:
    rng = desk.rng
    product = desk.pick("Products", lambda row: row.get("Track stock") != "No")
    kind = rng.choice(
        ["Opening", "Receipt", "Receipt", "Adjustment", "Transfer", "Count"]
    )
    places = desk.locations()
    if product is None or (kind == "Transfer" and len(places) < 2):
        return []
    to, source = (rng.sample(places, 2) if len(places) > 1 else places * 2)[:2]
    held = _held(desk, product["SKU"], source if kind == "Transfer" else to)
    quantity = Decimal(rng.randint(1, 20))
    if kind == "Transfer":
        quantity = desk.some(held)
    if kind == "Adjustment" and rng.random() < 0.5 and held >= 1:
        quantity = -desk.some(held)
    if quantity == 0:
        return []
    cells: Cells = {
        "Date": desk.day(),
        "Type": kind,
        "SKU": product["SKU"],
        "To": to,
        "Quantity": cell(quantity),
    }
    if kind == "Transfer":
        cells["From"] = source
    return [Edit("Stock moves", cells)]


def _held(desk: Desk, sku: object, place: str) -> Decimal:
    rows = desk.rows("Stock")
    return max(
        [
            number(r, "On hand")
            for r in rows
            if (r["SKU"], r["Location"]) == (sku, place)
        ],
        default=Decimal(0),
    )


def typed_pick(desk: Desk) -> list[Edit]:
    def wants(row: Cells) -> bool:
        return desk.tracked(row["SKU"]) and _to_pick(row) > 0

    line = desk.line(wants)
    stock = desk.pick(
        "Stock",
        lambda row: (
            line is not None
            and as_text(row["SKU"]) == as_text(line["SKU"])
            and number(row, "Free") > 0
        ),
    )
    if line is None or stock is None:
        return []
    most = min(number(stock, "Free"), _to_pick(line))
    cells = named(desk, line, Location=stock["Location"])
    quantity = cell(desk.some(most))
    if desk.rng.random() < 0.35:
        cells |= {"Suggested": quantity, "Line": line["Line"]}
    else:
        cells["Picked"] = quantity
        desk.maybe(cells, "Pick date", desk.day(5), 0.4)
    return [Edit("Picks", cells)]


def _to_pick(row: Cells) -> Decimal:
    return (
        number(row, "Quantity")
        - number(row, "Cancelled quantity")
        - number(row, "Picked")
        - number(row, "Allocated")
    )


def take_suggestion(desk: Desk) -> list[Edit]:
    """Picked is typed next to a suggestion: all, less, nothing, more."""
    open_rows = [
        (index, row)
        for index, row in enumerate(desk.sheets.get("Picks", []))
        if is_blank(row.get("Voided"))
        and is_blank(row.get("Picked"))
        and not is_blank(row.get("Suggested"))
    ]
    if not open_rows:
        return []
    index, row = desk.rng.choice(open_rows)
    asked = number(row, "Suggested")
    picked = desk.rng.choice([asked, asked, desk.some(asked), Decimal(0), asked + 1])
    return [Edit("Picks", {"Picked": cell(picked)}, index)]


def typed_pack(desk: Desk) -> list[Edit]:
    line = desk.line(
        lambda row: (
            desk.ships(row["Order"]) and number(row, "Picked") > number(row, "Packed")
        )
    )
    if line is None:
        return []
    lines = [
        row
        for row in desk.rows("Order lines")
        if row["Order"] == line["Order"]
        and number(row, "Picked") > number(row, "Packed")
    ]
    container = _container(desk, str(line["Order"]))
    if container == 0:
        return []
    edits = []
    for row in desk.rng.sample(lines, desk.rng.randint(1, len(lines))):
        cells = named(
            desk,
            row,
            Quantity=cell(desk.some(number(row, "Picked") - number(row, "Packed"))),
        )
        cells |= {"Container": container, "Line": row["Line"]}
        edits.append(Edit("Packing", cells))
    return edits


def _container(desk: Desk, order: str) -> int | None:
    """Some orders number containers by hand; the others get one left blank, to be filled. 0: no more."""
    packed = [
        row for row in desk.sheets.get("Packing", []) if row.get("Order") == order
    ]
    if order[-1] in "02468":
        return max([int(number(row, "Container")) for row in packed], default=0) + 1
    return 0 if packed else None


def typed_ship(desk: Desk) -> list[Edit]:
    """A container sent off: one that is named, or whatever is loose."""
    shipped = {
        (r.get("Order"), as_text(r.get("Container"))) for r in desk.rows("Shipments")
    }
    row = desk.pick(
        "Packing",
        lambda r: (
            not is_blank(r.get("Container"))
            and (r.get("Order"), as_text(r.get("Container"))) not in shipped
        ),
    )
    loose = desk.line(
        lambda r: desk.ships(r["Order"]) and number(r, "Picked") > number(r, "Packed")
    )
    if row is not None and desk.rng.random() < 0.6:
        cells: Cells = {"Order": row["Order"], "Container": row["Container"]}
    elif loose is not None:
        cells = {"Order": loose["Order"]}
    else:
        return []
    desk.maybe(cells, "Ship date", desk.day(5), 0.4)
    return [Edit("Shipments", cells)]


def drop_quantity(desk: Desk) -> list[Edit]:
    """Cancelled quantity typed by hand."""
    line = desk.line(
        lambda row: (
            number(row, "Quantity") - number(row, "Picked") - number(row, "Invoiced")
            >= 1
        )
    )
    if line is None:
        return []
    index = desk.sheets["Order lines"].index(line)
    spare = number(line, "Quantity") - max(
        number(line, "Picked"), number(line, "Invoiced")
    )
    return [Edit("Order lines", {"Cancelled quantity": cell(desk.some(spare))}, index)]


def void_row(desk: Desk) -> list[Edit]:
    """A row struck out by hand; an invoice with its lines."""
    sheet = desk.rng.choice(
        [
            "Picks",
            "Shipments",
            "Payments",
            "Stock moves",
            "Restocks",
            "Invoices",
            "Returns",
        ]
    )
    rows = [
        (i, r)
        for i, r in enumerate(desk.sheets.get(sheet, []))
        if is_blank(r.get("Voided")) and any(r.values())
    ]
    if not rows:
        return []
    index, row = desk.rng.choice(rows)
    edits = [Edit(sheet, {"Voided": desk.as_of}, index)]
    if sheet == "Invoices":
        edits += [
            Edit("Invoice lines", {"Voided": desk.as_of}, i)
            for i, line in enumerate(desk.sheets.get("Invoice lines", []))
            if line.get("Invoice") == row.get("Invoice")
            and is_blank(line.get("Voided"))
        ]
    return edits

"""Deliberate mistakes: rows that cannot be read, and facts that cannot be right."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .reading import is_blank
from .typing_rows import Cells, Desk, Edit, cell, number

if TYPE_CHECKING:
    from collections.abc import Callable

Mistake = "Callable[[Desk], list[Edit]]"


def _untouched(desk: Desk) -> Cells | None:
    """An order that no fact names yet: a mistake in its own rows has no odd consequences."""
    used = {
        row.get("Order")
        for sheet in (
            "Picks",
            "Packing",
            "Shipments",
            "Invoices",
            "Payments",
            "Returns",
        )
        for row in desk.sheets.get(sheet, [])
    }
    return desk.pick(
        "Orders", lambda row: row.get("Order") not in used and row.get("Check") == "OK"
    )


def _line_cell(header: str, value: object) -> Callable[[Desk], list[Edit]]:
    """One cell of an order line made unreadable."""

    def spoil(desk: Desk) -> list[Edit]:
        order = _untouched(desk)
        line = desk.pick(
            "Order lines",
            lambda row: order is not None and row.get("Order") == order["Order"],
        )
        return (
            [
                Edit(
                    "Order lines",
                    {header: value},
                    desk.sheets["Order lines"].index(line),
                )
            ]
            if line
            else []
        )

    return spoil


def _order_cell(header: str, value: object) -> Callable[[Desk], list[Edit]]:
    def spoil(desk: Desk) -> list[Edit]:
        order = _untouched(desk)
        return (
            [Edit("Orders", {header: value}, desk.sheets["Orders"].index(order))]
            if order
            else []
        )

    return spoil


def _row(
    sheet: str, make: Callable[[Desk, Cells], Cells]
) -> Callable[[Desk], list[Edit]]:
    """A wrong row added for some order line of an open order."""

    def add(desk: Desk) -> list[Edit]:
        line = desk.line(lambda row: desk.tracked(row.get("SKU")))
        return [Edit(sheet, make(desk, line))] if line else []

    return add


def _named(line: Cells, **more: object) -> Cells:
    return {"Order": line["Order"], "Line": line["Line"], "SKU": line["SKU"], **more}


def _doubled(sheet: str) -> Callable[[Desk], list[Edit]]:
    """A second row with the key of another."""

    def add(desk: Desk) -> list[Edit]:
        row = desk.pick(
            sheet, lambda r: sheet != "Order lines" or not is_blank(r.get("Line"))
        )
        keep = {"Order lines": 9, "Customers": 2, "Products": 2, "Payments": 9}[sheet]
        if row is None or (sheet == "Payments" and is_blank(row.get("Payment"))):
            return []
        heads = {
            "Customers": ["Customer", "Name"],
            "Products": ["SKU", "Name"],
            "Order lines": ["Order", "Line", "SKU", "Quantity"],
            "Payments": ["Payment", "Order", "Payment date", "Amount"],
        }[sheet]
        return [Edit(sheet, {head: row[head] for head in heads[:keep]})]

    return add


def wrong_total(desk: Desk) -> list[Edit]:
    """An amount as issued, changed by hand."""
    sheet, header = desk.rng.choice(
        [
            ("Invoices", "Total"),
            ("Invoices", "Subtotal"),
            ("Invoice lines", "Line total"),
            ("Invoice lines", "Quantity"),
            ("Returns", "Credit total"),
        ]
    )
    row = desk.pick(sheet, lambda r: not is_blank(r.get(header)))
    if row is None:
        return []
    return [
        Edit(
            sheet,
            {header: cell(number(row, header) + 1)},
            desk.sheets[sheet].index(row),
        )
    ]


def fact_on_a_closed_order(desk: Desk) -> list[Edit]:
    order = desk.order("Quote") or desk.order("Cancelled")
    cells: Cells = {"Payment date": desk.day(), "Amount": 1}
    return [Edit("Payments", {"Order": order["Order"], **cells})] if order else []


def shipped_twice(desk: Desk) -> list[Edit]:
    row = desk.pick("Shipments", lambda r: not is_blank(r.get("Container")))
    return (
        [Edit("Shipments", {"Order": row["Order"], "Container": row["Container"]})]
        if row
        else []
    )


def restocked_too_much(desk: Desk) -> list[Edit]:
    row = desk.pick("Returns", lambda r: not is_blank(r.get("Return")))
    if row is None:
        return []
    cells: Cells = {
        "Return": row["Return"],
        "SKU": row["SKU"],
        "Location": desk.locations()[0],
    }
    return [
        Edit(
            "Restocks",
            {
                **cells,
                "Quantity": cell(number(row, "Quantity") + 1),
                "Restock date": desk.day(3),
            },
        )
    ]


def payment_of_another(desk: Desk) -> list[Edit]:
    """A payment that names another order's invoice."""
    invoice = desk.pick("Invoices")
    order = desk.order()
    if (
        invoice is None
        or order is None
        or not invoice.get("Invoice")
        or invoice.get("Order") == order["Order"]
    ):
        return []
    cells: Cells = {
        "Order": order["Order"],
        "Invoice": invoice["Invoice"],
        "Payment date": desk.day(),
        "Amount": 1,
    }
    return [Edit("Payments", cells)]


def odd_order(desk: Desk) -> list[Edit]:
    """An order, whatever has happened to it, with a cell that cannot be read."""
    header, value = desk.rng.choice(
        [
            ("Ship by", "soon"),
            ("Discount %", "x"),
            ("Customer", "C-99"),
            ("Freight", "free"),
        ]
    )
    order = desk.order()
    return (
        [Edit("Orders", {header: value}, desk.sheets["Orders"].index(order))]
        if order
        else []
    )


def odd_master(desk: Desk) -> list[Edit]:
    """A customer, product or tax code with a cell that cannot be read."""
    sheet, header, value = desk.rng.choice(
        [
            ("Customers", "Terms (days)", "soon"),
            ("Products", "Cost", "n/a"),
            ("Customers", "Tax exempt", "perhaps"),
            ("Tax codes", "Tax 1 %", "lots"),
            ("Tax codes", "Compound", "perhaps"),
        ]
    )
    row = desk.pick(sheet, lambda r: r.get("Track stock") != "No")
    return [Edit(sheet, {header: value}, desk.sheets[sheet].index(row))] if row else []


def odd_move(desk: Desk) -> list[Edit]:
    row = desk.pick("Stock moves")
    if row is None:
        return []
    base = {
        head: row.get(head)
        for head in ("Date", "Type", "SKU", "From", "To", "Quantity")
    }
    odd: Cells = desk.rng.choice(
        [
            {"Type": "Gift"},
            {"Date": "soon"},
            {"SKU": "NONE-1"},
            {"To": None},
            {"Quantity": "many"},
            {"To": "MOON"},
            {"Type": "Receipt", "Quantity": -1},
            {"Quantity": None},
        ]
    )
    if odd.get("To") == "MOON" and not desk.rows("Locations"):
        return []
    return [Edit("Stock moves", {**base, **odd})]


def takes_too_much(desk: Desk) -> list[Edit]:
    """A pick or an adjustment that leaves less than nothing."""
    row = desk.pick("Stock")
    if row is None:
        return []
    quantity = number(row, "On hand") + desk.rng.randint(1, 5)
    line = desk.line(lambda r: r["SKU"] == row["SKU"])
    if line is not None and desk.rng.random() < 0.5:
        return (
            [
                Edit(
                    "Picks",
                    _named(line, Location=row["Location"], Picked=cell(quantity)),
                )
            ]
            if quantity > 0
            else []
        )
    cells: Cells = {
        "Date": desk.day(),
        "Type": "Adjustment",
        "SKU": row["SKU"],
        "To": row["Location"],
    }
    return [Edit("Stock moves", {**cells, "Quantity": cell(-quantity)})]


def refunded_too_much(desk: Desk) -> list[Edit]:
    order = desk.order()
    if order is None:
        return []
    cells: Cells = {
        "Order": order["Order"],
        "Payment date": desk.day(3),
        "Kind": "Refund",
    }
    return [
        Edit(
            "Payments",
            {**cells, "Amount": cell(max(number(order, "Paid"), Decimal(0)) + 1)},
        )
    ]


MISTAKES: list[Callable[[Desk], list[Edit]]] = [
    *(
        _line_cell(header, value)
        for header, value in [
            ("Quantity", "ten"),
            ("Quantity", None),
            ("Quantity", -2),
            ("SKU", "NONE-1"),
            ("SKU", None),
            ("Unit price", "cheap"),
            ("Discount %", "x"),
            ("Tax code", "ODD"),
            ("Order", "SO-777777"),
            ("Cancelled quantity", 999),
            ("Unit price", "12.50"),
            ("Discount %", "10%"),
            ("Quantity", "3"),
        ]
    ),
    *(
        _order_cell(header, value)
        for header, value in [
            ("Customer", "C-99"),
            ("Customer", None),
            ("Order date", "yesterday"),
            ("Freight", 1.2345),
            ("Freight", -1),
            ("Action", "Teleport"),
            ("Action", "Pick, Teleport"),
            ("Freight tax code", "ODD"),
            ("Requires shipping", "maybe"),
            ("Location", "MOON"),
            ("State", "Maybe"),
            ("Terms (days)", "x"),
        ]
    ),
    *(
        _doubled(sheet)
        for sheet in ("Customers", "Products", "Order lines", "Payments")
    ),
    _row(
        "Picks",
        lambda d, r: {
            "Order": r["Order"],
            "SKU": "NONE-1",
            "Location": d.locations()[0],
            "Picked": 1,
        },
    ),
    _row("Picks", lambda d, r: _named(r, Location=None, Picked=1)),
    _row(
        "Picks",
        lambda d, r: _named({**r, "Line": 77}, Location=d.locations()[0], Picked=1),
    ),
    _row("Picks", lambda d, r: _named(r, Location=d.locations()[0], Picked=-1)),
    _row(
        "Packing",
        lambda d, r: _named(r, Container=9, Quantity=cell(number(r, "Picked") + 1)),
    ),
    _row("Shipments", lambda d, r: {"Order": r["Order"]}),
    _row("Shipments", lambda d, r: {"Order": "SO-888888", "Container": 1}),
    _row("Invoices", lambda d, r: {"Order": r["Order"], "Invoice date": "soon"}),
    _row(
        "Payments",
        lambda d, r: {"Order": r["Order"], "Payment date": d.day(), "Amount": 0},
    ),
    _row(
        "Payments",
        lambda d, r: {"Order": r["Order"], "Payment date": d.day(), "Amount": 1.00001},
    ),
    _row(
        "Payments",
        lambda d, r: {"Order": "SO-888888", "Payment date": d.day(), "Amount": 1},
    ),
    _row(
        "Payments",
        lambda d, r: {
            "Order": r["Order"],
            "Invoice": "INV-9",
            "Payment date": d.day(),
            "Amount": 1,
        },
    ),
    _row(
        "Returns",
        lambda d, r: _named(
            r, Quantity=cell(number(r, "Shipped") + 1), **{"Return date": d.day(3)}
        ),
    ),
    _row(
        "Returns",
        lambda d, r: _named(r, Quantity=1, Fee=99999, **{"Return date": d.day(3)}),
    ),
    _row(
        "Returns",
        lambda d, r: _named(
            r,
            Quantity=cell(number(r, "Invoiced") + 1),
            Disposition="Credit only",
            **{"Return date": d.day(3)},
        ),
    ),
    wrong_total,
    wrong_total,
    fact_on_a_closed_order,
    shipped_twice,
    restocked_too_much,
    payment_of_another,
    odd_master,
    odd_master,
    odd_order,
    odd_order,
    odd_move,
    odd_move,
    takes_too_much,
    takes_too_much,
    refunded_too_much,
]


def mistake(desk: Desk) -> list[Edit]:
    return desk.rng.choice(MISTAKES)(desk)

"""What people type about money and orders: invoices, payments, returns, new orders, actions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from .reading import is_blank
from .typing_rows import Cells, Desk, Edit, cell, named, number

ACTIONS = [
    "Suggest",
    "Pick",
    "Pack",
    "Ship",
    "Fulfil",
    "Invoice",
    "Invoice shipped",
    "Invoice ordered",
    "Restock",
    "Close",
    "Cancel",
    "Cancel, Pick",
    "Re-open",
]
USUAL = [
    "Fulfil, Invoice",
    "Pick",
    "Pick, Pack",
    "Fulfil",
    "Invoice",
    "Suggest",
    "Pick, Pack, Ship, Invoice",
    "Invoice ordered, Pick",
    "Restock",
    "Ship, Invoice shipped",
    "Close, Invoice",
]


def new_invoice(desk: Desk) -> list[Edit]:
    line = desk.line(
        lambda row: (
            number(row, "Quantity") - number(row, "Invoiced") - number(row, "Returned")
            > 0
        )
    )
    if line is None:
        return []
    key = line["Order"]
    lines = [
        r
        for r in desk.rows("Order lines")
        if r["Order"] == key
        and not is_blank(r.get("Line"))
        and number(r, "Quantity") > number(r, "Invoiced")
    ]
    chosen = desk.rng.sample(lines, desk.rng.randint(1, len(lines)))
    used = [str(r.get("Invoice")) for r in desk.sheets.get("Invoices", [])]
    invoice = f"{desk.setting('Invoice prefix', 'INV-')}{len(used) + desk.rng.randint(1, 3):06d}"
    if invoice in used:
        return []
    head: Cells = {"Invoice": invoice, "Order": key, "Invoice date": desk.day(100)}
    desk.maybe(head, "Freight", cell(desk.money(Decimal(20))), 0.2)
    order = next(r for r in desk.rows("Orders") if r.get("Order") == key)
    if "Freight" in head:
        head["Freight tax code"] = order.get("Freight tax code")
    desk.maybe(head, "Due date", head["Invoice date"] + timedelta(days=14), 0.15)
    desk.maybe(head, "Prices include tax", desk.rng.choice(["Yes", "No"]), 0.25)
    edits = [Edit("Invoices", head)]
    if "Freight" in head and desk.rng.random() < 0.3:
        return edits  # freight first, goods later
    for row in chosen:
        quantity = desk.some(number(row, "Quantity") - number(row, "Invoiced"))
        cells: Cells = {
            "Invoice": invoice,
            "Order": key,
            "Line": row["Line"],
            "SKU": row["SKU"],
        }
        cells |= {"Quantity": cell(quantity), "Unit price": row.get("Unit price") or 0}
        cells |= {"Discount %": row.get("Discount %"), "Tax code": row.get("Tax code")}
        code = desk.pick("Tax codes")
        desk.maybe(cells, "Tax code", code["Tax code"] if code else None, 0.15)
        edits.append(Edit("Invoice lines", cells))
    return edits


def payment(desk: Desk) -> list[Edit]:
    order = desk.order()
    if order is None:
        return []
    most = max(number(order, "Balance"), number(order, "Total"), Decimal(1))
    amount = desk.rng.choice(
        [most, desk.money(most), desk.money(most), desk.money(most * 2)]
    )
    unit = Decimal(10) ** -desk.places
    cells: Cells = {
        "Order": order["Order"],
        "Payment date": desk.day(),
        "Amount": cell(max(unit, amount.quantize(unit))),
    }
    _name_invoice(desk, cells)
    desk.maybe(cells, "Kind", "Payment", 0.3)
    return [Edit("Payments", cells)]


def _name_invoice(desk: Desk, cells: Cells) -> None:
    own = desk.pick(
        "Invoices",
        lambda row: (
            row.get("Order") == cells["Order"] and not is_blank(row.get("Invoice"))
        ),
    )
    if own is not None:
        desk.maybe(cells, "Invoice", own["Invoice"], 0.4)
        if "Invoice" in cells and desk.rng.random() < 0.3:
            del cells["Order"]  # a run takes it from the invoice


def refund(desk: Desk) -> list[Edit]:
    order = desk.order()
    if order is None or number(order, "Paid") <= 0:
        return []
    cells: Cells = {
        "Order": order["Order"],
        "Payment date": desk.day(5),
        "Kind": "Refund",
    }
    cells["Amount"] = cell(
        desk.rng.choice([number(order, "Paid"), desk.money(number(order, "Paid"))])
    )
    _name_invoice(desk, cells)
    return [Edit("Payments", cells)]


def came_back(desk: Desk) -> list[Edit]:
    line = desk.line(lambda row: number(row, "Shipped") > number(row, "Returned"))
    if line is None:
        return []
    quantity = desk.some(number(line, "Shipped") - number(line, "Returned"))
    cells = named(desk, line, Quantity=cell(quantity))
    cells["Return date"] = desk.day(5)
    desk.maybe(cells, "Disposition", desk.rng.choice(["Restock", "Discard"]), 0.6)
    desk.maybe(
        cells, "Return", f"RET-{900000 + len(desk.sheets.get('Returns', []))}", 0.3
    )
    if number(line, "Invoiced") >= number(line, "Shipped"):
        desk.maybe(cells, "Unit credit", cell(number(line, "Unit price") / 2), 0.2)
        desk.maybe(cells, "Fee", cell(Decimal(10) ** -desk.places), 0.2)
    if desk.rng.random() < 0.1:
        cells |= _credit_cells(desk, cells)
    return [Edit("Returns", part) for part in _in_two(desk, cells)]


def _in_two(desk: Desk, cells: Cells) -> list[Cells]:
    """A return as it is, or now and then some of it with a Unit credit and then the rest."""
    quantity = number(cells, "Quantity")
    if quantity <= 1 or "Return" in cells or desk.rng.random() < 0.7:
        return [cells]
    some = desk.some(quantity - 1)
    first = {**cells, "Quantity": cell(some)}
    desk.maybe(first, "Unit credit", cell(desk.money(Decimal(6))), 0.6)
    return [first, {**cells, "Quantity": cell(quantity - some)}]


def _credit_cells(desk: Desk, row: Cells) -> Cells:
    """Some of a return's credit cells as a person types them, right or wrong."""
    rng = desk.rng
    found = {}
    quantity = number(row, "Quantity")
    desk.maybe(
        found,
        "Credited quantity",
        cell(rng.choice([quantity, quantity, 0 * quantity, quantity + 1])),
        0.5,
    )
    most = rng.choice([Decimal(5), Decimal(50), Decimal(5000)])
    net = desk.money(most)
    tax = desk.money(most / 8)
    desk.maybe(found, "Credit net", cell(net), 0.4)
    desk.maybe(found, "Credit tax", cell(tax), 0.3)
    total = net * ("Credit net" in found) + tax * ("Credit tax" in found)
    desk.maybe(found, "Credit total", cell(total - number(row, "Fee")), 0.25)
    return found


def typed_credit(desk: Desk) -> list[Edit]:
    """Credit cells of a return typed over, or cleared to have them filled again."""
    row = desk.pick("Returns", lambda r: not is_blank(r.get("Order")))
    if row is None:
        return []
    cells = _credit_cells(desk, row)
    if desk.rng.random() < 0.3:
        cells = dict.fromkeys(
            ("Credited quantity", "Credit net", "Credit tax", "Credit total")
        )
    return [Edit("Returns", cells, desk.sheets["Returns"].index(row))]


def corrected_code(desk: Desk) -> list[Edit]:
    """Another tax code typed on an order line, mostly between two of its invoices."""
    code = desk.pick("Tax codes")
    line = desk.line(lambda row: number(row, "Invoiced") < number(row, "Quantity"))
    if line is None or code is None:
        return []
    at = desk.sheets["Order lines"].index(line)
    return [Edit("Order lines", {"Tax code": code["Tax code"]}, at)]


def void_and_cancel(desk: Desk) -> list[Edit]:
    """An order whose invoices are voided, their lines or not, and then cancelled."""
    order = desk.order()
    if order is None or number(order, "Invoiced") == 0:
        return []
    edits = []
    for sheet in desk.rng.choice([["Invoices"], ["Invoices", "Invoice lines"]]):
        edits += [
            Edit(sheet, {"Voided": desk.as_of}, at)
            for at, row in enumerate(desk.sheets.get(sheet, []))
            if row.get("Order") == order["Order"] and is_blank(row.get("Voided"))
        ]
    action = desk.rng.choice(["Cancel", "Cancel, Pick", "Re-open", "Invoice ordered"])
    at = desk.sheets["Orders"].index(order)
    return [*edits, Edit("Orders", {"Action": action}, at)]


def price_cut(desk: Desk) -> list[Edit]:
    line = desk.line(
        lambda row: number(row, "Invoiced") >= 1 and number(row, "Returned") == 0
    )
    if line is None:
        return []
    cells: Cells = {
        "Order": line["Order"],
        "Line": line["Line"],
        "SKU": line["SKU"],
        "Return date": desk.day(5),
    }
    cells |= {"Quantity": 1, "Disposition": "Credit only"}
    desk.maybe(cells, "Unit credit", cell(number(line, "Unit price") / 4), 0.5)
    return [Edit("Returns", cells)]


def typed_restock(desk: Desk) -> list[Edit]:
    done = {row.get("Return") for row in desk.rows("Restocks")}

    def fits(row: Cells) -> bool:
        restock = (row.get("Disposition") or "Restock") == "Restock"
        return (
            restock
            and not is_blank(row.get("Return"))
            and row.get("Return") not in done
        )

    row = desk.pick("Returns", fits)
    if row is None or not desk.tracked(row.get("SKU")):
        return []
    cells: Cells = {
        "Return": row["Return"],
        "SKU": row["SKU"],
        "Location": desk.rng.choice(desk.locations()),
    }
    cells |= {
        "Quantity": cell(desk.some(number(row, "Quantity"))),
        "Restock date": desk.day(5),
    }
    return [Edit("Restocks", cells)]


# --- orders --------------------------------------------------------------------------------------------
def new_order(desk: Desk) -> list[Edit]:
    rng = desk.rng
    used = [str(row.get("Order"))[3:] for row in desk.sheets.get("Orders", [])]
    count = max((int(word) for word in used if word.isdigit()), default=0) + 1
    state = rng.choices(["Order", "Quote", "Cancelled", None], [8, 2, 0.5, 2])[0]
    key = (
        f"SQ-{count:06d}"
        if state == "Quote" and rng.random() < 0.7
        else f"SO-{count:06d}"
    )
    customer = desk.pick("Customers")
    assert customer is not None
    order: Cells = {
        "Order": key,
        "State": state,
        "Order date": desk.day(),
        "Customer": customer["Customer"],
    }
    _optional(desk, order, state)
    edits = [Edit("Orders", order)]
    for number_ in range(rng.choice([1, 1, 2, 2, 3, 4])):
        line = _new_line(desk, key)
        desk.maybe(line, "Line", number_ + 1, 0.0 if count % 2 else 1.0)
        edits.append(Edit("Order lines", line))
    return edits


def _optional(desk: Desk, order: Cells, state: str | None) -> None:
    rng = desk.rng
    code = desk.pick("Tax codes")
    desk.maybe(order, "Location", rng.choice(desk.locations()), 0.3)
    desk.maybe(order, "Ship by", desk.as_of + timedelta(days=rng.randint(-3, 9)), 0.4)
    desk.maybe(order, "Discount %", rng.choice([5, 10, 33.3333, 2.5]), 0.25)
    desk.maybe(order, "Freight", cell(desk.money(Decimal(25))), 0.4)
    desk.maybe(order, "Freight tax code", code["Tax code"] if code else None, 0.5)
    desk.maybe(order, "Terms (days)", rng.choice([0, 7, 60]), 0.2)
    desk.maybe(order, "Requires shipping", rng.choice(["Yes", "No"]), 0.25)
    if state == "Quote":
        desk.maybe(
            order, "Quote expiry", desk.as_of + timedelta(days=rng.randint(-4, 20)), 0.6
        )
        desk.maybe(
            order,
            "Action",
            rng.choice(
                ["Confirm", "Confirm", "Confirm, Pick", "Cancel", "Confirm, Fulfil"]
            ),
            0.6,
        )
    elif state != "Cancelled":
        desk.maybe(order, "Action", rng.choice(USUAL), 0.5)


def _new_line(desk: Desk, key: str) -> Cells:
    rng = desk.rng
    product = desk.pick("Products")
    assert product is not None
    quantity = rng.choice(
        [
            rng.randint(1, 12),
            rng.randint(1, 12),
            rng.randint(1, 40),
            rng.randint(1, 9) + 0.5,
            0.1 + 0.2,
        ]
    )
    sku = product["SKU"] if rng.random() < 0.8 else str(product["SKU"])
    line: Cells = {"Order": key, "SKU": sku, "Quantity": quantity}
    desk.maybe(
        line,
        "Unit price",
        rng.choice([1.005, 3.335, 7, 19.989999999999998, 0.333333, 120]),
        0.25,
    )
    desk.maybe(line, "Discount %", rng.choice([0, 10, 12.5, 33.3333]), 0.2)
    code = desk.pick("Tax codes")
    desk.maybe(
        line,
        "Tax code",
        rng.choice(["None", code["Tax code"] if code else "None"]),
        0.2,
    )
    return line


def action(desk: Desk) -> list[Edit]:
    """An action typed for an order, whatever it asks for already."""
    state = desk.rng.choice(["Order"] * 8 + ["Quote", "Cancelled"])
    order = desk.order(state)
    if order is None:
        return []
    words = {
        "Order": [
            *_fitting(desk, order),
            ", ".join(desk.rng.sample(ACTIONS, desk.rng.choice([1, 1, 2, 3]))),
        ],
        "Quote": ["Confirm", "Cancel", "Confirm, Fulfil, Invoice"],
        "Cancelled": ["Re-open"],
    }[state]
    return [
        Edit(
            "Orders",
            {"Action": desk.rng.choice(words)},
            desk.sheets["Orders"].index(order),
        )
    ]


def _fitting(desk: Desk, order: Cells) -> list[str]:
    """Actions that the order's progress calls for."""
    out = [desk.rng.choice(USUAL)]
    if order.get("Pick") in ("Part", "Full") and order.get("Ship") in ("None", "Part"):
        out += ["Ship", "Ship, Invoice", "Pack"]
    if order.get("Pick") == "Part":
        out += ["Close", "Close, Invoice shipped"]
    if order.get("Restock") in ("None", "Part"):
        out += ["Restock"] * 4
    if order.get("Invoice") == "Full" and desk.rng.random() < 0.2:
        out.append("Re-open")
    if number(order, "Credited") > 0:
        out += ["Re-open", "Re-open, Fulfil, Invoice"]
    return out

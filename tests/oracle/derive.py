"""Every derived cell and derived sheet, worked out from the facts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .availability import backordered, product_totals
from .billing import order_line_total, order_totals
from .buying import is_buying
from .buying_columns import (
    product_cells,
    purchase_line_cells,
    purchase_order_cells,
    supplier_cells,
)
from .checks import to_be_restocked
from .costs import movement_values, stock_values, unit_costs
from .credit_limits import credit_columns
from .deposits import deposit_of
from .expecting import expected_dates
from .lines import Line, lines_of, order_lines
from .margins import margins
from .numbers import as_decimal, rounded
from .reorder import reorder_rows
from .schema import DERIVED, derived_of
from .settle import Money, invoice_status, money_of, receivables, settle
from .stock import allocated, movements, on_hand

if TYPE_CHECKING:
    from collections.abc import Callable

    from .book import Book, Row

ZERO = Fraction(0)
Cells = dict[str, object]


def derived_sheets(
    book: Book, held: set[str], purchases: set[object]
) -> dict[str, list[dict[str, object]]]:
    """All sheets with their facts as they stand and their derived cells, and the derived sheets.

    `held` are the orders on hold, `purchases` the purchase orders on hold.
    """
    out: dict[str, list[dict[str, object]]] = {}
    makers: dict[str, Callable[[Book, Row], Cells]] = {
        "Customers": _customer,
        "Products": _product,
        "Orders": lambda b, r: _order(b, r, held),
        "Invoices": _invoice,
        "Suppliers": supplier_cells,
        "Purchase lines": purchase_line_cells,
    }
    makers["Purchase orders"] = lambda b, r: purchase_order_cells(b, r, purchases)
    short = backordered(book)
    days = expected_dates(book) if is_buying(book.rows) else {}
    makers["Order lines"] = lambda b, r: (
        _order_line(b, r, short)
        | {"Expected": days.get((r["Order"], r["Line"])) if r.live else None}
    )
    for sheet, rows in book.rows.items():
        out[sheet] = []
        for row in rows:
            cells = dict(row.raw)
            if sheet in makers and not row.blank:
                made = makers[sheet](book, row)
                cells.update({header: made.get(header) for header in derived_of(sheet)})
            out[sheet].append(cells)
    out |= {
        "Stock": _stock(book),
        "Movements": _movements(book),
        "Receivables": _receivables(book),
    }
    if is_buying(book.rows):
        out["Reorder"] = reorder_rows(book)
    return {
        sheet: [{h: _cell(v) for h, v in row.items()} for row in rows]
        for sheet, rows in out.items()
    }


def _cell(value: object) -> object:
    return as_decimal(value) if isinstance(value, Fraction) else value


# --- customers, products -------------------------------------------------------------------------------
def _customer(book: Book, row: Row) -> Cells:
    owed = receivables(book).get(row["Customer"], {}) if row.live else {}
    late = sum(
        (
            v
            for name, v in owed.items()
            if name not in ("Not due", "Total", "Unallocated")
        ),
        ZERO,
    )
    amounts = {"Balance": owed.get("Total", ZERO), "Overdue": late}
    return amounts | credit_columns(book, row)


def _product(book: Book, row: Row) -> Cells:
    return product_totals(book, row["SKU"]) | product_cells(book, row)


# --- order lines, orders -------------------------------------------------------------------------------
def _order_line(book: Book, row: Row, short: dict[tuple[str, str], Fraction]) -> Cells:
    line = order_lines(book).get((row["Order"], row["Line"])) if row.live else None
    if line is None:
        return {}
    return {
        "Allocated": line.suggested,
        "Picked": line.picked,
        "Packed": line.packed,
        "Shipped": line.shipped,
        "Invoiced": line.invoiced,
        "Returned": line.returned,
        "Restocked": line.restocked,
        "Backordered": short.get((row["Order"], row["Line"]), ZERO),
        "Line total": order_line_total(book, line),
        "Margin": margins(book).get((row["Order"], row["Line"])),
    }


def inventory_status(lines: list[Line]) -> str:
    tracked = [line for line in lines if line.tracked]
    if not lines:
        return "Unfulfilled"
    if all(line.shipped >= line.effective for line in tracked):
        return "Fulfilled"
    return "Started" if any(line.picked > 0 for line in tracked) else "Unfulfilled"


def payment_status(money: Money, total: Fraction, lines: list[Line]) -> str:
    paid = money.paid
    if not money.any_invoice and paid <= 0:
        return "Uninvoiced"
    full = all(line.fully_invoiced for line in lines)
    expected = (money.invoiced if full else max(total, money.invoiced)) - money.credited
    if paid == expected:
        return "Paid"
    if paid > expected:
        return "Owing"
    return "Partial" if paid > 0 else "Invoiced"


def progress(full: list[bool], some: list[bool]) -> str | None:
    """Full, None or Part over the lines that a step applies to; blank where it applies to none."""
    if not full:
        return None
    if all(full):
        return "Full"
    return "Part" if any(some) else "None"


def _order(book: Book, row: Row, held: set[str]) -> Cells:
    check = "OK" if row.live and row["Order"] not in held else "held"
    if not row.live:
        return {"Check": check}
    key = row["Order"]
    lines = lines_of(book, row["Order"])
    subtotal, tax, total = order_totals(book, row)
    money = money_of(book, key)
    due = [
        d.row["Due date"]
        for d in settle(book, key).invoices
        if d.balance > 0 and d.row["Due date"]
    ]
    cells: Cells = {
        "Subtotal": subtotal,
        "Tax": tax,
        "Total": total,
        "Invoiced": money.invoiced,
        "Credited": money.credited,
        "Paid": money.paid,
        "Balance": money.balance,
        "Due date": min(due, default=None),
        "Check": check,
    }
    state = book.state(row)
    if state != "Order":
        expired = (
            state == "Quote"
            and row["Quote expiry"] is not None
            and row["Quote expiry"] < book.as_of
        )
        word = "Quote, Expired" if expired else state
        return cells | {
            "Status": word,
            "Inventory status": word,
            "Payment status": word,
        }
    inventory = inventory_status(lines)
    payment = payment_status(money, total, lines)
    cells |= {
        "Status": f"{inventory}, {payment}",
        "Inventory status": inventory,
        "Payment status": payment,
    }
    return (
        cells
        | _steps(book, row, lines)
        | _returned(book, key, lines)
        | {"Pay": _pay(payment, money, deposit_of(book, row))}
    )


def _steps(book: Book, row: Row, lines: list[Line]) -> Cells:
    tracked = [line for line in lines if line.tracked]
    out: Cells = {
        "Pick": progress(
            [x.picked >= x.effective for x in tracked], [x.picked > 0 for x in tracked]
        ),
        "Invoice": progress(
            [x.fully_invoiced for x in lines], [x.invoiced > 0 for x in lines]
        ),
    }
    if book.ships(row["Order"]):
        out["Pack"] = progress(
            [x.packed >= x.effective for x in tracked], [x.packed > 0 for x in tracked]
        )
        out["Ship"] = progress(
            [x.shipped >= x.effective for x in tracked],
            [x.shipped > 0 for x in tracked],
        )
    return out


def _returned(book: Book, key: str, lines: list[Line]) -> Cells:
    lines = [line for line in lines if line.tracked]
    restocked = [
        (line.restocked, wanted)
        for line in lines
        if (wanted := _to_be_restocked(book, key, line)) > 0
    ]
    came_back = any(line.returned > 0 for line in lines)
    everything = all(line.returned >= line.shipped for line in lines)
    return {
        "Return": ("Full" if everything else "Part") if came_back else None,
        "Restock": progress(
            [done >= wanted for done, wanted in restocked],
            [done > 0 for done, _ in restocked],
        )
        if restocked
        else None,
    }


def _to_be_restocked(book: Book, key: str, line: Line) -> Fraction:
    """What came back of a line to be restocked."""
    rows = book.live("Returns", Order=key, Line=line.row["Line"])
    return sum(map(to_be_restocked, rows), ZERO)


def _pay(payment: str, money: Money, deposit: Fraction) -> str:
    if payment in ("Paid", "Owing"):
        return "Full"
    return "None" if money.paid <= 0 or money.paid < deposit else "Part"


# --- invoices and the derived sheets -------------------------------------------------------------------
def _invoice(book: Book, row: Row) -> Cells:
    due = settle(book, row["Order"]).of(row["Invoice"]) if row.live else None
    if due is None:
        return {"Credited": ZERO, "Paid": ZERO, "Balance": ZERO}
    return {
        "Credited": due.credited,
        "Paid": due.paid,
        "Balance": due.balance,
        "Status": invoice_status(book, due),
    }


def _name(book: Book, sheet: str, header: str, key: object) -> object:
    row = book.find(sheet, header, key)
    return row["Name"] if row else None


def _stock(book: Book) -> list[Cells]:
    promised = allocated(book)
    each = unit_costs(book)
    worth = stock_values(book)
    return [
        {
            "SKU": at[0],
            "Name": _name(book, "Products", "SKU", at[0]),
            "Location": at[1],
            "On hand": held,
            "Allocated": promised[at],
            "Free": held - promised[at],
            "Unit cost": each.get(at[0]),
            "Value": worth.get(at),
        }
        for at, held in sorted(on_hand(book).items())
    ]


def _movements(book: Book) -> list[Cells]:
    return [
        dict(
            zip(
                DERIVED["Movements"],
                (
                    fact.date,
                    fact.sku,
                    fact.source,
                    fact.target,
                    fact.quantity,
                    fact.type,
                    fact.order,
                    fact.row.sheet,
                    fact.record,
                    None if value is None else rounded(value / fact.quantity, 6),
                    value,
                ),
                strict=True,
            )
        )
        for fact, value in zip(movements(book), movement_values(book), strict=True)
    ]


def _invoiced_name(book: Book, customer: str) -> str | None:
    """The name on the latest invoice of a customer."""
    orders = {r["Order"] for r in book.live("Orders") if r["Customer"] == customer}
    issued = [r for r in book.live("Invoices") if r["Order"] in orders and r["Bill to"]]
    latest = max(issued, key=lambda r: (r["Invoice date"], r.index), default=None)
    return latest["Bill to"] if latest else None


def _receivables(book: Book) -> list[Cells]:
    return [
        {
            "Customer": customer,
            "Name": _invoiced_name(book, customer)
            or _name(book, "Customers", "Customer", customer),
            **sums,
        }
        for customer, sums in sorted(receivables(book).items())
    ]

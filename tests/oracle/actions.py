"""The actions that orders ask for, tried again until a whole pass does nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .billing import invoice, invoiced_freight, to_bill
from .lines import invoice_lines, is_goods, lines_of
from .picking import open_suggestions, pick, suggest
from .prepare import number_containers, pack_loose, unshipped
from .stock import free

if TYPE_CHECKING:
    from collections.abc import Callable

    from .book import Book, Row

ZERO = Fraction(0)


class Refused(Exception):  # noqa: N818 (a rule's word, not an accident)
    """The action may not be done now."""


def steps_of(order: Row) -> list[str]:
    """The actions in the order's Action cell, as the rules write them."""
    words = [word.strip() for word in str(order["Action"] or "").split(",")]
    names = {name.casefold(): name for name in KNOWN}
    return [
        names.get(" ".join(word.split()).casefold(), word) for word in words if word
    ]


# --- picking, packing, shipping ------------------------------------------------------------------------
def _suggest(book: Book, order: Row) -> bool:
    return suggest(book, order)


def _pick(book: Book, order: Row) -> bool:
    return pick(book, order)


def _must_ship(book: Book, order: Row) -> None:
    if not book.ships(order["Order"]):
        raise Refused("no shipping is required")


def _pack(book: Book, order: Row) -> bool:
    _must_ship(book, order)
    packed = pack_loose(book, order["Order"]) is not None
    number_containers(book)
    return packed


def _ship(book: Book, order: Row) -> bool:
    did = _pack(book, order)
    for container in unshipped(book, order["Order"]):
        row = book.append(
            "Shipments",
            Shipment=book.next_key("Shipments", "Shipment"),
            Order=order["Order"],
        )
        row.write("Container", str(container))
        row.raw["Container"] = container
        row.write("Ship date", book.as_of)
        row.write("SSCC", book.sscc_of(order["Order"], str(container)))
        did = True
    return did


def _fulfil(book: Book, order: Row) -> bool:
    did = pick(book, order)
    if book.ships(order["Order"]):
        did |= _ship(book, order)
    return did


# --- billing, returns ----------------------------------------------------------------------------------
def _invoice(book: Book, order: Row) -> bool:
    return bool(invoice(book, order, str(book.setting("Invoice policy"))))


def _invoice_shipped(book: Book, order: Row) -> bool:
    return bool(invoice(book, order, "Shipped"))


def _invoice_ordered(book: Book, order: Row) -> bool:
    return bool(invoice(book, order, "Ordered"))


def _restock(book: Book, order: Row) -> bool:
    did = False
    for row in book.live("Returns", Order=order["Order"]):
        if (
            not is_goods(row)
            or row["Disposition"] == "Discard"
            or not book.tracked(row["SKU"])
        ):
            continue
        done = sum(
            (r.number("Quantity") for r in book.live("Restocks", Return=row["Return"])),
            ZERO,
        )
        home = book.home_of(order, row["SKU"])
        if row.number("Quantity") > done and home is not None:
            new = book.append(
                "Restocks",
                Restock=book.next_key("Restocks", "Restock"),
                Return=row["Return"],
            )
            for header, value in (
                ("SKU", row["SKU"]),
                ("Location", home),
                ("Quantity", row.number("Quantity") - done),
            ):
                new.write(header, value)
            new.write("Restock date", book.as_of)
            did = True
    return did


# --- states --------------------------------------------------------------------------------------------
def _confirm(book: Book, order: Row) -> bool:
    if book.state(order) != "Quote":
        return False
    expiry = order["Quote expiry"]
    if (
        expiry is not None
        and expiry < book.as_of
        and not book.setting("Allow expired quotes")
    ):
        raise Refused("the quote is expired")
    order.write("State", "Order")
    old = order["Order"]
    if old.startswith(str(book.setting("Quote prefix"))):
        new = book.next_key("Orders", "Order", str(book.setting("Order prefix")))
        for row in book.rows["Order lines"]:
            if row["Order"] == old:
                row.write("Order", new)
        for row in book.rows.get("Purchase lines", []):
            if row["For order"] == old:
                row.write("For order", new)
        order.write("Order", new)
        order.write("Quote", old)
    return True


def _close(book: Book, order: Row) -> bool:
    lines = [line for line in lines_of(book, order["Order"]) if line.tracked]
    if not any(line.picked > 0 for line in lines):
        raise Refused("nothing was picked: use Cancel")
    did = False
    for line in lines:
        dropped = line.effective - max(line.picked, line.invoiced - line.credited)
        if dropped > 0:
            line.row.write(
                "Cancelled quantity", line.row.number("Cancelled quantity") + dropped
            )
            did = True
    for row in open_suggestions(book, order):
        row.write("Voided", book.as_of)
        did = True
    return did


def _cancel(book: Book, order: Row) -> bool:
    key = order["Order"]
    picks = book.live("Picks", Order=key)
    done = any(row.number("Picked") > 0 for row in picks)
    for sheet in (
        "Packing",
        "Shipments",
        "Invoices",
        "Payments",
        "Returns",
    ):
        done = done or bool(book.live(sheet, Order=key))
    done = done or any(row["Order"] == key for row in invoice_lines(book))
    if done:
        raise Refused("it was processed: use Re-open")
    _judge_closing(book, picks)
    did = bool(picks) or book.state(order) != "Cancelled"
    for row in picks:
        row.write("Voided", book.as_of)
    if book.state(order) != "Cancelled":
        order.write("State", "Cancelled")
    return did


DATES = {
    "Picks": "Pick date",
    "Packing": None,
    "Shipments": "Ship date",
    "Invoices": "Invoice date",
    "Invoice lines": None,
    "Payments": "Payment date",
    "Returns": "Return date",
    "Restocks": "Restock date",
}


def _judge_closing(book: Book, rows: list[Row]) -> None:
    closing = book.setting("Closing date")
    for row in rows:
        header = DATES[row.sheet]
        if (
            closing is not None
            and header
            and row[header] is not None
            and row[header] <= closing
        ):
            raise Refused(
                f"{row.sheet} row {row.index} is dated on or before the closing date"
            )


def _rows_of_order(book: Book, key: str) -> list[Row]:
    """Every live row that was written after the order itself."""
    out = [
        row
        for sheet in DATES
        if sheet != "Restocks"
        for row in book.live(sheet, Order=key)
    ]
    returns = {
        row["Return"]
        for row in book.rows.get("Returns", [])
        if not row.blank and row["Order"] == key
    }
    return out + [row for row in book.live("Restocks") if row["Return"] in returns]


def _reopen(book: Book, order: Row) -> bool:
    if book.state(order) == "Quote":
        raise Refused("a quote")
    rows = _rows_of_order(book, order["Order"])
    _judge_closing(book, rows)
    cancelled = [
        row
        for row in book.live("Order lines", Order=order["Order"])
        if row.number("Cancelled quantity") != 0
    ]
    did = bool(rows or cancelled) or book.state(order) != "Order"
    for row in rows:
        if row.sheet == "Payments":
            book.warnings.append(f"voided payment {row['Payment']} of {order['Order']}")
        row.write("Voided", book.as_of)
    for row in cancelled:
        row.write("Cancelled quantity", None)
    if book.state(order) != "Order":
        order.write("State", "Order")
    return did


STATE_ACTIONS = ("Confirm", "Cancel", "Re-open")
KNOWN: dict[str, Callable[[Book, Row], bool]] = {
    "Confirm": _confirm,
    "Suggest": _suggest,
    "Pick": _pick,
    "Pack": _pack,
    "Ship": _ship,
    "Fulfil": _fulfil,
    "Invoice": _invoice,
    "Invoice shipped": _invoice_shipped,
    "Invoice ordered": _invoice_ordered,
    "Restock": _restock,
    "Close": _close,
    "Cancel": _cancel,
    "Re-open": _reopen,
}


def attempt(book: Book, order: Row, step: str) -> bool:
    """Do one action; False where it could do nothing. Raises Refused."""
    if book.state(order) != "Order" and step not in STATE_ACTIONS:
        raise Refused(f"on a {book.state(order).lower()}")
    closing = book.setting("Closing date")
    if closing is not None and book.as_of <= closing:
        raise Refused("on or before the closing date")
    return KNOWN[step](book, order)


def waiting_for(book: Book, order: Row, step: str) -> str:
    """What an action that could do nothing says it waits for."""
    key = order["Order"]
    if step in ("Suggest", "Pick", "Fulfil"):
        short = [line for line in lines_of(book, key) if line.to_pick > 0]
        told = [
            f"{line.row['SKU']} has {_free_of(book, line.row['SKU'])} free of {line.to_pick}"
            for line in short
        ]
        return f"{key}: nothing to pick: {', '.join(told) or 'everything is picked'}"
    if step.startswith("Invoice") and order.number("Freight") > invoiced_freight(
        book, key
    ):
        left = [line for line in lines_of(book, key) if to_bill(line, "Ordered") > 0]
        return f"{key}: nothing to invoice" + (
            "" if left else ", freight is left: type an invoice"
        )
    return f"{key}: nothing to {step.lower()}"


def _free_of(book: Book, sku: str) -> Fraction:
    return sum((quantity for at, quantity in free(book).items() if at[0] == sku), ZERO)

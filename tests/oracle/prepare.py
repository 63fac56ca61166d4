"""Before anything is done: unknown and doubled keys are found, and blanks are filled."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from .billing import fill_invoice, fill_invoice_line
from .buying_blanks import (
    as_typed,
    check_supplier_prices,
    fill_purchase_lines,
    fill_purchase_orders,
    fill_receipts,
    price_purchase_lines,
)
from .deposits import check_deposits
from .lines import Line, invoice_lines, is_goods, left_containers, lines_of, order_lines
from .price_lists import check_price_lists, is_price_unknown, list_price
from .schema import keys_of

if TYPE_CHECKING:
    from fractions import Fraction

    from .book import Book, Row

REFERENCES = {
    "Products": [("Tax code", "Tax codes"), ("Default location", "place"), ("Supplier", "Suppliers")],
    "Supplier prices": [("Supplier", "Suppliers"), ("SKU", "Products")],
    "Prices": [("SKU", "Products")],
    "Orders": [("Customer", "Customers"), ("Location", "place"), ("Freight tax code", "Tax codes")],
    "Order lines": [("Order", "Orders"), ("SKU", "Products"), ("Tax code", "Tax codes")],
    "Stock moves": [("SKU", "Products"), ("From", "place"), ("To", "place")],
    "Purchase orders": [("Supplier", "Suppliers"), ("Location", "place")],
    "Purchase lines": [("Purchase order", "Purchase orders"), ("SKU", "Products"), ("For order", "Orders")],
    "Receipts": [("Purchase order", "Purchase orders"), ("SKU", "Products"), ("Location", "place")],
    "Picks": [("Order", "Orders"), ("SKU", "Products"), ("Location", "place")],
    "Packing": [("Order", "Orders"), ("SKU", "Products")],
    "Shipments": [("Order", "Orders")],
    "Invoices": [("Order", "Orders"), ("Freight tax code", "Tax codes")],
    "Invoice lines": [
        ("Invoice", "Invoices"), ("Order", "Orders"), ("SKU", "Products"), ("Tax code", "Tax codes"),
    ],
    "Payments": [("Order", "Orders"), ("Invoice", "Invoices")],
    "Returns": [("Order", "Orders"), ("SKU", "Products")],
    "Restocks": [("Return", "Returns"), ("SKU", "Products"), ("Location", "place")],
}  # fmt: skip
HEADER_OF_KEY = {"Customers": "Customer", "Tax codes": "Tax code", "Orders": "Order", "Products": "SKU",
                 "Invoices": "Invoice", "Returns": "Return", "Suppliers": "Supplier",
                 "Purchase orders": "Purchase order"}  # fmt: skip


def prepare(book: Book, held: set[str]) -> None:
    """Every sheet in the order of the workflow: references, blanks, duplicates.

    Shipments of the orders `held` get no container, and count for nothing without one.
    """
    for row in _live_blank(book, "Shipments", "Container"):
        row.bad = str(row["Order"]) in held
    book.memory.clear()
    _check_default_location(book)
    for sheet in ("Customers", "Locations", "Tax codes", "Suppliers", "Products"):
        _check(book, sheet)
    _check_references(book, "Supplier prices")
    check_supplier_prices(book)
    _check_references(book, "Prices")
    check_price_lists(book)
    check_deposits(book)
    _fill_keys(book, "Orders", book.rows.get("Orders", []))
    _check(book, "Orders")
    for sheet, fill in FILLS.items():
        _check_references(book, sheet)
        fill(book)


def _check(book: Book, sheet: str) -> None:
    _check_duplicates(book, sheet)
    _check_references(book, sheet)


def _check_default_location(book: Book) -> None:
    name = book.settings.get("Default location")
    if name is not None and name not in _places(book):
        book.settings["Default location"] = None
        row = next(
            r
            for r in book.rows["Settings"]
            if r["Setting"] and r.raw.get("Value") == name
        )
        book.error(row, "Value", "unknown")


def _places(book: Book) -> set[str]:
    """The locations that exist; one whose own row is bad is known too."""
    if not book.own_locations:
        return set(book.locations())
    return {row["Location"] for row in book.rows["Locations"] if not row.blank}


def _check_references(book: Book, sheet: str) -> None:
    for row in book.rows.get(sheet, []):
        if row.blank or row["Voided"] is not None:
            continue
        for header, target in REFERENCES.get(sheet, []):
            value = row[header]
            if value is None or (target == "Tax codes" and value == "None"):
                continue
            found = (
                value in _places(book)
                if target == "place"
                else book.known(target, HEADER_OF_KEY[target], value)
            )
            if not found:
                book.error(row, header, "unknown")


def _check_duplicates(book: Book, sheet: str) -> None:
    """Of rows with the same key the first counts; a number stays taken when its row is voided."""
    seen: set[tuple] = set()
    headers = keys_of(sheet)
    for row in book.rows.get(sheet, []):
        key = tuple(row[header] for header in headers)
        if row.blank or None in key:
            continue
        if sheet == "Tax codes":
            key += (row["From date"],)
        if row["Voided"] is not None:
            if len(headers) == 1:
                seen.add(key)
            continue
        if key in seen:
            book.error(row, headers[-1], "duplicate")
        seen.add(key)


def _live_blank(book: Book, sheet: str, header: str) -> list[Row]:
    return [row for row in book.live(sheet) if row[header] is None]


# --- keys and lines ------------------------------------------------------------------------------------
def _fill_keys(book: Book, sheet: str, rows: list[Row]) -> None:
    header = keys_of(sheet)[0]
    for row in rows:
        if not row.live or row[header] is not None:
            continue
        prefix = None
        if sheet == "Invoices":
            if book.setting_in_error:
                continue
            prefix = str(book.setting("Invoice prefix"))
        if sheet == "Purchase orders":
            if book.setting_in_error:
                continue
            prefix = str(book.setting("Purchase order prefix"))
        if sheet == "Orders":
            prefix = str(
                book.setting(
                    "Quote prefix" if book.state(row) == "Quote" else "Order prefix"
                )
            )
        row.write(header, book.next_key(sheet, header, prefix))


def _open_quantity(line: Line, row: Row) -> Fraction:
    """What the line still has open for the step that the row belongs to."""
    if row.sheet == "Picks":
        return line.to_suggest
    if row.sheet == "Packing":
        return line.picked - line.packed
    if row.sheet == "Invoice lines":
        return line.effective - line.uncredited - line.invoiced
    if is_goods(row):
        return line.shipped - line.returned
    return line.invoiced - line.credited


def _fill_lines(book: Book, sheet: str) -> None:
    """The line of a fact that names an order and a SKU only; one that is bad has nothing open.

    A row that names a line of another SKU does not count on it.
    """
    typed = [row for row in book.live(sheet) if row["Line"] is not None]
    _check_lines_of(book, typed)
    for row in _live_blank(book, sheet, "Line"):
        named = [
            line
            for line in book.rows.get("Order lines", [])
            if not line.blank
            and (line["Order"], line["SKU"]) == (row["Order"], row["SKU"])
        ]
        if not named:
            book.error(row, "Line", "no line")
            continue
        still_open = [
            line.row
            for line in lines_of(book, row["Order"])
            if line.row in named and _open_quantity(line, row) > 0
        ]
        if len(named) > 1 and not still_open:
            book.warnings.append(
                f"{sheet}: nothing open for {row['SKU']}, taken for the last line"
            )
        line = (still_open or named[-1:])[0]
        if line["Line"] is not None:
            row.write("Line", line["Line"])
            row.raw["Line"] = as_typed(row["Line"])


def _check_lines(book: Book, sheet: str) -> None:
    _check_lines_of(book, book.live(sheet))


def _check_lines_of(book: Book, rows: list[Row]) -> None:
    known = {
        (r["Order"], r["Line"]): r
        for r in reversed(book.rows.get("Order lines", []))
        if not r.blank
    }
    for row in rows:
        line = known.get((row["Order"], row["Line"]))
        if line is None:
            book.error(row, "Line", "unknown")
        elif line["SKU"] is not None and line["SKU"] != row["SKU"]:
            book.error(row, "Line", "of another SKU")


# --- the sheets one by one -----------------------------------------------------------------------------
def _leave_out_lines_of_duplicates(book: Book) -> None:
    """New lines of a number that two orders have join neither: a line that a run knows has a Line and a Tax code."""
    orders = book.rows.get("Orders", [])
    count = Counter(row["Order"] for row in orders if not row.blank)
    for row in book.rows.get("Order lines", []):
        repeated = row["Order"] is not None and count[row["Order"]] > 1
        if repeated and (row["Line"] is None or row["Tax code"] is None):
            row.bad = True
    book.memory.clear()


def _order_lines(book: Book) -> None:
    _leave_out_lines_of_duplicates(book)
    rows = book.rows.get("Order lines", [])
    for row in _live_blank(book, "Order lines", "Line"):
        used = {r["Line"] for r in rows if r["Order"] == row["Order"]}
        number = next(n for n in itertools.count(1) if str(n) not in used)
        row.write("Line", str(number))
        row.raw["Line"] = number
    _check_duplicates(book, "Order lines")
    for row in book.live("Order lines"):
        _fill_order_line(book, row)


def _fill_order_line(book: Book, row: Row) -> None:
    product = book.find("Products", "SKU", row["SKU"])
    order = book.order(row["Order"])
    customer = book.customer_of(order)
    if product and row["Description"] is None:
        row.write("Description", product["Name"])
    if product and row["Unit price"] is None and not is_price_unknown(book, row):
        price = list_price(book, row, product)
        if price is not None:
            row.write("Unit price", price)
    if customer and row["Discount %"] is None:
        row.write("Discount %", customer.number("Discount %"))
    if product and customer and row["Tax code"] is None:
        row.write(
            "Tax code", "None" if book.exempt(order) else product["Tax code"] or "None"
        )


def _stock_moves(book: Book) -> None:
    _fill_keys(book, "Stock moves", book.live("Stock moves"))
    _check_duplicates(book, "Stock moves")


def _picks(book: Book) -> None:
    _check_duplicates(book, "Picks")
    _fill_lines(book, "Picks")
    _check_lines(book, "Picks")
    _fill_keys(book, "Picks", book.live("Picks"))
    for row in _live_blank(book, "Picks", "Pick date"):
        if row["Picked"] is not None:
            row.write("Pick date", book.as_of)


def next_container(
    book: Book, order: object, sheets: tuple[str, ...] = ("Packing", "Shipments")
) -> int:
    """Above the highest of the order, voided ones and those that only Shipments name included."""
    rows = [row for sheet in sheets for row in book.rows.get(sheet, [])]
    named = [r["Container"] for r in rows if not r.blank and r["Order"] == order]
    return max([int(c) for c in named if c is not None and c.isdigit()], default=0) + 1


def write_container(row: Row, number: int) -> None:
    """A container's number is text as a key and a number as a cell."""
    row.write("Container", str(number))
    row.raw["Container"] = number


def _packing(book: Book) -> None:
    _fill_lines(book, "Packing")
    _check_lines(book, "Packing")
    shared: dict[str, int] = {}
    for row in _live_blank(book, "Packing", "Container"):
        number = shared.setdefault(
            row["Order"], next_container(book, row["Order"], ("Packing",))
        )
        write_container(row, number)
    _check_duplicates(book, "Packing")


def number_containers(book: Book) -> None:
    """Every packed container that has not left gets an SSCC, the same in each of its rows."""
    if book.setting_in_error:
        return
    for row in _live_blank(book, "Packing", "SSCC"):
        key = (row["Order"], row["Container"])
        if key not in left_containers(book):
            row.write("SSCC", book.sscc_of(*key))


def _shipments(book: Book) -> None:
    for row in _live_blank(book, "Shipments", "Container"):
        container = pack_loose(book, row["Order"]) or _only_unshipped(
            book, row["Order"]
        )
        if container is None:
            book.error(row, "Container", "no container")
        else:
            write_container(row, container)
    _fill_keys(book, "Shipments", book.live("Shipments"))
    _check_duplicates(book, "Shipments")
    for row in _live_blank(book, "Shipments", "Ship date"):
        row.write("Ship date", book.as_of)
    number_containers(book)
    for row in () if book.setting_in_error else _live_blank(book, "Shipments", "SSCC"):
        row.write("SSCC", book.sscc_of(row["Order"], row["Container"]))


def pack_loose(book: Book, order: object) -> int | None:
    """All that is picked and unpacked into one new container; its number, None where nothing was loose."""
    loose = [line for line in lines_of(book, order) if line.loose > 0]
    number = next_container(book, order)
    for line in loose:
        row = book.append("Packing", Order=order, Container=None, Line=line.row["Line"], SKU=line.row["SKU"],
                          Quantity=line.loose)  # fmt: skip
        write_container(row, number)
        row.raw["Line"] = as_typed(row["Line"])
    return number if loose else None


def unshipped(book: Book, order: object) -> list[int]:
    gone = left_containers(book)
    packed = {
        row["Container"]
        for row in book.live("Packing", Order=order)
        if str(row["Container"]).isdigit() and row.number("Quantity") > 0
    }
    return sorted(
        int(container) for container in packed if (order, container) not in gone
    )


def _only_unshipped(book: Book, order: object) -> int | None:
    found = unshipped(book, order)
    return found[0] if len(found) == 1 else None


def _invoices(book: Book) -> None:
    _fill_keys(book, "Invoices", book.live("Invoices"))
    _check_duplicates(book, "Invoices")


def _invoice_lines(book: Book) -> None:
    _fill_lines(book, "Invoice lines")
    _check_lines(book, "Invoice lines")
    _check_duplicates(book, "Invoice lines")
    if book.setting_in_error:
        return
    for row in invoice_lines(book):
        fill_invoice_line(book, row)
    for row in book.live("Invoices"):
        fill_invoice(book, row)


def _payments(book: Book) -> None:
    for row in _live_blank(book, "Payments", "Order"):
        named = row["Invoice"]
        invoice = None if named is None else book.first("Invoices", "Invoice", named)
        if invoice and invoice["Order"] is not None:
            row.write("Order", invoice["Order"])
        else:
            book.error(row, "Order", "missing")
    _fill_keys(book, "Payments", book.live("Payments"))
    _check_duplicates(book, "Payments")


def _returns(book: Book) -> None:
    _check_duplicates(book, "Returns")
    _fill_lines(book, "Returns")
    _check_lines(book, "Returns")
    _fill_keys(book, "Returns", book.live("Returns"))


def _restocks(book: Book) -> None:
    _fill_keys(book, "Restocks", book.live("Restocks"))
    _check_duplicates(book, "Restocks")


def _purchase_orders(book: Book) -> None:
    _fill_keys(book, "Purchase orders", book.rows.get("Purchase orders", []))
    _check_duplicates(book, "Purchase orders")
    fill_purchase_orders(book)


def _purchase_lines(book: Book) -> None:
    fill_purchase_lines(book)
    _check_duplicates(book, "Purchase lines")
    price_purchase_lines(book)


def _receipts(book: Book) -> None:
    _check_duplicates(book, "Receipts")
    fill_receipts(book)
    _fill_keys(book, "Receipts", book.live("Receipts"))


FILLS = {
    "Order lines": _order_lines, "Stock moves": _stock_moves, "Purchase orders": _purchase_orders,
    "Purchase lines": _purchase_lines, "Receipts": _receipts, "Picks": _picks, "Packing": _packing,
    "Shipments": _shipments, "Invoices": _invoices, "Invoice lines": _invoice_lines, "Payments": _payments,
    "Returns": _returns, "Restocks": _restocks,
}  # fmt: skip
__all__ = [
    "as_typed",
    "order_lines",
    "pack_loose",
    "prepare",
    "unshipped",
    "write_container",
]

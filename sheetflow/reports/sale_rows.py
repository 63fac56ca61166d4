"""What was sold, row by row: invoice lines, freight, credits, and the goods at cost.

Revenue is without tax. Cost is that of the goods that customers have, on the day on which
they left or came back.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, take, total_by
from sheetflow.exporting.invoices import net_and_tax
from sheetflow.ledgers.invoice_taxes import invoice_items
from sheetflow.ledgers.lines import live_invoice_lines, tracked
from sheetflow.ledgers.movement_types import SOURCES, TYPES, Movements, outside
from sheetflow.reports.names import customers_of_orders, months, texts
from sheetflow.reports.source import DAY, PART, VOID_DAY, Source, View
from sheetflow.reports.tables import RECORD, SHEET

AMOUNTS = ("Quantity", "Revenue", "Cost")
FREIGHT = "(freight)"
AS_ISSUED = "(as issued)"
_ORDER = "_order"
LINE_OF_ORDER = "_order_line"
"""The position of the order line that a row belongs to, -1 for none."""

WITHOUT_COST = "_without_cost"
"""1 for a row of goods whose cost is not known."""


def sale_rows(source: Source, view: View) -> pd.DataFrame:
    """Every row of sales up to the end of a view, with whom and what it is about."""
    parts = [
        _invoice_lines(source, view.book),
        _freights(source, view.book),
        _as_issued(source, view.book),
        _credits(source, view.book),
        _goods(view),
    ]
    rows = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return _named(view.book, rows)


def _named(book: Book, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their order, their customer and their month."""
    order = rows[_ORDER].to_numpy(dtype=np.int64)
    customers = customers_of_orders(book)
    return rows.assign(
        Order=texts(book.orders.order, order),
        Customer=texts(customers.code, order),
        Name=texts(customers.name, order),
        Country=texts(customers.country, order),
        Month=months(rows[DAY].to_numpy()),
    )


def _invoice_lines(source: Source, book: Book) -> pd.DataFrame:
    """The lines of live invoices."""
    lines = book.invoice_lines
    at = np.flatnonzero(live_invoice_lines(book) & (lines.invoice_index >= 0))
    invoice = lines.invoice_index[at]
    nets, _ = net_and_tax(book)
    return _rows(
        "Invoice lines",
        at,
        PART="",
        day=book.invoices.invoice_date[invoice],
        void_day=_line_void_days(source, at, invoice),
        order=book.invoices.order_index[invoice],
        order_line=lines.line_index[at],
        document=texts(book.invoices.invoice, invoice),
        sku=texts(book.products.sku, lines.sku_index[at]),
        product=texts(book.products.name, lines.sku_index[at]),
        tax_code=texts(book.tax_codes.tax_code, lines.tax_index[at]),
        quantity=lines.quantity[at],
        revenue=nets[: len(at)],
        without_cost=_without_cost(source, lines.sku_index[at]),
    )


def _without_cost(source: Source, sku: IntArray) -> IntArray:
    """1 for each product whose stock is tracked and whose cost is not known."""
    book = source.closing.book
    costs = source.closing.ledgers.costs
    known = ~tracked(book) if costs is None else costs.known | ~tracked(book)
    return 1 - take(known, sku, 1).astype(np.int64)


def _line_void_days(source: Source, at: IntArray, invoice: IntArray) -> IntArray:
    """When lines were voided, by themselves or with their invoices."""
    own = source.void_days("Invoice lines")[at]
    whole = source.void_days("Invoices")[invoice]
    return np.where(own == BLANK, whole, own)


def _freights(source: Source, book: Book) -> pd.DataFrame:
    """The freight of live invoices."""
    items = invoice_items(book)
    lines = book.invoice_lines
    known = live_invoice_lines(book) & (lines.invoice_index >= 0)
    count = int(known.sum())
    nets, _ = net_and_tax(book)
    at = items.document[count:]
    return _rows(
        "Invoices",
        at,
        PART="freight",
        **_of_invoices(source, book, at),
        sku=FREIGHT,
        product="",
        tax_code=texts(book.tax_codes.tax_code, items.code[count:]),
        revenue=nets[count:],
    )


def _as_issued(source: Source, book: Book) -> pd.DataFrame:
    """What invoices were issued with beyond their lines."""
    invoices = book.invoices
    items = invoice_items(book)
    nets, _ = net_and_tax(book)
    listed = total_by(items.document, nets, len(invoices))
    issued = np.where(invoices.live, invoices.total - invoices.tax, 0)
    beyond = issued - np.where(invoices.live, listed, 0)
    at = np.flatnonzero(beyond != 0)
    return _rows(
        "Invoices",
        at,
        PART="issued",
        **_of_invoices(source, book, at),
        sku=AS_ISSUED,
        product="",
        tax_code="",
        revenue=beyond[at],
    )


def _of_invoices(source: Source, book: Book, at: IntArray) -> dict[str, AnyArray]:
    """What rows of whole invoices share."""
    invoices = book.invoices
    return {
        "day": invoices.invoice_date[at],
        "void_day": source.void_days("Invoices")[at],
        "order": invoices.order_index[at],
        "document": texts(invoices.invoice, at),
    }


def _credits(source: Source, book: Book) -> pd.DataFrame:
    """What returns credit, below 0."""
    returns = book.returns
    credits = (returns.credit_net != 0) | (returns.credited_quantity != 0)
    at = np.flatnonzero(returns.live & credits)
    line = returns.line_index[at]
    code = take(book.order_lines.tax_index, line, -1)
    return _rows(
        "Returns",
        at,
        PART="credit",
        day=credit_days(book)[at],
        void_day=source.void_days("Returns")[at],
        order=returns.order_index[at],
        order_line=line,
        document=texts(returns.credit_note, at),
        sku=texts(book.products.sku, returns.sku_index[at]),
        product=texts(book.products.name, returns.sku_index[at]),
        tax_code=texts(book.tax_codes.tax_code, code),
        quantity=-returns.credited_quantity[at],
        revenue=-returns.credit_net[at],
    )


def credit_days(book: Book) -> IntArray:
    """The day on which each return was credited; of an older workbook, when it came back."""
    returns = book.returns
    return np.where(
        returns.credit_date == BLANK, returns.return_date, returns.credit_date
    )


def _goods(view: View) -> pd.DataFrame:
    """The goods that went to customers, and those that came back, at cost."""
    if view.ledgers.costs is None:
        return _rows("", np.zeros(0, dtype=np.int64), PART="")
    book = view.book
    moves = view.ledgers.movements
    customer = outside(book, "(customer)")
    at = np.flatnonzero((moves.target == customer) | (moves.origin == customer))
    value = view.ledgers.costs.movements[at]
    moved = moves.only(at)
    code = take(book.order_lines.tax_index, moved.line, -1)
    return _rows(
        np.array(SOURCES, dtype=object)[moved.source],
        moved.record,
        PART=movement_parts(moved),
        day=moved.day,
        void_day=np.full(len(at), BLANK),
        order=moved.order,
        order_line=moved.line,
        document=movement_numbers(book, moved),
        sku=texts(book.products.sku, moved.sku),
        product=texts(book.products.name, moved.sku),
        tax_code=texts(book.tax_codes.tax_code, code),
        cost=np.where(moved.target == customer, value, -value),
    )


def movement_parts(moves: Movements) -> AnyArray:
    """What tells the movements of one row apart: type, product, order line and turn."""
    frame = pd.DataFrame(
        {
            "source": moves.source,
            "record": moves.record,
            "kind": moves.kind,
            "sku": moves.sku,
            "line": moves.line,
        }
    )
    turn = frame.groupby(list(frame.columns)).cumcount()
    columns = [frame["kind"], frame["sku"], frame["line"], turn]
    found: AnyArray = columns[0].astype(str).to_numpy(dtype=object)
    for column in columns[1:]:
        found = found + "/" + column.astype(str).to_numpy(dtype=object)
    return found


def movement_numbers(book: Book, moves: Movements) -> AnyArray:
    """The number of the row that made each movement."""
    found = np.full(len(moves), "", dtype=object)
    for source, sheet in enumerate(SOURCES):
        frame = book[sheet]
        mine = moves.source == source
        found[mine] = texts(frame[frame.schema.key[0]], moves.record[mine])
    return found


def movement_types(moves: Movements) -> AnyArray:
    """The type of each movement."""
    found: AnyArray = np.array(TYPES, dtype=object)[moves.kind]
    return found


def _rows(sheet: str | AnyArray, at: IntArray, **cells: AnyArray | str) -> pd.DataFrame:
    """Rows of one kind; quantity, revenue and cost are 0 where they are not given."""
    none = np.zeros(len(at), dtype=np.int64)
    columns: dict[str, AnyArray | str] = {
        SHEET: sheet,
        RECORD: at,
        PART: cells["PART"],
        DAY: cells.get("day", none),
        VOID_DAY: cells.get("void_day", none),
        _ORDER: cells.get("order", none),
        LINE_OF_ORDER: cells.get("order_line", none - 1),
        "Document": cells.get("document", ""),
        "SKU": cells.get("sku", ""),
        "Product": cells.get("product", ""),
        "Tax code": cells.get("tax_code", ""),
        "Quantity": cells.get("quantity", none),
        "Revenue": cells.get("revenue", none),
        "Cost": cells.get("cost", none),
        WITHOUT_COST: cells.get("without_cost", none),
    }
    return pd.DataFrame(columns, index=range(len(at)))

"""From a number to its traces: any number that a person sees in the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message, named
from sheetflow.domain.relations import sealed_sheets
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.inspection.trace.customers import trace_customer
from sheetflow.inspection.trace.invoices import trace_invoice
from sheetflow.inspection.trace.orders import trace_order
from sheetflow.inspection.trace.purchases import (
    trace_purchase_order,
    trace_supplier,
)
from sheetflow.inspection.trace.records import (
    moved_by,
    trace_payment,
    trace_return,
    trace_shipment,
)
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.stock import (
    trace_location,
    trace_product,
    trace_stock_at,
)
from sheetflow.inspection.trace.tree import Trace

ANY_KIND = message("order, invoice, customer, [SKU] or other number")
AS_IN_WORKBOOK = message(". Type it as it is in the workbook")


class Kind(NamedTuple):
    """A kind of record: its sheet, the columns that hold a number of it, what traces it."""

    sheet: str
    headers: tuple[str, ...]
    trace: Callable[[Source, int], Trace]


OWN_KINDS = (
    Kind("Orders", ("Order", "Quote"), trace_order),
    Kind("Invoices", ("Invoice",), trace_invoice),
    Kind("Customers", ("Customer",), trace_customer),
    Kind("Products", ("SKU", "Barcode"), trace_product),
    Kind("Payments", ("Payment",), trace_payment),
    Kind("Returns", ("Return", "Credit note"), trace_return),
    Kind("Shipments", ("Shipment", "SSCC", "Tracking number"), trace_shipment),
    Kind("Purchase orders", ("Purchase order",), trace_purchase_order),
    Kind("Suppliers", ("Supplier",), trace_supplier),
)
"""The records that have a trace of their own."""


def kinds() -> tuple[Kind, ...]:
    """All kinds of record that have a number; of most, the trace is what they moved."""
    own = {kind.sheet for kind in OWN_KINDS}
    schemas = [sheet_schema(sheet) for sheet in sealed_sheets() if sheet not in own]
    others = [
        Kind(schema.sheet, schema.key, moved_by(schema.sheet))
        for schema in schemas
        if len(schema.key) == 1
    ]
    return (*OWN_KINDS, *others)


def find_traces(source: Source, key: str, location: str | None = None) -> list[Trace]:
    """The traces of all records with a number, in whatever case it is typed.

    With a location, the trace of a product's stock there. Raises SheetflowError where
    nothing has that number.
    """
    codes = source.book.warehouse.codes.tolist()
    if location is not None:
        return [_stock_at(source, key, location, codes)]
    found = [*_record_traces(source, key), *_location_traces(source, key, codes)]
    if not found:
        raise _unknown(key, ANY_KIND, [*codes, *_all_numbers(source)])
    return found


def _stock_at(source: Source, sku: str, location: str, codes: Sequence[str]) -> Trace:
    """The trace of a product's stock at a location."""
    product = _position(source.book.products.sku.tolist(), sku, named("SKU"))
    return trace_stock_at(
        source, product, _position(codes, location, message("location"))
    )


def _record_traces(source: Source, key: str) -> Iterator[Trace]:
    for kind in kinds():
        for record in _records(source, kind, key):
            yield kind.trace(source, record)


def _location_traces(source: Source, key: str, codes: Sequence[str]) -> Iterator[Trace]:
    for location in _positions(codes, key):
        yield trace_location(source, location)


def _records(source: Source, kind: Kind, key: str) -> list[int]:
    """The records of a kind that have this number, in any of its columns."""
    found: set[int] = set()
    for column in _columns(source, kind):
        found.update(_positions(column, key))
    return sorted(found)


def _columns(source: Source, kind: Kind) -> Iterator[list[str | None]]:
    """The columns that hold a number of a kind."""
    frame = source.book[kind.sheet]
    for header in kind.headers:
        yield frame[header].tolist()


def _all_numbers(source: Source) -> Iterator[str | None]:
    """Every number of every kind."""
    for kind in kinds():
        for column in _columns(source, kind):
            yield from column


def _positions(known: Sequence[str | None], key: str) -> list[int]:
    """Where a number is in a column."""
    wanted = key.strip().casefold()
    return [at for at, each in enumerate(known) if each and each.casefold() == wanted]


def _position(known: Sequence[str | None], key: str, kind: str) -> int:
    """Where a number is first. Raises SheetflowError, with a suggestion, where it is not."""
    found = _positions(known, key)
    if not found:
        raise _unknown(key, kind, known)
    return found[0]


def _unknown(key: str, kind: str, known: Sequence[str | None]) -> SheetflowError:
    suggestion = did_you_mean(key, [each for each in known if each])
    remedy = suggestion or AS_IN_WORKBOOK
    return SheetflowError(
        message(
            "{key}: there is no such {kind}{remedy}", key=key, kind=kind, remedy=remedy
        )
    )

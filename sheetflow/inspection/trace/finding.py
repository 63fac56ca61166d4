"""Which facts a number names, and their traces: whatever number a person sees may be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.relations import sealed_sheets
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.inspection.trace.customers import trace_customer
from sheetflow.inspection.trace.facts import (
    trace_moved,
    trace_payment,
    trace_return,
    trace_shipment,
)
from sheetflow.inspection.trace.invoices import trace_invoice
from sheetflow.inspection.trace.orders import trace_order
from sheetflow.inspection.trace.source import Source
from sheetflow.inspection.trace.stock import trace_at, trace_location, trace_product
from sheetflow.inspection.trace.tree import Trace


class Kind(NamedTuple):
    """One kind of fact: its sheet, the columns that hold a number of it, and what makes its trace."""

    sheet: str
    headers: tuple[str, ...]
    make: Callable[[Source, int], Trace]


OWN_KINDS = (
    Kind("Orders", ("Order", "Quote"), trace_order),
    Kind("Invoices", ("Invoice",), trace_invoice),
    Kind("Customers", ("Customer",), trace_customer),
    Kind("Products", ("SKU", "Barcode"), trace_product),
    Kind("Payments", ("Payment",), trace_payment),
    Kind("Returns", ("Return", "Credit note"), trace_return),
    Kind("Shipments", ("Shipment", "SSCC", "Tracking number"), trace_shipment),
)
"""The facts that have a trace of their own."""


def kinds() -> tuple[Kind, ...]:
    """All kinds of fact that have a number.

    Those without a trace of their own say what they moved.
    """
    own = {kind.sheet for kind in OWN_KINDS}
    schemas = [sheet_schema(sheet) for sheet in sealed_sheets() if sheet not in own]
    others = [
        Kind(schema.sheet, schema.key, trace_moved(schema.sheet))
        for schema in schemas
        if len(schema.key) == 1
    ]
    return (*OWN_KINDS, *others)


def find_traces(source: Source, key: str, location: str | None = None) -> list[Trace]:
    """The trace of all that has this number; at a location, of a product's stock there. Raises SheetflowError."""
    codes = source.book.warehouse.codes.tolist()
    if location is not None:
        product = _position(source.book.products.sku.tolist(), key, "SKU")
        return [trace_at(source, product, _position(codes, location, "location"))]
    found = [
        kind.make(source, at) for kind in kinds() for at in _named(source, kind, key)
    ]
    found += [trace_location(source, at) for at in _positions(codes, key)]
    if not found:
        raise _unknown(
            key,
            "order, invoice, customer, SKU or other number",
            [*codes, *_numbers(source)],
        )
    return found


def _named(source: Source, kind: Kind, key: str) -> list[int]:
    """The records of a kind that have this number, in any of its columns."""
    columns = (source.book[kind.sheet][header].tolist() for header in kind.headers)
    return sorted({at for column in columns for at in _positions(column, key)})


def _numbers(source: Source) -> Iterator[str | None]:
    """Every number of every kind."""
    for kind in kinds():
        for header in kind.headers:
            yield from source.book[kind.sheet][header].tolist()


def _positions(known: Sequence[str | None], key: str) -> list[int]:
    """Where a number stands, in whatever case it was typed."""
    wanted = key.strip().casefold()
    return [at for at, each in enumerate(known) if each and each.casefold() == wanted]


def _position(known: Sequence[str | None], key: str, kind: str) -> int:
    """Where a number stands first. Raises SheetflowError, which names the nearest, where it does not."""
    found = _positions(known, key)
    if not found:
        raise _unknown(key, kind, known)
    return found[0]


def _unknown(key: str, kind: str, known: Sequence[str | None]) -> SheetflowError:
    near = did_you_mean(key, [each for each in known if each])
    return SheetflowError(
        f"{key}: there is no such {kind}{near or '. Type it as it is in the workbook'}"
    )

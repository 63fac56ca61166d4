"""Which facts a key names, and their traces."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.errors import SheetflowError
from sheetflow.near import did_you_mean
from sheetflow.tracing.invoices import trace_invoice
from sheetflow.tracing.orders import trace_customer, trace_order
from sheetflow.tracing.source import Source
from sheetflow.tracing.stock import trace_product
from sheetflow.tracing.tree import Trace

KINDS: dict[str, tuple[str, Callable[[Source, int], Trace]]] = {
    "Orders": ("Order", trace_order),
    "Invoices": ("Invoice", trace_invoice),
    "Customers": ("Customer", trace_customer),
    "Products": ("SKU", trace_product),
}


def find_traces(source: Source, key: str, location: str | None = None) -> list[Trace]:
    """The trace of everything that has this key; at a location, of a product's stock there. Raises SheetflowError."""
    if location is not None:
        place = _position(source.book.places.codes.tolist(), location, "location")
        return [trace_product(source, _position(source.book["Products"]["SKU"].tolist(), key, "SKU"), place)]
    keys = {sheet: source.book[sheet][header].tolist() for sheet, (header, _) in KINDS.items()}
    found = [KINDS[sheet][1](source, keys[sheet].index(key)) for sheet in KINDS if key in keys[sheet]]
    if not found:
        _position([known for sheet in keys.values() for known in sheet], key, "order, invoice, customer or SKU")
    return found


def _position(known: list[str | None], key: str, kind: str) -> int:
    if key not in known:
        near = did_you_mean(key, [each for each in known if each])
        raise SheetflowError(f"{key}: there is no such {kind}{near or '; type the key as it stands in the workbook'}")
    return known.index(key)

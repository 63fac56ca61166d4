"""1,000 invoices as one workbook: our pages per second, next to a plain xlsxwriter loop.

`python -m benchmarks.printing [COUNT]`. The plain loop writes the same cells, and gets
every cell, format and row height ready to write: it knows no orders, calculates nothing,
and only calls xlsxwriter. Both are timed in turns, by their processor time.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from unittest import mock

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetflow.documents.model import (
    Bank,
    Documents,
    Invoice,
    Party,
    Priced,
    PricedLine,
    Seller,
    Style,
    TaxLine,
    TaxShare,
)
from sheetflow.documents.xlsx import workbook_writers
from sheetflow.documents.xlsx.cell_styles import CELL_STYLES

TURNS = 3
LINES = 8
Call = tuple[str, tuple[Any, ...]]
RECORDED = (
    "set_row",
    "write_string",
    "write_number",
    "write_datetime",
    "write_formula",
    "write_blank",
)


def invoices(count: int) -> Documents:
    """This many invoices of a made-up business, eight lines each."""
    party = Party(
        "Harbour Lane Pottery",
        ("3 Harbour Lane", "Whitby YO21 3PU"),
        tax_number="GB 999 0000 12",
    )
    seller = Seller(
        party,
        Bank(("Sort code 00-00-00",)),
        Style("en_GB"),
        "GBP",
        dt.date(2026, 3, 2),
    )
    return Documents(
        seller, invoices=tuple(_invoice(number) for number in range(1, count + 1))
    )


def _invoice(number: int) -> Invoice:
    lines = tuple(_line(number, at) for at in range(1, LINES + 1))
    net = sum((line.total for line in lines), Decimal(0))
    tax = (net * Decimal("0.2")).quantize(Decimal("0.01"))
    taxes = (
        TaxLine("STD", "Standard rate", net, tax, (TaxShare("VAT", Decimal(20), tax),)),
    )
    money = Priced(
        lines,
        net,
        Decimal(0),
        "",
        taxes,
        tax,
        net + tax,
        "GBP",
        prices_include_tax=False,
    )
    buyer = Party(
        f"Customer {number}",
        (f"{number} Mill Lane", "York YO1 8AS"),
        f"C{number}",
        "Buying desk",
    )
    day = dt.date(2026, 1, 1) + dt.timedelta(days=number % 300)
    return Invoice(
        f"INV-{number:06d}", f"SO-{number:06d}", day, (day, day), day + dt.timedelta(days=30), 30, buyer, buyer.address,
        f"PO {number}", money, "", "", Decimal(0), Decimal(0), money.total, "Open",
    )  # fmt: skip


def _line(number: int, at: int) -> PricedLine:
    quantity = Decimal(at)
    price = Decimal(number % 90 + 10) + Decimal("0.95")
    words = (
        str(at),
        f"SKU-{number % 40:03d}",
        f"Article number {number % 40}",
        "piece",
    )
    zero = Decimal(0)
    rates = (Decimal(20),)
    return PricedLine(
        *words, quantity, price, price, zero, zero, "STD", rates, quantity * price
    )


def ours(documents: Documents) -> None:
    """What `sheetflow print` does with invoices that are gathered."""
    for _, write in workbook_writers(documents):
        write(io.BytesIO())


def recorded(documents: Documents) -> list[Call]:
    """Every call that ours makes to xlsxwriter's worksheet."""
    calls: list[Call] = []

    def recording(name: str) -> Callable[..., Any]:
        plain = getattr(Worksheet, name)

        def call(sheet: Worksheet, *arguments: Any) -> Any:
            calls.append((name, arguments))
            return plain(sheet, *arguments)

        return call

    with mock.patch.multiple(Worksheet, **{name: recording(name) for name in RECORDED}):
        ours(documents)
    return calls


def bare(calls: list[Call]) -> float:
    """The same cells by xlsxwriter alone; returns the seconds that it took, without preparation."""
    book = Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    formats = [
        book.add_format({"font_size": 8 + at % 5}) for at, _ in enumerate(CELL_STYLES)
    ]
    theirs = dict.fromkeys(
        id(given)
        for _, arguments in calls
        for given in arguments
        if isinstance(given, Format)
    )
    mine = {key: formats[at % len(formats)] for at, key in enumerate(theirs)}
    methods = {name: getattr(sheet, name) for name in RECORDED}
    ready = [
        (methods[name], tuple(mine.get(id(a), a) for a in arguments))
        for name, arguments in calls
    ]
    started = time.process_time()
    for method, arguments in ready:
        method(*arguments)
    book.close()
    return time.process_time() - started


def compare(count: int = 1_000) -> tuple[float, float]:
    """Time both in turns and print pages per second; returns the best seconds of each."""
    documents = invoices(count)
    calls = recorded(documents)
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(TURNS):
        started = time.process_time()
        ours(documents)
        times["ours"].append(time.process_time() - started)
        times["bare"].append(bare(calls))
    print(
        f"\n{count:,} invoices as one workbook ({len(calls):,} calls): the best of {TURNS}, processor time"
    )
    for name, title in (("ours", "sheetflow"), ("bare", "xlsxwriter, the same cells")):
        print(
            f"  {title:<30}{min(times[name]):8.2f} s   {count / min(times[name]):6,.0f} pages per second"
        )
    return min(times["ours"]), min(times["bare"])


def main() -> None:
    """Time both and print the ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    mine, theirs = compare(count)
    print(f"sheetflow has {theirs / mine:.0%} of the speed of xlsxwriter alone")


if __name__ == "__main__":
    main()

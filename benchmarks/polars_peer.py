"""The fairest peer that we know: the job of a first run with fastexcel, polars and rustpy-xlsxwriter.

`python -m benchmarks.polars_peer INPUT OUTPUT`. It picks, packs, ships and invoices what
is requested, works out stock, statuses and what is owed in whole cents, and writes all
tables into a new workbook. It checks nothing, and everything else in the workbook (formats,
formulas, notes) is lost. pip install fastexcel polars rustpy-xlsxwriter
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import Stopwatch

AS_OF = date(2026, 3, 2)
LINE = ["Order", "Line"]
Tables = dict[str, Any]
"""polars DataFrames by sheet."""


def read(path: Path) -> Tables:
    """Every sheet as a frame, its dates without times."""
    import fastexcel
    import polars as pl

    book = fastexcel.read_excel(str(path))
    tables = {}
    for name in book.sheet_names:
        frame = pl.DataFrame(book.load_sheet(name, schema_sample_rows=None))
        tables[name] = frame.with_columns(pl.selectors.datetime().cast(pl.Date))
    return tables


def work(tables: Tables) -> Tables:
    """The tables after the requested actions, with everything derived from them."""
    import polars as pl

    lines = priced_lines(tables, pl)
    wanted = tables["Orders"].filter(pl.col("Action").is_not_null()).select("Order")
    wanted_lines = lines.join(wanted, on="Order", how="semi", maintain_order="left")
    done = fulfilled(tables, wanted, wanted_lines, pl)
    done = invoiced(done, wanted, wanted_lines, pl)
    done = with_lines(done, lines, pl)
    done = with_orders(done, pl)
    done = with_money(done, pl)
    return with_stock(done, pl)


def cents(column: Any, pl: Any) -> Any:
    """Money as whole cents."""
    return (column * 100).round().cast(pl.Int64)


def numbers(prefix: str, before: Any, count: int, pl: Any) -> Any:
    """The next numbers of a series."""
    first = before.height + 1
    counted = pl.int_range(first, first + count).cast(pl.String).str.zfill(6)
    return pl.format(prefix + "{}", counted)


def appended(tables: Tables, sheet: str, rows: Any, pl: Any) -> Tables:
    """The tables with rows added to a sheet; columns that the rows lack stay blank."""
    both = pl.concat([tables[sheet], rows], how="diagonal_relaxed")
    return {**tables, sheet: both}


# ------------------------------------------------------------------ facts


def priced_lines(tables: Tables, pl: Any) -> Any:
    """Order lines with price, tax and total, in cents."""
    c = pl.col
    products = tables["Products"].select(
        "SKU", "Name", "Price", c("Tax code").alias("t")
    )
    orders = tables["Orders"].select("Order", c("Discount %").alias("of order"))
    lines = tables["Order lines"]
    lines = lines.join(products, on="SKU", how="left", maintain_order="left")
    lines = lines.join(orders, on="Order", how="left", maintain_order="left")
    lines = lines.with_columns(
        c("Description").fill_null(c("Name")),
        c("Unit price").fill_null(c("Price")),
        c("Tax code").fill_null(c("t")),
        c("Quantity").cast(pl.Int64),
        c("of order").fill_null(0).cast(pl.Int64),
    )
    gross = c("Quantity") * cents(c("Unit price"), pl)
    less = 100 - c("Discount %").fill_null(0).cast(pl.Int64)
    total = (gross * less * (100 - c("of order")) + 5_000) // 10_000
    return lines.with_columns(total.alias("total")).drop("Name", "Price", "t")


def fulfilled(tables: Tables, wanted: Any, lines: Any, pl: Any) -> Tables:
    """The wanted orders picked where most stock is, packed and shipped."""
    c = pl.col
    stock = on_hand(tables, pl).sort("On hand", descending=True)
    most = stock.unique("SKU", keep="first").select("SKU", "Location")
    packed = lines.select(*LINE, "SKU", "Quantity", Container=pl.lit(1))
    picked = lines.select(*LINE, "SKU", c("Quantity").alias("Picked"))
    picked = picked.join(most, on="SKU", how="left", maintain_order="left")
    picked = picked.with_columns(
        numbers("PK-", tables["Picks"], picked.height, pl).alias("Pick"),
        pl.lit(AS_OF).alias("Pick date"),
    )
    shipped = wanted.with_columns(
        numbers("SH-", tables["Shipments"], wanted.height, pl).alias("Shipment"),
        pl.lit(1).alias("Container"),
        pl.lit(AS_OF).alias("Ship date"),
    )
    for sheet, rows in (("Picks", picked), ("Packing", packed), ("Shipments", shipped)):
        tables = appended(tables, sheet, rows, pl)
    return tables


def taxes(lines: Any, by: str, tables: Tables, pl: Any) -> Any:
    """The tax of each document, in cents: by tax code, rounded half up."""
    c = pl.col
    rates = tables["Tax codes"].select(
        "Tax code",
        (c("Tax 1 %") * 1_000).round().cast(pl.Int64).alias("first"),
        (c("Tax 2 %").fill_null(0) * 1_000).round().cast(pl.Int64).alias("second"),
    )
    base = lines.group_by(by, "Tax code").agg(c("total").sum())
    base = base.join(rates, on="Tax code", how="left")
    first = (c("total") * c("first") + 50_000) // 100_000
    second = (c("total") * c("second") + 50_000) // 100_000
    return base.group_by(by).agg((first + second).sum().alias("tax"))


def invoiced(tables: Tables, wanted: Any, lines: Any, pl: Any) -> Tables:
    """The wanted orders invoiced."""
    c = pl.col
    numbered = wanted.with_columns(
        numbers("INV-", tables["Invoices"], wanted.height, pl).alias("Invoice")
    )
    lines = lines.join(numbered, on="Order", how="left", maintain_order="left")
    orders = tables["Orders"].select("Order", "Customer")
    terms = tables["Customers"].select("Customer", "Terms (days)")
    totals = lines.group_by("Invoice").agg(c("total").sum())
    found = numbered
    for other, on in (
        (orders, "Order"),
        (terms, "Customer"),
        (totals, "Invoice"),
        (taxes(lines, "Invoice", tables, pl), "Invoice"),
    ):
        found = found.join(other, on=on, how="left", maintain_order="left")
    days = pl.duration(days=c("Terms (days)").cast(pl.Int64))
    invoices = found.with_columns(
        pl.lit(AS_OF).alias("Invoice date"),
        (pl.lit(AS_OF) + days).cast(pl.Date).alias("Due date"),
        (c("total") / 100).alias("Subtotal"),
        (c("tax") / 100).alias("Tax"),
        ((c("total") + c("tax")) / 100).alias("Total"),
    )
    rows = lines.with_columns((c("total") / 100).alias("Line total"))
    tables = appended(tables, "Invoices", known(invoices, tables["Invoices"]), pl)
    return appended(tables, "Invoice lines", known(rows, tables["Invoice lines"]), pl)


def known(rows: Any, sheet: Any) -> Any:
    """The columns of rows that the sheet has."""
    return rows.select([name for name in rows.columns if name in sheet.columns])


# ------------------------------------------------------------------ what is derived


def with_lines(tables: Tables, lines: Any, pl: Any) -> Tables:
    """Order lines with what was picked, packed, shipped and invoiced."""
    c = pl.col
    sent = tables["Packing"].join(
        tables["Shipments"].select("Order", "Container"), on=["Order", "Container"]
    )
    for sheet, column, name in (
        (tables["Picks"], "Picked", "Picked"),
        (tables["Packing"], "Quantity", "Packed"),
        (sent, "Quantity", "Shipped"),
        (tables["Invoice lines"], "Quantity", "Invoiced"),
    ):
        sums = sheet.group_by(LINE).agg(c(column).sum().cast(pl.Int64).alias(name))
        lines = lines.join(sums, on=LINE, how="left", maintain_order="left")
        lines = lines.with_columns(c(name).fill_null(0))
    short = (c("Quantity") - c("Picked")).alias("Backordered")
    total = (c("total") / 100).alias("Line total")
    return {**tables, "Order lines": lines.with_columns(short, total)}


def with_orders(tables: Tables, pl: Any) -> Tables:
    """Orders with their status and amounts."""
    c = pl.col
    stages = ("Picked", "Packed", "Shipped", "Invoiced")
    sums = (
        tables["Order lines"]
        .group_by("Order")
        .agg(c("Quantity", *stages, "total").sum())
        .rename({stage: f"{stage} sum" for stage in stages})
    )
    paid = tables["Payments"].group_by("Order").agg(cents(c("Amount"), pl).sum())
    bills = tables["Invoices"].group_by("Order").agg(cents(c("Total"), pl).sum())
    orders = tables["Orders"]
    tax = taxes(tables["Order lines"], "Order", tables, pl)
    for other in (sums, tax, bills.rename({"Total": "invoiced"}), paid):
        orders = orders.join(other, on="Order", how="left", maintain_order="left")
    orders = orders.with_columns(c("invoiced", "Amount").fill_null(0))
    total = c("total") + c("tax")
    orders = orders.with_columns(
        *(stage_word(f"{stage} sum", pl).alias(stage) for stage in stages),
        payment_word(total, pl).alias("Payment status"),
        (c("total") / 100).alias("Subtotal"),
        (c("tax") / 100).alias("Tax"),
        (total / 100).alias("Total"),
        (c("Amount") / 100).alias("Paid"),
        ((c("invoiced") - c("Amount")) / 100).alias("Balance"),
        pl.lit(None, pl.String).alias("Action"),
        pl.lit("OK").alias("Check"),
    )
    return {**tables, "Orders": orders.drop("total", "tax", "invoiced", "Amount")}


def stage_word(column: str, pl: Any) -> Any:
    """None, Part or Full."""
    done = pl.col(column)
    some = (
        pl.when(done >= pl.col("Quantity"))
        .then(pl.lit("Full"))
        .otherwise(pl.lit("Part"))
    )
    return pl.when(done == 0).then(pl.lit("None")).otherwise(some)


def payment_word(total: Any, pl: Any) -> Any:
    """The payment status of an order."""
    paid = pl.col("Amount")
    billed = pl.when(paid <= 0).then(pl.lit("Invoiced")).otherwise(pl.lit("Partial"))
    whole = pl.when(paid >= total).then(pl.lit("Paid")).otherwise(billed)
    no_bill = (pl.col("invoiced") == 0) & (paid <= 0)
    return pl.when(no_bill).then(pl.lit("Uninvoiced")).otherwise(whole)


def with_money(tables: Tables, pl: Any) -> Tables:
    """Invoices with what is owed on them, and the receivables of each customer."""
    c = pl.col
    paid = tables["Payments"].group_by("Order").agg(cents(c("Amount"), pl).sum())
    invoices = tables["Invoices"].join(
        paid, on="Order", how="left", maintain_order="left"
    )
    owed = cents(c("Total"), pl) - c("Amount").fill_null(0)
    late = (pl.lit(AS_OF) - c("Due date")).dt.total_days()
    invoices = invoices.with_columns(owed.alias("owed"), late.alias("late"))
    buckets = {
        "Not due": c("late") <= 0,
        "1–30": c("late").is_between(1, 30),
        "31–60": c("late").is_between(31, 60),
        "61–90": c("late").is_between(61, 90),
        "Over 90": c("late") > 90,
    }
    sums = [c("owed").filter(when).sum().alias(name) for name, when in buckets.items()]
    customers = invoices.drop("Customer", strict=False).join(
        tables["Orders"].select("Order", "Customer"), on="Order", how="left"
    )
    receivables = customers.group_by("Customer").agg(
        *sums, c("owed").sum().alias("Total")
    )
    receivables = receivables.sort("Customer").with_columns(
        pl.selectors.integer() / 100
    )
    shown = invoices.with_columns((c("owed") / 100).alias("Balance"))
    return {
        **tables,
        "Invoices": shown.drop("owed", "late", "Amount"),
        "Receivables": receivables,
    }


def on_hand(tables: Tables, pl: Any) -> Any:
    """Stock by product and location."""
    c = pl.col
    came = tables["Stock moves"].select("SKU", c("To").alias("Location"), c("Quantity"))
    left = tables["Picks"].select("SKU", "Location", (-c("Picked")).alias("Quantity"))
    moves = pl.concat([came, left], how="vertical_relaxed")
    by = moves.group_by("SKU", "Location", maintain_order=True)
    return by.agg(c("Quantity").sum().cast(pl.Int64).alias("On hand"))


def with_stock(tables: Tables, pl: Any) -> Tables:
    """Stock, and every movement of it by date."""
    c = pl.col
    sent = tables["Packing"].join(
        tables["Shipments"], on=["Order", "Container"], maintain_order="left"
    )
    movements = [
        movement(tables["Stock moves"], "Date", "Move", "Quantity", "Opening", pl),
        movement(tables["Picks"], "Pick date", "Pick", "Picked", "Pick", pl),
        movement(sent, "Ship date", "Shipment", "Quantity", "Shipment", pl),
    ]
    moved = pl.concat(movements, how="vertical_relaxed").sort(
        "Date", maintain_order=True
    )
    names = tables["Products"].select("SKU", "Name")
    stock = (
        on_hand(tables, pl).join(names, on="SKU", how="left").sort("SKU", "Location")
    )
    total = stock.group_by("SKU").agg(c("On hand").sum())
    products = tables["Products"].join(
        total, on="SKU", how="left", maintain_order="left"
    )
    return {**tables, "Products": products, "Stock": stock, "Movements": moved}


def movement(
    frame: Any, day: str, record: str, quantity: str, kind: str, pl: Any
) -> Any:
    """The movements that the rows of a sheet are."""
    c = pl.col
    order = c("Order") if "Order" in frame.columns else pl.lit(None, pl.String)
    return frame.select(
        c(day).alias("Date"),
        "SKU",
        c(quantity).cast(pl.Float64).alias("Quantity"),
        pl.lit(kind).alias("Type"),
        order.alias("Order"),
        c(record).alias("Record"),
    )


def write(path: Path, tables: Tables) -> None:
    """Every table as a sheet."""
    import rustpy_xlsxwriter

    rustpy_xlsxwriter.write_worksheets(
        list(tables.items()), str(path), datetime_format="yyyy-mm-dd"
    )


def main(source: Path, target: Path) -> None:
    """Read, work and write, each timed."""
    watch = Stopwatch()
    import fastexcel  # noqa: F401
    import polars  # noqa: F401
    import rustpy_xlsxwriter  # noqa: F401

    watch("import")
    tables = read(source)
    watch("read")
    done = work(tables)
    watch("work")
    write(target, done)
    watch("write")
    cells = sum(frame.height * frame.width for frame in done.values())
    watch.report(cells=cells, cents=round(done["Orders"]["Total"].sum() * 100))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))

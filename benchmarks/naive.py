"""The script that a user would write for the same job: pandas.read_excel, merges, group-bys, to_excel, with openpyxl.

`python -m benchmarks.naive INPUT OUTPUT`. It is short, and makes it easy for itself: floats for money, no checks, no
problems found, no list of changes, the whole workbook written again without formatting. Returns and restocks, which
this workload has none of, are left out too: their columns are written as 0.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from benchmarks.measure import Stopwatch

AS_OF = pd.Timestamp("2026-03-02")
LINE = ["Order", "Line"]
Tables = dict[str, pd.DataFrame]


def fill(t: Tables) -> None:
    """Prices, descriptions and tax codes from the products."""
    lines = t["Order lines"].merge(
        t["Products"][["SKU", "Name", "Price", "Tax code"]],
        on="SKU",
        suffixes=("", " of product"),
    )
    lines["Description"] = lines["Description"].fillna(lines["Name"])
    lines["Unit price"] = lines["Unit price"].fillna(lines["Price"])
    lines["Tax code"] = lines["Tax code"].fillna(lines["Tax code of product"])
    t["Order lines"] = lines.drop(columns=["Name", "Price", "Tax code of product"])


def fulfil(t: Tables) -> None:
    """Pick, pack and ship the orders that request it, each line from the location with the most stock."""
    wanted = t["Orders"].loc[t["Orders"]["Action"].notna(), "Order"]
    lines = t["Order lines"][t["Order lines"]["Order"].isin(wanted)]
    most = (
        stock(t)
        .sort_values("On hand", ascending=False)
        .drop_duplicates("SKU")[["SKU", "Location"]]
    )
    picks = lines[[*LINE, "SKU", "Quantity"]].merge(most, on="SKU")
    packing = picks[[*LINE, "SKU", "Quantity"]].assign(Container=1)
    picks = picks.rename(columns={"Quantity": "Picked"}).assign(
        Suggested=picks["Quantity"], **{"Pick date": AS_OF}
    )
    picks["Pick"] = [
        f"PK-{number:06d}"
        for number in range(len(t["Picks"]) + 1, len(t["Picks"]) + len(picks) + 1)
    ]
    shipments = pd.DataFrame({"Order": wanted, "Container": 1, "Ship date": AS_OF})
    numbers = range(len(t["Shipments"]) + 1, len(t["Shipments"]) + len(shipments) + 1)
    shipments["Shipment"] = [f"SH-{number:06d}" for number in numbers]
    for name, new in (("Picks", picks), ("Packing", packing), ("Shipments", shipments)):
        t[name] = pd.concat(
            [t[name], new[[c for c in t[name].columns if c in new.columns]]],
            ignore_index=True,
        )


def amounts(lines: pd.DataFrame, orders: pd.DataFrame, discount: str) -> pd.Series:
    """Line totals."""
    whole = lines.merge(
        orders[["Order", "Discount %"]].rename(columns={"Discount %": discount}),
        on="Order",
        how="left",
    )
    kept = (1 - whole["Discount %"].fillna(0) / 100) * (
        1 - whole[discount].fillna(0) / 100
    )
    return (
        (whole["Quantity"] * whole["Unit price"] * kept).round(2).set_axis(lines.index)
    )


def tax(lines: pd.DataFrame, codes: pd.DataFrame, by: str) -> pd.Series:
    """Both taxes of each document, rounded once per code."""
    bases = (
        lines.groupby([by, "Tax code"], as_index=False)["Line total"]
        .sum()
        .merge(codes, on="Tax code", how="left")
    )
    bases["Tax"] = (bases["Line total"] * bases["Tax 1 %"] / 100).round(2)
    bases["Tax"] += (bases["Line total"] * bases["Tax 2 %"].fillna(0) / 100).round(2)
    return bases.groupby(by)["Tax"].sum()


def invoice(t: Tables) -> None:
    """Invoice the orders that request it."""
    orders = t["Orders"]
    wanted = orders.loc[orders["Action"].notna(), "Order"].reset_index(drop=True)
    numbers = pd.Series(
        [
            f"INV-{n:06d}"
            for n in range(len(t["Invoices"]) + 1, len(t["Invoices"]) + len(wanted) + 1)
        ]
    )
    lines = t["Order lines"].merge(
        pd.DataFrame({"Order": wanted, "Invoice": numbers}), on="Order"
    )
    lines["Line total"] = amounts(lines, orders, "Order discount %")
    lines = lines.merge(t["Tax codes"], on="Tax code", how="left")
    taxes = tax(lines, t["Tax codes"], "Invoice")
    new = pd.DataFrame(
        {
            "Invoice": numbers,
            "Order": wanted,
            "Invoice date": AS_OF,
            "Currency": "USD",
            "Prices include tax": "No",
        }
    )
    new = new.merge(orders[["Order", "Customer"]], on="Order").merge(
        t["Customers"][["Customer", "Terms (days)"]], on="Customer"
    )
    new["Due date"] = new["Invoice date"] + pd.to_timedelta(
        new["Terms (days)"], unit="D"
    )
    new["Subtotal"] = new["Invoice"].map(lines.groupby("Invoice")["Line total"].sum())
    new["Tax"] = new["Invoice"].map(taxes)
    new["Total"] = new["Subtotal"] + new["Tax"]
    for name, rows in (("Invoices", new), ("Invoice lines", lines)):
        t[name] = pd.concat(
            [t[name], rows[[c for c in t[name].columns if c in rows.columns]]],
            ignore_index=True,
        )
    t["Orders"]["Action"] = None


def stock(t: Tables) -> pd.DataFrame:
    """On hand by product and location."""
    came = t["Stock moves"].rename(columns={"To": "Location"})[
        ["SKU", "Location", "Quantity"]
    ]
    left = t["Picks"][["SKU", "Location"]].assign(Quantity=-t["Picks"]["Picked"])
    moves = pd.concat([came, left])
    return (
        moves.groupby(["SKU", "Location"], as_index=False)["Quantity"]
        .sum()
        .rename(columns={"Quantity": "On hand"})
    )


def movements(t: Tables) -> pd.DataFrame:
    """Every movement from one location to another."""
    came = t["Stock moves"].assign(
        From="(adjustment)",
        Type="Opening",
        Source="Stock moves",
        Record=t["Stock moves"]["Move"],
    )
    picked = t["Picks"].assign(
        From=t["Picks"]["Location"],
        To="(picked)",
        Type="Pick",
        Source="Picks",
        Record=t["Picks"]["Pick"],
    )
    picked = picked.rename(columns={"Pick date": "Date", "Picked": "Quantity"})
    sent = (
        t["Packing"]
        .merge(t["Shipments"], on=["Order", "Container"])
        .rename(columns={"Ship date": "Date", "Shipment": "Record"})
    )
    sent = sent.assign(
        From="(picked)", To="(customer)", Type="Shipment", Source="Shipments"
    )
    wanted = [
        "Date",
        "SKU",
        "From",
        "To",
        "Quantity",
        "Type",
        "Order",
        "Source",
        "Record",
    ]
    return pd.concat([came, picked, sent])[wanted].sort_values("Date", kind="stable")


def derive_lines(t: Tables) -> None:
    """What was done of every order line."""
    lines = t["Order lines"]
    sent = t["Packing"].merge(
        t["Shipments"][["Order", "Container"]], on=["Order", "Container"]
    )
    done = {
        "Picked": t["Picks"].groupby(LINE)["Picked"].sum(),
        "Packed": t["Packing"].groupby(LINE)["Quantity"].sum(),
        "Shipped": sent.groupby(LINE)["Quantity"].sum(),
        "Invoiced": t["Invoice lines"].groupby(LINE)["Quantity"].sum(),
    }
    for name, sums in done.items():
        lines = lines.merge(
            sums.rename(name), left_on=LINE, right_index=True, how="left"
        ).fillna({name: 0})
    suggested = (
        t["Picks"][t["Picks"]["Picked"].isna()]
        .groupby(LINE)["Suggested"]
        .sum()
        .rename("Allocated")
    )
    lines = lines.merge(suggested, left_on=LINE, right_index=True, how="left").fillna(
        {"Allocated": 0}
    )
    lines = lines.assign(Returned=0, Restocked=0)
    lines["Backordered"] = (lines["Quantity"] - lines["Picked"]).clip(lower=0)
    lines["Line total"] = amounts(lines, t["Orders"], "Order discount %")
    t["Order lines"] = lines


def progress(lines: pd.DataFrame, name: str) -> pd.Series:
    """None, Part or Full, by order."""
    sums = lines.groupby("Order")[[name, "Quantity"]].sum()
    words = pd.Series("Part", index=sums.index).mask(sums[name] == 0, "None")
    return words.mask(sums[name] >= sums["Quantity"], "Full")


def derive_orders(t: Tables) -> None:
    """Statuses and money of every order."""
    orders_progress(t)
    orders_money(t)
    orders_statuses(t["Orders"])
    due = t["Invoices"].groupby("Order")["Due date"].min()
    t["Orders"]["Due date"] = t["Orders"]["Order"].map(due)


def orders_progress(t: Tables) -> None:
    """How much of every order is picked, packed, shipped and invoiced."""
    orders = t["Orders"]
    names = {
        "Pick": "Picked",
        "Pack": "Packed",
        "Ship": "Shipped",
        "Invoice": "Invoiced",
    }
    for header, name in names.items():
        orders[header] = orders["Order"].map(progress(t["Order lines"], name))


def orders_money(t: Tables) -> None:
    """What every order comes to, what was invoiced and paid of it, and what is open."""
    orders = t["Orders"]
    lines = t["Order lines"]
    orders["Subtotal"] = orders["Order"].map(lines.groupby("Order")["Line total"].sum())
    orders["Tax"] = orders["Order"].map(tax(lines, t["Tax codes"], "Order"))
    orders["Total"] = orders["Subtotal"] + orders["Tax"]
    invoiced = t["Invoices"].groupby("Order")["Total"].sum()
    orders["Invoiced"] = orders["Order"].map(invoiced).fillna(0)
    paid = t["Payments"].groupby("Order")["Amount"].sum()
    orders["Paid"] = orders["Order"].map(paid).fillna(0)
    orders = orders.assign(Credited=0.0, Return=None, Restock=None, Check="OK")
    orders["Balance"] = orders["Invoiced"] - orders["Credited"] - orders["Paid"]
    t["Orders"] = orders


def orders_statuses(orders: pd.DataFrame) -> None:
    """The words for how far every order is."""
    is_unpaid = orders["Paid"] <= 0
    pay = pd.Series("Part", index=orders.index).mask(is_unpaid, "None")
    orders["Pay"] = pay.mask(orders["Paid"] >= orders["Total"], "Full")
    fulfilment = {"None": "Unfulfilled", "Part": "Started", "Full": "Fulfilled"}
    orders["Inventory status"] = orders["Ship"].map(fulfilment)
    paid = pd.Series("Partial", index=orders.index).mask(is_unpaid, "Invoiced")
    paid = paid.mask(orders["Paid"].round(2) == orders["Total"].round(2), "Paid")
    paid = paid.mask(orders["Paid"] > orders["Total"] + 0.005, "Owing")
    is_uninvoiced = (orders["Invoiced"] == 0) & is_unpaid
    orders["Payment status"] = paid.mask(is_uninvoiced, "Uninvoiced")
    orders["Status"] = orders["Inventory status"] + ", " + orders["Payment status"]


def derive_money(t: Tables) -> None:
    """Balances of invoices and customers, and what is overdue by age."""
    invoices = t["Invoices"]
    invoices["Paid"] = (
        invoices["Order"].map(t["Payments"].groupby("Order")["Amount"].sum()).fillna(0)
    )
    invoices = t["Invoices"] = invoices.assign(
        Credited=0.0, Balance=invoices["Total"] - invoices["Paid"]
    )
    status = pd.Series("Open", index=invoices.index).mask(
        invoices["Paid"] > 0, "Partial"
    )
    status = status.mask(
        (invoices["Balance"] > 0) & (pd.to_datetime(invoices["Due date"]) < AS_OF),
        "Overdue",
    )
    invoices["Status"] = status.mask(invoices["Balance"].round(2) == 0, "Paid").mask(
        invoices["Balance"] < -0.005, "Overpaid"
    )
    open_ones = invoices.merge(t["Orders"][["Order", "Customer"]], on="Order")
    late = (AS_OF - pd.to_datetime(open_ones["Due date"])).dt.days
    labels = ["Not due", "1–30", "31–60", "61–90", "Over 90"]
    open_ones["Bucket"] = pd.cut(
        late, [-10_000, 0, 30, 60, 90, 10_000], labels=labels
    ).astype(str)
    ages = open_ones.pivot_table(
        index="Customer",
        columns="Bucket",
        values="Balance",
        aggfunc="sum",
        fill_value=0,
    )
    overdue = ages.drop(columns="Not due", errors="ignore").sum(axis=1)
    ages["Total"] = ages.sum(axis=1)
    ages["Unallocated"] = 0.0
    t["Customers"]["Overdue"] = t["Customers"]["Customer"].map(overdue).fillna(0)
    t["Receivables"] = ages.reset_index().merge(
        t["Customers"][["Customer", "Name"]], on="Customer"
    )
    t["Customers"]["Balance"] = t["Customers"]["Customer"].map(ages["Total"]).fillna(0)


def derive_products(t: Tables) -> None:
    """Totals of every product."""
    t["Stock"] = (
        stock(t).merge(t["Products"][["SKU", "Name"]], on="SKU").assign(Allocated=0)
    )
    t["Stock"]["Free"] = t["Stock"]["On hand"] - t["Stock"]["Allocated"]
    products = t["Products"]
    lines = t["Order lines"]
    products["On hand"] = (
        products["SKU"].map(t["Stock"].groupby("SKU")["On hand"].sum()).fillna(0)
    )
    products["Reserved"] = (
        products["SKU"].map(lines.groupby("SKU")["Backordered"].sum()).fillna(0)
    )
    for header, sums in (
        ("Allocated", lines["Allocated"]),
        ("Picked", lines["Picked"] - lines["Shipped"]),
    ):
        products[header] = (
            products["SKU"].map(sums.groupby(lines["SKU"]).sum()).fillna(0)
        )
    products["To restock"] = 0
    products["Available"] = products["On hand"] - products["Reserved"]


def main(source: Path, target: Path) -> None:
    """Read, process, write, each timed."""
    watch = Stopwatch()
    tables = pd.read_excel(
        source, sheet_name=None, engine="openpyxl", keep_default_na=True
    )
    watch("read")
    for step in (
        fill,
        fulfil,
        invoice,
        derive_lines,
        derive_orders,
        derive_money,
        derive_products,
    ):
        step(tables)
    tables["Movements"] = movements(tables)
    watch("work")
    with pd.ExcelWriter(target, engine="openpyxl") as book:
        for name, table in tables.items():
            table.to_excel(book, sheet_name=name, index=False)
    watch("write")
    watch.report(cells=sum(table.size for table in tables.values()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

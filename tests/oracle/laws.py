"""Laws that hold of every workbook: `python -m tests.oracle.laws FIRST COUNT` tries them on random ones."""

from __future__ import annotations

import sys
import traceback
from fractions import Fraction
from typing import TYPE_CHECKING

from .numbers import exact
from .random_books import as_of, edited, next_edits, random_book
from .reading import Sheets, as_text, is_blank
from .rules import Outcome, play
from .scenarios import changes

if TYPE_CHECKING:
    from datetime import date

ZERO = Fraction(0)
PARTS = ("Not due", "1–30", "31–60", "61–90", "Over 90", "Unallocated")


def amount(row: dict[str, object], header: str) -> Fraction:
    return exact(row.get(header)) or ZERO


def faults(outcome: Outcome, day: date) -> list[str]:
    """The laws that an outcome breaks."""
    again = play(outcome.sheets, day)
    out = [f"second run: {change}" for change in changes(outcome.sheets, again.sheets)]
    if (again.exit, again.held) != (outcome.exit, outcome.held):
        out.append(
            f"second run: held {outcome.held ^ again.held}, exit {outcome.exit}, {again.exit}"
        )
    return out + units(outcome.sheets) + money(outcome) + purchases(outcome)


def units(sheets: Sheets) -> list[str]:
    """What stands in Stock is what the movements brought less what they took."""
    held: dict[tuple, Fraction] = {}
    for row in sheets["Movements"]:
        for place, sign in ((row["To"], 1), (row["From"], -1)):
            key = (row["SKU"], place)
            held[key] = held.get(key, ZERO) + sign * amount(row, "Quantity")
    out = [] if sum(held.values(), ZERO) == 0 else ["units are made or lost"]
    stock = {
        (row["SKU"], row["Location"]): amount(row, "On hand") for row in sheets["Stock"]
    }
    inside = {
        key: quantity
        for key, quantity in held.items()
        if not str(key[1]).startswith("(")
    }
    if stock != inside:
        out.append(f"stock {stock} is not {inside}")
    return out


def money(outcome: Outcome) -> list[str]:
    """Receivables are what was invoiced less credited less paid; each total is its parts."""
    sheets = outcome.sheets
    out = []
    good = [
        r
        for i, r in enumerate(sheets["Orders"])
        if ("Orders", i) not in outcome.bad_rows and any(r.values())
    ]
    owed = sum((amount(r, "Balance") for r in good), ZERO)
    total = sum((amount(r, "Total") for r in sheets["Receivables"]), ZERO)
    if owed != total:
        out.append(f"receivables {total}, orders {owed}")
    out += [
        f"receivables of {row['Customer']} do not add up"
        for row in sheets["Receivables"]
        if sum((amount(row, header) for header in PARTS), ZERO) != amount(row, "Total")
    ]
    for row in sheets.get("Invoices", []):
        if (
            is_blank(row.get("Voided"))
            and amount(row, "Balance")
            != (amount(row, "Total") - amount(row, "Paid") - amount(row, "Credited"))
            and row.get("Status")
        ):
            out.append(f"invoice {row['Invoice']} does not add up")
    return out


def purchases(outcome: Outcome) -> list[str]:
    """On order is what was ordered less what was received and cancelled, line by line and in sum."""
    sheets = outcome.sheets
    states = {
        row.get("Purchase order"): row.get("State") or "Order"
        for index, row in enumerate(sheets.get("Purchase orders", []))
        if ("Purchase orders", index) not in outcome.bad_rows
    }
    out: list[str] = []
    left: dict[object, Fraction] = {}
    for index, row in enumerate(sheets.get("Purchase lines", [])):
        if ("Purchase lines", index) in outcome.bad_rows or not any(row.values()):
            continue
        rest = (
            amount(row, "Quantity")
            - amount(row, "Cancelled quantity")
            - amount(row, "Received")
        )
        if amount(row, "Outstanding") != max(rest, ZERO):
            out.append(f"outstanding of {row['Purchase order']} {row['Line']}")
        if states.get(row["Purchase order"]) == "Order":
            sku = as_text(row["SKU"])
            left[sku] = left.get(sku, ZERO) + max(rest, ZERO)
    for index, row in enumerate(sheets["Products"]):
        if ("Products", index) in outcome.bad_rows or is_blank(row.get("SKU")):
            continue
        if amount(row, "On order") != left.get(as_text(row["SKU"]), ZERO):
            out.append(f"on order of {row['SKU']}")
    return out


def reopened(outcome: Outcome, day: date) -> list[str]:
    """Re-open leaves the order alone: nothing picked, invoiced, paid."""
    out = []
    for index, row in enumerate(outcome.sheets["Orders"]):
        if row.get("Check") != "OK" or (row.get("State") or "Order") != "Order":
            continue
        sheets = {
            name: [dict(r) for r in rows] for name, rows in outcome.sheets.items()
        }
        for other in sheets["Orders"]:
            other["Action"] = None
        sheets["Orders"][index]["Action"] = "Re-open"
        after = play(sheets, day)
        now = after.sheets["Orders"][index]
        if now["Check"] == "OK" and any(
            amount(now, h) for h in ("Invoiced", "Credited", "Paid", "Balance")
        ):
            out.append(f"re-open of {row['Order']} left money")
        if (
            any(m["Order"] == row["Order"] for m in after.sheets["Movements"])
            and now["Check"] == "OK"
        ):
            out.append(f"re-open of {row['Order']} left movements")
    return out


def try_seed(seed: int, sittings: int = 3) -> list[str]:
    """One random workbook through several runs with edits in between."""
    sheets = random_book(seed)
    found: list[str] = []
    for sitting in range(sittings):
        day = as_of(sitting)
        outcome = play(sheets, day)
        found += [f"run {sitting}: {fault}" for fault in faults(outcome, day)]
        if sitting == 0:
            found += reopened(outcome, day)
        sheets = edited(
            outcome.sheets,
            next_edits(seed * 10 + sitting, outcome.sheets, as_of(sitting + 1)),
        )
    return found


def main() -> int:
    first = int(sys.argv[1])
    count = int(sys.argv[2])
    bad = 0
    for seed in range(first, first + count):
        try:
            found = try_seed(seed)
        except Exception:  # noqa: BLE001 (a crash of the oracle is a finding like any other)
            found = [traceback.format_exc()]
        bad += bool(found)
        if found:
            print("\n    ".join([f"seed {seed}", *found[:6]]))
    print(f"{count - bad} hold, {bad} do not")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Small random workbooks, and what people type into them between runs.

`random_book(seed)` is a workbook that has never been run; `next_edits(seed, sheets)` are the edits of one
sitting at a workbook that has. The same seed always gives the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from .mistakes import mistake
from .random_prices import (
    with_credit_limits,
    with_deposits,
    with_price_lists,
    with_reminders,
)
from .random_purchases import next_purchases, with_purchases
from .rules import play
from .schema import COLUMNS, DERIVED
from .typing_money import (
    action,
    came_back,
    corrected_code,
    new_invoice,
    new_order,
    payment,
    price_cut,
    refund,
    typed_credit,
    typed_restock,
    void_and_cancel,
)
from .typing_rows import (
    Cells,
    Desk,
    Edit,
    drop_quantity,
    move,
    take_suggestion,
    typed_pack,
    typed_pick,
    typed_ship,
    void_row,
)

if TYPE_CHECKING:
    from .reading import Sheets

AS_OF = date(2026, 3, 2)
BUYING = 10**6
"""Workbooks of this seed and above buy too."""
FACTS_FIRST = {
    typed_pick: 6,
    typed_pack: 3,
    typed_ship: 3,
    new_invoice: 3,
    payment: 3,
    refund: 1,
    came_back: 2,
    price_cut: 1,
    typed_restock: 1,
    move: 2,
    drop_quantity: 1,
}
LATER = {
    **FACTS_FIRST,
    action: 14,
    new_order: 2,
    take_suggestion: 4,
    void_row: 1,
    came_back: 7,
    typed_restock: 3,
    refund: 2,
    typed_credit: 1,
    corrected_code: 2,
    void_and_cancel: 1,
}
CURRENCIES = ["USD", "USD", "EUR", "JPY", "KWD"]


def as_of(sitting: int) -> date:
    """The as-of date of a workbook's first run (0) and of the later ones."""
    return AS_OF + timedelta(days=9 * sitting)


# --- masters -------------------------------------------------------------------------------------------
def _settings(rng: Random) -> list[Cells]:
    said = {
        "Company": "Harbour Tools Ltd",
        "Currency": rng.choice(CURRENCIES),
        "Pick strategy": rng.choice(
            [
                "Order location first",
                "Priority",
                "Most stock",
                "Least stock",
                "Fewest locations",
            ]
        ),
        "Invoice policy": rng.choice(["Shipped", "Shipped", "Ordered"]),
        "Requires shipping": rng.choice(["Yes", "Yes", "Yes", "No"]),
        "Prices include tax": rng.choice(["No", "Yes"]),
        "Tax rounding": rng.choice(["Document", "Line"]),
        "Allow negative stock": rng.choice(["No", "No", "Yes"]),
        "Allow expired quotes": rng.choice(["No", "Yes"]),
        "Terms (days)": rng.choice([0, 14, 30]),
        "Default location": rng.choice(["MAIN", "BACK"]),
        "Invoice prefix": rng.choice(["INV-", "INV-", "R"]),
        "GS1 company prefix": rng.choice(["0614141", "4012345678", 9521321]),
        "Closing date": rng.choice(
            [AS_OF - timedelta(days=rng.choice([2, 20, 60])), AS_OF + timedelta(days=5)]
        ),
    }
    chance = {"Closing date": 0.15, "Default location": 0.3, "GS1 company prefix": 0.3}
    return [
        {"Setting": k, "Value": v}
        for k, v in said.items()
        if rng.random() < chance.get(k, 0.6)
    ]


def _masters(rng: Random) -> Sheets:
    codes = [
        {"Tax code": "STD", "Tax 1 %": rng.choice([20, 19, 7.7, 21])},
        {
            "Tax code": "TWO",
            "Tax 1 %": 5,
            "Tax 2 %": rng.choice([8, 9.975, 7]),
            "Compound": rng.choice(["Yes", "No"]),
        },
        {"Tax code": "ZERO", "Tax 1 %": 0},
    ]
    if rng.random() < 0.3:
        since = AS_OF + timedelta(days=rng.choice([-30, -10, 5]))
        codes.append({"Tax code": "STD", "From date": since, "Tax 1 %": 25})
    places = [
        {
            "Location": name,
            "Priority": rng.choice([1, 2, 3, None]),
            "Pickable": pickable,
        }
        for name, pickable in [
            ("MAIN", None),
            ("BACK", "Yes"),
            ("ATTIC", rng.choice(["No", None])),
            ("YARD", None),
        ]
    ][: rng.choice([2, 2, 3, 4])]
    names = [place["Location"] for place in places]
    sheets: Sheets = {
        "Customers": [_customer(rng, number) for number in range(1, rng.randint(3, 6))],
        "Products": [
            _product(rng, number, names) for number in range(rng.randint(3, 6))
        ],
        "Tax codes": codes,
    }
    if rng.random() < 0.9:
        sheets["Locations"] = places
    else:
        sheets["Products"][0]["Default location"] = "MAIN"
        sheets["Products"][1]["Default location"] = "BACK"
        for product in sheets["Products"]:
            if product.get("Default location") not in ("MAIN", "BACK", None):
                product["Default location"] = "MAIN"
    return sheets


def _customer(rng: Random, number: int) -> Cells:
    row: Cells = {"Customer": f"C-{number}", "Name": f"Customer {number}"}
    row["Tax exempt"] = rng.choice([None, None, "No", "Yes"])
    row["Terms (days)"] = rng.choice([None, None, 10, 45])
    row["Discount %"] = rng.choice([None, None, 5, 2.5])
    return row


def _product(rng: Random, number: int, places: list[str]) -> Cells:
    row: Cells = {
        "SKU": ["A-100", "B-200", "C-300", "1001", "E-500", "F-600"][number],
        "Name": f"Product {number}",
    }
    row["Price"] = rng.choice([20, 5, 99.95, 4.6, 0.125, 3.335, 19.99, 1250])
    row["Tax code"] = rng.choice(["STD", "STD", "TWO", "ZERO", None])
    row["Default location"] = rng.choice([None, *places])
    row["Track stock"] = rng.choice([None, "Yes", "Yes", "No"]) if number else "Yes"
    if row["SKU"] == "1001" and rng.random() < 0.5:
        row["SKU"] = 1001
    return row


# --- a whole workbook ----------------------------------------------------------------------------------
def random_book(seed: int) -> Sheets:
    """A workbook before its first run: what people typed, mostly right."""
    rng = Random(seed)
    sheets = _masters(rng)
    settings = _settings(rng)
    if rng.random() < 0.95:
        sheets["Settings"] = settings
    desk = Desk(rng, sheets, AS_OF)
    openings = [
        _opening(rng, p["SKU"], at)
        for p in sheets["Products"]
        for at in desk.locations()[:2]
        if _kept(p)
    ]
    if openings:
        sheets["Stock moves"] = [row for row in openings if rng.random() < 0.7]
    sheets["Orders"] = []
    sheets["Order lines"] = []
    for _ in range(rng.choice([1, 2, 3, 4, 6, 9, 12])):
        _apply(sheets, new_order(desk))
    if rng.random() < 0.3:
        rng.shuffle(sheets["Order lines"])
    for _ in range(rng.choice([0, 2, 4, 8, 16])):
        _type(rng, sheets, FACTS_FIRST)
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        _err(rng, sheets)
    if rng.random() < 0.4:
        _untidy(rng, sheets)
    if rng.random() < 0.03 and sheets.get("Settings"):
        _spoil_setting(rng, sheets["Settings"])
    if seed % 3 == 0:
        sheets = with_price_lists(seed, sheets)
    if seed % 4 == 1:
        sheets = with_deposits(seed, sheets)
    if seed % 4 == 2:
        sheets = with_reminders(seed, sheets)
    if seed >= BUYING:
        sheets = with_purchases(seed, sheets)
    return with_credit_limits(seed, sheets) if seed % 5 == 0 else sheets


def _spoil_setting(rng: Random, settings: list[Cells]) -> None:
    """A setting that cannot be read."""
    name, value = rng.choice(
        [
            ("Prices include tax", "Ja"),
            ("Tax rounding", "Lines"),
            ("Closing date", "31.12."),
            ("Terms (days)", "soon"),
        ]
    )
    settings[:] = [row for row in settings if row.get("Setting") != name]
    settings.append({"Setting": name, "Value": value})


def _opening(rng: Random, sku: object, place: str) -> Cells:
    quantity = rng.choice([5, 10, 20, 40, 2.5])
    return {
        "Date": date(2026, 1, 2),
        "Type": "Opening",
        "SKU": sku,
        "To": place,
        "Quantity": quantity,
    }


def _kept(product: Cells) -> bool:
    return product["Track stock"] != "No"


def _untidy(rng: Random, sheets: Sheets) -> None:
    """What is plain all the same: text for numbers and dates, spaces round keys, blank rows, columns of one's own."""
    for name, rows in sheets.items():
        for row in rows:
            for header, value in row.items():
                if name != "Settings" and value is not None and rng.random() < 0.04:
                    row[header] = _as_text(value)
        if name not in ("Settings", "Orders") and rows and rng.random() < 0.3:
            rows.insert(rng.randint(0, len(rows)), dict.fromkeys(rows[0]))
        if rng.random() < 0.3:
            for row in rows:
                row["Our own"] = (
                    rng.choice([None, "red", 7]) if any(row.values()) else None
                )


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f" {value}" if isinstance(value, str) else str(value)


def _without_actions(sheets: Sheets) -> Sheets:
    orders = [{**row, "Action": None} for row in sheets["Orders"]]
    return {**sheets, "Orders": orders}


def _seen(rng: Random, sheets: Sheets) -> Desk:
    """The desk with the derived columns that a run without actions would give."""
    return Desk(rng, play(_without_actions(sheets), AS_OF).sheets, AS_OF)


def _type(rng: Random, sheets: Sheets, weights: dict) -> None:
    kind = rng.choices(list(weights), list(weights.values()))[0]
    _apply(sheets, kind(_seen(rng, sheets)))


def _err(rng: Random, sheets: Sheets) -> None:
    edits = mistake(_seen(rng, sheets))
    if all(
        edit.index is None or edit.index < len(sheets.get(edit.sheet, []))
        for edit in edits
    ):
        _apply(sheets, edits)


def _apply(sheets: Sheets, edits: list[Edit]) -> None:
    for edit in edits:
        rows = sheets.setdefault(edit.sheet, [])
        if edit.index is None:
            rows.append(dict(edit.cells))
        else:
            rows[edit.index].update(edit.cells)


def next_edits(seed: int, sheets: Sheets, day: date = AS_OF) -> list[Edit]:
    """One sitting at a workbook that was run: some rows and cells typed, now and then a wrong one."""
    rng = Random(seed)
    work = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    out: list[Edit] = []
    for _ in range(rng.randint(2, 8)):
        kind = rng.choices(list(LATER), list(LATER.values()))[0]
        out += _once(work, kind(Desk(rng, work, day)))
    if rng.random() < 0.2:
        out += _once(work, mistake(Desk(rng, work, day)))
    return out + next_purchases(seed, work, day)


def _once(work: Sheets, edits: list[Edit]) -> list[Edit]:
    """The edits of a sitting; derived columns do not follow them, so a row is touched once."""
    for edit in edits:
        rows = work.setdefault(edit.sheet, [])
        if edit.index is None:
            rows.append(dict(edit.cells))
        else:
            rows[edit.index].update(edit.cells)
    return edits


def edited(sheets: Sheets, edits: list[Edit]) -> Sheets:
    """The workbook with the edits of one sitting."""
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    _apply(out, edits)
    return out


def facts_only(sheets: Sheets) -> Sheets:
    """The same workbook without what a run derives."""
    derived = {
        name: {c.header for c in columns if c.derived}
        for name, columns in COLUMNS.items()
    }
    return {
        name: [
            {h: v for h, v in row.items() if h not in derived.get(name, ())}
            for row in rows
        ]
        for name, rows in sheets.items()
        if name not in DERIVED
    }


def book_strategy():
    """A hypothesis strategy over the workbooks of `random_book`."""
    from hypothesis import strategies

    return strategies.integers(min_value=0, max_value=BUYING - 1).map(random_book)

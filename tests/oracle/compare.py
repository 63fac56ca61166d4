"""A workbook's file and the oracle's outcome side by side."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from .numbers import exact, rounded
from .reading import Sheets, as_text, canonical, is_blank
from .schema import COLUMNS, DERIVED, FACTS, Column, plain_name

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from .rules import Outcome
    from .typing_rows import Edit

# The contract does not say whether these are filled where there is nothing to fill them with.
ZERO_IS_BLANK = {
    "Discount %", "Order discount %", "Freight", "Tax 1 %", "Tax 2 %", "Freight tax 1 %", "Freight tax 2 %",
    "Cancelled quantity",
}  # fmt: skip
SAME_AS_BLANK = {
    "Compound": "No",
    "Freight compound": "No",
    "State": "Order",
    "Freight tax code": "None",
}
OPEN_WITH_BAD_ORDERS = (
    "Reserved",
    "Available",
    "Backordered",
    "Forecast",
    "Expected",
)
NUMBERS = ("quantity", "price", "money", "amount", "percent", "number", "days")
MOST = 40


# --- files ---------------------------------------------------------------------------------------------
def headers_of(name: str, rows: list[dict[str, object]]) -> list[str]:
    """The headers to write: what the rows have, and what the sheet must have."""
    needed = [
        c.header
        for c in COLUMNS.get(name, [])
        if c.required or (c.key and not c.filled)
    ]
    return list(dict.fromkeys([*needed, *(header for row in rows for header in row)]))


def write_book(sheets: Sheets, path: Path, rng: Random | None = None) -> None:
    """A plain workbook: the headers in row 1, the rows below; with `rng`, as untidy as people's own."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        headers = headers_of(name, rows)
        if rng is not None and rng.random() < 0.8:
            headers += [
                c.header
                for c in COLUMNS.get(name, [])
                if not c.derived and c.header not in headers
            ]
        if rng is not None and rng.random() < 0.3:
            rng.shuffle(headers)
        sheet.append(
            [
                header if rng is None else _as_people_write(rng, header)
                for header in headers
            ]
        )
        for row in rows:
            sheet.append([row.get(header) for header in headers])
    book.save(path)


def _as_people_write(rng: Random, header: str) -> str:
    """A header that means the same: other case, a star, an underscore, a second space."""
    if rng.random() < 0.9:
        return header
    return rng.choice(
        [
            header.upper(),
            header.lower(),
            f"{header}*",
            f"{header} *",
            header.replace(" ", "_"),
            header.replace(" ", "  "),
        ]
    )


def read_book(path: Path) -> Sheets:
    """Every sheet as rows of cells by header; the header is in row 1."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    out: Sheets = {}
    for sheet in book.worksheets:
        table = [
            [_day(value) for value in row] for row in sheet.iter_rows(values_only=True)
        ]
        while table and all(is_blank(value) for value in table[-1]):
            table.pop()
        headers = [
            str(value).strip() if value is not None else ""
            for value in (table or [[]])[0]
        ]
        out[sheet.title] = [
            {h: v for h, v in zip(headers, row, strict=False) if h} for row in table[1:]
        ]
    return canonical(out)


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def type_into(path: Path, edits: list[Edit]) -> None:
    """The edits of one sitting, typed into a file."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for edit in edits:
        sheet = (
            book[edit.sheet]
            if edit.sheet in book.sheetnames
            else book.create_sheet(edit.sheet)
        )
        if sheet.max_row == 1 and sheet.cell(1, 1).value is None:
            for number, header in enumerate(headers_of(edit.sheet, [edit.cells]), 1):
                sheet.cell(1, number, header)
        at = _bottom(sheet) + 1 if edit.index is None else edit.index + 2
        headers = {
            plain_name(c.value): c.column for c in sheet[1] if c.value is not None
        }
        for header, value in edit.cells.items():
            column = headers.setdefault(
                plain_name(header), max(headers.values(), default=0) + 1
            )
            if sheet.cell(1, column).value is None:
                sheet.cell(1, column, header)
            sheet.cell(at, column).value = value
        for shape in sheet.tables.values():
            first, last = shape.ref.split(":")
            below = max(at, int(re.sub(r"\D", "", last)))
            shape.ref = f"{first}:{re.sub('[0-9]+', '', last)}{below}"
    book.save(path)


def _bottom(sheet) -> int:
    used = [
        row[0].row
        for row in sheet.iter_rows()
        if any(cell.value not in (None, "") for cell in row)
    ]
    return max(used, default=1)


# --- differences ---------------------------------------------------------------------------------------
def differences(engine: Sheets, oracle: Outcome) -> list[str]:
    """Where the two disagree: sheet, row (as in a file whose header is in row 1), column, both values."""
    engine = canonical(engine)
    out: list[str] = []
    for name in FACTS:
        if name in oracle.sheets or name in engine:
            out += _facts(name, engine.get(name, []), oracle)
    for name in DERIVED:
        if name in ("Receivables", "Reorder") and bad_orders(oracle):
            continue  # whose are a bad order's payments, and does it reserve anything?
        out += _derived(name, engine.get(name, []), oracle.sheets.get(name, []))
    return out[:MOST] + ([f"... and {len(out) - MOST} more"] if len(out) > MOST else [])


def _facts(name: str, engine: list[dict[str, object]], oracle: Outcome) -> list[str]:
    ours = oracle.sheets.get(name, [])
    if (
        name == "Packing"
    ):  # where several shipments pack at once, nothing says whose rows come first
        engine, ours = (sorted(rows, key=_packing_key) for rows in (engine, ours))
    out = []
    if _rows(engine) != _rows(ours):
        out.append(
            f"{name}: the engine has {_rows(engine)} rows, the oracle {_rows(ours)}"
        )
    for index in range(max(len(engine), len(ours))):
        left = engine[index] if index < len(engine) else {}
        right = ours[index] if index < len(ours) else {}
        for column in COLUMNS[name]:
            if _passed_over(name, index, column, right, oracle):
                continue
            a = comparable(name, column, left)
            b = comparable(name, column, right)
            if a != b:
                told = f"engine {show(a)}, oracle {show(b)}{_key(name, right)}"
                out.append(f"{name} row {index + 2} {column.header}: {told}")
    return out


def _packing_key(row: dict[str, object]) -> list[str]:
    return [
        as_text(row.get(header))
        for header in ("Order", "Container", "Line", "SKU", "Quantity", "Voided")
    ]


def _rows(rows: list[dict[str, object]]) -> int:
    return len(
        [row for row in rows if not all(is_blank(value) for value in row.values())]
    )


def _key(name: str, row: dict[str, object]) -> str:
    keys = [
        row.get(c.header)
        for c in COLUMNS[name]
        if c.key or c.header in ("Order", "Line", "SKU")
    ]
    return f"   [{' '.join(show(k) for k in keys)}]"


def _passed_over(
    name: str, index: int, column: Column, row: dict[str, object], oracle: Outcome
) -> bool:
    """Cells that the contract leaves open: what is derived in a row that counts for nothing."""
    if column.header == "Pick date" and _is_none(row.get("Picked")):
        return True
    if column.header.startswith("Freight ") and exact(row.get("Freight")) in (None, 0):
        return name == "Invoices"
    if _hangs_on_a_bad_order(name, column, row, oracle):
        return True
    if not column.derived or column.header == "Check":
        return False
    if (name, index) in oracle.bad_rows:
        return True
    return bool(column.header == "Status" and not is_blank(row.get("Voided")))


def _is_none(picked: object) -> bool:
    """Whether a quantity is read as 0: at six decimals."""
    number = exact(picked)
    return number is not None and rounded(number, 6) == 0


def bad_orders(oracle: Outcome) -> set[str]:
    rows = enumerate(oracle.sheets["Orders"])
    return {
        as_text(row.get("Order"))
        for index, row in rows
        if ("Orders", index) in oracle.bad_rows
    }


def _hangs_on_a_bad_order(
    name: str, column: Column, row: dict[str, object], oracle: Outcome
) -> bool:
    """An Orders row counts for nothing while it is bad: open is what its lines and payments, which do, are worth."""
    bad = bad_orders(oracle)
    if not bad:
        return False
    if column.header in OPEN_WITH_BAD_ORDERS or (
        name == "Customers" and column.derived
    ):
        return True
    filled = column.derived or column.filled
    return name == "Order lines" and as_text(row.get("Order")) in bad and filled


def comparable(name: str, column: Column, row: dict[str, object]) -> object:
    """A cell in a form in which the engine's and the oracle's compare."""
    value = row.get(column.header)
    header = column.header
    if header == "Check":
        is_free = str(value).startswith(("OK", "waiting for credit"))
        return "OK" if is_free else (None if not any(row.values()) else "held")
    if is_blank(value):
        value = (
            0
            if header in ZERO_IS_BLANK or (column.derived and "Voided" in FACTS[name])
            else None
        )
        return (
            exact(value)
            if value == 0 and column.kind in NUMBERS
            else SAME_AS_BLANK.get(header)
        )
    if name == "Orders" and header in ("Inventory status", "Payment status"):
        return str(value).removesuffix(
            ", Expired"
        )  # "the same word" as Status: one word or both
    if header == "Action":
        return ", ".join(word.strip() for word in str(value).split(","))
    if column.kind in NUMBERS:
        number = exact(value)
        return as_text(value) if number is None else number
    return as_text(value) if column.kind in ("name", "text", "any") else value


def _derived(
    name: str, engine: list[dict[str, object]], ours: list[dict[str, object]]
) -> list[str]:
    """Rows in any order, the name of a key left out: a key whose row is bad may have none."""
    headers = [header for header in DERIVED[name] if header != "Name"]
    a, b = (_counted(headers, rows) for rows in (engine, ours))
    out = [
        f"{name}: the engine alone has {_told(headers, row)}"
        for row in (a - b).elements()
    ]
    return out + [
        f"{name}: the oracle alone has {_told(headers, row)}"
        for row in (b - a).elements()
    ]


def _counted(headers: list[str], rows: list[dict[str, object]]) -> Counter:
    return Counter(
        tuple(_plain(row.get(header)) for header in headers)
        for row in rows
        if any(row.values())
    )


def _plain(value: object) -> object:
    if is_blank(value):
        return None
    number = exact(value)
    return (
        number
        if number is not None
        else (value.strip() if isinstance(value, str) else value)
    )


def _told(headers: list[str], row: tuple) -> str:
    return ", ".join(
        f"{header} {show(value)}" for header, value in zip(headers, row, strict=True)
    )


def show(value: object) -> str:
    if value is None:
        return "-"
    number = exact(value) if not isinstance(value, str) else None
    return str(value) if number is None else f"{float(number):.15g}"

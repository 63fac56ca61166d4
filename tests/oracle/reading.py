"""Reading: what a person typed becomes values, or row errors."""

from __future__ import annotations

import difflib
from datetime import date, datetime
from typing import TYPE_CHECKING

from .book import Book, Problem, Row, Stops
from .numbers import exact, finer_than, places_of, rounded
from .schema import (
    CHOICES,
    COLUMNS,
    FACTS,
    HEADER_OF,
    REQUIRED_SHEETS,
    SETTING_CHOICES,
    SETTINGS,
    SHEET_OF,
    Column,
    derived_of,
    plain_name,
)

if TYPE_CHECKING:
    from fractions import Fraction

Sheets = dict[str, list[dict[str, object]]]


class UnreadableError(ValueError):
    """A cell's value is none that its column can hold; the text is the problem's kind."""


def canonical(sheets: Sheets) -> Sheets:
    """The same sheets under the contract's own names and headers; what it does not name stays as it is."""
    out: Sheets = {}
    for name, rows in sheets.items():
        sheet = SHEET_OF.get(plain_name(name), name)
        headers = HEADER_OF.get(sheet, {})
        out[sheet] = [
            {headers.get(plain_name(h), h): value for h, value in row.items()}
            for row in rows
        ]
    return out


def read(sheets: Sheets, as_of: date) -> Book:
    """The book with every cell read and every row error that a row shows by itself."""
    sheets = canonical(sheets)
    for name in REQUIRED_SHEETS:
        if name not in sheets:
            raise Stops(f"no sheet {name}")
    book = Book(as_of, {})
    for name, rows in sheets.items():
        if name in FACTS:
            book.rows[name] = [
                _row(book, name, number, raw) for number, raw in enumerate(rows)
            ]
    _settings(book)
    for name in FACTS:
        for row in book.rows.get(name, []):
            if not row.blank and name != "Settings":
                _read_row(book, row)
    book.own_locations = any(not row.blank for row in book.rows.get("Locations", []))
    return book


def _row(book: Book, sheet: str, number: int, raw: dict[str, object]) -> Row:
    derived = set(derived_of(sheet))
    facts = {column.header for column in COLUMNS[sheet]} - derived
    kept = {header: value for header, value in raw.items() if header not in derived}
    blank = all(is_blank(value) for header, value in kept.items() if header in facts)
    return Row(sheet, number, kept, blank=blank, book=book)


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


# --- one row -------------------------------------------------------------------------------------------
def _read_row(book: Book, row: Row) -> None:
    faults: list[tuple[str, str]] = []
    for column in COLUMNS[row.sheet]:
        if column.derived:
            continue
        cell = row.raw.get(column.header)
        if is_blank(cell):
            if column.required or (column.key and not column.filled):
                faults.append((column.header, "missing"))
            continue
        try:
            row.value[column.header] = _value(book, row, column, cell)
        except UnreadableError as fault:
            faults.append((column.header, str(fault)))
    if row["Voided"] is not None:
        return
    faults += [(header, "missing") for header in _missing_places(row)]
    if row["Type"] == "Transfer" and row["From"] == row["To"] is not None:
        faults.append(("To", "from a place to itself"))
    for header, kind in faults:
        book.error(row, header, kind)


def _missing_places(row: Row) -> list[str]:
    """The places that a stock move of its type needs and does not name."""
    if row.sheet != "Stock moves" or row["Type"] is None:
        return []
    needed = ["From", "To"] if row["Type"] == "Transfer" else ["To"]
    return [header for header in needed if row[header] is None]


def _value(book: Book, row: Row, column: Column, cell: object) -> object:
    if column.kind in ("text", "name"):
        return as_text(cell)
    if column.kind == "date":
        return as_date(cell)
    if column.kind == "yesno":
        return as_yes_no(cell)
    if column.kind == "choice":
        return as_choice(cell, CHOICES[row.sheet, column.header])
    number = as_number(cell, column.kind)
    return _judged(book, row, column, number)


def _judged(book: Book, row: Row, column: Column, number: Fraction) -> Fraction:
    header = column.header
    if column.kind == "money":
        if finer_than(number, book.places):
            raise UnreadableError("finer")
        if number < 0 or (header == "Amount" and number == 0):
            raise UnreadableError("negative")
        return number
    kind = str(row.raw.get("Type") or "").strip().casefold()
    may_be_negative = kind == "adjustment" or row.sheet == "Receipts"
    if column.kind == "quantity" and number < 0 and not may_be_negative:
        raise UnreadableError("negative")
    if header == "Discount %" and number > 100:
        raise UnreadableError("too large")
    places = 4 if column.kind == "percent" else 6
    if finer_than(number, places):
        book.warnings.append(
            f"{row.sheet} {header}: {number} has more than {places} decimals"
        )
    return rounded(number, places)


# --- one cell ------------------------------------------------------------------------------------------
def as_text(cell: object) -> str:
    """Text as it compares: trimmed; a number cell 1001 means the text 1001."""
    number = None if isinstance(cell, str | bool) else exact(cell)
    if number is None:
        return str(cell).strip()
    return str(int(number)) if number.denominator == 1 else f"{float(number):.15g}"


def as_date(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip()[:10])
    except ValueError:
        raise UnreadableError("unreadable") from None


def as_yes_no(cell: object) -> bool:
    try:
        return {"yes": True, "no": False}[str(cell).strip().casefold()]
    except KeyError:
        raise UnreadableError("unreadable") from None


def as_company_prefix(cell: object) -> str:
    """What GS1 gives a company: 7 to 10 digits."""
    text = as_text(cell)
    if not text.isdigit() or not 7 <= len(text) <= 10:
        raise UnreadableError("no company prefix")
    return text


def as_choice(cell: object, choices: tuple[str, ...]) -> str:
    for choice in choices:
        if str(cell).strip().casefold() == choice.casefold():
            return choice
    raise UnreadableError("unreadable")


def as_number(cell: object, kind: str) -> Fraction:
    if kind == "percent" and isinstance(cell, str) and cell.strip().endswith("%"):
        cell = cell.strip()[:-1]
    number = exact(cell)
    if number is None:
        raise UnreadableError("unreadable")
    return number


# --- settings ------------------------------------------------------------------------------------------
def _settings(book: Book) -> None:
    names = {plain_name(name): name for name in SETTINGS}
    for row in book.rows.get("Settings", []):
        if row.blank:
            continue
        said = str(row.raw.get("Setting") or "")
        name = names.get(plain_name(said))
        row.value["Setting"] = said
        if name is None:
            near = difflib.get_close_matches(said, SETTINGS, 1, 0)
            book.warnings.append(f"unknown setting {said}: did you mean {near[0]}?")
        elif name in book.settings:
            _setting_error(book, row, "duplicate")
        else:
            _read_setting(book, row, name)


def _read_setting(book: Book, row: Row, name: str) -> None:
    cell = row.raw.get("Value")
    if is_blank(cell):
        book.settings[name] = None
        return
    kind = SETTINGS[name]
    try:
        if kind == "choice":
            book.settings[name] = as_choice(cell, SETTING_CHOICES[name])
        elif kind == "date":
            book.settings[name] = as_date(cell)
        elif kind == "yesno":
            book.settings[name] = as_yes_no(cell)
        elif kind == "prefix":
            book.settings[name] = as_company_prefix(cell)
        else:
            book.settings[name] = (
                as_number(cell, kind) if kind == "days" else as_text(cell)
            )
    except UnreadableError as fault:
        _setting_error(book, row, str(fault))


def _setting_error(book: Book, row: Row, kind: str) -> None:
    row.bad = True
    book.row_errors.append(
        Problem("Settings", row.index, "Value", kind, row_error=True)
    )


def places_of_row(book: Book, row: Row | None) -> int:
    """The minor unit of the currency that an invoice was issued in."""
    currency = row["Currency"] if row is not None else None
    return places_of(str(currency or book.setting("Currency")))


__all__ = ["Sheets", "canonical", "is_blank", "places_of_row", "read"]

"""Cells to typed columns: what a person entered, read exactly, or named as unreadable.

Every reader takes one column as the list of its cells and returns the typed column and the faults in it. A fault is
(position in the list, problem code, words); the caller knows the sheet and the row. Clean columns are converted whole;
only odd cells are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from sheetflow.domain.frame import units_of
from sheetflow.domain.numbers import BLANK, LARGEST, LARGEST_SUM, AnyArray, IntArray
from sheetflow.domain.schema import Column
from sheetflow.standards.countries import is_country
from sheetflow.standards.currencies import is_currency, is_in_use
from sheetflow.standards.gs1 import is_company_prefix
from sheetflow.standards.iban import is_iban
from sheetflow.standards.locales import is_locale
from sheetflow.workbook.model import CellError, NoValue

Fault = tuple[int, str, dict[str, str]]
Read = tuple[AnyArray, list[Fault]]

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES = {"yes": 1, "y": 1, "true": 1, "no": 0, "n": 0, "false": 0}
_PLACES = {"percent": 4, "whole": 0}


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: object) -> str:
    """A cell as a message names it."""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, NoValue):
        return "a formula without a value"
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return f"{cell:.15g}"
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return str(cell)


def unreadable(cell: object) -> tuple[str, dict[str, str]] | None:
    """The problem of a cell that holds an Excel error or a formula nobody calculated."""
    if isinstance(cell, CellError):
        return "CEL01", {}
    if isinstance(cell, NoValue):
        return "CEL02", {}
    return None


def key_text(cell: object) -> str | None:
    """A key as text: `00123` stays, the number 1001 means `1001`; None where it cannot be a key (a date, an error)."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return None


def read_text(cells: Sequence[object]) -> Read:
    """A column of keys or texts: str, or None where blank."""
    if set(map(type, cells)) <= {str}:
        texts: list[str | None] = [text.strip() or None for text in cells]  # type: ignore[attr-defined]
        return _objects(texts), []
    if set(map(type, cells)) <= {str, float, int}:
        known = {
            cell: None if is_blank(cell) else key_text(cell) for cell in set(cells)
        }
        return _objects([known[cell] for cell in cells]), []
    texts, faults = [], []
    for at, cell in enumerate(cells):
        text = None if is_blank(cell) else key_text(cell)
        if text is None and isinstance(cell, (date, datetime)):
            text = shown(cell)
        if text is None and not is_blank(cell):
            faults.append((at, *(unreadable(cell) or ("TXT01", {}))))
        texts.append(text)
    return _objects(texts), faults


def read_keys(cells: Sequence[object]) -> Read:
    """A column of keys: as text, but a date is no key (Excel makes one of `1-2`)."""
    keys, faults = read_text(cells)
    if set(map(type, cells)) <= {str, float, int}:
        return keys, faults
    dates = [at for at, cell in enumerate(cells) if isinstance(cell, (date, datetime))]
    keys[dates] = None
    return keys, [*faults, *((at, "KEY03", {}) for at in dates)]


def _objects(values: Sequence[object]) -> AnyArray:
    """A one-dimensional object array of these values."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def read_numbers(
    cells: Sequence[object],
    column: Column,
    percent: Callable[[], set[int]] | None = None,
) -> Read:
    """A column of numbers, exact: millionths, percentages in ten-thousandths of a percent, whole numbers as they are.

    `percent` gives the positions of cells that are formatted in percent. Floats are taken at Excel's own precision of
    15 significant digits: 19.989999999999998 is 19.99 (rules.md section 2).
    """
    units = units_of(column)
    values = np.full(len(cells), BLANK, dtype=np.int64)
    floats = [
        at for at, cell in enumerate(cells) if type(cell) is float or type(cell) is int
    ]
    percents = percent() if percent and floats else set()
    whole = np.array([cells[at] for at in floats], dtype=np.float64)
    scaled, exact = _scaled(whole, units)
    at_floats = np.array(floats, dtype=np.int64)
    values[at_floats[exact]] = scaled[exact]
    odd = set(at_floats[~exact].tolist()) | percents.intersection(floats)
    if len(floats) < len(cells):
        plain = set(floats)
        odd.update(
            at
            for at, cell in enumerate(cells)
            if at not in plain and not is_blank(cell)
        )
    faults: list[Fault] = []
    for at in sorted(odd):
        values[at], fault = _odd_number(cells[at], column, at in percents)
        faults += [(at, *found) for found in fault]
    return values, faults


def _scaled(floats: AnyArray, units: int) -> tuple[IntArray, AnyArray]:
    """Floats as whole units, and where that is proven exact.

    `n / units` is the double nearest to the decimal fraction; where it equals the cell and n has at most 15 digits, the
    cell is that fraction.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        nearest = np.rint(floats * units)
        exact = (
            (np.abs(nearest) < 1e15)
            & (nearest / units == floats)
            & (np.abs(floats) < LARGEST)
        )
    return np.where(exact, nearest, 0).astype(np.int64), exact


def _odd_number(
    cell: object, column: Column, percent: bool
) -> tuple[int, list[tuple[str, dict[str, str]]]]:
    """One cell that is no plain number: its value (BLANK if unreadable) and its problems."""
    found: list[tuple[str, dict[str, str]]] = []
    if isinstance(cell, str):
        number = _number_in_text(cell.strip(), column.kind == "percent")
        found = [("NUM02", {})] if number is not None and "%" not in cell else []
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = Decimal(f"{cell:.15g}") * (100 if percent else 1)
    else:
        number = None
    if number is None or not number.is_finite():
        return BLANK, [unreadable(cell) or ("NUM01", {})]
    if abs(number) >= (LARGEST_SUM if column.kind == "money" else LARGEST):
        return BLANK, [("NUM03", {})]
    return _rounded(number, column, found)


def _rounded(
    number: Decimal, column: Column, found: list[tuple[str, dict[str, str]]]
) -> tuple[int, list[tuple[str, dict[str, str]]]]:
    """A decimal in the column's units, with a warning where it had more decimals than are kept."""
    places = _PLACES.get(column.kind, 6)
    kept = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if kept != number and column.kind == "whole":
        return BLANK, [("NUM04", {})]
    if kept != number:
        found = [
            *found,
            ("NUM05", {"places": str(places), "kept": f"{kept.normalize():f}"}),
        ]
    return int(kept * units_of(column)), found


def _number_in_text(text: str, percent: bool) -> Decimal | None:
    """A number typed as text where its meaning is plain: 12.5, 1,234.50, and 10% in a percent column."""
    if percent and text.endswith("%"):
        text = text[:-1].strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    return Decimal(text.replace(",", "")) if _THOUSANDS.fullmatch(text) else None


def read_dates(cells: Sequence[object]) -> Read:
    """A column of dates as day numbers: date cells, or ISO text."""
    days = [cell.toordinal() if type(cell) is date else BLANK for cell in cells]
    values = np.array(days, dtype=np.int64)
    faults: list[Fault] = []
    for at in [
        at
        for at, cell in enumerate(cells)
        if cell != "" and cell is not None and type(cell) is not date
    ]:
        if not is_blank(cells[at]):
            values[at], fault = _odd_date(cells[at])
            faults += [(at, *found) for found in fault]
    return values, faults


def _odd_date(cell: object) -> tuple[int, list[tuple[str, dict[str, str]]]]:
    """One cell that is no plain date: its day (BLANK if unreadable) and its problems."""
    if isinstance(cell, datetime):
        midnight = cell.time() == datetime.min.time()
        return cell.toordinal(), [] if midnight else [
            ("DAT02", {"kept": cell.date().isoformat()})
        ]
    if isinstance(cell, str) and _ISO.fullmatch(cell.strip()):
        try:
            return date.fromisoformat(cell.strip()).toordinal(), []
        except ValueError:
            return BLANK, [("DAT01", {})]
    return BLANK, [unreadable(cell) or ("DAT01", {})]


def read_yes_no(cells: Sequence[object]) -> Read:
    """A column of Yes and No as 1 and 0."""
    words = [
        cell if isinstance(cell, str) else shown(cell) if cell is not None else ""
        for cell in cells
    ]
    meanings = {
        word: BLANK if is_blank(word) else _YES.get(word.strip().casefold())
        for word in set(words)
    }
    wrong = {word for word, meaning in meanings.items() if meaning is None}
    values = np.array(
        [BLANK if word in wrong else meanings[word] for word in words], dtype=np.int64
    )
    if not wrong:
        return values, []
    return values, [
        (at, *(unreadable(cells[at]) or ("YES01", {})))
        for at, word in enumerate(words)
        if word in wrong
    ]


def read_choices(
    cells: Sequence[object], choices: Sequence[str], code: str = "CHO01"
) -> Read:
    """A column of choices, in the spelling of the contract."""
    texts, faults = read_text(cells)
    spelled = {choice.casefold(): choice for choice in choices}
    known = {
        text: spelled.get(text.casefold()) for text in set(texts.tolist()) - {None}
    }
    wrong = {text for text, choice in known.items() if choice is None}
    if wrong:
        faults += [
            (at, code, {"choices": ", ".join(choices)})
            for at, text in enumerate(texts)
            if text in wrong
        ]
    return _objects([known.get(text) for text in texts]), faults


def read_currencies(cells: Sequence[object]) -> Read:
    """A column of ISO 4217 codes; old invoices keep a currency that was withdrawn."""
    return _read_currency_codes(cells, is_currency)


def read_currencies_in_use(cells: Sequence[object]) -> Read:
    """A column of ISO 4217 codes, without currencies that were withdrawn."""
    return _read_currency_codes(cells, is_in_use)


def _read_currency_codes(
    cells: Sequence[object], is_known: Callable[[str], bool]
) -> Read:
    texts, faults = read_text(cells)
    typed = set(texts.tolist()) - {None}
    codes = {text: text.upper() for text in typed if is_known(text.upper())}
    faults += [
        (at, "CUR01", {})
        for at, text in enumerate(texts)
        if text is not None and text not in codes
    ]
    return _objects([codes.get(text) for text in texts]), faults


def read_company_prefixes(cells: Sequence[object]) -> Read:
    """A column of GS1 company prefixes."""
    keys, faults = read_keys(cells)
    wrong = [
        at
        for at, key in enumerate(keys.tolist())
        if key is not None and not is_company_prefix(key)
    ]
    keys[wrong] = None
    return keys, [*faults, *((at, "SET02", {}) for at in wrong)]


def read_locales(cells: Sequence[object]) -> Read:
    """A column of locales; an unknown one is kept, and warned of."""
    texts, faults = read_text(cells)
    return texts, faults + [
        (at, "SET03", {})
        for at, text in enumerate(texts)
        if text and not is_locale(text)
    ]


def read_colours(cells: Sequence[object]) -> Read:
    """A column of colours, as six hexadecimal digits; others are kept, and warned of."""
    texts, faults = read_text(cells)
    return texts, faults + [
        (at, "SET04", {})
        for at, text in enumerate(texts)
        if text and not colour_digits(text)
    ]


def colour_digits(text: str) -> str:
    """The six hexadecimal digits of a colour, with or without `#` before them; "" for another text."""
    found = _COLOUR.fullmatch(text.strip())
    return found[1].upper() if found else ""


def read_ibans(cells: Sequence[object]) -> Read:
    """A column of account numbers; those that cannot be right are kept, and warned of."""
    texts, faults = read_text(cells)
    return texts, faults + [
        (at, "SET05", {}) for at, text in enumerate(texts) if text and not is_iban(text)
    ]


def read_countries(cells: Sequence[object]) -> Read:
    """A column of countries; what is no country's two letters is kept, and warned of."""
    texts, faults = read_text(cells)
    return texts, faults + [
        (at, "CTY01", {})
        for at, text in enumerate(texts)
        if text and not is_country(text)
    ]


def read_column(
    cells: Sequence[object],
    column: Column,
    percent: Callable[[], set[int]] | None = None,
) -> Read:
    """One column by its declared kind."""
    if column.is_number:
        return read_numbers(
            cells, column, percent if column.kind == "percent" else None
        )
    if column.kind == "date":
        return read_dates(cells)
    if column.kind == "yes-no":
        return read_yes_no(cells)
    if column.kind == "choice":
        return read_choices(cells, column.choices)
    if column.kind == "currency":
        return read_currencies(cells)
    if column.kind == "country":
        return read_countries(cells)
    return read_keys(cells) if column.kind == "key" else read_text(cells)

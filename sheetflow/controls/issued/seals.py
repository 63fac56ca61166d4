"""The sheet Issued documents: one row for each document that was issued or voided, never changed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.numbers import BLANK
from sheetflow.reading.locate import find_derived
from sheetflow.workbook.model import Grid, Value

SHEET = "Issued documents"


@dataclass(frozen=True)
class Seal:
    """One document as it was issued; `day` is BLANK for a tax code that holds always."""

    document: str
    number: str
    order: str
    day: int
    customer: str
    bill_to: str
    billing_address: str
    tax_number: str
    contents: str
    fingerprint: str


Seals = Mapping[tuple[str, str], Seal]
"""The seals by document and number."""


def by_number(seals: Iterable[Seal]) -> dict[tuple[str, str], Seal]:
    """Seals by document and number; the first of each counts."""
    found: dict[tuple[str, str], Seal] = {}
    for seal in seals:
        found.setdefault((seal.document, seal.number), seal)
    return found


def issued_columns(seals: Seals) -> dict[str, list[Value]]:
    """The sheet as columns."""
    rows = [_cells(seal) for seal in seals.values()]
    headers = sheet_schema(SHEET).headers
    return {header: [row[at] for row in rows] for at, header in enumerate(headers)}


def _cells(seal: Seal) -> tuple[Value, ...]:
    """A seal as a row of the sheet."""
    day = None if seal.day == BLANK else date.fromordinal(seal.day)
    return (
        seal.document,
        seal.number,
        seal.order or None,
        day,
        seal.customer or None,
        seal.bill_to or None,
        seal.billing_address or None,
        seal.tax_number or None,
        seal.contents,
        seal.fingerprint,
    )


def read_issued(grid: Grid) -> Seals:
    """The seals of a workbook; none where the sheet lacks a column."""
    schema = sheet_schema(SHEET)
    layout = find_derived(grid, schema)
    if layout is None or set(schema.headers) - set(layout.columns):
        return {}
    columns = [
        grid.column(layout.columns[header])[layout.header_row : layout.last_row]
        for header in schema.headers
    ]
    rows = zip(*columns, strict=True)
    return by_number(_seal(row) for row in rows if row[0] not in ("", None))


def _seal(row: Sequence[object]) -> Seal:
    texts = ["" if cell is None else str(cell) for cell in row]
    dated = row[3]
    day = dated.toordinal() if isinstance(dated, (date, datetime)) else BLANK
    document, number, order = texts[:3]
    return Seal(document, number, order, day, *texts[4:])


def digest(seals: Seals) -> str:
    """The SHA-256 of all seals, which the Run log keeps: whoever alters a seal would have to alter the log too.

    How a line break is written does not count: another program may write it in another way.
    """
    parts = [
        f"{seal.document}\t{seal.number}\t{seal.order}\t{seal.day}\t{seal.customer}\t{seal.bill_to}\t"
        f"{seal.billing_address}\t{seal.tax_number}\t{seal.contents}\t{seal.fingerprint}"
        for seal in seals.values()
    ]
    plain = "\n".join(parts).replace("_x000D_", "").replace("\r", "")
    return sha256(plain.encode()).hexdigest()

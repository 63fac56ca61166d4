"""The sheet Issued documents: one row for each document that was issued or voided, never changed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.numbers import BLANK
from sheetflow.reading.locate import find_derived
from sheetflow.workbook.model import Grid, Value

SHEET = "Issued documents"


LATER = ("Seller", "As printed")
"""The columns that a workbook of an earlier version has not."""


@dataclass(frozen=True)
class Seal:
    """One document as it was issued; `day` is BLANK for a tax code that holds always.

    `seller` is the number of the seal of who issued it; `as_printed` what else was on it (see as_printed.py).
    """

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
    seller: str = ""
    as_printed: str = ""


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
        seal.seller or None,
        seal.as_printed or None,
        seal.contents or None,
        seal.fingerprint or None,
    )


def read_issued(grid: Grid) -> Seals:
    """The seals of a workbook; none where the sheet lacks a column that it always had."""
    schema = sheet_schema(SHEET)
    layout = find_derived(grid, schema)
    if layout is None or set(schema.headers) - set(layout.columns) - set(LATER):
        return {}
    there = [header for header in schema.headers if header in layout.columns]
    columns = [
        grid.column(layout.columns[header])[layout.header_row : layout.last_row]
        for header in there
    ]
    rows = (dict(zip(there, row, strict=True)) for row in zip(*columns, strict=True))
    return by_number(_seal(row) for row in rows if row["Document"] not in ("", None))


def _seal(row: Mapping[str, object]) -> Seal:
    texts = {header: "" if cell is None else str(cell) for header, cell in row.items()}
    dated = row["Date"]
    return Seal(
        document=texts["Document"],
        number=texts["Number"],
        order=texts["Order"],
        day=dated.toordinal() if isinstance(dated, (date, datetime)) else BLANK,
        customer=texts["Customer"],
        bill_to=texts["Bill to"],
        billing_address=texts["Billing address"],
        tax_number=texts["Tax number"],
        contents=texts["Contents"],
        fingerprint=texts["Fingerprint"],
        seller=texts.get("Seller", ""),
        as_printed=texts.get("As printed", ""),
    )


def digest(seals: Seals) -> str:
    """The SHA-256 of all seals, which the Run log keeps: whoever alters a seal would have to alter the log too.

    How a line break is written does not count: another program may write it in another way.
    """
    parts = [_digested(seal) for seal in seals.values()]
    plain = "\n".join(parts).replace("_x000D_", "").replace("\r", "")
    return sha256(plain.encode()).hexdigest()


def _digested(seal: Seal) -> str:
    """A seal as text; one of an earlier version as that version wrote it."""
    text = (
        f"{seal.document}\t{seal.number}\t{seal.order}\t{seal.day}\t{seal.customer}\t{seal.bill_to}\t"
        f"{seal.billing_address}\t{seal.tax_number}\t{seal.contents}\t{seal.fingerprint}"
    )
    if not seal.seller and not seal.as_printed:
        return text
    return f"{text}\t{seal.seller}\t{seal.as_printed}"

"""Statements of banks: CAMT.053, MT940 and OFX files as rows of Date, Amount, Name, Text, Reference.

CSV files of banks are sources as others are; their profiles are in schemas/imports/.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from sheetflow.errors import SheetflowError
from sheetflow.importing.source import Source, as_source, decoded, read_bytes

HEADERS = ("Date", "Amount", "Name", "Text", "Reference")
PROFILE = "bank"

Transaction = tuple[date, Decimal, str, str, str]
"""Day, amount (below 0: money that left), name, text, the bank's own number."""

Reader = Callable[[Path, bytes], Iterator[Transaction]]
"""What reads the transactions of a file, from its path and its bytes."""


def read_statement(path: Path) -> Source | None:
    """The transactions of a bank's file; None where it is not one. Raises SheetflowError."""
    data = read_bytes(path)
    start = data[:4_000].decode("latin-1")
    reader = next((read for mark, read in READERS.items() if mark in start), None)
    if reader is None:
        return None
    table = [HEADERS, *map(_texts, _transactions(reader, path, data))]
    return as_source(path, table, data)


def _transactions(reader: Reader, path: Path, data: bytes) -> list[Transaction]:
    """The transactions of a file. Raises SheetflowError where it cannot be read."""
    try:
        return list(reader(path, data))
    except (ValueError, KeyError, IndexError, SyntaxError) as error:
        raise SheetflowError(
            f"{path}: the bank's file cannot be read ({error}); export it again"
        ) from error


def _texts(transaction: Transaction) -> tuple[str, ...]:
    day, amount, *texts = transaction
    return (day.isoformat(), f"{amount:f}", *(" ".join(text.split()) for text in texts))


# -- CAMT.053: an XML file


def _camt(path: Path, data: bytes) -> Iterator[Transaction]:
    """The entries of a CAMT.053 file."""
    from defusedxml.ElementTree import (  # type: ignore[import-untyped]
        fromstring,
    )

    root: Element = fromstring(data)
    for entry in root.iterfind(".//{*}Ntry"):
        yield from _camt_transactions(entry)


def _camt_transactions(entry: Element) -> Iterator[Transaction]:
    """The transactions of an entry: a batch has one for each of its details."""
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    for detail in details or [entry]:
        yield _camt_transaction(entry, detail)


def _camt_transaction(entry: Element, detail: Element) -> Transaction:
    is_debit = _text(detail, "CdtDbtInd", _text(entry, "CdtDbtInd")) == "DBIT"
    amount = Decimal(_text(detail, "AmtDtls/{*}TxAmt/{*}Amt") or _amount(detail, entry))
    return (
        date.fromisoformat((_day(entry, "BookgDt") or _day(entry, "ValDt"))[:10]),
        -amount if is_debit else amount,
        _camt_party(detail, "Cdtr" if is_debit else "Dbtr"),
        _camt_text(detail) or _text(entry, "AddtlNtryInf"),
        _camt_number(entry, detail),
    )


def _camt_party(detail: Element, role: str) -> str:
    """The name of the other side of a transaction."""
    name = _text(detail, f"RltdPties/{{*}}{role}/{{*}}Nm")
    return name or _text(detail, f"RltdPties/{{*}}{role}/{{*}}Pty/{{*}}Nm")


def _camt_text(detail: Element) -> str:
    """What the payer wrote, with the structured reference at its end."""
    texts = [part.text or "" for part in detail.iterfind("{*}RmtInf/{*}Ustrd")]
    structured = _text(detail, "RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
    return " ".join([*texts, structured]).strip()


def _camt_number(entry: Element, detail: Element) -> str:
    """The bank's number of a transaction, else the payer's."""
    number = _text(detail, "Refs/{*}AcctSvcrRef", _text(entry, "AcctSvcrRef"))
    return number or _text(detail, "Refs/{*}EndToEndId")


def _amount(detail: Element, entry: Element) -> str:
    return _text(detail, "Amt") or _text(entry, "Amt")


def _day(entry: Element, name: str) -> str:
    return _text(entry, f"{name}/{{*}}Dt") or _text(entry, f"{name}/{{*}}DtTm")


def _text(element: Element, path: str, default: str = "") -> str:
    found = element.findtext(f"{{*}}{path}")
    return (found or default).strip()


# -- MT940 and OFX


def _mt940(path: Path, data: bytes) -> Iterator[Transaction]:
    """The transactions of an MT940 file."""
    import mt940

    for each in mt940.parse(io.StringIO(decoded(path, data))):
        yield _mt940_transaction(each.data)


def _mt940_transaction(found: Mapping[str, Any]) -> Transaction:
    text = found.get("purpose") or found.get("transaction_details")
    number = found.get("bank_reference") or found.get("customer_reference")
    day = found.get("entry_date") or found["date"]
    return (
        date(day.year, day.month, day.day),
        found["amount"].amount,
        str(found.get("applicant_name") or ""),
        str(text or ""),
        str(number or ""),
    )


def _ofx(_path: Path, data: bytes) -> Iterator[Transaction]:
    """The transactions of an OFX file, of version 1 or 2."""
    from ofxtools.Parser import OFXTree

    tree = OFXTree()
    tree.parse(io.BytesIO(data))
    for statement in tree.convert().statements:
        yield from map(_ofx_transaction, statement.transactions)


def _ofx_transaction(found: Any) -> Transaction:
    name = found.name or (found.payee.name if found.payee else "")
    return (
        found.dtposted.date(),
        found.trnamt,
        name or "",
        found.memo or "",
        found.fitid,
    )


READERS: Mapping[str, Reader] = {
    "BkToCstmrStmt": _camt,
    "camt.05": _camt,
    ":20:": _mt940,
    "<OFX>": _ofx,
    "OFXHEADER": _ofx,
}
"""What reads a file, by a text that it begins with."""

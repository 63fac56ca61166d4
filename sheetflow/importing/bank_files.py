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


def read_statement(path: Path) -> Source | None:
    """The transactions of a bank's file; None where it is not one. Raises SheetflowError."""
    data = read_bytes(path)
    start = data[:4_000].decode("latin-1")
    reader = next((read for mark, read in READERS.items() if mark in start), None)
    if reader is None:
        return None
    try:
        transactions = list(reader(path, data))
    except (ValueError, KeyError, IndexError, SyntaxError) as error:
        raise SheetflowError(
            f"{path}: the bank's file cannot be read ({error}); export it again"
        ) from error
    table = [HEADERS, *(_texts(each) for each in transactions)]
    return as_source(path, table, data)


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
    other = "Cdtr" if is_debit else "Dbtr"
    name = _text(detail, f"RltdPties/{{*}}{other}/{{*}}Nm") or _text(
        detail, f"RltdPties/{{*}}{other}/{{*}}Pty/{{*}}Nm"
    )
    texts = [part.text or "" for part in detail.iterfind("{*}RmtInf/{*}Ustrd")]
    structured = _text(detail, "RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
    text = " ".join([*texts, structured]).strip() or _text(entry, "AddtlNtryInf")
    number = _text(detail, "Refs/{*}AcctSvcrRef", _text(entry, "AcctSvcrRef"))
    end_to_end = _text(detail, "Refs/{*}EndToEndId")
    day = date.fromisoformat((_day(entry, "BookgDt") or _day(entry, "ValDt"))[:10])
    return day, -amount if is_debit else amount, name, text, number or end_to_end


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
        found: Mapping[str, Any] = each.data
        name = str(found.get("applicant_name") or "")
        text = str(found.get("purpose") or found.get("transaction_details") or "")
        number = found.get("bank_reference") or found.get("customer_reference") or ""
        day = found.get("entry_date") or found["date"]
        yield (
            date(day.year, day.month, day.day),
            found["amount"].amount,
            name,
            text,
            str(number),
        )


def _ofx(_path: Path, data: bytes) -> Iterator[Transaction]:
    """The transactions of an OFX file, of version 1 or 2."""
    from ofxtools.Parser import OFXTree

    tree = OFXTree()
    tree.parse(io.BytesIO(data))
    for statement in tree.convert().statements:
        for each in statement.transactions:
            name = each.name or (each.payee.name if each.payee else "")
            yield (
                each.dtposted.date(),
                each.trnamt,
                name or "",
                each.memo or "",
                each.fitid,
            )


READERS: Mapping[str, Callable[[Path, bytes], Iterator[Transaction]]] = {
    "BkToCstmrStmt": _camt,
    "camt.05": _camt,
    ":20:": _mt940,
    "<OFX>": _ofx,
    "OFXHEADER": _ofx,
}
"""What reads a file, by a text that it begins with."""

"""Statements of a bank, as CAMT.053, MT940, OFX and three CSV files of banks.

FORMATS    what writes a month of transactions, by the name of the file
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

Transaction = tuple[date, Decimal, str, str, str]
"""Day, amount (below 0: money that left), name, text, the bank's own number."""


def camt(month: list[Transaction]) -> bytes:
    entries = "".join(
        f"""<Ntry><Amt Ccy="USD">{abs(amount):f}</Amt>
        <CdtDbtInd>{"DBIT" if amount < 0 else "CRDT"}</CdtDbtInd>
        <BookgDt><Dt>{day}</Dt></BookgDt>
        <NtryDtls><TxDtls><Refs><AcctSvcrRef>{number}</AcctSvcrRef></Refs>
        <RltdPties><{side}><Nm>{name}</Nm></{side}></RltdPties>
        <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
        for day, amount, name, text, number in month
        for side in ["Cdtr" if amount < 0 else "Dbtr"]
    )
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
    <BkToCstmrStmt><Stmt>{entries}</Stmt></BkToCstmrStmt></Document>"""
    return text.encode()


def mt940(month: list[Transaction]) -> bytes:
    lines = [":20:START", ":25:12345678/9999", ":28C:1/1", ":60F:C260228USD0,00"]
    for day, amount, name, text, number in month:
        sign = "D" if amount < 0 else "C"
        shown = f"{abs(amount):.2f}".replace(".", ",")
        lines.append(f":61:{day:%y%m%d}{day:%m%d}{sign}{shown}NTRF{number}")
        plain = text.replace("ü", "ue").replace("ß", "ss")
        lines.append(f":86:166?00TRANSFER?20{plain}?32{name}")
    lines += [":62F:C260331USD0,00", "-"]
    return "\r\n".join(lines).encode("latin-1")


def ofx(month: list[Transaction]) -> bytes:
    rows = "".join(
        f"""<STMTTRN><TRNTYPE>{"DEBIT" if amount < 0 else "CREDIT"}</TRNTYPE>
        <DTPOSTED>{day:%Y%m%d}120000</DTPOSTED><TRNAMT>{amount:f}</TRNAMT>
        <FITID>{number}</FITID><NAME>{name}</NAME><MEMO>{text}</MEMO></STMTTRN>"""
        for day, amount, name, text, number in month
    )
    text = f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="203" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>
<DTSERVER>20260401120000</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY>
</STATUS><STMTRS><CURDEF>USD</CURDEF><BANKACCTFROM><BANKID>1</BANKID><ACCTID>2</ACCTID>
<ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><BANKTRANLIST>
<DTSTART>20260301120000</DTSTART><DTEND>20260331120000</DTEND>{rows}</BANKTRANLIST>
<LEDGERBAL><BALAMT>0</BALAMT><DTASOF>20260331120000</DTASOF></LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""
    return text.encode()


def table(rows: list[list[str]], separator: str, encoding: str) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=separator).writerows(rows)
    return target.getvalue().encode(encoding)


def german(month: list[Transaction]) -> bytes:
    headers = "Auftragskonto;Buchungstag;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Betrag"
    rows = [headers.split(";")]
    for day, amount, name, text, _ in month:
        shown = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
        rows.append(["DE1", f"{day:%d.%m.%y}", text, name, shown])
    return table(rows, ";", "cp1252")


def american(month: list[Transaction]) -> bytes:
    rows = [["Details", "Posting Date", "Description", "Amount", "Type", "Balance"]]
    for day, amount, name, text, _ in month:
        rows.append(
            ["", f"{day:%m/%d/%Y}", f"{name} {text}", f"{amount:.2f}", "ACH", ""]
        )
    return table(rows, ",", "utf-8")


def british(month: list[Transaction]) -> bytes:
    headers = (
        "Transaction Date,Transaction Type,Transaction Description,"
        "Debit Amount,Credit Amount,Balance"
    )
    rows = [headers.split(",")]
    for day, amount, name, text, _ in month:
        out, into = (f"{-amount:,.2f}", "") if amount < 0 else ("", f"{amount:,.2f}")
        rows.append([f"{day:%d/%m/%Y}", "BGC", f"{name} {text}", out, into, ""])
    return table(rows, ",", "utf-16")


FORMATS: dict[str, Callable[[list[Transaction]], bytes]] = {
    "march.xml": camt,
    "march.sta": mt940,
    "march.ofx": ofx,
    "german.csv": german,
    "american.csv": american,
    "british.csv": british,
}

"""A month of 200 transactions in every format of a bank: the same rows each time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import sheetflow
from sheetflow.cli import main
from sheetflow.starters.new import new_workbook

Transaction = tuple[date, Decimal, str, str, str]

MONTH: list[Transaction] = [
    (
        date(2026, 3, 1) + timedelta(days=number % 31),
        Decimal(number * 137 % 9999 + 1) / 100 * (-1 if number % 9 == 0 else 1),
        f"Customer {number % 17}",
        f"INV-{number:06d} Grüße" if number % 3 else "thank you",
        f"REF{number:05d}",
    )
    for number in range(1, 201)
]


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


def bring_in(workbook: Path, file: Path) -> str:
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_rows_once(name: str, tmp_path: Path) -> None:
    workbook = tmp_path / "shop.xlsx"
    new_workbook(workbook)
    file = tmp_path / name
    file.write_bytes(FORMATS[name](MONTH[:120]))
    assert "120 to Bank lines" in bring_in(workbook, file)
    file.write_bytes(FORMATS[name](MONTH))
    said = bring_in(workbook, file)
    assert "80 to Bank lines" in said
    assert "120 rows came in before" in said
    done = sheetflow.run(workbook, as_of=date(2026, 4, 1))
    [check] = [check for check in done.checks if check.name.startswith("Bank lines =")]
    assert check.engine == check.workbook == sum(amount for _, amount, *_ in MONTH)
    lines = done.book["Bank lines"]
    found = sorted(zip(lines["Date"].tolist(), lines["Amount"].tolist(), strict=True))
    assert [(day, Decimal(str(amount))) for day, amount in found] == sorted(
        (day, amount) for day, amount, *_ in MONTH
    )
    assert any("INV-000001" in str(text) for text in lines["Text"])


def test_a_broken_statement_says_so(tmp_path: Path) -> None:
    workbook = tmp_path / "shop.xlsx"
    new_workbook(workbook)
    file = tmp_path / "march.xml"
    file.write_bytes(camt(MONTH)[:-40])
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 3
    assert "the bank's file cannot be read" in done.output


def test_an_entity_in_an_xml_file_is_refused(tmp_path: Path) -> None:
    workbook = tmp_path / "shop.xlsx"
    new_workbook(workbook)
    file = tmp_path / "march.xml"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Document><BkToCstmrStmt>&a;</BkToCstmrStmt></Document>'
    file.write_bytes(bomb)
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 3
    assert "Traceback" not in done.output

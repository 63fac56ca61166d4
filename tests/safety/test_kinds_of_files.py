"""Macro workbooks and templates go through; any other file gets its own message."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from shop import AS_OF, demo, files, sheetflow, stopped

from sheetflow.workbook import Workbook

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
KINDS = {
    ".xlsx": f"{MAIN}.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltx": f"{MAIN}.template.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}
BECOMES = {".xltx": ".xlsx", ".xltm": ".xlsm"}
MACROS = b"\xd0\xcf\x11\xe0 the owner's macros \0\xff"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def as_kind(path: Path, suffix: str) -> Path:
    """The workbook as one of these kinds; one with macros has some."""
    file = path.with_suffix(suffix)
    extra = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    relation = (
        '<Relationship Id="rIdMacros" Target="vbaProject.bin" '
        'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>'
    )
    original = parts(path.read_bytes())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in original.items():
            text = content
            if name == "[Content_Types].xml":
                text = text.replace(KINDS[".xlsx"].encode(), KINDS[suffix].encode())
                text = (
                    text.replace(b"</Types>", extra.encode() + b"</Types>")
                    if suffix.endswith("m")
                    else text
                )
            if name == "xl/_rels/workbook.xml.rels" and suffix.endswith("m"):
                text = text.replace(b"</Relationships>", relation.encode())
            package.writestr(name, text)
        if suffix.endswith("m"):
            package.writestr("xl/vbaProject.bin", MACROS)
    return file


def kind_of(data: bytes) -> str:
    found = re.search(
        r'PartName="/xl/workbook.xml" ContentType="([^"]*)"',
        parts(data)["[Content_Types].xml"].decode(),
    )
    assert found
    return found[1]


@pytest.mark.parametrize("suffix", KINDS)
def test_a_workbook_stays_what_it_is_and_a_template_becomes_a_workbook(
    tmp_path: Path, suffix: str
) -> None:
    path = as_kind(demo(tmp_path, "original.xlsx"), suffix).rename(
        tmp_path / f"demo{suffix}"
    )
    before = path.read_bytes()
    result = sheetflow("run", path, "-o", tmp_path / "out", AS_OF)
    assert result.exit_code == 1  # the demo has two mistakes
    kind = BECOMES.get(suffix, suffix)
    written = tmp_path / "out" / f"demo{kind}"
    assert [path.name for path in (tmp_path / "out").glob("demo.*")] == [written.name]
    assert str(written) in result.stdout
    assert kind_of(written.read_bytes()) == KINDS[kind]
    assert parts(written.read_bytes()).get("xl/vbaProject.bin") == (
        MACROS if suffix.endswith("m") else None
    )
    assert "Run log" in Workbook.open(written).sheets
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", BECOMES)
def test_a_template_is_not_replaced_but_its_workbook_written_beside_it(
    tmp_path: Path, suffix: str
) -> None:
    original = as_kind(demo(tmp_path), suffix)
    path = original.rename(tmp_path / f"shop{suffix}")
    before = path.read_bytes()
    result = sheetflow("run", path, "--in-place", AS_OF)
    assert result.exit_code == 1, result.output
    written = path.with_suffix(BECOMES[suffix])
    assert f"{written} written" in result.stdout
    assert path.read_bytes() == before
    assert "Run log" in Workbook.open(written).sheets


def test_a_checked_template_becomes_a_workbook_too(tmp_path: Path) -> None:
    path = as_kind(demo(tmp_path), ".xltx")
    sheetflow("check", path, "-o", tmp_path / "out")
    assert kind_of((tmp_path / "out" / "demo.xlsx").read_bytes()) == KINDS[".xlsx"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OTHERS = {
    "old.xls": (
        OLE + "Workbook\0".encode("utf-16-le"),
        "an old Excel 97-2003 workbook (.xls); open it in Excel, save",
    ),
    "secret.xlsx": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password; open it in Excel, remove the password",
    ),
    "list.csv": (
        b"Order,Customer\nSO-1,C-1\n",
        "plain text (CSV), not a workbook; open it in Excel, save",
    ),
    "list.xlsx": (
        b"Order,Customer\nSO-1,C-1\n",
        "plain text (CSV) with the name of a workbook; open it in Excel",
    ),
    "page.html": (
        b"<html><table><tr><td>1</td></tr></table>",
        "a web page (HTML), not a workbook; open it in Excel",
    ),
    "page.xls": (
        b"<html><table><tr><td>1</td></tr></table>",
        "a web page (HTML) with the name of a workbook; open",
    ),
    "bill.pdf": (b"%PDF-1.7\n", "a PDF, not a workbook; choose the Excel workbook"),
    "~$demo.xlsx": (
        b"\5Clerk" + bytes(159),
        "the lock file that Excel creates while a workbook is open; choose the workbook",
    ),
    "empty.xlsx": (b"", "the file is empty (0 bytes); restore it from a backup"),
}


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_a_workbook_gets_its_own_message(
    tmp_path: Path, name: str, command: str
) -> None:
    path, (data, words) = tmp_path / name, OTHERS[name]
    path.write_bytes(data)
    line = stopped(sheetflow(command, path))
    assert name in line
    assert words in line
    assert files(tmp_path) == [name]


def zipped(**parts: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("book.xlsb", "a binary workbook (.xlsb); open it in Excel, save it as .xlsx"),
        ("book.ods", "OpenDocument file (.ods)"),
    ],
)
def test_other_spreadsheets_are_named(tmp_path: Path, name: str, words: str) -> None:
    path = demo(tmp_path, "book.xlsx")
    content = parts(path.read_bytes())
    if name.endswith("b"):
        types = (
            content["[Content_Types].xml"]
            .decode()
            .replace(
                KINDS[".xlsx"],
                "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
            )
        )
        data = zipped(**{**content, "[Content_Types].xml": types})
    else:
        data = zipped(
            mimetype="application/vnd.oasis.opendocument.spreadsheet",
            **{"content.xml": "<x/>"},
        )
    path = tmp_path / name
    path.write_bytes(data)
    assert words in stopped(sheetflow("run", path))

"""Files made to do harm, or broken, each with words that its refusal must hold."""

from __future__ import annotations

import struct

import minimal_package as small

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

_BOMB = (
    '<!DOCTYPE worksheet [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def _ole(stream: str) -> bytes:
    return OLE + f"{stream}\0".encode("utf-16-le") + bytes(64)


def _patched(data: bytes, changes: dict[int, bytes], signature: bytes) -> bytes:
    """Every header of a kind with bytes changed at offsets from its start."""
    patched = bytearray(data)
    at = data.find(signature)
    while at >= 0:
        for offset, value in changes.items():
            patched[at + offset : at + offset + len(value)] = value
        at = data.find(signature, at + 4)
    return bytes(patched)


def _encrypted() -> bytes:
    local = _patched(small.workbook(), {6: b"\x01\x00"}, b"PK\x03\x04")
    return _patched(local, {8: b"\x01\x00"}, b"PK\x01\x02")


def _wrong_checksum() -> bytes:
    return _patched(small.workbook(), {16: b"\x00\x00\x00\x00"}, b"PK\x01\x02")


def _false_size() -> bytes:
    """Every part says that it unpacks to 10 bytes."""
    return _patched(small.workbook(), {24: struct.pack("<I", 10)}, b"PK\x01\x02")


def _overlapping() -> bytes:
    """The directory says that one part is where another is."""
    data = bytearray(
        small.workbook({"xl/media/a.bin": b"a" * 99, "xl/media/b.bin": b"a" * 99})
    )
    first = data.find(b"xl/media/a.bin") - 30
    second = data.rfind(b"xl/media/b.bin") - 4
    data[second : second + 4] = struct.pack("<I", first)
    return bytes(data)


def _renamed(data: bytes, old: str, new: str) -> bytes:
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


def _twice(second: str) -> bytes:
    return small.zipped([*small.parts().items(), (second, small.sheet(""))])


def _sheet_with(declaration: str, rows: str) -> bytes:
    return small.workbook({small.SHEET: declaration.encode() + small.sheet(rows)})


def _of_type(main: str) -> bytes:
    plain = small.parts()[small.CONTENT_TYPES]
    return small.workbook(
        {
            small.CONTENT_TYPES: plain.replace(
                f"{small.TYPES}.sheet.main+xml".encode(), main.encode()
            )
        }
    )


_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
_XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_REPEATED = '<row r="1">' + '<c t="s"><v>0</v></c>' * 1000 + "</row>"

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing.xlsx": (b"", "is empty"),
    "table.xlsx": (b"Order,Qty\r\nSO-1,5\r\n", "plain text (CSV)"),
    "umlauts.xlsx": (
        "Bestellung;Menge\r\nGrün;5\r\n".encode("utf-16"),
        "plain text (CSV)",
    ),
    "page.xlsx": (
        b"\xef\xbb\xbf<html><body><table><tr><td>Order</td></tr></table></body></html>",
        "web page (HTML)",
    ),
    "page.xls": (
        b"<!-- made by a shop -->\n<!DOCTYPE HTML><p>Order</p>",
        "web page (HTML)",
    ),
    "book.xml.xlsx": (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
    "paper.xlsx": (b"%PDF-1.7\n", "a PDF"),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not an Excel workbook"),
    "secret.xlsx": (_ole("EncryptedPackage"), "protected by a password"),
    "old.xlsx": (_ole("Workbook"), "Excel 97-2003"),
    "older.xlsx": (_ole("Book"), "Excel 97-2003"),
    "letter.xlsx": (_ole("WordDocument"), "old Office document"),
    "~$book.xlsx": (b"\x07Someone" + bytes(157), "while a workbook is open"),
    "mark.xlsx": (b"\x07Someone" + bytes(157), "while a workbook is open"),
    "sheet.ods.xlsx": (
        small.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "OpenDocument",
    ),
    "photos.xlsx": (small.zipped({"one.jpg": b"x"}), "not a workbook"),
    "no-parts.xlsx": (small.zipped({}), "empty zip"),
    "binary.xlsx": (
        _of_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        ".xlsb",
    ),
    "text.xlsx": (
        _of_type(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        ),
        "Word",
    ),
    "half.xlsx": (small.workbook()[:700], "incomplete"),
    "password.xlsx": (_encrypted(), "zip file with a password"),
    "checksum.xlsx": (_wrong_checksum(), "checksum"),
    "size.xlsx": (_false_size(), "damaged"),
    "overlap.xlsx": (_overlapping(), "overlaps another"),
    "names.xlsx": (
        _renamed(small.workbook(), "xl/styles.xml", "xl/style1.xml")[:-40],
        "incomplete",
    ),
    "header.xlsx": (
        small.workbook().replace(b"xl/styles.xml", b"xl/stylez.xml", 1),
        "damaged",
    ),
    "twice.xlsx": (_twice(small.SHEET), "twice"),
    "twice-by-case.xlsx": (_twice("xl/Worksheets/SHEET1.xml"), "twice"),
    "outside.xlsx": (small.workbook({"../../evil.xml": b"<a/>"}), "unsafe name"),
    "drive.xlsx": (small.workbook({"C:\\evil.xml": b"<a/>"}), "unsafe name"),
    "bomb.xlsx": (_sheet_with(_BOMB, '<row><c t="str"><v>&i;</v></c></row>'), "DTD"),
    "entity.xlsx": (_sheet_with(_XXE, '<row><c t="str"><v>&e;</v></c></row>'), "DTD"),
    "entity-16.xlsx": (
        small.workbook({small.STRINGS: f"{_XXE}<sst/>".encode("utf-16")}),
        "DTD",
    ),
    "encoding.xlsx": (
        small.workbook({small.STYLES: b'<?xml version="1.0" encoding="utf-7"?><a/>'}),
        "encoding",
    ),
    "bytes.xlsx": (small.workbook({small.STYLES: b"<a>\xff</a>"}), "not valid XML"),
    "deep.xlsx": (small.with_sheet("<a>" * 20_000 + "</a>" * 20_000), "elements deep"),
    "far.xlsx": (small.with_sheet(_FAR), "row 1,048,576 and column 16,384"),
    "beyond.xlsx": (
        small.with_sheet('<row r="1048577"><c><v>1</v></c></row>'),
        "row 1048577",
    ),
    "nowhere.xlsx": (
        small.with_sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        "cell XFE1",
    ),
    "repeated.xlsx": (
        small.workbook(
            {
                small.STRINGS: small.strings("x" * 400_000),
                small.SHEET: small.sheet(_REPEATED),
            }
        ),
        "of text",
    ),
    "open.xlsx": (
        small.workbook({small.WORKBOOK: b"<workbook><sheets>"}),
        "not valid XML",
    ),
    "sheetless.xlsx": (
        small.workbook({small.WORKBOOK: b"<workbook/>"}),
        "no worksheet",
    ),
    "lost-sheet.xlsx": (
        small.zipped(
            {
                name: content
                for name, content in small.parts().items()
                if name != small.SHEET
            }
        ),
        "sheet Orders is missing",
    ),
}

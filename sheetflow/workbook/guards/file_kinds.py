"""What a file really is, told from its first bytes, so that each kind gets its own sentence and remedy."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from sheetflow.workbook.refusal import RESAVE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection

LARGEST_FILE = 100 << 20
NOT_A_WORKBOOK = (
    "this is a zip file, but not a workbook; give an Excel workbook (.xlsx or .xlsm)"
)

WORKBOOKS_OF_TEMPLATES = {".xltx": ".xlsx", ".xltm": ".xlsm"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK_FILE_SIZES = (165, 171)
_MARK = "this is the mark that Excel leaves while a workbook is open; name the workbook itself, without ~$"
_LOOKED_AT = 4096
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_NOT = {True: ", not a workbook", False: " under the name of a workbook"}
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b",
    re.I | re.S,
)


def name_of_result(name: str) -> str:
    """What the file is called that comes of a workbook: a template (.xltx, .xltm) makes a workbook (.xlsx, .xlsm)."""
    path = PurePath(name)
    return path.stem + WORKBOOKS_OF_TEMPLATES.get(path.suffix.lower(), path.suffix)


def check_kind(data: bytes, name: str) -> None:
    """Raises RefusedError unless the bytes begin as an .xlsx or .xlsm does."""
    if not data:
        raise RefusedError(
            "the file is empty (0 bytes); restore it from a backup or save the workbook again"
        )
    if len(data) > LARGEST_FILE:
        raise RefusedError(too_large(len(data)))
    if PurePath(name).name.startswith("~$"):
        raise RefusedError(_MARK)
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedError(_not_a_zip(data, PurePath(name).suffix.lower()))


def too_large(size: int) -> str:
    """The sentence for a file beyond the limit; `size` in bytes."""
    return (
        f"the file has {size >> 20} MB, more than the {LARGEST_FILE >> 20} MB allowed;"
        " delete unused sheets and pictures, or start a new workbook for a new year"
    )


def _not_a_zip(data: bytes, suffix: str) -> str:
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(b"PK\x05\x06"):
        return "this is an empty zip file, not a workbook; restore it from a backup or save it again"
    if data.startswith(b"%PDF"):
        return "this is a PDF, not a workbook; give the Excel workbook that it was made from"
    if len(data) in _LOCK_FILE_SIZES and data[0] < 55 and b"\0" in data:
        return _MARK
    return (
        _text(data[:_LOOKED_AT], suffix) or f"this is not an Excel workbook; {RESAVE}"
    )


def _ole(data: bytes) -> str:
    """An OLE container names its streams in UTF-16, and so what it holds.

    Sources: MS-CFB 2.6.1 (directory entries), MS-XLS 2.1.2 (Workbook), MS-OFFCRYPTO 1.3.1 (EncryptedPackage).
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            "the workbook is protected by a password; open it in Excel, take the password off"
            " (File, Info, Protect Workbook, Encrypt with Password), save it and try again"
        )
    if any(
        f"{stream}\0".encode("utf-16-le") in data for stream in ("Workbook", "Book")
    ):
        return f"this is an old Excel 97-2003 workbook (.xls); {RESAVE}"
    return f"this is an old Office document, not an .xlsx workbook; {RESAVE}"


def _text(head: bytes, suffix: str) -> str:
    encoding = next(
        (codec for mark, codec in _BYTE_ORDER_MARKS.items() if head.startswith(mark)),
        "cp1252",
    )
    text = head.decode(encoding, errors="replace")
    if (
        "\0" in text
        or sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) // 50
    ):
        return ""
    if _HTML.match(text):
        honest = suffix in (".html", ".htm")
        return f"this is a web page (HTML){_NOT[honest]}; {RESAVE}"
    if text.lstrip().startswith("<"):
        return f"this is an XML file, not an .xlsx workbook; {RESAVE}"
    return (
        f"this is plain text (CSV){_NOT[suffix in ('.csv', '.txt', '.tsv')]}; {RESAVE}"
    )


_OTHER_DOCUMENTS = {
    "wordprocessingml": "a Word document",
    "presentationml": "a PowerPoint presentation",
    "ms-word": "a Word document",
    "ms-powerpoint": "a PowerPoint presentation",
}


def check_zip_kind(names: Collection[str], mimetype: bytes) -> None:
    """Raises RefusedError for a zip that is some other kind of document. `names` in lower case."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        raise RefusedError(
            f"this is an OpenDocument file (.ods), not an .xlsx workbook; {RESAVE}"
        )
    if "[content_types].xml" not in names:
        raise RefusedError(NOT_A_WORKBOOK)


def check_document_kind(content_type: str) -> None:
    """Raises RefusedError when the main part is not that of an XML workbook."""
    lowered = content_type.lower()
    if "sheet.binary" in lowered:
        raise RefusedError(f"this is a binary workbook (.xlsb); {RESAVE}")
    for mark, what in _OTHER_DOCUMENTS.items():
        if mark in lowered:
            raise RefusedError(
                f"this is {what}, not a workbook; give an Excel workbook (.xlsx or .xlsm)"
            )

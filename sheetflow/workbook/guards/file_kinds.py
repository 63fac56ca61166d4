"""What a file really is, from its first bytes: each kind gets its own message."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from sheetflow.workbook.refusal import RESAVE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection

LARGEST_FILE = 400 << 20
NOT_A_WORKBOOK = (
    "this is a zip file, but not a workbook; choose an Excel workbook (.xlsx or .xlsm)"
)

WORKBOOKS_OF_TEMPLATES = {".xltx": ".xlsx", ".xltm": ".xlsm"}

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK_FILE_SIZES = (165, 171)
_LONGEST_USER_NAME = 54
_LOCK_FILE = (
    "this is the lock file that Excel creates while a workbook is open; "
    "choose the workbook itself, without ~$"
)
_EMPTY = (
    "the file is empty (0 bytes); restore it from a backup or save the workbook again"
)
_IS_EMPTY_ZIP = (
    "this is an empty zip file, not a workbook; "
    "restore it from a backup or save the workbook again"
)
_IS_PDF = (
    "this is a PDF, not a workbook; choose the Excel workbook from which it was made"
)
_HAS_PASSWORD = (
    "the workbook is protected by a password; "
    "open it in Excel, remove the password "
    "(File, Info, Protect Workbook, Encrypt with Password), save it and try again"
)
_TEXT_SAMPLE = 4096
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b",
    re.I | re.S,
)
_HTML_SUFFIXES = (".html", ".htm")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")


def name_of_result(name: str) -> str:
    """The name of the updated workbook: .xltx and .xltm become .xlsx and .xlsm."""
    path = PurePath(name)
    return path.stem + WORKBOOKS_OF_TEMPLATES.get(path.suffix.lower(), path.suffix)


def check_kind(data: bytes, name: str) -> None:
    """Raises RefusedError unless the bytes begin as an .xlsx or .xlsm does."""
    path = PurePath(name)
    if not data:
        raise RefusedError(_EMPTY)
    if len(data) > LARGEST_FILE:
        raise RefusedError(too_large(len(data)))
    if path.name.startswith("~$"):
        raise RefusedError(_LOCK_FILE)
    if not data.startswith(_ZIP):
        raise RefusedError(_not_a_zip(data, path.suffix.lower()))


def too_large(size: int) -> str:
    """The message for a file beyond the limit; `size` in bytes."""
    return (
        f"the file is {size >> 20} MB, more than the {LARGEST_FILE >> 20} MB allowed;"
        " delete unused sheets and pictures, or start a new workbook for a new year"
    )


def _not_a_zip(data: bytes, suffix: str) -> str:
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_EMPTY_ZIP):
        return _IS_EMPTY_ZIP
    if data.startswith(b"%PDF"):
        return _IS_PDF
    if _is_lock_file(data):
        return _LOCK_FILE
    text = _text_kind(data[:_TEXT_SAMPLE], suffix)
    return text or f"this is not an Excel workbook; {RESAVE}"


def _is_lock_file(data: bytes) -> bool:
    """Excel's lock file has a fixed size, and begins with the length of a user name."""
    has_size = len(data) in _LOCK_FILE_SIZES
    return has_size and data[0] <= _LONGEST_USER_NAME and b"\0" in data


def _ole(data: bytes) -> str:
    """An OLE container names its streams in UTF-16, and so its kind.

    Sources: MS-CFB 2.6.1 (directory entries), MS-XLS 2.1.2 (Workbook), MS-OFFCRYPTO
    1.3.1 (EncryptedPackage).
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _HAS_PASSWORD
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return f"this is an old Excel 97-2003 workbook (.xls); {RESAVE}"
    return f"this is an old Office document, not an .xlsx workbook; {RESAVE}"


def _has_stream(data: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in data


def _text_kind(head: bytes, suffix: str) -> str:
    """The message for a file of text; "" where it is none."""
    text = head.decode(_text_encoding(head), errors="replace")
    if not _is_text(text):
        return ""
    return f"{_kind_of_text(text, suffix)}; {RESAVE}"


def _kind_of_text(text: str, suffix: str) -> str:
    if _HTML.match(text):
        contrast = _contrast(suffix in _HTML_SUFFIXES)
        return f"this is a web page (HTML){contrast}"
    if text.lstrip().startswith("<"):
        return "this is an XML file, not an .xlsx workbook"
    contrast = _contrast(suffix in _TEXT_SUFFIXES)
    return f"this is plain text (CSV){contrast}"


def _text_encoding(head: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return encoding
    return "cp1252"


def _is_text(text: str) -> bool:
    """Hardly any control characters, and no zero."""
    controls = sum(not (c.isprintable() or c.isspace()) for c in text)
    return "\0" not in text and controls <= len(text) // 50


def _contrast(has_honest_suffix: bool) -> str:
    return ", not a workbook" if has_honest_suffix else " with the name of a workbook"


_OTHER_DOCUMENTS = {
    "wordprocessingml": "a Word document",
    "presentationml": "a PowerPoint presentation",
    "ms-word": "a Word document",
    "ms-powerpoint": "a PowerPoint presentation",
}


def check_zip_kind(names: Collection[str], mimetype: bytes) -> None:
    """Raises RefusedError for a zip of another kind. `names` in lower case."""
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
    _refuse_other_documents(lowered)


def _refuse_other_documents(content_type: str) -> None:
    for mark, what in _OTHER_DOCUMENTS.items():
        if mark in content_type:
            raise RefusedError(
                f"this is {what}, not a workbook; "
                "choose an Excel workbook (.xlsx or .xlsm)"
            )

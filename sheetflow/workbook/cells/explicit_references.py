"""A worksheet in which every row and cell states its reference: `<c r="B7"`.

The file format allows to leave them out, to be counted; hardly any program does.
"""

from __future__ import annotations

import re

from sheetflow.workbook.archive.xml_text import parse_attributes, without_hidden
from sheetflow.workbook.cells.cell_references import column_name, parse_cell

_WORKSHEET = re.compile(rb"<([^\s/>?!:]+:)?worksheet[\s>]")
_R_ATTRIBUTE = re.compile(rb"""\sr\s*=\s*("[^"]*"|'[^']*')""")
_SINGLE_QUOTED = re.compile(rb"""(\s[^\s=]+)\s*=\s*'([^'"]*)'""")


def with_explicit_references(data: bytes) -> bytes:
    """The same sheet, each row and cell beginning `<row r="7"` and `<c r="B7"`.

    Comments are left out. The same object where nothing has to change.
    """
    data = without_hidden(data)
    root = _WORKSHEET.search(data)
    if not root:
        return data
    prefix = root[1] or b""
    start, end = _rows_span(data, prefix)
    if start < 0 or end < 0 or _is_explicit(data, prefix, start, end):
        return data
    rows = _ReferenceWriter(prefix).rewritten(data[start:end])
    return data[:start] + rows + data[end:]


def _rows_span(data: bytes, prefix: bytes) -> tuple[int, int]:
    """(start, end) of `<sheetData>` without its end tag; -1 for what is missing."""
    start = data.find(b"<%ssheetData" % prefix)
    return start, data.rfind(b"</%ssheetData" % prefix)


def _is_explicit(data: bytes, prefix: bytes, start: int, end: int) -> bool:
    tags = (b"<%s%s" % (prefix, name) for name in (b"row", b"c"))
    return all(_all_have_reference(data, tag, start, end) for tag in tags)


def _all_have_reference(data: bytes, tag: bytes, start: int, end: int) -> bool:
    """Whether every tag of that name begins with its reference.

    The quick count also finds longer names, such as `<col` for `<c`.
    """
    explicit = data.count(b'%s r="' % tag, start, end)
    if explicit == data.count(tag, start, end):
        return True
    whole_name = re.compile(re.escape(tag) + rb"(?=[\s/>])")
    return explicit == sum(1 for _ in whole_name.finditer(data, start, end))


class _ReferenceWriter:
    """Writes the references that a sheet leaves to be counted."""

    def __init__(self, prefix: bytes) -> None:
        self._row = 0
        self._column = 0
        self._tag = re.compile(
            rb"<(%s)(row|c)(?=[\s/>])([^>]*?)(\s*/?)>" % re.escape(prefix)
        )

    def rewritten(self, rows: bytes) -> bytes:
        return self._tag.sub(self._rewritten_tag, rows)

    def _rewritten_tag(self, match: re.Match[bytes]) -> bytes:
        prefix, name, raw, closing = match.groups()
        attributes = parse_attributes(raw)
        count = self._next_row if name == b"row" else self._next_cell
        reference = count(attributes)
        others = _other_attributes(raw)
        return b'<%s%s r="%s"%s%s>' % (
            prefix,
            name,
            reference.encode(),
            others,
            closing,
        )

    def _next_row(self, attributes: dict[str, str]) -> str:
        """Count one row, and return its reference."""
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = 0
        return str(self._row)

    def _next_cell(self, attributes: dict[str, str]) -> str:
        """Count one cell, and return its reference."""
        row = self._row
        column = self._column + 1
        if attributes.get("r"):
            row, column = parse_cell(attributes["r"])
        self._column = column
        return f"{column_name(column)}{row}"


def _other_attributes(raw: bytes) -> bytes:
    """The attributes without the reference, in double quotes."""
    others = _R_ATTRIBUTE.sub(b"", raw)
    return _SINGLE_QUOTED.sub(rb'\1="\2"', others)

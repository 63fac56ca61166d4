"""The XML of a formula's cell, without its value or with another formula.

`px` is the prefix of the part's elements.
"""

from __future__ import annotations

from sheetflow.workbook.archive.xml_text import escape, parse_attributes


def without_value(cell: bytes, px: bytes) -> bytes:
    """A formula's cell without its cached value and without that value's type."""
    start = cell.find(b"<%sv" % px)
    if start < 0:
        return cell
    end = cell.index(b">", start) + 1
    if cell[end - 2 : end] != b"/>":
        end = cell.index(b">", cell.index(b"</%sv" % px, start)) + 1
    head = cell.index(b">") + 1
    return _untyped(cell[:head]) + cell[head:start] + cell[end:]


def _untyped(head: bytes) -> bytes:
    """The start tag of a cell without the type of its value."""
    kind = parse_attributes(head).get("t")
    return head.replace(f' t="{kind}"'.encode(), b"", 1) if kind else head


def with_formula(cell: bytes, px: bytes, text: str, shared: bool) -> bytes:
    """A cell with another formula.

    If it is no longer `shared`, its element loses the attributes that say so.
    """
    start = cell.index(b"<%sf" % px)
    head = cell.index(b">", start) + 1
    end = head
    if cell[head - 2 : head] != b"/>":
        end = cell.index(b">", cell.index(b"</%sf" % px, head)) + 1
    opening = cell[start:head] if shared else b"<%sf>" % px
    formula = opening + escape(text).encode() + b"</%sf>" % px
    return cell[:start] + formula + cell[end:]

"""A zip container written: what is compressed already is copied, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.deflate import codec
from sheetflow.workbook.archive.zip_format import (
    CENTRAL,
    CENTRAL_MARK,
    DEFLATED,
    END,
    END_MARK,
    LOCAL,
    LOCAL_MARK,
    NAME_IS_UTF8,
    Entry,
    Member,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

_VERSION = 20  # needed to unpack: 2.0, deflate


def write(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write a container: compressed content is copied, other content is deflated."""
    position = 0
    central_headers = []
    for member, content, is_compressed in entries:
        written, body = _as_written(member, content, is_compressed)
        header = _local_header(written)
        file.write(header)
        file.write(body)
        central_headers.append(_central_header(written, position))
        position += len(header) + len(body)
    directory = b"".join(central_headers)
    file.write(directory)
    file.write(_end_record(len(central_headers), len(directory), position))


def _as_written(
    member: Member, content: bytes, is_compressed: bool
) -> tuple[Member, bytes]:
    """The member with its sizes in its header, so that none need to follow its bytes."""
    flags = member.flags & NAME_IS_UTF8
    if is_compressed:
        return replace(member, flags=flags), content
    deflater = codec().compressobj(1, DEFLATED, -15)
    body = deflater.compress(content) + deflater.flush()
    written = replace(
        member,
        flags=flags,
        method=DEFLATED,
        checksum=codec().crc32(content),
        compressed=len(body),
        size=len(content),
    )
    return written, body


def _local_header(member: Member) -> bytes:
    fixed = LOCAL.pack(
        LOCAL_MARK,
        _VERSION,
        member.flags,
        member.method,
        member.time,
        member.date,
        member.checksum,
        member.compressed,
        member.size,
        len(member.raw_name),
        0,
    )
    return fixed + member.raw_name


def _central_header(member: Member, offset: int) -> bytes:
    fixed = CENTRAL.pack(
        CENTRAL_MARK,
        _VERSION,
        _VERSION,
        member.flags,
        member.method,
        member.time,
        member.date,
        member.checksum,
        member.compressed,
        member.size,
        len(member.raw_name),
        0,
        0,
        0,
        0,
        member.attributes,
        offset,
    )
    return fixed + member.raw_name


def _end_record(entries: int, size: int, offset: int) -> bytes:
    return END.pack(END_MARK, 0, 0, entries, entries, size, offset, 0)

"""The zip container, read strictly."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.deflate import codec
from sheetflow.workbook.archive.zip_format import (
    CENTRAL,
    CENTRAL_MARK,
    DEFLATED,
    END,
    END_64,
    END_64_LOCATOR,
    END_64_LOCATOR_MARK,
    END_64_MARK,
    END_MARK,
    LOCAL,
    LOCAL_MARK,
    NAME_IS_UTF8,
    STORED,
    Member,
)
from sheetflow.workbook.refusal import RESAVE, RefusedError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_COMMENT = 0xFFFF
_IN_EXTRA_FIELD = 0xFFFFFFFF  # the 64-bit value is in the extra field

DAMAGED = (
    "restore the file from a backup, or open it in Excel, "
    "let it repair the file and save it again"
)
INCOMPLETE = (
    "the file is incomplete, perhaps after a download or a copy that was interrupted; "
    "download or copy it again, or restore it from a backup"
)


class _Directory(NamedTuple):
    """The central directory: how many entries, and its bytes [start, end)."""

    entries: int
    start: int
    end: int


def members(data: bytes, at_most: int) -> Iterator[Member]:
    """The entries in directory order. Raises RefusedError when the file is damaged."""
    directory = _find_directory(data)
    if directory.entries > at_most:
        count = f"{directory.entries:,} parts, more than the {at_most:,} allowed"
        raise RefusedError(f"it has {count}; {RESAVE}")
    position = directory.start
    for _ in range(directory.entries):
        member, position = _read_entry(data, position, directory.end)
        yield member


def _find_directory(data: bytes) -> _Directory:
    earliest = max(0, len(data) - END.size - _LONGEST_COMMENT)
    end = data.rfind(END_MARK, earliest)
    if end < 0 or end + END.size > len(data):
        raise RefusedError(INCOMPLETE)
    disk, entries, size, offset = _end_record(data, end)
    if entries == 0xFFFF or _IN_EXTRA_FIELD in (size, offset):
        entries, size, offset = _large_directory(data, end)
    if disk not in (0, 0xFFFF) or offset + size > end:
        raise RefusedError(INCOMPLETE)
    return _Directory(entries, offset, offset + size)


def _end_record(data: bytes, start: int) -> tuple[int, int, int, int]:
    """(disk, entries, size, offset) of the directory."""
    _, disk, _, _, entries, size, offset, _ = END.unpack_from(data, start)
    return disk, entries, size, offset


def _large_directory(data: bytes, end: int) -> tuple[int, int, int]:
    """(entries, size, offset) of a zip64 directory, whose locator precedes `end`."""
    locator = end - END_64_LOCATOR.size
    if locator < 0 or not data.startswith(END_64_LOCATOR_MARK, locator):
        raise RefusedError(INCOMPLETE)
    record = END_64_LOCATOR.unpack_from(data, locator)[2]
    is_before_locator = record + END_64.size <= locator
    if not is_before_locator or not data.startswith(END_64_MARK, record):
        raise RefusedError(INCOMPLETE)
    *_, entries, size, offset = END_64.unpack_from(data, record)
    return entries, size, offset


def _read_entry(data: bytes, start: int, end: int) -> tuple[Member, int]:
    """The directory's entry at `start`, and where the next one begins."""
    name_start = start + CENTRAL.size
    if name_start > end or not data.startswith(CENTRAL_MARK, start):
        raise RefusedError(f"the list of its parts is damaged; {DAMAGED}")
    fixed = CENTRAL.unpack_from(data, start)
    name_length, extra_length, comment_length = fixed[10:13]
    name_end = name_start + name_length
    extra_end = name_end + extra_length
    raw_name = data[name_start:name_end]
    member = _member(fixed, raw_name, data[name_end:extra_end])
    return member, extra_end + comment_length


def _member(fixed: tuple[int, ...], raw_name: bytes, extra: bytes) -> Member:
    flags, method, time, date, checksum, compressed, size = fixed[3:10]
    attributes, header = fixed[15:17]
    if _IN_EXTRA_FIELD in (compressed, size, header):
        size, compressed, header = _large_sizes(extra, size, compressed, header)
    return Member(
        name=_part_name(raw_name, flags),
        raw_name=raw_name,
        flags=flags,
        method=method,
        time=time,
        date=date,
        checksum=checksum,
        compressed=compressed,
        size=size,
        attributes=attributes,
        header=header,
    )


def _large_sizes(extra: bytes, *values: int) -> list[int]:
    """The values, those that do not fit in 32 bits taken from extra field 1.

    The field has only those, in a fixed order.
    """
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        content = position + 4
        if kind == 1:
            field = extra[: content + length]
            wide = iter(struct.unpack_from(f"<{length // 8}Q", field, content))
            return [
                next(wide, value) if value == _IN_EXTRA_FIELD else value
                for value in values
            ]
        position = content + length
    return list(values)


def _part_name(raw: bytes, flags: int) -> str:
    encoding = "utf-8" if flags & NAME_IS_UTF8 else "cp437"
    try:
        name = raw.decode(encoding)
    except UnicodeDecodeError:
        raise _unreadable_name(raw) from None
    return name.replace("\\", "/").lstrip("/")


def _unreadable_name(raw: bytes) -> RefusedError:
    shown = printable(repr(raw))
    return RefusedError(f"the name of a part is not readable ({shown}); {DAMAGED}")


def compressed_span(data: bytes, member: Member) -> tuple[int, int]:
    """(start, end) of a member's compressed bytes.

    Raises RefusedError where its own header contradicts the directory.
    """
    header_end = member.header + LOCAL.size
    in_file = header_end <= len(data)
    if not in_file or not data.startswith(LOCAL_MARK, member.header):
        raise _damaged(member)
    *_, name_length, extra_length = LOCAL.unpack_from(data, member.header)
    name_end = header_end + name_length
    start = name_end + extra_length
    end = start + member.compressed
    if data[header_end:name_end] != member.raw_name or end > len(data):
        raise _damaged(member)
    return start, end


def inflate(data: bytes, member: Member) -> bytes:
    """A member's content, its size and checksum checked.

    Raises RefusedError when it is damaged.
    """
    start, end = compressed_span(data, member)
    if member.method == STORED:
        content = data[start:end]
    elif member.method == DEFLATED:
        content = _inflate(data[start:end], member)
    else:
        problem = "is compressed in an unusual way"
        raise RefusedError(f"the part {printable(member.name)} {problem}; {RESAVE}")
    if len(content) != member.size or codec().crc32(content) != member.checksum:
        raise _damaged(member, " (its checksum is wrong)")
    return content


def _inflate(compressed: bytes, member: Member) -> bytes:
    """No more than the stated size and one byte: a wrong size is noticed, and costs nothing."""
    deflate = codec()
    try:
        inflater = deflate.decompressobj(wbits=-15)
        content: bytes = inflater.decompress(compressed, member.size + 1)
    except (zlib.error, deflate.error) as error:
        raise _damaged(member, f" ({error})") from None
    return content


def _damaged(member: Member, detail: str = "") -> RefusedError:
    name = printable(member.name)
    return RefusedError(f"the part {name} is damaged{detail}; {DAMAGED}")

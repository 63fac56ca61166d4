"""The zip container, read strictly and written so that an untouched member stays as it was, byte for byte.

Source: PKWARE APPNOTE 6.3.10 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). The standard
library's zipfile takes what Excel never writes (stubs, bzip2, lzma), and cannot copy a member still packed.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from sheetflow.workbook.refusal import RESAVE, RefusedError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

STORED, DEFLATED = 0, 8
ENCRYPTED, SIZES_FOLLOW, NAME_IS_UTF8 = 0x0001, 0x0008, 0x0800

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64_LOCATOR = struct.Struct("<4sIQI")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LONGEST_COMMENT = 0xFFFF

DAMAGED = "restore the file from a backup, or open it in Excel, let it repair the file and save it again"
INCOMPLETE = (
    "the file is incomplete, as after a download or a copy that broke off; "
    "fetch it again or restore it from a backup"
)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the container. `name` has forward slashes, none leading; sizes and offsets in bytes."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    date: int
    checksum: int
    compressed: int
    size: int
    attributes: int
    header: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


Entry = tuple[Member, bytes, bool]
"""What is written: a member, its content, and whether that is packed already."""


def new_member(name: str) -> Member:
    """An entry that the container did not have. Dated 1980-01-01, so that equal content makes equal files."""
    flags = 0 if name.isascii() else NAME_IS_UTF8
    return Member(name, name.encode(), flags, DEFLATED, 0, 0x21, 0, 0, 0, 0, 0)


# ------------------------------------------------------------------ reading


class _Directory(NamedTuple):
    entries: int
    size: int
    offset: int
    end: int  # where the end record stands: nothing of a member may lie beyond the directory


def members(data: bytes, at_most: int) -> Iterator[Member]:
    """The entries of the container in the order of its directory. Raises RefusedError when it is damaged."""
    directory = _directory(data)
    if directory.entries > at_most:
        raise RefusedError(
            f"it holds {directory.entries:,} parts, more than the {at_most:,} allowed; {RESAVE}"
        )
    at = directory.offset
    for _ in range(directory.entries):
        member, at = _entry(data, at, directory.offset + directory.size)
        yield member


def _directory(data: bytes) -> _Directory:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if end < 0 or end + _END.size > len(data):
        raise RefusedError(INCOMPLETE)
    _, disk, _, _, entries, size, offset, _ = _END.unpack_from(data, end)
    if entries == 0xFFFF or size == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        entries, size, offset = _large_directory(data, end)
    if disk not in (0, 0xFFFF) or offset + size > end:
        raise RefusedError(INCOMPLETE)
    return _Directory(entries, size, offset, end)


def _large_directory(data: bytes, end: int) -> tuple[int, int, int]:
    at = end - _END_64_LOCATOR.size
    if at < 0 or data[at : at + 4] != b"PK\x06\x07":
        raise RefusedError(INCOMPLETE)
    record = _END_64_LOCATOR.unpack_from(data, at)[2]
    if record + _END_64.size > at or data[record : record + 4] != b"PK\x06\x06":
        raise RefusedError(INCOMPLETE)
    *_, entries, size, offset = _END_64.unpack_from(data, record)
    return entries, size, offset


def _entry(data: bytes, at: int, end: int) -> tuple[Member, int]:
    if at + _CENTRAL.size > end or data[at : at + 4] != b"PK\x01\x02":
        raise RefusedError(f"the list of its parts is damaged; {DAMAGED}")
    fixed = _CENTRAL.unpack_from(data, at)
    flags, method, time, date, checksum, compressed, size = fixed[3:10]
    name_length, extra_length, comment_length = fixed[10:13]
    attributes, header = fixed[15:17]
    extra_at = at + _CENTRAL.size + name_length
    raw_name, extra = (
        data[at + _CENTRAL.size : extra_at],
        data[extra_at : extra_at + extra_length],
    )
    if 0xFFFFFFFF in (compressed, size, header):
        size, compressed, header = _large_sizes(extra, size, compressed, header)
    name = _part_name(raw_name, flags)
    member = Member(
        name,
        raw_name,
        flags,
        method,
        time,
        date,
        checksum,
        compressed,
        size,
        attributes,
        header,
    )
    return member, extra_at + extra_length + comment_length


def _large_sizes(extra: bytes, *values: int) -> list[int]:
    """The 64-bit values of extra field 1, which holds, in a fixed order, those that do not fit in 32 bits."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            wide = iter(
                struct.unpack_from(f"<{length // 8}Q", extra[: at + 4 + length], at + 4)
            )
            return [
                next(wide, value) if value == 0xFFFFFFFF else value for value in values
            ]
        at += 4 + length
    return list(values)


def _part_name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & NAME_IS_UTF8 else "cp437")
    except UnicodeDecodeError:
        raise RefusedError(
            f"the name of a part is not readable ({shown(repr(raw))}); {DAMAGED}"
        ) from None
    return name.replace("\\", "/").lstrip("/")


def span(data: bytes, member: Member) -> tuple[int, int]:
    """(start, end) of its compressed bytes. Raises RefusedError where its own header belies the directory."""
    start = member.header
    if start + _LOCAL.size > len(data) or data[start : start + 4] != b"PK\x03\x04":
        raise RefusedError(f"the part {shown(member.name)} is damaged; {DAMAGED}")
    *_, name_length, extra_length = _LOCAL.unpack_from(data, start)
    name_at = start + _LOCAL.size
    begin = name_at + name_length + extra_length
    same_name = data[name_at : name_at + name_length] == member.raw_name
    if not same_name or begin + member.compressed > len(data):
        raise RefusedError(f"the part {shown(member.name)} is damaged; {DAMAGED}")
    return begin, begin + member.compressed


def inflate(data: bytes, member: Member) -> bytes:
    """Its content, no more than its stated size, the checksum checked. Raises RefusedError when damaged."""
    start, end = span(data, member)
    if member.method == STORED:
        content = data[start:end]
    elif member.method == DEFLATED:
        content = _inflate(data[start:end], member)
    else:
        raise RefusedError(
            f"the part {shown(member.name)} is packed in an unusual way; {RESAVE}"
        )
    if len(content) != member.size or zlib.crc32(content) != member.checksum:
        raise RefusedError(
            f"the part {shown(member.name)} is damaged (its checksum is wrong); {DAMAGED}"
        )
    return content


def _inflate(packed: bytes, member: Member) -> bytes:
    codec = _codec()
    try:
        content: bytes = codec.decompressobj(wbits=-15).decompress(
            packed, member.size + 1
        )
    except (zlib.error, codec.error) as error:
        raise RefusedError(
            f"the part {shown(member.name)} is damaged ({error}); {DAMAGED}"
        ) from None
    return content


# ------------------------------------------------------------------ writing


class _Codec(Protocol):
    error: type[Exception]

    def decompressobj(self, *, wbits: int) -> _Inflater: ...
    def compressobj(self, level: int, method: int, wbits: int) -> _Deflater: ...


class _Inflater(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Deflater(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _codec() -> _Codec:
    """isal where it is installed (it is twice to four times as fast), else zlib."""
    try:
        from isal import isal_zlib
    except ImportError:
        return cast("_Codec", zlib)
    return cast("_Codec", isal_zlib)


def write(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write a container: packed content is copied, other is deflated."""
    at, central = 0, []
    for member, content, packed in entries:
        written, body = (
            (_copied(member), content) if packed else _deflated(member, content)
        )
        header = _local_header(written)
        file.write(header)
        file.write(body)
        central.append(_central_header(written, at))
        at += len(header) + len(body)
    directory = b"".join(central)
    file.write(directory)
    file.write(
        _END.pack(
            b"PK\x05\x06", 0, 0, len(central), len(central), len(directory), at, 0
        )
    )


def _copied(member: Member) -> Member:
    return _restated(
        member, member.method, member.checksum, member.compressed, member.size
    )


def _deflated(member: Member, content: bytes) -> tuple[Member, bytes]:
    deflater = _codec().compressobj(1, DEFLATED, -15)
    body = deflater.compress(content) + deflater.flush()
    return _restated(
        member, DEFLATED, zlib.crc32(content), len(body), len(content)
    ), body


def _restated(
    member: Member, method: int, checksum: int, compressed: int, size: int
) -> Member:
    """The member with sizes that stand in its header, so nothing need follow its bytes."""
    flags = member.flags & NAME_IS_UTF8
    return Member(
        member.name, member.raw_name, flags, method, member.time, member.date, checksum, compressed, size,
        member.attributes, member.header,
    )  # fmt: skip


def _local_header(member: Member) -> bytes:
    fixed = _LOCAL.pack(
        b"PK\x03\x04", 20, member.flags, member.method, member.time, member.date, member.checksum,
        member.compressed, member.size, len(member.raw_name), 0,
    )  # fmt: skip
    return fixed + member.raw_name


def _central_header(member: Member, offset: int) -> bytes:
    fixed = _CENTRAL.pack(
        b"PK\x01\x02", 20, 20, member.flags, member.method, member.time, member.date, member.checksum,
        member.compressed, member.size, len(member.raw_name), 0, 0, 0, 0, member.attributes, offset,
    )  # fmt: skip
    return fixed + member.raw_name

"""The records of a zip file, and its entries as plain data.

Source: PKWARE APPNOTE 6.3.10
(https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). The standard library's
zipfile accepts what Excel never writes (stubs, bzip2, lzma), and it cannot copy a
member without unpacking it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

STORED = 0
DEFLATED = 8
NAME_IS_UTF8 = 0x0800

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
END_64_LOCATOR = struct.Struct("<4sIQI")
END_64 = struct.Struct("<4sQ2H2I4Q")
LOCAL_MARK = b"PK\x03\x04"
CENTRAL_MARK = b"PK\x01\x02"
END_MARK = b"PK\x05\x06"
END_64_LOCATOR_MARK = b"PK\x06\x07"
END_64_MARK = b"PK\x06\x06"

_FIRST_DATE = 0x21  # 1980-01-01


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the container.

    `name` has forward slashes, none of them leading; sizes and offsets are in bytes;
    `header` is the offset of its local header.
    """

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

    def has_content_of(self, other: Member) -> bool:
        """Whether both have the same content, by size and checksum."""
        same_size = self.size == other.size and self.compressed == other.compressed
        return same_size and self.checksum == other.checksum


Entry = tuple[Member, bytes, bool]
"""A member to write, its content, and whether that content is compressed already."""


def new_member(name: str) -> Member:
    """A new entry, dated 1980-01-01: equal content makes equal files."""
    flags = 0 if name.isascii() else NAME_IS_UTF8
    return Member(
        name=name,
        raw_name=name.encode(),
        flags=flags,
        method=DEFLATED,
        time=0,
        date=_FIRST_DATE,
        checksum=0,
        compressed=0,
        size=0,
        attributes=0,
        header=0,
    )

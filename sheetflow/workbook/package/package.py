"""A workbook as a package of parts: read under guard, changed by the part, the rest written as it was."""

from __future__ import annotations

import posixpath
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sheetflow.workbook.archive import archive, parts
from sheetflow.workbook.archive.parts import CONTENT_TYPES, ContentTypes, Relationship
from sheetflow.workbook.package import guard
from sheetflow.workbook.refusal import REPAIR, RefusedError, naming, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from sheetflow.workbook.archive.archive import Entry, Member
    from sheetflow.workbook.guards.extent import Extent

_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CACHE = 128 << 20


class Package:
    """The parts of one workbook. Part names have no leading slash and are found without regard to case.

    Every method raises SheetflowError, one line with the file's name in front, for a damaged or missing part.
    """

    def __init__(self, data: bytes, name: str, entries: list[Member]) -> None:
        """For `open` alone: nothing has been checked yet."""
        self.name = name
        self.extents: dict[str, Extent] = {}
        self.parts: dict[str, Member] = {
            entry.name: entry for entry in entries if not entry.is_folder
        }
        self._data = data
        self._entries = entries
        self._original = dict(self.parts)
        self._names = {part.lower(): part for part in self.parts}
        self._pending: dict[str, bytes] = {}
        self._cache: dict[str, bytes] = {}

    @classmethod
    def open(cls, data: bytes, name: str) -> Package:
        """Check the bytes of a file called `name`, then take them as a workbook.

        Raises:
            SheetflowError: "<name>: <what is wrong>; <remedy>" for whatever cannot or must not be processed.
        """
        with naming(name):
            guard.check_kind(data, name)
            entries = guard.check_members(archive.members(data, guard.MOST_MEMBERS))
            package = cls(data, name, entries)
            guard.check_workbook(package)
            return package

    # ------------------------------------------------------------------ looking

    def part_name(self, name: str) -> str:
        """The name as the package spells it."""
        with naming(self.name):
            return self._found(name)

    def has(self, name: str) -> bool:
        return self._spelt(name) is not None

    def _spelt(self, name: str) -> str | None:
        plain = name.lstrip("/").lower()
        return self._names.get(plain) or self._names.get(unquote(plain))

    def _found(self, name: str) -> str:
        part = self._spelt(name)
        if part is None:
            raise RefusedError(f"the part {shown(name)} is missing; {REPAIR}")
        return part

    def read(self, part: str) -> bytes:
        """A part's content: what was last written, else the file's, its checksum and its XML checked."""
        with naming(self.name):
            name = self._found(part)
            if name in self._pending:
                return self._pending[name]
            if name not in self._cache:
                content = archive.inflate(self._data, self.parts[name])
                guard.check_part(name, content)
                self._keep(name, content)
                return content
            return self._cache[name]

    def _keep(self, name: str, content: bytes) -> None:
        """Parts are read by the guards, then by the readers: keep them inflated while they are few."""
        if sum(map(len, self._cache.values())) + len(content) <= _CACHE:
            self._cache[name] = content

    def rels(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the package), by id. Empty where it has none."""
        rels = self._spelt(parts.rels_part(part.lstrip("/")))
        if rels is None:
            return {}
        content = self.read(rels)
        with naming(self.name):
            return parts.relationships(rels, content)

    def content_type_of(self, part: str) -> str:
        """The media type of a part, "" where none is declared."""
        return self._content_types.of(part.lstrip("/"))

    @cached_property
    def _content_types(self) -> ContentTypes:
        content = self.read(CONTENT_TYPES)
        with naming(self.name):
            return parts.content_types(content)

    @cached_property
    def _workbook(self) -> Relationship:
        found = [
            each
            for each in self.rels("").values()
            if each.is_a("officeDocument") and not each.external
        ]
        if not found:
            raise RefusedError(guard.NOT_A_WORKBOOK)
        return found[0]

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook part."""
        with naming(self.name):
            return self._found(self._workbook.target)

    @cached_property
    def strict(self) -> bool:
        """Whether the package speaks ISO strict (the namespaces of purl.oclc.org)."""
        return self._workbook.type.startswith(_STRICT)

    @property
    def is_macro(self) -> bool:
        """Whether it is a workbook with macros (.xlsm, .xltm)."""
        return "macroenabled" in self.content_type_of(self.workbook).lower()

    @property
    def is_template(self) -> bool:
        return "template" in self.content_type_of(self.workbook).lower()

    def become_workbook(self) -> None:
        """Make a workbook of a template: what Excel opens itself, not a copy of it."""
        kind = self.content_type_of(self.workbook)
        plain = kind.replace("excel.template", "excel.sheet").replace(
            "spreadsheetml.template", "spreadsheetml.sheet"
        )
        self.write(
            CONTENT_TYPES,
            parts.with_override(self.read(CONTENT_TYPES), self.workbook, plain),
        )

    @property
    def signed(self) -> bool:
        """Whether the package as a whole carries a digital signature, which any edit would break."""
        return any(
            each.is_a("digital-signature/origin") for each in self.rels("").values()
        ) or any(part.startswith("_xmlsignatures/") for part in self._names)

    @cached_property
    def worksheets(self) -> dict[str, str]:
        """The part of each worksheet by its name, in the workbook's order; no chart or macro sheets."""
        content, rels = self.read(self.workbook), self.rels(self.workbook)
        with naming(self.name):
            return guard.worksheets(self, content, rels)

    # ------------------------------------------------------------------ changing

    def write(self, part: str, data: bytes) -> None:
        """Give a part new content. Content equal to the file's own changes nothing."""
        name = self.part_name(part)
        self._pending.pop(name, None)
        is_new = self._original.get(name) is not self.parts[name]
        if is_new or self.read(name) != data:
            self._pending[name] = data
            self._cache.pop(name, None)
        self._forget(name)

    def _forget(self, name: str) -> None:
        """Drop what was derived from a part that has changed."""
        if name == CONTENT_TYPES:
            self.__dict__.pop("_content_types", None)
        if name == self.workbook or name == parts.rels_part(self.workbook):
            self.__dict__.pop("worksheets", None)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """A new part, and what it is. Raises AssertionError if it is there already."""
        assert not self.has(part), f"the package has {part} already"
        name = part.lstrip("/")
        self._put(name, data)
        self.write(
            CONTENT_TYPES,
            parts.with_override(self.read(CONTENT_TYPES), name, content_type),
        )

    def _put(self, name: str, data: bytes) -> None:
        self.parts[name] = archive.new_member(name)
        self._names[name.lower()] = name
        self._pending[name] = data

    def relate(self, source: str, type_suffix: str, target: str) -> str:
        """Add a relationship from a part ("" for the package) to another and return its id."""
        kind = f"{_STRICT if self.strict else _TRANSITIONAL}/{type_suffix}"
        wanted = parts.rels_part(source.lstrip("/"))
        rels = self._spelt(wanted) or wanted
        present = self.read(rels) if self.has(rels) else b""
        content, fresh = parts.with_relationship(
            rels, present, kind, target.lstrip("/")
        )
        if present:
            self.write(rels, content)
        elif self.content_type_of(rels) == parts.RELATIONSHIPS_TYPE:
            self._put(rels, content)
        else:
            self.add(rels, content, parts.RELATIONSHIPS_TYPE)
        return fresh

    def remove(self, part: str) -> None:
        """Take a part away, with its own relationships, those that lead to it and its content type."""
        name = self.part_name(part)
        own = self._spelt(parts.rels_part(name))
        for rels in [
            each
            for each in self.parts
            if each.lower().endswith(".rels") and each != own
        ]:
            self._unrelate(rels, name)
        for gone in filter(None, (name, own)):
            self.write(
                CONTENT_TYPES, parts.without_override(self.read(CONTENT_TYPES), gone)
            )
            del self.parts[gone], self._names[gone.lower()]
            self._pending.pop(gone, None)
            self._cache.pop(gone, None)

    def remove_empty_rels(self, part: str) -> None:
        """Take away the relationships of a part where none is left."""
        rels = self._spelt(parts.rels_part(part.lstrip("/")))
        if rels is not None and not self.rels(part):
            self.remove(rels)

    def _unrelate(self, rels: str, target: str) -> None:
        content = self.read(rels)
        last = posixpath.basename(target).lower().encode()
        if last in content.lower() or b"%" in content or b"\0" in content:
            self.write(rels, parts.without_target(rels, content, target))

    # ------------------------------------------------------------------ writing

    @property
    def changed(self) -> bool:
        """Whether what `stream` writes differs from the file that was opened."""
        return bool(self._pending) or len(self.parts) != len(self._original)

    def stream(self, file: BinaryIO) -> None:
        """Write the package: parts in their old order, new ones last; the untouched still compressed."""
        if self.changed:
            with naming(self.name):
                archive.write(file, self._written())
        else:
            file.write(self._data)

    def is_sparse(self, sheet: str) -> bool:
        """Whether a sheet's cells, as opened, lie too far apart for a reader that lays out the grid."""
        extent = self.extents.get(sheet)
        return extent is not None and extent.is_sparse(
            self.parts[self.worksheets[sheet]].size
        )

    def packed(self, part: str) -> tuple[Member, bytes] | None:
        """A part as it lies in the file, still compressed; None if it has changed since. Only for copying."""
        with naming(self.name):
            name = self._found(part)
            if name in self._pending:
                return None
            start, end = archive.span(self._data, self.parts[name])
            return self.parts[name], self._data[start:end]

    def _written(self) -> Iterator[Entry]:
        """A part that was taken away and put in again under its name is a new one."""
        old = [
            entry
            for entry in self._entries
            if entry.is_folder or self.parts.get(entry.name) is entry
        ]
        known = {entry.name for entry in old}
        for entry in old + [
            member for name, member in self.parts.items() if name not in known
        ]:
            if entry.name in self._pending:
                yield entry, self._pending[entry.name], False
            else:
                start, end = archive.span(self._data, entry)
                yield entry, self._data[start:end], True

    def to_bytes(self) -> bytes:
        file = BytesIO()
        self.stream(file)
        return file.getvalue()

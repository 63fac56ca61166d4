"""A workbook as a package of parts: some of them changed, the rest written as it was."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import TYPE_CHECKING

from sheetflow.workbook.archive import zip_writer
from sheetflow.workbook.archive.content_types import (
    CONTENT_TYPES,
    override_attributes,
    without_override,
)
from sheetflow.workbook.archive.relationships import (
    NO_RELATIONSHIPS,
    RELATIONSHIPS_TYPE,
    free_id,
    new_relationship,
    relationship_of,
    rels_part,
    without_target,
)
from sheetflow.workbook.archive.xml_elements import (
    FoundElement,
    root_element,
    with_child,
)
from sheetflow.workbook.archive.xml_text import as_utf8
from sheetflow.workbook.archive.zip_format import new_member
from sheetflow.workbook.archive.zip_reader import compressed_span, members
from sheetflow.workbook.package import package_checks
from sheetflow.workbook.package.package_reader import STRICT, Choice, PackageReader
from sheetflow.workbook.refusal import RefusedError, naming_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from sheetflow.workbook.archive.zip_format import Entry, Member

RETRY = "run it again; if that does not help, check the disk"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Package(PackageReader):
    """The parts of one workbook, to read, to change and to write."""

    @classmethod
    def open(cls, data: bytes, name: str, only: Choice | None = None) -> Package:
        """Check the bytes of a file called `name`, then take them as a workbook.

        `only` chooses the sheets to check and to read; None for all of them.

        Raises:
            SheetflowError: "<name>: <what is wrong>; <remedy>" for whatever cannot or
                must not be processed.
        """
        with naming_file(name):
            package_checks.check_kind(data, name)
            found = members(data, package_checks.MOST_MEMBERS)
            package = cls(data, name, package_checks.check_members(found))
            if only is not None:
                package.chosen = frozenset(only(tuple(package.worksheets)))
            package_checks.check_workbook(package)
            return package

    # -- changing

    def write(self, part: str, data: bytes) -> None:
        """Give a part new content. Content equal to the file's own changes nothing."""
        name = self.part_name(part)
        self._pending.pop(name, None)
        if not self._is_original(name, data):
            self._pending[name] = data
            self._cache.pop(name, None)
        self._forget_derived(name)

    def _is_original(self, name: str, data: bytes) -> bool:
        """Whether a part of the file has this content there."""
        member = self.parts[name]
        if self._original.get(name) is not member or len(data) != member.size:
            return False
        return self.read(name) == data

    def _forget_derived(self, name: str) -> None:
        """Drop what was derived from a part that has changed."""
        self._relationships.pop(name, None)
        if name == CONTENT_TYPES:
            self.__dict__.pop("_content_types", None)
        if name in (self.workbook, rels_part(self.workbook)):
            self.__dict__.pop("worksheets", None)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a new part. Raises AssertionError if there is one of that name."""
        assert not self.has(part), f"the package has {part} already"
        name = part.lstrip("/")
        self._add_member(name, data)
        self._declare(name, content_type)

    def _add_member(self, name: str, data: bytes) -> None:
        self._relationships.pop(name, None)
        self.parts[name] = new_member(name)
        self._names[name.lower()] = name
        self._pending[name] = data

    def _declare(self, name: str, content_type: str) -> None:
        types = self._content_types
        if types.may_override(name):
            declared = self.read(CONTENT_TYPES)
            self.write(CONTENT_TYPES, without_override(declared, name))
        attributes = override_attributes(name, content_type)
        self._append(CONTENT_TYPES, "Override", attributes)
        self._content_types = types.with_override(name, content_type)

    def _append(self, part: str, element: str, attributes: dict[str, str]) -> None:
        """Add an element without content at the end of a part."""
        data = as_utf8(self.read(part))
        root = self._root_of(part, data)
        longer = with_child(data, root, element, attributes)
        self.write(part, longer)
        end = root.end + len(longer) - len(data)
        self._roots[part] = longer, root._replace(end=end)

    def _root_of(self, part: str, data: bytes) -> FoundElement:
        """The root of a part; known where the last change was an element at its end."""
        known, root = self._roots.get(part, (None, None))
        if root is not None and known is data:
            return root
        return root_element(part, data)

    def become_workbook(self) -> None:
        """Turn a template into a workbook: Excel then opens it, not a copy of it."""
        kind = self.content_type_of(self.workbook)
        self._declare(self.workbook, _type_of_workbook(kind))

    def relate(self, source: str, type_suffix: str, target: str) -> str:
        """Add a relationship from a part ("" for the package) and return its id."""
        kind = f"{STRICT if self.strict else _TRANSITIONAL}/{type_suffix}"
        rels = self._rels_of(source) or self._add_rels(source)
        known = self.relationships_in(rels)
        new_id = free_id(known)
        attributes = new_relationship(rels, new_id, kind, target.lstrip("/"))
        self._append(rels, "Relationship", attributes)
        self._relationships[rels] = {
            **known,
            new_id: relationship_of(attributes, rels),
        }
        return new_id

    def _add_rels(self, source: str) -> str:
        """Add the part with the relationships of a part, which has none yet."""
        rels = rels_part(source.lstrip("/"))
        if self.content_type_of(rels) == RELATIONSHIPS_TYPE:
            self._add_member(rels, NO_RELATIONSHIPS)
        else:
            self.add(rels, NO_RELATIONSHIPS, RELATIONSHIPS_TYPE)
        return rels

    def remove(self, part: str) -> None:
        """Remove a part, its relationships, those that lead to it, its content type."""
        name = self.part_name(part)
        own_rels = self._rels_of(name)
        all_rels = [each for each in self.parts if each.lower().endswith(".rels")]
        for rels in all_rels:
            if rels != own_rels:
                self._unrelate(rels, name)
        self._drop(name)
        if own_rels:
            self._drop(own_rels)

    def _drop(self, name: str) -> None:
        declared = self.read(CONTENT_TYPES)
        self.write(CONTENT_TYPES, without_override(declared, name))
        self._relationships.pop(name, None)
        del self.parts[name]
        del self._names[name.lower()]
        self._pending.pop(name, None)
        self._cache.pop(name, None)

    def remove_empty_rels(self, part: str) -> None:
        """Remove the relationships part of a part that has no relationships left."""
        rels = self._rels_of(part)
        if rels is not None and not self.relationships(part):
            self.remove(rels)

    def _unrelate(self, rels: str, target: str) -> None:
        content = self.read(rels)
        if _may_lead_to(content, target):
            self.write(rels, without_target(rels, content, target))

    # -- writing

    @property
    def changed(self) -> bool:
        """Whether `write_to` writes something else than the file that was opened."""
        return bool(self._pending) or len(self.parts) != len(self._original)

    def write_to(self, file: BinaryIO) -> None:
        """Write the package: parts in their old order, new ones last."""
        if self.changed:
            with naming_file(self.name):
                zip_writer.write(file, self._entries_to_write())
        else:
            file.write(self._data)

    def _entries_to_write(self) -> Iterator[Entry]:
        """Changed parts as they are now; the others still compressed."""
        for entry in self._in_order():
            if entry.name in self._pending:
                yield entry, self._pending[entry.name], False
            else:
                start, end = compressed_span(self._data, entry)
                yield entry, self._data[start:end], True

    def _in_order(self) -> list[Member]:
        """A part that was removed and added again under its name counts as new."""
        old = [
            entry
            for entry in self._entries
            if entry.is_folder or self.parts.get(entry.name) is entry
        ]
        known = {entry.name for entry in old}
        new = [member for name, member in self.parts.items() if name not in known]
        return old + new

    def check_written(self, content: bytes, name: str) -> None:
        """Check what `write_to` wrote, before it takes the name of a file.

        What was copied was checked when it was opened: here it is as it was. What was
        written is read again and has to pass all checks.

        Raises SheetflowError, one line with the name in front.
        """
        with naming_file(name):
            package_checks.check_kind(content, name)
            found = members(content, package_checks.MOST_MEMBERS)
            written = Package(content, name, package_checks.check_members(found))
            for part in self.parts:
                self._check_part(written, part)
            written.chosen = frozenset(
                sheet
                for sheet, part in self.worksheets.items()
                if part in self._pending
            )
            written.extents = dict(self.extents)
            package_checks.check_workbook(written)

    def _check_part(self, written: Package, part: str) -> None:
        """Raises RefusedError where a part is not in the file as it must be."""
        member = written.parts.get(part)
        if part in self._pending:
            is_same = member is not None and written.read(part) == self._pending[part]
        else:
            is_same = member is not None and member.has_content_of(self.parts[part])
        if not is_same:
            raise RefusedError(f"the part {part} is not what was written; {RETRY}")

    def to_bytes(self) -> bytes:
        file = BytesIO()
        self.write_to(file)
        return file.getvalue()


def _may_lead_to(rels: bytes, target: str) -> bool:
    """Whether a relationship of a rels part may lead to a part: at least it has its name."""
    base_name = posixpath.basename(target).lower().encode()
    is_encoded = b"%" in rels or b"\0" in rels
    return is_encoded or base_name in rels.lower()


def _type_of_workbook(template_type: str) -> str:
    """The content type of a workbook that is made from a template."""
    plain = template_type.replace("excel.template", "excel.sheet")
    return plain.replace("spreadsheetml.template", "spreadsheetml.sheet")

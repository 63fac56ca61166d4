"""The parts of a workbook, read under guard: every part is checked before it is used."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sheetflow.workbook.archive.content_types import (
    CONTENT_TYPES,
    ContentTypes,
    read_content_types,
)
from sheetflow.workbook.archive.relationships import (
    Relationship,
    read_relationships,
    rels_part,
)
from sheetflow.workbook.archive.well_formed import BIG, plain_xml
from sheetflow.workbook.archive.xml_elements import FoundElement
from sheetflow.workbook.archive.zip_reader import compressed_span, inflate
from sheetflow.workbook.guards.sheet_scan import scan_sheet
from sheetflow.workbook.package import package_checks
from sheetflow.workbook.refusal import REPAIR, RefusedError, naming_file, printable

if TYPE_CHECKING:
    from sheetflow.workbook.archive.zip_format import Member
    from sheetflow.workbook.guards.extent_scan import Extent
    from sheetflow.workbook.native.functions import Scan

Choice = Callable[[Sequence[str]], Collection[str]]
"""Chooses some of the sheets of a workbook, by name."""

STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CACHE = 128 << 20


class PackageReader:
    """The parts of one workbook.

    Part names have no leading slash and are found without regard to case. Every method
    raises SheetflowError, one line with the file's name in front, for a damaged or
    missing part.
    """

    def __init__(self, data: bytes, name: str, entries: list[Member]) -> None:
        """For `Package.open` alone: nothing has been checked yet."""
        self.name = name
        self.extents: dict[str, Extent] = {}
        self.chosen: frozenset[str] | None = None
        self.parts = {entry.name: entry for entry in entries if not entry.is_folder}
        self._data = data
        self._entries = entries
        self._original = dict(self.parts)
        self._names = {part.lower(): part for part in self.parts}
        self._pending: dict[str, bytes] = {}
        self._cache: dict[str, bytes] = {}
        self._scans: dict[str, tuple[object, Scan | None]] = {}
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self._roots: dict[str, tuple[bytes, FoundElement]] = {}

    def part_name(self, name: str) -> str:
        """The name as the package spells it."""
        with naming_file(self.name):
            return self._existing_name(name)

    def has(self, name: str) -> bool:
        return self._spelling(name) is not None

    def _spelling(self, name: str) -> str | None:
        plain = name.lstrip("/").lower()
        return self._names.get(plain) or self._names.get(unquote(plain))

    def _existing_name(self, name: str) -> str:
        part = self._spelling(name)
        if part is None:
            raise RefusedError(f"the part {printable(name)} is missing; {REPAIR}")
        return part

    def read(self, part: str) -> bytes:
        """A part's content: as last written, else from the file and checked."""
        with naming_file(self.name):
            name = self._existing_name(part)
            if name in self._pending:
                return self._pending[name]
            if name in self._cache:
                return self._cache[name]
            content = inflate(self._data, self.parts[name])
            package_checks.check_part(name, content, self._scan_big(name, content))
            self._keep(name, content)
            return content

    def _keep(self, name: str, content: bytes) -> None:
        """Guards and readers read the same parts: keep them inflated while they are small."""
        if sum(map(len, self._cache.values())) + len(content) <= _CACHE:
            self._cache[name] = content

    def _scan_big(self, name: str, content: bytes) -> Scan | None:
        """The scan of a sheet that is too big to be parsed; None for other parts."""
        is_big = len(content) > BIG and name.lower().endswith(".xml")
        return self._scan(name, content) if is_big else None

    def scan(self, part: str) -> Scan | None:
        """The cells of a sheet as C reads them; None where it does not."""
        content = self.read(part)
        with naming_file(self.name):
            name = self._existing_name(part)
            if plain_xml(name, content) is not content:
                return None
            return self._scan(name, content)

    def _scan(self, name: str, content: bytes) -> Scan | None:
        """The scan of a part, made once as long as the part does not change."""
        version = self._pending.get(name, self.parts[name])
        scanned, found = self._scans.get(name, (None, None))
        if scanned is not version:
            found = scan_sheet(content)
            self._scans[name] = version, found
        return found

    def forget_scans(self) -> None:
        """Free the memory of what was scanned."""
        self._scans.clear()

    def compressed_bytes(self, part: str) -> tuple[Member, bytes] | None:
        """A part as it is in the file, still compressed, for copying.

        None where the part has changed since.
        """
        with naming_file(self.name):
            name = self._existing_name(part)
            if name in self._pending:
                return None
            start, end = compressed_span(self._data, self.parts[name])
            return self.parts[name], self._data[start:end]

    # -- what the parts are

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the package), by id; {} without any."""
        rels = self._rels_of(part)
        return {} if rels is None else self.relationships_in(rels)

    def relationships_in(self, rels: str) -> dict[str, Relationship]:
        """The relationships that a part lists, by id."""
        if rels not in self._relationships:
            content = self.read(rels)
            with naming_file(self.name):
                self._relationships[rels] = read_relationships(rels, content)
        return self._relationships[rels]

    def part_of_kind(self, kind: str) -> str:
        """The workbook's part of a kind such as `styles`; "" where it has none."""
        for relationship in self.relationships(self.workbook).values():
            if relationship.is_a(kind) and self.has(relationship.target):
                return relationship.target
        return ""

    def _rels_of(self, part: str) -> str | None:
        """The part with the relationships of a part, None if there is none."""
        return self._spelling(rels_part(part.lstrip("/")))

    def content_type_of(self, part: str) -> str:
        """The media type of a part, "" where none is declared."""
        return self._content_types.of(part.lstrip("/"))

    @cached_property
    def _content_types(self) -> ContentTypes:
        content = self.read(CONTENT_TYPES)
        with naming_file(self.name):
            return read_content_types(content)

    @cached_property
    def _workbook(self) -> Relationship:
        for relationship in self.relationships("").values():
            if relationship.is_a("officeDocument") and not relationship.external:
                return relationship
        raise RefusedError(package_checks.NOT_A_WORKBOOK)

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook part."""
        with naming_file(self.name):
            return self._existing_name(self._workbook.target)

    @cached_property
    def worksheets(self) -> dict[str, str]:
        """The part of each worksheet by name, in tab order; no chart or macro sheets."""
        content = self.read(self.workbook)
        relationships = self.relationships(self.workbook)
        with naming_file(self.name):
            return package_checks.worksheets(self, content, relationships)

    def may_read(self, sheet: str) -> bool:
        """Whether a sheet was chosen to be read, and so was checked."""
        return self.chosen is None or sheet in self.chosen

    @cached_property
    def strict(self) -> bool:
        """Whether the package uses the namespaces of ISO strict (purl.oclc.org)."""
        return self._workbook.type.startswith(STRICT)

    @property
    def is_macro(self) -> bool:
        """Whether it is a workbook with macros (.xlsm, .xltm)."""
        return "macroenabled" in self.content_type_of(self.workbook).lower()

    @property
    def is_template(self) -> bool:
        """Whether it is a template (.xltx, .xltm)."""
        return "template" in self.content_type_of(self.workbook).lower()

    @property
    def signed(self) -> bool:
        """Whether the package has a digital signature, which any edit would break."""
        relationships = self.relationships("").values()
        if any(each.is_a("digital-signature/origin") for each in relationships):
            return True
        return any(part.startswith("_xmlsignatures/") for part in self._names)

    def is_sparse(self, sheet: str) -> bool:
        """Whether a sheet, as opened, has few cells for the size of its grid.

        A reader that lays out the whole grid cannot read it.
        """
        extent = self.extents.get(sheet)
        if extent is None:
            return False
        return extent.is_sparse(self.parts[self.worksheets[sheet]].size)

"""A workbook taken apart for counting: its sheets by name, and the parts that each of them reaches."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

WORKBOOK = ""
"""The scope of everything that belongs to no sheet."""

_EXTENDED = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_SHEETS = {"worksheet", "chartsheet", "dialogsheet", "macrosheet"}


@dataclass(frozen=True)
class Relation:
    """A relationship from one part to another, or to something outside the package."""

    key: str
    kind: str
    target: str


def local(name: str) -> str:
    """A name without its namespace; Excel's extensions of 2009 get `x14:`, since they use old names again."""
    return ("x14:" if name.startswith(_EXTENDED) else "") + name.rpartition("}")[2]


class Parts:
    """The parts of a package, and what refers to what."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    def root(self, part: str) -> ElementTree.Element | None:
        """A part's XML; None where it is not XML."""
        if not part.endswith((".xml", ".rels")):
            return None
        return ElementTree.fromstring(self.parts[part])

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to ('' is the package)."""
        folder, name = posixpath.split(part)
        root = (
            self.root(rels)
            if (rels := posixpath.join(folder, "_rels", f"{name}.rels")) in self.parts
            else None
        )
        found = []
        for entry in root if root is not None else ():
            target = posixpath.normpath(
                posixpath.join("/", folder, entry.get("Target", ""))
            ).lstrip("/")
            kind = posixpath.basename(entry.get("Type", ""))
            found.append(
                Relation(
                    entry.get("Id", ""),
                    kind,
                    "" if entry.get("TargetMode") == "External" else target,
                )
            )
        return found

    def has(self, relation: Relation) -> bool:
        """Whether what a relationship points to is there, or lies outside."""
        return not relation.target or relation.target in self.parts

    @property
    def workbook(self) -> str:
        """The part of the workbook."""
        return next(
            relation.target
            for relation in self.relations("")
            if relation.kind == "officeDocument"
        )

    def sheets(self) -> dict[str, str]:
        """The part of each sheet by the sheet's name."""
        targets = {
            relation.key: relation.target for relation in self.relations(self.workbook)
        }
        root = self.root(self.workbook)
        entries = (
            [entry for entry in root.iter() if local(entry.tag) == "sheet"]
            if root is not None
            else []
        )
        keys = {
            entry.get("name", ""): value
            for entry in entries
            for name, value in entry.items()
            if _is_id(name)
        }
        return {name: targets[key] for name, key in keys.items() if key in targets}

    def reached(self, part: str) -> Iterator[tuple[str, Relation | None]]:
        """A part and all parts that it reaches, each with how it is referred to; sheets are not entered."""
        seen = {part}
        waiting = [part]
        yield part, None
        while waiting:
            for relation in self.relations(waiting.pop()):
                if relation.kind in _SHEETS:
                    continue
                yield relation.target, relation
                if relation.target in self.parts and relation.target not in seen:
                    seen.add(relation.target)
                    waiting.append(relation.target)


def _is_id(name: str) -> bool:
    return name.startswith("{") and local(name) == "id"


def elements(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """An element and all below it, but for what is there for old programs only, and for what a custom view repeats."""
    yield root
    for child in root if local(root.tag) != "customSheetView" else ():
        if local(child.tag) != "Fallback":
            yield from elements(child)

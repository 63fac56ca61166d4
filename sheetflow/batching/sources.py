"""The workbooks of a batch: files, folders and patterns, on this machine or in other storage."""

from __future__ import annotations

import glob
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from sheetflow.batching.addresses import is_remote, opened
from sheetflow.errors import SheetflowError

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
DOCUMENTS = " papers"
"""How the folder of documents next to a workbook ends."""


class Found(NamedTuple):
    """A workbook: its path or address, and its path from what was given."""

    address: str
    name: str


def find(sources: Sequence[str]) -> list[Found]:
    """The workbooks, in order. Raises SheetflowError where a source has none."""
    found: dict[str, Found] = {}
    for source in sources:
        of_source = _of(source)
        if not of_source:
            raise SheetflowError(
                f"{source}: there is no workbook (.xlsx or .xlsm); check the name"
            )
        found.update({each.address: each for each in of_source})
    return sorted(found.values())


def folders_of(found: Iterable[Found]) -> dict[str, str]:
    """The folder of each workbook's result, from the folder of all results, by address.

    It is the workbook's name without its ending. Where two would be the same, the second
    gets a number.
    """
    folders: dict[str, str] = {}
    taken: set[str] = set()
    for each in found:
        plain = PurePosixPath(each.name).with_suffix("").as_posix()
        folder = _free(plain, taken) if plain.casefold() in taken else plain
        taken.add(folder.casefold())
        folders[each.address] = folder
    return folders


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})".casefold() in taken:
        number += 1
    return f"{name} ({number})"


def _of(source: str) -> list[Found]:
    if is_remote(source):
        return list(_remote(source))
    path = Path(source)
    if path.is_dir():
        return list(_named(path.rglob("*"), path))
    if path.exists() or not glob.has_magic(source):
        return [Found(str(path), path.name)] if path.is_file() else []
    matching = glob.glob(source, recursive=True)
    return list(_named(map(Path, matching), _fixed_folder(source)))


def _fixed_folder(pattern: str) -> Path:
    """The part of a pattern in front of its first wildcard."""
    parts = Path(pattern).parts
    first = next(at for at, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:first])


def _named(paths: Iterable[Path], base: Path) -> Iterator[Found]:
    for path in sorted(paths):
        name = path.relative_to(base).as_posix()
        if is_workbook(name) and path.is_file():
            yield Found(str(path), name)


def _remote(source: str) -> Iterator[Found]:
    system, path = opened(source)
    base, paths = _listed(system, path)
    for each in sorted(paths):
        name = posixpath.relpath(each, base)
        if is_workbook(name):
            yield Found(system.unstrip_protocol(each), name)


def _listed(system: Any, path: str) -> tuple[str, list[str]]:
    """The files of an address, and the folder from which their names count."""
    if glob.has_magic(path):
        return _fixed_folder(path).as_posix(), system.glob(path)
    if system.isdir(path):
        return path, system.find(path)
    return posixpath.dirname(path), [path] if system.exists(path) else []


def is_workbook(name: str) -> bool:
    """Whether a path is of a workbook: not hidden, not a lock file, not a document of a run."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in ENDINGS:
        return False
    if any(part.startswith((".", "~$")) for part in path.parts):
        return False
    return not any(part.endswith(DOCUMENTS) for part in path.parts[:-1])

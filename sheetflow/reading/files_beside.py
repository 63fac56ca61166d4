"""The files next to a workbook: the logo and the folder of own layouts that Settings name, and the folder of fonts.

A workbook may come from anybody, so what it names must be in its own folder, links followed: nothing else of the
machine is printed. The result of a run is in out/; for it the folder above is searched too, since the owner's files are
next to the owner's workbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import loose
from sheetflow.standards.image_files import is_picture

RESULTS = "out"
"""The folder that a run writes to."""

ORIGINALS = "originals"
"""The folder of a watched folder that has one folder of workbooks for each day."""

TEMPLATES = "templates"
FONTS = "fonts"
"""The usual folders of own layouts and fonts."""


LONGEST_PATH = 1_000
"""How long a name in Settings may be, in characters; paths of 4,096 bytes are the longest anywhere."""


class Fault(NamedTuple):
    """What is wrong with the value of a setting: the setting, the code of the problem, its value and words."""

    setting: str
    code: str
    value: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class FilesBeside:
    """The files next to a workbook: logo, own layouts (.typ), texts of e-mails (mail*.txt) and folder of fonts.

    `faults` are what is wrong with them.
    """

    logo: Path | None = None
    templates: tuple[Path, ...] = ()
    mails: tuple[Path, ...] = ()
    fonts: Path | None = None
    faults: tuple[Fault, ...] = ()


class _OutsideError(Exception):
    """A name leads out of the workbook's folder."""


def files_beside(texts: Mapping[str, str], folder: Path) -> FilesBeside:
    """The files next to a workbook; `texts` are the values of its Settings, `folder` is its own."""
    allowed = roots(folder)
    logo, logo_faults = _logo(texts.get("Logo", "").strip(), allowed)
    templates, template_faults = _templates(texts.get("Templates", "").strip(), allowed)
    mails = _mails(texts.get("Templates", "").strip(), allowed)
    faults = (*logo_faults, *template_faults)
    return FilesBeside(logo, templates, mails, _fonts(allowed), faults)


def _mails(name: str, allowed: Sequence[Path]) -> tuple[Path, ...]:
    """The texts of e-mails in the folder of layouts, without links that lead out of the workbook's folder."""
    try:
        folder = _find(name or TEMPLATES, allowed)
    except _OutsideError:
        return ()
    if folder is None or not folder.is_dir():
        return ()
    found = sorted(folder.glob("mail*.txt"))
    return tuple(path for path in found if _is_inside(path, allowed))


def _fonts(allowed: Sequence[Path]) -> Path | None:
    """The first folder of fonts."""
    folders = [root / FONTS for root in allowed]
    return next((folder for folder in folders if folder.is_dir()), None)


def file_problems(book: Book, folder: Path) -> list[Problem]:
    """What is wrong with the files next to a workbook, each at the cell of Settings that names it."""
    return [
        setting_problem(book, *fault)
        for fault in files_beside(book.settings.texts, folder).faults
    ]


def setting_problem(
    book: Book, setting: str, code: str, value: str, words: Mapping[str, str]
) -> Problem:
    """A problem with the value of a setting; without a cell where the setting has its default."""
    names = [loose(name) for name in book["Settings"]["Setting"].tolist() if name]
    record = names.index(loose(setting)) if loose(setting) in names else -1
    return Problem(code, "Settings", record, "Value", value, dict(words))


def roots(folder: Path) -> tuple[Path, ...]:
    """The folders that may have a workbook's files.

    Its own, and the one above where a run wrote it to out/, or where it was dropped into a
    watched folder, which moved it to originals/.
    """
    here = folder.resolve()
    if here.parent.name == ORIGINALS:
        return here, here.parent.parent
    return (here, here.parent) if here.name == RESULTS else (here,)


def _logo(name: str, allowed: Sequence[Path]) -> tuple[Path | None, list[Fault]]:
    """The picture, or why there is none: a document without a logo is better than none."""
    if not name:
        return None, []
    try:
        path = _find(name, allowed)
    except _OutsideError:
        return None, [Fault("Logo", "SET08", name, {})]
    if path is None:
        words = {
            "kind": message("file"),
            "instead": message("documents show the company's name instead"),
        }
        return None, [Fault("Logo", "SET06", name, words)]
    if not path.is_file() or not is_picture(path.read_bytes()):
        return None, [Fault("Logo", "SET07", name, {})]
    return path, []


def _templates(
    name: str, allowed: Sequence[Path]
) -> tuple[tuple[Path, ...], list[Fault]]:
    """The layouts in the folder of that name, and the faults of links that lead out of the workbook's folder."""
    try:
        folder = _find(name or TEMPLATES, allowed)
    except _OutsideError:
        return (), [Fault("Templates", "SET08", name, {})]
    if folder is None or not folder.is_dir():
        return (), [_no_templates(name)] if name else []
    found = sorted(folder.glob("*.typ"))
    inside = tuple(path for path in found if _is_inside(path, allowed))
    outside = [path for path in found if path not in inside]
    return inside, [Fault("Templates", "SET08", path.name, {}) for path in outside]


def _no_templates(name: str) -> Fault:
    words = {
        "kind": message("folder"),
        "instead": message("PDFs have the usual layouts"),
    }
    return Fault("Templates", "SET06", name, words)


def _find(name: str, allowed: Sequence[Path]) -> Path | None:
    """The first that is there. Raises _OutsideError where the name leads out of all of these folders."""
    if not _can_be_a_path(name):
        return None
    parts = PureWindowsPath(name)
    if parts.anchor:
        raise _OutsideError
    paths = [root.joinpath(*parts.parts) for root in allowed]
    inside = [path for path in paths if _is_inside(path, allowed)]
    if not inside:
        raise _OutsideError
    return next((path for path in inside if _is_there(path)), None)


def _can_be_a_path(name: str) -> bool:
    """Whether any system could have a file of that name: none has one with a NUL in it."""
    return name.isprintable() and len(name) <= LONGEST_PATH


def _is_inside(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether a path leads into one of these folders, its links followed; a link in a circle leads nowhere."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        return False
    return any(real.is_relative_to(root) for root in allowed)


def _is_there(path: Path) -> bool:
    """Whether there is a file or folder of that name; a name too long for one is not there."""
    try:
        return path.is_file() or path.is_dir()
    except OSError:
        return False

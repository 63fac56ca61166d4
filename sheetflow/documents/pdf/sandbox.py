"""The temporary folder in which typst compiles a layout: a layout can read nothing else.

It has the data, the logo, our layouts, and the seller's own in place of ours.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sheetflow.documents.model import MARK, Style
from sheetflow.documents.pdf.confining import as_error, compile_in_child, confined
from sheetflow.documents.pdf.fonts import find_fonts, font_families
from sheetflow.documents.pdf.logo import copy_logo
from sheetflow.documents.pdf.missing_glyphs import missing_glyphs
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    import typst
    from typst import PDFStandards

DATA_FILE = "data.json"
MAIN_FILE = "main.typ"
BOX = "□"

_MAIN = """#let data = json("data.json")
#set document(title: data.title, author: data.house.name, keywords: ("{mark}",), date: datetime({date}))
#include "{layout}.typ"
"""
_BLANK = "#set page(width: 1pt, height: 1pt)"
_REMEMBERED = 10
"""How many compilations typst remembers (comemo::evict)."""

_PACKAGE_IMPORT = re.compile(r'"@')
_NO_NETWORK = {"https_proxy": "http://127.0.0.1:9", "no_proxy": ""}
"""A proxy address where nothing answers: port 9 discards what it receives."""


@dataclass(frozen=True)
class Sandbox:
    """The folder; `logo` is the name of the logo's file in it, "" for none."""

    folder: Path
    style: Style
    logo: str

    @property
    def fonts(self) -> typst.Fonts:
        """The fonts that may be used, the seller's own included."""
        return find_fonts(self.style.fonts)

    @property
    def own_layouts(self) -> list[str]:
        """The names of the seller's own layouts."""
        return [path.name for path in self.style.templates]

    def font_families(self, locale: str) -> list[str]:
        """The families in which typst looks for a glyph, in the order for a locale."""
        babel_locale = Formats(locale, "EUR").locale
        return font_families(self.fonts, self.style.fonts, babel_locale)

    def write_data(self, data: Mapping[str, Any]) -> None:
        """Write data where layouts read it."""
        self._write(DATA_FILE, json.dumps(data, ensure_ascii=False))

    def replace_with_boxes(self, characters: str) -> None:
        """Replace characters of the data by a box.

        PDF/A allows no character without a glyph (ISO 19005-3, 6.2.11.8).
        """
        boxes = dict.fromkeys(map(ord, characters), BOX)
        self._write(DATA_FILE, self._read(DATA_FILE).translate(boxes))

    def missing_glyphs(self, locale: str) -> str:
        """The characters of the data and of the seller's own layouts that no font has."""
        families = self.font_families(locale)
        return missing_glyphs(self._all_text(), families, self.style.fonts)

    def _all_text(self) -> str:
        return "".join(map(self._read, [DATA_FILE, *self.own_layouts]))

    def compile(
        self, layout: str, day: dt.date, standards: Sequence[str] = ()
    ) -> bytes:
        """The PDF of a layout, dated noon of a day. Raises typst.TypstError."""
        self._write(MAIN_FILE, _main_file(layout, day))
        return compile_folder(self.folder, self.style.fonts, day, standards)

    def compile_confined(
        self, layout: str, day: dt.date, standards: Sequence[str] = ()
    ) -> bytes:
        """The same in a process that cannot take too long, or too much memory.

        Raises SheetflowError where it would, and typst.TypstError.
        """
        self._write(MAIN_FILE, _main_file(layout, day))
        own = [path for path in self.style.templates if path.stem == layout]
        made = confined(
            compile_in_child,
            self.folder,
            self.style.fonts,
            day,
            standards,
            name=str(own[0] if own else self.style.templates[0].parent),
            size=(self.folder / DATA_FILE).stat().st_size,
        )
        if isinstance(made, tuple):
            raise as_error(made)
        return made

    def _read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


def compile_folder(
    folder: Path, fonts: Path | None, day: dt.date, standards: Sequence[str]
) -> bytes:
    """The PDF of a sandbox with this folder. Raises typst.TypstError."""
    import typst

    compiler = typst.Compiler(
        folder / MAIN_FILE,
        root=folder,
        font_paths=find_fonts(fonts),
        ignore_system_fonts=True,
    )
    return _compile_pdf(compiler, day, standards)


def _compile_pdf(
    compiler: typst.Compiler, day: dt.date, standards: Sequence[str]
) -> bytes:
    """The PDF, dated noon of a day; by a standard with tags, by none without."""
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    with _no_network():
        pdf = compiler.compile(
            None,
            timestamp=noon,
            pdf_standards=cast("PDFStandards", list(standards)),
            pdf_tags=bool(standards),
        )
    assert isinstance(pdf, bytes)
    return pdf


def forget_documents() -> None:
    """Let typst forget the documents that it has set, which take some 2 MB each.

    It forgets what its last ten compilations did not use, whatever they were of.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        blank = Path(name, MAIN_FILE)
        blank.write_text(_BLANK, encoding="utf-8")
        compiler = typst.Compiler(
            blank, font_paths=find_fonts(None), ignore_system_fonts=True
        )
        for _ in range(_REMEMBERED + 1):
            compiler.compile(None)


@contextmanager
def open_sandbox(style: Style) -> Iterator[Sandbox]:
    """A sandbox that exists as long as the `with` block runs.

    Raises SheetflowError if a layout cannot be read or imports a package from the network.
    """
    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        folder = Path(name)
        _copy_layouts((*our_layouts(), *style.templates), folder)
        yield Sandbox(folder, style, copy_logo(style.logo, folder))


def _copy_layouts(layouts: Sequence[Any], folder: Path) -> None:
    """Copy layouts into a folder; a later one replaces an earlier one of the same name."""
    for path in layouts:
        (folder / path.name).write_text(_layout_text(path), encoding="utf-8")


def our_layouts() -> list[Any]:
    """The layouts that come with sheetflow, as importlib resources."""
    folder = files("sheetflow.documents.pdf").joinpath("templates")
    return [path for path in folder.iterdir() if path.name.endswith(".typ")]


def _layout_text(path: Any) -> str:
    """The text of a layout. Raises SheetflowError, see `open_sandbox`."""
    text = _read_text(path)
    if _PACKAGE_IMPORT.search(text):
        raise SheetflowError(
            f'{path}: a layout cannot import packages from the network ("@…"); '
            "remove the import"
        )
    return text


def _read_text(path: Any) -> str:
    try:
        return str(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        message = f"{path}: this file is not UTF-8 text; save it as UTF-8"
        raise SheetflowError(message) from None


def _main_file(layout: str, day: dt.date) -> str:
    """The file that typst compiles: it sets the metadata and includes the layout."""
    date = f"year: {day.year}, month: {day.month}, day: {day.day}"
    return _MAIN.format(mark=MARK, date=date, layout=layout)


@contextmanager
def _no_network() -> Iterator[None]:
    """Keep typst off the network: a layout can compute the name of a package to import."""
    before = {name: os.environ.get(name) for name in _NO_NETWORK}
    os.environ |= _NO_NETWORK
    try:
        yield
    finally:
        _restore_environment(before)


def _restore_environment(before: Mapping[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value

"""Data and a template into one PDF, by typst.

A template is compiled in a folder of its own, which holds nothing but the data, the logo, and our templates and the
house's own: it can read no other file. The same data gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sheetflow.errors import SheetflowError
from sheetflow.pictures import picture_kind
from sheetflow.printing.formats import Formats
from sheetflow.printing.model import MARK, House
from sheetflow.printing.pdf.data.house import house_data
from sheetflow.printing.pdf.failures import failure_of
from sheetflow.printing.pdf.fonts import families, find_fonts
from sheetflow.printing.pdf.letters import without_shape

if TYPE_CHECKING:
    import typst
    from typst import PDFStandards

INSTALL = "PDFs need a few packages more; install them with: pip install 'sheetflow[pdf]'"
_MAIN = """#let data = json("data.json")
#set document(title: data.title, author: data.house.name, keywords: ("{mark}",), date: datetime({date}))
#include "{template}.typ"
"""
_FROM_THE_NETWORK = re.compile(r'"@')
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody is (port 9 discards what it gets)."""


class Compiled(NamedTuple):
    """A PDF, and the letters of its texts that no font has."""

    content: bytes
    lacking: str


def compile_pdf(template: str, data: Mapping[str, Any], house: House, standards: Sequence[str] = ()) -> Compiled:
    """The PDF that a template makes of some data.

    `template` is the name of a .typ file, without its ending: the house's own, where it has one, else ours. It reads
    `json("data.json")`, which holds `data`, and besides `house` (see data/house.py) and `title`. `standards` are those
    of typst, such as "a-3b". Raises SheetflowError where typst is missing or the template is wrong.
    """
    if find_spec("typst") is None:
        raise SheetflowError(INSTALL)
    import typst

    with _workshop(template, data, house) as folder:
        fonts = find_fonts(house.style.fonts)
        wanted = cast("PDFStandards", list(standards))
        compiler = typst.Compiler(folder / "main.typ", root=folder, font_paths=fonts, ignore_system_fonts=True)
        try:
            with _no_network():
                made = compiler.compile(None, timestamp=_noon(house.as_of), pdf_standards=wanted, pdf_tags=False)
        except typst.TypstError as error:
            raise SheetflowError(_told(error, house)) from error
        lacking = _lacking(folder, house)
    assert isinstance(made, bytes)
    return Compiled(made, lacking)


def _lacking(folder: Path, house: House) -> str:
    """The letters of the documents, and of one's own layouts, that no font has."""
    names = ("data.json", *(path.name for path in house.style.templates))
    text = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    own = house.style.fonts
    return without_shape(text, families(find_fonts(own), own, Formats(house.style.locale, house.currency).locale), own)


@contextmanager
def _workshop(template: str, data: Mapping[str, Any], house: House) -> Iterator[Path]:
    """A folder with all that a template may read, for as long as it takes."""
    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        folder = Path(name)
        for path in (*_templates(), *house.style.templates):
            (folder / path.name).write_text(_checked(path), encoding="utf-8")
        logo = _copy_logo(house, folder)
        own = house.style.fonts
        formats = Formats(house.style.locale, house.currency)
        told = house_data(house, formats, logo) | {"fonts": families(find_fonts(own), own, formats.locale)}
        whole = {"title": house.seller.name, **data, "house": told}
        (folder / "data.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        date = f"year: {house.as_of.year}, month: {house.as_of.month}, day: {house.as_of.day}"
        (folder / "main.typ").write_text(_MAIN.format(mark=MARK, date=date, template=template), encoding="utf-8")
        yield folder


def _templates() -> list[Any]:
    """Ours, wherever the package lies."""
    return [
        path for path in files("sheetflow.printing.pdf").joinpath("templates").iterdir() if path.name.endswith(".typ")
    ]


@contextmanager
def _no_network() -> Iterator[None]:
    """Let typst reach nothing but this machine: a template may put together the name of a package that it imports."""
    kept = {name: os.environ.get(name) for name in ("https_proxy", "no_proxy")}
    os.environ |= {"https_proxy": _NOWHERE, "no_proxy": ""}
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _checked(path: Any) -> str:
    """The text of a template; what it would fetch from the network is refused."""
    text = str(path.read_text(encoding="utf-8"))
    if _FROM_THE_NETWORK.search(text):
        raise SheetflowError(f'{path}: a template may not import packages from the network ("@…")')
    return text


def _copy_logo(house: House, folder: Path) -> str:
    """The logo beside the template; gives its name, "" where there is none that typst can show."""
    content = house.style.logo.read_bytes() if house.style.logo else b""
    if not content or not can_show(content):
        return ""
    name = f"logo.{picture_kind(content)}"
    (folder / name).write_bytes(content)
    return name


@lru_cache(maxsize=4)
def can_show(content: bytes) -> bool:
    """Whether typst can show a picture: it reads no BMP, and none that is spoilt inside."""
    import typst

    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        (Path(name) / "picture").write_bytes(content)
        try:
            typst.Compiler(b'#image("picture")', root=name, ignore_system_fonts=True).compile(format="svg")
        except typst.TypstError:
            return False
    return True


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)


def _told(error: typst.TypstError, house: House) -> str:
    """What is wrong in a layout, and what to do, on one line."""
    own = {path.name: path for path in house.style.templates}
    failure = failure_of(error, own)
    if failure.file not in own:
        return f"{failure}; please report this"
    file = own[failure.file]
    return f"{file}:{failure.line} {failure.text}; see all that is wrong with: sheetflow template check {file}"

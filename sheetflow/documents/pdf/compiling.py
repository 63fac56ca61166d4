"""Data and a layout into one PDF, by typst.

A layout is compiled in a folder of its own, a workshop, which holds nothing but the data, the logo, and our layouts and
the house's own: it can read no other file. The same data gives the same bytes.
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
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sheetflow.documents.model import MARK, Seller, Style
from sheetflow.documents.pdf.data.seller import house_data
from sheetflow.documents.pdf.documents import without_shape
from sheetflow.documents.pdf.failures import failure_of
from sheetflow.documents.pdf.fonts import families, find_fonts
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.errors import SheetflowError
from sheetflow.standards.image_files import picture_kind

if TYPE_CHECKING:
    import typst
    from typst import PDFStandards

INSTALL = (
    "PDFs need a few packages more; install them with: pip install 'sheetflow[pdf]'"
)
_MAIN = """#let data = json("data.json")
#set document(title: data.title, author: data.house.name, keywords: ("{mark}",), date: datetime({date}))
#include "{layout}.typ"
"""
BOX = "□"
_FROM_THE_NETWORK = re.compile(r'"@')
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody is (port 9 discards what it gets)."""


class Compiled(NamedTuple):
    """A PDF, and the letters of its texts that no font has."""

    content: bytes
    lacking: str


def compile_pdf(
    layout: str, data: Mapping[str, Any], house: Seller, standards: Sequence[str] = ()
) -> Compiled:
    """The PDF that a layout makes of some data.

    `layout` is the name of a .typ file, without its ending: the house's own, where it has one, else ours. It reads
    `json("data.json")`, which holds `data`, and besides `house` (see HouseData) and `title`. `standards` are those of
    typst, such as "a-3b". Raises SheetflowError where typst is missing or the layout is wrong.
    """
    require_typst()
    import typst

    formats = Formats(house.style.locale, house.currency)
    with workshop(house.style) as shop:
        told = house_data(house, formats, shop.logo, shop.families(house.style.locale))
        shop.lay_out({"title": house.party.name, **data, "house": told})
        lacking = shop.lacking(house.style.locale)
        if standards:
            shop.box(lacking)
        try:
            made = shop.compile(layout, house.as_of, standards)
        except typst.TypstError as error:
            raise SheetflowError(_told(error, house)) from error
        return Compiled(made, lacking)


def require_typst() -> None:
    """Raises SheetflowError, with the remedy, where typst is not installed."""
    if not all(map(find_spec, ("typst", "segno"))):
        raise SheetflowError(INSTALL)


@dataclass(frozen=True)
class Workshop:
    """A folder with all that a layout may read."""

    folder: Path
    style: Style
    logo: str

    @property
    def fonts(self) -> typst.Fonts:
        """The typefaces, those of the house included."""
        return find_fonts(self.style.fonts)

    def families(self, locale: str) -> list[str]:
        """The families in which a letter is looked for, in a locale."""
        return families(self.fonts, self.style.fonts, Formats(locale, "EUR").locale)

    def lay_out(self, data: Mapping[str, Any]) -> None:
        """Put data where layouts read it."""
        (self.folder / "data.json").write_text(
            json.dumps(data, ensure_ascii=False), encoding="utf-8"
        )

    def box(self, letters: str) -> None:
        """Put a box in the place of letters: PDF/A has none without a shape (ISO 19005-3, 6.2.11.8)."""
        path, boxes = self.folder / "data.json", dict.fromkeys(map(ord, letters), BOX)
        path.write_text(
            path.read_text(encoding="utf-8").translate(boxes), encoding="utf-8"
        )

    def compile(
        self, layout: str, day: dt.date, standards: Sequence[str] = ()
    ) -> bytes:
        """The PDF of a layout and the data that is laid out, stamped with a day. Raises typst.TypstError."""
        import typst

        date = f"year: {day.year}, month: {day.month}, day: {day.day}"
        main = self.folder / "main.typ"
        main.write_text(
            _MAIN.format(mark=MARK, date=date, layout=layout), encoding="utf-8"
        )
        compiler = typst.Compiler(
            main, root=self.folder, font_paths=self.fonts, ignore_system_fonts=True
        )
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        with _no_network():
            made = compiler.compile(
                None,
                timestamp=noon,
                pdf_standards=cast("PDFStandards", list(standards)),
                pdf_tags=False,
            )
        assert isinstance(made, bytes)
        return made

    def lacking(self, locale: str) -> str:
        """The letters of the data that is laid out, and of one's own layouts, that no font has."""
        names = ("data.json", *(path.name for path in self.style.templates))
        text = "".join(
            (self.folder / name).read_text(encoding="utf-8") for name in names
        )
        return without_shape(text, self.families(locale), self.style.fonts)


@contextmanager
def workshop(style: Style) -> Iterator[Workshop]:
    """A workshop with our layouts and the house's own in their place, for as long as it takes.

    Raises SheetflowError where a layout would fetch something from the network.
    """
    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        folder = Path(name)
        for path in (*our_layouts(), *style.templates):
            (folder / path.name).write_text(_checked(path), encoding="utf-8")
        yield Workshop(folder, style, _copy_logo(style.logo, folder))


def our_layouts() -> list[Any]:
    """Ours, wherever the package lies."""
    folder = files("sheetflow.documents.pdf").joinpath("templates")
    return [path for path in folder.iterdir() if path.name.endswith(".typ")]


def _checked(path: Any) -> str:
    """The text of a layout; what it would fetch from the network is refused."""
    try:
        text = str(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise SheetflowError(
            f"{path}: this is no text in UTF-8; save it as such"
        ) from None
    if _FROM_THE_NETWORK.search(text):
        raise SheetflowError(
            f'{path}: a layout may not import packages from the network ("@…")'
        )
    return text


@contextmanager
def _no_network() -> Iterator[None]:
    """Let typst reach nothing but this machine: a layout may put together the name of a package that it imports."""
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


def _copy_logo(logo: Path | None, folder: Path) -> str:
    """The logo beside the layout; gives its name, "" where there is none that typst can show."""
    content = logo.read_bytes() if logo else b""
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
            typst.Compiler(
                b'#image("picture")', root=name, ignore_system_fonts=True
            ).compile(format="svg")
        except typst.TypstError:
            return False
    return True


def _told(error: typst.TypstError, house: Seller) -> str:
    """What is wrong in a layout, and what to do, on one line."""
    own = {path.name: path for path in house.style.templates}
    failure = failure_of(error, own)
    if failure.file not in own:
        return f"{failure}; please report this"
    file = own[failure.file]
    return f"{file}:{failure.line} {failure.text}; see all that is wrong with: sheetflow template check {file}"

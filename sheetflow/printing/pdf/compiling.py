"""Data and a template into one PDF, by typst.

A template is compiled in a folder of its own, which holds nothing but the data, the logo, and our templates and the
house's own: it can read no other file. The same data gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sheetflow.errors import SheetflowError
from sheetflow.printing.formats import Formats
from sheetflow.printing.model import MARK, House
from sheetflow.printing.pdf.data.house import house_data
from sheetflow.printing.pdf.fonts import FOLDER, families, find_fonts

if TYPE_CHECKING:
    from typst import PDFStandards

INSTALL = "PDFs need a few packages more; install them with: pip install 'sheetflow[pdf]'"
_MAIN = """#let data = json("data.json")
#set document(title: data.title, author: data.house.name, keywords: ("{mark}",), date: datetime({date}))
#include "{template}.typ"
"""
_FROM_THE_NETWORK = re.compile(r'"@')


def compile_pdf(template: str, data: Mapping[str, Any], house: House, standards: Sequence[str] = ()) -> bytes:
    """The PDF that a template makes of some data.

    `template` is the name of a .typ file, without its ending: the house's own, where it has one, else ours. It reads
    `json("data.json")`, which holds `data`, and besides `house` (see data/house.py) and `title`. `standards` are those
    of typst, such as "a-3b". Raises SheetflowError where typst is missing or the template is wrong.
    """
    if find_spec("typst") is None:
        raise SheetflowError(INSTALL)
    import typst

    with _workshop(template, data, house) as folder:
        fonts = find_fonts(house.style.folder / FOLDER)
        wanted = cast("PDFStandards", list(standards))
        compiler = typst.Compiler(folder / "main.typ", root=folder, font_paths=fonts, ignore_system_fonts=True)
        try:
            made = compiler.compile(None, timestamp=_noon(house.as_of), pdf_standards=wanted, pdf_tags=False)
        except typst.TypstError as error:
            raise SheetflowError(f"{template}.typ: {_told(error)}") from error
    assert isinstance(made, bytes)
    return made


@contextmanager
def _workshop(template: str, data: Mapping[str, Any], house: House) -> Iterator[Path]:
    """A folder with all that a template may read, for as long as it takes."""
    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        folder = Path(name)
        for path in (*_templates(), *_own_templates(house)):
            (folder / path.name).write_text(_checked(path), encoding="utf-8")
        logo = _copy_logo(house, folder)
        own = house.style.folder / FOLDER
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


def _own_templates(house: House) -> list[Path]:
    """The house's own, which take the place of ours."""
    folder = house.style.folder / (house.style.templates or "templates")
    return sorted(folder.glob("*.typ")) if folder.is_dir() else []


def _checked(path: Any) -> str:
    """The text of a template; what it would fetch from the network is refused."""
    text = str(path.read_text(encoding="utf-8"))
    if _FROM_THE_NETWORK.search(text):
        raise SheetflowError(f'{path}: a template may not import packages from the network ("@…")')
    return text


def _copy_logo(house: House, folder: Path) -> str:
    """The logo beside the template; gives its name, "" where there is none that typst can show (it reads no BMP)."""
    if house.style.logo is None or house.style.logo.suffix.lower() == ".bmp":
        return ""
    name = f"logo{house.style.logo.suffix.lower()}"
    shutil.copyfile(house.style.logo, folder / name)
    return name


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)


def _told(error: Exception) -> str:
    """What typst says, on one line, with the place if it tells one."""
    return " ".join(str(error).split())

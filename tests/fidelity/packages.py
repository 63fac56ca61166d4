"""Packages taken apart: their parts, what of an XML part is still there, and what other programs read in them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import openpyxl
import python_calamine
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell import Cell

Place = tuple[str, str]


def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package, in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


# -- what of a part is still there

_MAY_CHANGE = {"count", "fullCalcOnLoad", "refreshOnLoad"}


def lost(old: bytes, new: bytes) -> list[str]:
    """The elements of a part that are not in its successor, in their order; [] where nothing is lost."""
    return list(_lost(ElementTree.fromstring(old), ElementTree.fromstring(new), ""))


def _lost(
    old: ElementTree.Element, new: ElementTree.Element, path: str
) -> Iterator[str]:
    here = f"{path}/{local(old.tag)}"
    for name, value in old.attrib.items():
        if local(name) not in _MAY_CHANGE and new.get(name) != value:
            yield f"{here}@{local(name)}: {value} became {new.get(name)}"
    if (old.text or "").strip() != (new.text or "").strip():
        yield f"{here}: {old.text!r} became {new.text!r}"
    rest = iter(new)
    for child in old:
        candidates = (other for other in rest if other.tag == child.tag)
        found = next(
            (other for other in candidates if not list(_lost(child, other, here))), None
        )
        if found is None:
            yield f"{here}/{local(child.tag)} {dict(child.attrib)}"
            return


# -- what others read


def openpyxl_cells(
    data: bytes, sheets: list[str]
) -> dict[Place, tuple[object, ...]] | None:
    """The value (or formula) and the look of every cell; None where openpyxl cannot read the workbook."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - whatever ails openpyxl is not what is tested
        return None
    known = [book[sheet] for sheet in sheets if sheet in book.sheetnames]
    return {
        (sheet.title, cell.coordinate): _seen(cell)
        for sheet in known
        for row in sheet.iter_rows()
        for cell in row
    }


def _seen(cell: Cell) -> tuple[object, ...]:
    value: object = cell.value
    if isinstance(value, ArrayFormula | DataTableFormula):  # they compare by identity
        value = repr(vars(value))
    if not cell.has_style:
        return (value,)
    look = cell.font, cell.fill, cell.border, cell.alignment, cell.protection
    return value, cell.number_format, *map(repr, look)


def calamine_cells(
    data: bytes, sheets: list[str]
) -> dict[str, list[list[object]]] | None:
    """The values of every sheet; None where python-calamine cannot read the workbook."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.CalamineError:
        return None
    return {
        name: book.get_sheet_by_name(name).to_python()
        for name in sheets
        if name in book.sheet_names
    }

"""Workbooks that the tests make for themselves, and what is in them read by others than the code under test."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter

from sheetflow.workbook import CellLook, Workbook
from sheetflow.workbook.sheets.add_columns import NewColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def written(path: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    """A workbook made by xlsxwriter; `fill` puts the sheets in."""
    book = xlsxwriter.Workbook(path)
    fill(book)
    book.close()
    return path


def plain_book(path: Path, rows: list[list[object]], sheet: str = "Sheet") -> Path:
    """One sheet with these rows from A1 on, made by openpyxl."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def edited(path: Path, edit: Callable[[Workbook], None]) -> bytes:
    """The bytes of the workbook after the edit."""
    book = Workbook.open(path)
    edit(book)
    book.apply()
    return book.package.to_bytes()


def after(path: Path, edit: Callable[[Workbook], None]) -> Workbook:
    """The workbook opened again after the edit has been saved to it."""
    path.write_bytes(edited(path, edit))
    return Workbook.open(path)


def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same package, each part changed by `change(name, content)`."""
    old = parts(path.read_bytes())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in old.items():
            package.writestr(name, change(name, content))
    return path


def values(data: bytes, sheet: str) -> list[list[object]]:
    """What openpyxl reads as the values and formulas of a sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def new_columns(
    headers: Sequence[str], looks: Sequence[CellLook], widths: Sequence[float]
) -> list[NewColumn]:
    """Columns to add, each with its header, look and width."""
    return [NewColumn(*each) for each in zip(headers, looks, widths, strict=True)]

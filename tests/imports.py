"""Workbooks to import into, files to import, and what came in."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
from click.testing import CliRunner
from tables import cell, words

import sheetflow
from sheetflow.cli import main

AS_OF = date(2026, 3, 5)


def workbook(path: Path, sheets: Mapping[str, str]) -> Path:
    """A workbook of text tables."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in words(table):
            sheet.append([cell(word) or None for word in row])
    book.save(path)
    return path


def write_csv(
    path: Path,
    headers: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """A file as a shop writes it: rows by header, blank where they say nothing."""
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, headers, delimiter=separator, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring_in(workbook: Path, *arguments: str | Path) -> str:
    """Import, and return what is printed."""
    done = CliRunner().invoke(main, ["import", str(workbook), *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def refusal(workbook: Path, *arguments: str | Path) -> str:
    """Why an import is refused."""
    done = CliRunner().invoke(main, ["import", str(workbook), *map(str, arguments)])
    assert done.exit_code == 3, done.output
    return done.output


def column(workbook: Path, sheet: str, header: str) -> list[str]:
    """A column after a run, as texts."""
    frame = sheetflow.run(workbook, as_of=AS_OF).book[sheet]
    return [str(value) for value in frame[header].tolist()]


def errors(workbook: Path) -> list[str]:
    """The errors of a run."""
    done = sheetflow.run(workbook, as_of=AS_OF)
    return [item.text for item in done.problems if item.problem.rule.is_error]


def cells(workbook: Path, sheet: str) -> list[tuple[object, ...]]:
    """The cells of a sheet below its headers, as they are."""
    rows = openpyxl.load_workbook(workbook)[sheet].iter_rows(values_only=True)
    return list(rows)[1:]


def answer(workbook: Path, sheet: str, column: int, old: str, new: str) -> None:
    """Type another word wherever a column of a sheet has one."""
    book = openpyxl.load_workbook(workbook)
    for row in book[sheet].iter_rows(min_row=2):
        if row[column].value == old:
            row[column].value = new
    book.save(workbook)

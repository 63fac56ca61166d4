"""Demanding businesses as workbooks: everything that makes a page hard to lay out, run as its owner would run it.

    python tests/demanding.py FOLDER      writes, runs and prints them all, to be looked at

They are in demanding/*.txt: below `== Sheet` a text table (see tables.py), below `== Sheet, later` what is typed
after the first run; `¶` is a new line in a cell.
"""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from locations import TESTS
from tables import grid
from walkthroughs import Table, enter

from sheetflow.documents.files import publish_files, render_files
from sheetflow.documents.gather import DocumentFilter, all_documents
from sheetflow.documents.model import Documents
from sheetflow.pipeline import Run, run

FOLDER = TESTS / "demanding"
AS_OF = date(2026, 3, 2)
LINES = 120
INVOICES = 60
NAMES = ("long", "scripts", "yen", "canada", "many")
MADE_BY_A_RUN = ("Invoices",)
"""The sheets that the first run adds."""

LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAaQAAAB4AQMAAACHCRSWAAAABlBMVEV6Hz3du8TxRmD+AAAAOklEQVR42u3ZoREAIAwEwaf/ZpFx"
    "wWJBZvb8VnDpj3amqspzi6IoiqIoiqIoiqIoiqIoiqImKgfhUgcXpuGVYPT73gAAAABJRU5ErkJggg=="
)
"""A picture of 420 × 120 pixels."""

Tables = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """A business: its sheets on the first day, and what is typed after the first run."""

    name: str
    first: Tables
    later: Tables


def case(name: str) -> Case:
    """The business of that name."""
    made = {"long": _long_order, "many": _many_invoices}.get(name, dict)()
    common = dict(_sections("base"))
    found = dict(_sections(name))
    later = {
        sheet.removesuffix(", later"): table
        for sheet, table in found.items()
        if sheet.endswith(", later")
    }
    first = {
        sheet: table for sheet, table in found.items() if not sheet.endswith(", later")
    }
    return Case(name, _joined(common | first, made), later)


def _sections(name: str) -> Iterator[tuple[str, str]]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for section in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        sheet, _, table = section.partition("\n")
        yield sheet.strip(), table


def _joined(tables: Tables, more: Tables) -> Tables:
    """Tables with more rows below, or more tables."""
    return {
        sheet: "\n".join((tables.get(sheet, ""), more.get(sheet, "")))
        for sheet in {**tables, **more}
    }


# -- what is too long to be typed


def _long_order() -> Tables:
    words = (
        ("A-100", "Anvil"),
        (
            "C-300",
            "Étagère murale en chêne massif, finition huilée, avec quincaillerie et notice en six langues",
        ),
        (
            "VERY-LONG-STOCK-CODE-77",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        ),
        ("B-200", "Bellows"),
        ("S-900", "Fitting"),
    )
    rows = [
        "Order  Line  SKU  Description  Quantity  Unit price  Discount %",
        "SQ-1  1  C-300  -  3  -  -",
    ]
    for at in range(1, LINES + 1):
        sku, text = words[at % 5 if at % 3 == 0 else 0]
        rows.append(
            f"SO-1  {at}  {sku}  {text} no. {at}  {at % 7 + 0.25}  {1234.5 + at}  {10 if at % 4 == 0 else '-'}"
        )
    return {"Order lines": "\n".join(rows)}


def _many_invoices() -> Tables:
    orders = []
    lines = []
    invoices = []
    billed = []
    for at in range(1, INVOICES + 1):
        day = date(2025, 7, 1) + timedelta(days=4 * at)
        price = 1000 * at + 0.35
        orders.append(
            f"SO-{at}  {day}  BIG  PO {at}{'/Framework agreement 2025' if at % 5 == 0 else ''}"
        )
        lines.append(f"SO-{at}  1  S-900  {at}  {price}")
        invoices.append(f"SO-{at}  {day}  INV-{at + 100:06d}")
        billed.append(f"INV-{at + 100:06d}  SO-{at}  1  S-900  {at}  {price}  STD")
    found = {
        "Orders": orders,
        "Order lines": lines,
        "Invoices": invoices,
        "Invoice lines": billed,
    }
    return {sheet: "\n".join(rows) for sheet, rows in found.items()}


# -- as files


def written(case: Case, folder: Path) -> Path:
    """The workbook of the first day, with its logo next to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    heads = {
        sheet: text.strip().splitlines()[0]
        for sheet, text in case.later.items()
        if sheet not in MADE_BY_A_RUN
    }
    for name, text in {**heads, **case.first}.items():
        sheet = book.create_sheet(name)
        for row in grid(name, text).rows:
            sheet.append([_lined(cell) for cell in row])
    path = folder / f"{case.name}.xlsx"
    book.save(path)
    (folder / "logo.png").write_bytes(LOGO)
    return path


def _lined(cell: object) -> object:
    return cell.replace("¶", "\n") if isinstance(cell, str) else cell


def played(name: str, folder: Path) -> Run:
    """A business after its runs; its workbook is in the folder."""
    return played_case(case(name), folder)


def played_case(business: Case, folder: Path) -> Run:
    """The same for what is not a business of demanding/*.txt."""
    path = written(business, folder)
    run(path, as_of=AS_OF).save(path, replacing=True)
    for sheet, text in business.later.items():
        headers, *rows = [
            [str(_lined(cell)) for cell in row] for row in grid(sheet, text).rows
        ]
        enter(path, Table(sheet, headers, rows))
    done = run(path, as_of=AS_OF)
    done.save(path, replacing=True)
    return done


def all_of(done: Run, folder: Path) -> Documents:
    """Every document of a business; pick lists also of what was picked."""
    orders = frozenset(done.result.book["Orders"]["Order"].tolist())
    return all_documents(done.result, folder, DocumentFilter(orders=orders))


def main() -> None:
    """Write, run and print every business into a folder of its own."""
    for name in NAMES:
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        done = played(name, folder)
        for problem in done.result.problems:
            print(name, problem.code, problem.sheet, problem.text)
        for path in publish_files(
            render_files(all_of(done, folder), f"{name}.xlsx"), folder / "out"
        ):
            print(path)


if __name__ == "__main__":
    main()

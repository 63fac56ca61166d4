"""Plays the tutorial and the cookbook: what they say to type is typed, what they say comes out is compared.

A block ```console holds commands (`$ sheetflow …`) and what they print; a line … stands for any lines. In the cookbook
a table below **Sheet** is typed into that sheet (a row whose key is there already is changed, another is appended), a
table below **Sheet** afterwards is what the sheet then shows. `<!-- type FILE Sheet: Header=cell; … -->` types one row,
`<!-- cell FILE Sheet!C7: cell -->` one cell, where the text around it says so in words. A block ```diff names a file,
and a line of it (-) with what it is changed to (+).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

import sheetflow
from sheetflow.cli import main
from sheetflow.domain.schema import sheet_schema
from sheetflow.reading.locate import find_layout
from sheetflow.workbook import Value, Workbook
from sheetflow.workbook.cells.cell_references import column_number

_PARTS = re.compile(
    r"^```console\n(?P<console>.*?)^```$"
    r"|^```diff\n(?P<changed>\S+)\n-(?P<old>[^\n]*)\n\+(?P<new>[^\n]*)\n```$"
    r"|^<!-- type (?P<file>\S+) (?P<sheet>[\w ]+): (?P<row>[^\n]*) -->$"
    r"|^<!-- cell (?P<book>\S+) (?P<place>[\w ]+)!(?P<letter>[A-Z]+)(?P<number>\d+): (?P<cell>[^\n]*) -->$"
    r"|^\*\*(?P<table>[\w ]+)\*\*(?P<after> afterwards)?:?\n\n(?P<lines>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Table:
    """A table of a page: the sheet, the headers, the rows of words."""

    sheet: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


def parts(page: Path) -> Iterator[re.Match[str]]:
    """What a page says to do, in its order."""
    return _PARTS.finditer(page.read_text(encoding="utf-8"))


# -- commands


def play(console: str) -> None:
    """Run the commands of a block in the current folder, and compare what they print."""
    for block in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, expected = block.partition("\n")
        program, *words = shlex.split(command)
        assert program == "sheetflow", command
        said = CliRunner().invoke(main, words).output
        pattern = "".join(
            ".*" if line == "…" else re.escape(line + "\n")
            for line in expected.rstrip("\n").split("\n")
        )
        assert re.fullmatch(pattern, said, re.DOTALL), f"$ {command}\n{said}"


# -- typing


def change_line(path: Path, old: str, new: str) -> None:
    """Change the one line of a file that says this."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines.count(old) == 1, f"{path}: {old}"
    path.write_text(
        "\n".join(new if line == old else line for line in lines) + "\n",
        encoding="utf-8",
    )


def set_cell(path: Path, sheet: str, letter: str, row: int, word: str) -> None:
    """Type a word into one cell."""
    workbook = Workbook.open(path)
    workbook.set_cells(sheet, column_number(letter), [row], [typed(word)])
    workbook.save(path, replacing=True)


def typed(word: str) -> Value:
    """A word as Excel takes it when it is typed."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
        return date.fromisoformat(word)
    return (
        float(word)
        if re.fullmatch(r"-?\d+(\.\d+)?", word)
        else word.replace("−", "-") or None
    )


def row_table(sheet: str, row: str) -> Table:
    """`Header=cell; Header=cell` as a table of one row."""
    pairs = [pair.split("=", 1) for pair in row.split("; ")]
    return Table(sheet, [header for header, _ in pairs], [[cell for _, cell in pairs]])


def page_table(sheet: str, lines: str) -> Table:
    """A table of a page."""
    headers, _, *rows = [
        [cell.strip() for cell in line[1:-1].split("|")] for line in lines.splitlines()
    ]
    return Table(sheet, headers, rows)


def enter(path: Path, table: Table) -> None:
    """Type the rows of a table into its sheet."""
    workbook = Workbook.open(path)
    grid = workbook.read(table.sheet)
    layout = find_layout(grid, sheet_schema(table.sheet))
    key = layout.columns[layout.schema.key[0]]
    keys = grid.column(key)[: layout.last_row] if len(layout.schema.key) == 1 else []
    for row in table.rows:
        cells = {
            layout.columns[header]: typed(word)
            for header, word in zip(table.headers, row, strict=True)
            if word
        }
        at = _row_of(keys, cells.get(key))
        if at is None:
            workbook.append_rows(
                table.sheet,
                layout.header_row,
                {column: [cell] for column, cell in cells.items()},
            )
            continue
        for column, cell in cells.items():
            workbook.set_cells(table.sheet, column, [at], [cell])
    workbook.save(path, replacing=True)


def _row_of(keys: Sequence[object], key: object) -> int | None:
    return keys.index(key) + 1 if key is not None and key in keys else None


# -- what comes out


def compare(path: Path, table: Table, day: date) -> None:
    """Compare the columns of a table with a sheet as the next run would find it; its rows by what the first says."""
    frame = sheetflow.run(path, as_of=day).book[table.sheet]
    shown = [
        [_shown(cell) for cell in row]
        for row in frame[list(table.headers)].itertuples(index=False)
    ]
    for row in table.rows:
        wanted = [
            word.replace(",", "") if re.fullmatch(r"-?[\d,]+\.\d\d", word) else word
            for word in row
        ]
        near = "\n".join(" | ".join(found) for found in shown if found[0] == wanted[0])
        assert _plain(wanted) in [_plain(found) for found in shown], (
            f"{table.sheet}: {' | '.join(wanted)} in\n{near}"
        )


def _plain(row: Sequence[str]) -> list[str]:
    return [
        str(Decimal(word) + 0).rstrip("0").rstrip(".")
        if _is_number(word) and "." in word
        else word
        for word in row
    ]


def _is_number(word: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", word) is not None


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)

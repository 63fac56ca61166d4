"""Plays the tutorial and the guides: types what they say to type, and compares what comes out.

A block ```console has commands (`$ sheetflow …`) and what they print; a line … means any lines. In the guides a table
below **Sheet** is typed into that sheet of shop.xlsx (a row whose key is already there is changed, another is
appended); a table below **Sheet** afterwards is what the sheet shows after the next run, and one below **Sheet** now
what it shows as the last run left it. `<!-- type FILE Sheet: Header=cell; … -->`
types one row and `<!-- cell FILE Sheet!C7: cell -->` one cell, where the text around it says so in words. A block
```diff names a file, and a line of it (-) with what it becomes (+).

`python tests/walkthroughs.py` puts what the commands print now into the pages, or into those of the story with one page
(`python tests/walkthroughs.py guides/stock.md`); read the difference before you commit.
A story in which a command is refused, and was not before, is left as it is: that is a mistake of the page or of its
folder, and the error names both.
"""

from __future__ import annotations

import difflib
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner
from foreign_books import BOOKS, write_flat_list
from locations import DOCS, SAMPLES

import sheetflow
from sheetflow.cli import main
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.reading.locate import find_layout
from sheetflow.workbook import Value, Workbook
from sheetflow.workbook.cells.cell_references import column_number

DAY = date(2026, 3, 2)

STORIES = (
    ("getting-started/tutorial.md",),
    (
        "guides/README.md",
        "guides/stock.md",
        "guides/selling.md",
        "guides/shipping.md",
        "guides/money.md",
        "guides/corrections.md",
        "guides/printing.md",
        "guides/einvoices.md",
        "guides/export.md",
    ),
    ("guides/buying.md",),
    ("guides/reports.md",),
    ("guides/accountants.md",),
    ("guides/your-own-workbook.md",),
    ("reference/json.md",),
)
"""The pages that are played, each story in a folder of its own, its pages in this order."""

_PARTS = re.compile(
    r"^```console\n(?P<console>.*?)^```$"
    r"|^```diff\n(?P<changed>\S+)\n-(?P<old>[^\n]*)\n\+(?P<new>[^\n]*)\n```$"
    r"|^<!-- type (?P<file>\S+) (?P<sheet>[\w ]+): (?P<row>[^\n]*) -->$"
    r"|^<!-- cell (?P<book>\S+) (?P<place>[\w ]+)!(?P<letter>[A-Z]+)(?P<number>\d+): (?P<cell>[^\n]*) -->$"
    r"|^\*\*(?P<table>[\w ]+)\*\*(?P<after> afterwards| now)?:?\n\n(?P<lines>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)

_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")
FINGERPRINT = "5f1c0b8e2d94a7f36e0d18c5b27a9f4431d6e8a05bc97f12e4830a6d7c59b1f2"
"""The fingerprint that the pages show."""


@dataclass(frozen=True)
class Table:
    """A table of a page: the sheet, the headers, the rows of words."""

    sheet: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


def parts(page: Path) -> Iterator[re.Match[str]]:
    """What a page says to do, in its order."""
    return _PARTS.finditer(page.read_text(encoding="utf-8"))


def put_samples(folder: Path) -> None:
    """Copy the sample workbooks, as they are before any run, and make those of other owners."""
    ignored = shutil.ignore_patterns("out", "* papers", ".sheetflow")
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True, ignore=ignored)
    for name, book in BOOKS.items():
        book.write(folder / f"{name}.xlsx")
    write_flat_list(folder / "sales.csv")


def follow(part: re.Match[str], folder: Path) -> None:
    """Do one thing that a page says, in this folder, which is the current one."""
    if part["console"]:
        play(part["console"])
    elif part["changed"]:
        change_line(folder / part["changed"], part["old"], part["new"])
    elif part["row"]:
        enter(folder / part["file"], row_table(part["sheet"], part["row"]))
    elif part["cell"]:
        set_cell(
            folder / part["book"],
            part["place"],
            part["letter"],
            int(part["number"]),
            part["cell"],
        )
    elif part["after"] == " now":
        compare_cells(folder / "shop.xlsx", page_table(part["table"], part["lines"]))
    elif part["after"]:
        compare(folder / "shop.xlsx", page_table(part["table"], part["lines"]), DAY)
    else:
        enter(folder / "shop.xlsx", page_table(part["table"], part["lines"]))


# -- commands


def play(console: str) -> None:
    """Run the commands of a block in the current folder, and compare what they print."""
    for command, expected in commands(console):
        printed = output(command)
        assert is_quote(expected, printed), f"$ {command}\n{printed}"


def commands(console: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, with the lines that the page says it prints."""
    for block in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, expected = block.partition("\n")
        yield command, expected.rstrip("\n").split("\n")


REFUSED = 2
"""From this exit status on a command did nothing: its words are wrong, or a file is."""


def output(command: str) -> str:
    """What `sheetflow …` prints, each fingerprint replaced by the same one: a run's depends on when it began."""
    return _invoked(command)[0]


def _invoked(command: str) -> tuple[str, int]:
    """What a command prints, and its exit status."""
    program, *words = shlex.split(command)
    assert program == "sheetflow", command
    done = CliRunner().invoke(main, words)
    return _FINGERPRINT.sub(FINGERPRINT, done.output), done.exit_code


def is_quote(expected: Sequence[str], printed: str) -> bool:
    """Whether these lines are what was printed; a line … is any lines."""
    pattern = "".join(
        ".*" if line == "…" else re.escape(line + "\n") for line in expected
    )
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


# -- new quotes


class RefusedError(Exception):
    """A command of a page is refused now: its story stays as it is."""


def rewrite(console: str) -> str:
    """A block with what its commands print now."""
    lines: list[str] = []
    for command, expected in commands(console):
        printed, status = _invoked(command)
        if status >= REFUSED and not is_quote(expected, printed):
            raise RefusedError(f"$ {command}\n{printed}")
        lines += [f"$ {command}", *requoted(expected, printed)]
    return "\n".join(lines) + "\n"


def requoted(expected: Sequence[str], printed: str) -> list[str]:
    """The lines of a quote as they are printed now: the whole, or beside … each line that is most like the old one."""
    if is_quote(expected, printed):
        return list(expected)
    found = printed.rstrip("\n").split("\n")
    if "…" not in expected:
        return found
    return [
        line
        if line == "…"
        else next(iter(difflib.get_close_matches(line, found, 1, 0.5)), line)
        for line in expected
    ]


def rewrite_story(pages: Sequence[str]) -> None:
    """Play the pages of a story, and write all of them with what their commands print now.

    Raises RefusedError, before any page is written, where a command is refused.
    """
    texts = {}
    for name in pages:
        text = (DOCS / name).read_text(encoding="utf-8")
        pieces = [text[: next(_PARTS.finditer(text)).start()]]
        for part in _PARTS.finditer(text):
            pieces.append(_now(part))
            following = _PARTS.search(text, part.end())
            pieces.append(text[part.end() : following.start() if following else None])
        texts[name] = "".join(pieces)
    for name, text in texts.items():
        (DOCS / name).write_text(text, encoding="utf-8")


def _now(part: re.Match[str]) -> str:
    if part["console"]:
        return f"```console\n{rewrite(part['console'])}```"
    try:
        follow(part, Path.cwd())
    except AssertionError as error:
        print(error, file=sys.stderr)
    return part[0]


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
    _require_rows(table, shown)


def compare_cells(path: Path, table: Table) -> None:
    """Compare the columns of a table with the cells of a sheet, its rows by what the first says."""
    rows = Workbook.open(path).read(table.sheet).rows
    [header, *_] = [row for row in rows if set(table.headers) <= set(row)]
    columns = [header.index(name) for name in table.headers]
    _require_rows(table, [[_cell(row[at]) for at in columns] for row in rows])


def _cell(value: object) -> str:
    """A cell as a page shows it: whole numbers without a point, dates as 2026-03-02."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _require_rows(table: Table, shown: Sequence[Sequence[str]]) -> None:
    """Each row of the table is among those that are shown."""
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


if __name__ == "__main__":
    for story in (each for each in STORIES if set(sys.argv[1:]) <= set(each)):
        with tempfile.TemporaryDirectory() as where, chdir(where):
            put_samples(Path(where))
            try:
                rewrite_story(story)
            except RefusedError as error:
                sys.exit(f"{', '.join(story)}: left as it is\n{error}")

"""The engine against the oracle without any file, many times faster: `against.py --memory`.

Files, headers and formats are left to the runs of the command; here each seed goes through the same runs and edits on
sheets in memory. What a second run on the same day would change is told too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheets import Played, Sheet, run
from tables import grid_of

from sheetflow.domain.catalogue import fact_sheets, sheet_schema

from .buying import is_buying
from .compare import differences
from .credit_limits import COLUMNS as SAID
from .credit_limits import is_in_use
from .random_books import as_of, edited, next_edits, random_book
from .random_costs import priced
from .reminders import COLUMNS as REMINDED
from .reminders import is_reminding
from .rules import play

if TYPE_CHECKING:
    from sheetflow.workbook.model import Grid

    from .reading import Sheets


def in_memory(seed: int, sittings: int = 3) -> list[str]:
    """One seed through all its runs; where engine and oracle first disagree, the differences."""
    typed = random_book(seed)
    typed = priced(seed, typed) if seed % 4 else typed
    for sitting in range(sittings):
        day = as_of(sitting)
        expected = play(typed, day)
        once = run(grids(typed), day.isoformat())
        engine = rows_of(once, typed)
        failed = int(any(problem.rule.is_error for problem in once.result.problems))
        found = (
            [f"exit {failed}, the oracle's is {expected.exit}"]
            if failed != expected.exit
            else []
        )
        found += differences(engine, expected) + _changed_again(once)
        if found:
            return [
                f"run {sitting}: {line}"
                for line in [*found, *map(str, expected.errors)]
            ]
        typed = edited(
            engine, next_edits(seed * 10 + sitting, engine, as_of(sitting + 1))
        )
    return []


def _changed_again(once: Played) -> list[str]:
    twice = run(once.typed(), once.as_of)
    found = [
        f"second time: {name} changed"
        for name, sheet in once.sheets.items()
        if _without_hints(twice.sheets[name]) != _without_hints(sheet)
    ]
    return found + (
        [f"second time: {once.codes}, then {twice.codes}"]
        if once.codes != twice.codes
        else []
    )


def _without_hints(sheet: Sheet) -> dict[str, list[object]]:
    """The columns of a sheet; a name that a message suggests may be of a row that the run wrote."""
    return {
        header: [str(each).split(" Did you mean")[0] for each in values]
        for header, values in sheet.columns.items()
    }


def grids(sheets: Sheets) -> dict[str, Grid]:
    """Rows of cells by header as sheets: the facts, as a person typed them."""
    found = {}
    for name in [
        name for name in fact_sheets() if name in sheets or sheet_schema(name).required
    ]:
        headers = [column.header for column in sheet_schema(name).facts]
        rows = [
            [_cell(row.get(header)) for header in headers]
            for row in sheets.get(name, [])
        ]
        found[name] = grid_of(name, [headers, *rows])
    return found


def _cell(value: object) -> object:
    if value is None:
        return ""
    return (
        value
        if isinstance(value, (str, bool)) or not hasattr(value, "__float__")
        else float(value)
    )


def rows_of(played: Played, typed: Sheets) -> Sheets:
    """All sheets after a run as rows of cells by header, each row where it stood, new ones below.

    `typed` is what was typed: it says which parts the workbook has.
    """
    found: Sheets = {}
    for name, grid in played.typed().items():
        if name not in played.given and not len(played.book[name]):
            continue
        headers, *rows = grid.rows
        found[name] = [
            {h: _blank(v) for h, v in zip(headers, row, strict=True)} for row in rows
        ]
        _derive(played, name, found[name])
    _without_unused_parts(found, typed)
    derived = ["Stock", "Movements", "Receivables"]
    derived += ["Reorder"] if is_buying(typed) and "Reorder" in played.sheets else []
    for name in derived:
        columns = played.sheets[name].columns
        found[name] = [
            dict(zip(columns, values, strict=True))
            for values in zip(*columns.values(), strict=True)
        ]
    return found


def _without_unused_parts(sheets: Sheets, typed: Sheets) -> None:
    """Leave out the columns of what the workbook does without: in memory every sheet has all of them."""
    customers = sheets.get("Customers", [])
    for header in (*SAID, "Open orders", "Credit left"):
        _drop(customers, header, is_in_use(typed))
    for header in REMINDED:
        _drop(sheets.get("Invoices", []), header, is_reminding(typed))
    for header in ("On order", "Forecast"):
        _drop(sheets.get("Products", []), header, is_buying(typed))


def _drop(rows: list[dict[str, object]], header: str, is_kept: bool) -> None:
    for row in rows:
        if not is_kept:
            row.pop(header, None)


def _blank(value: object) -> object:
    return None if value == "" else value


def _derive(played: Played, name: str, rows: list[dict[str, object]]) -> None:
    """Put the derived cells of a sheet into its rows."""
    before = played.prepared.typed[name].rows
    size = len(rows)
    added = len(played.book[name]) - len(before)
    places = [int(row) - 2 for row in before] + list(range(size - added, size))
    facts = {column.header for column in sheet_schema(name).facts}
    for header, values in played.sheets[name].columns.items():
        if header not in facts:
            for at, value in zip(places, values, strict=True):
                rows[at][header] = value

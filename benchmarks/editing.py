"""How long an edit takes: 50,000 rows, 10 % of them changed and 100 appended.

`python -m benchmarks.editing` prints it next to what no program that edits a workbook
can do without: python-calamine reads the sheet, and zlib (level 6, as zipfile does)
compresses every part again. `python -m benchmarks.editing ours|plain INPUT OUTPUT` runs
one of the two programs.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Stopwatch

if TYPE_CHECKING:
    from sheetflow.workbook import Workbook

ROWS = 50_000
APPENDED = 100
EACH = 10
"""Every tenth row is changed."""

ROUNDS = 5
SHEET = "Order lines"
HEADERS = (
    "Order",
    "Line",
    "Product",
    "Description",
    "Ordered",
    "Qty",
    "Price",
    "Discount",
    "Status",
    "Notes",
)
QUANTITY = HEADERS.index("Qty") + 1
STATUS = HEADERS.index("Status") + 1
AS_OF = date(2026, 3, 2)


def row(number: int) -> tuple[object, ...]:
    """What a clerk would have typed into one row."""
    order, line = divmod(number, 4)
    product = number * 7919 % 1_200
    ordered = AS_OF - timedelta(days=number % 700)
    note = f"Call {order:05d} before delivery" if number % 9 == 0 else ""
    named = f"Garden chair, model {product}, folding"
    price = 1.25 + product / 100
    return (
        f"SO-{order:06d}",
        line + 1,
        f"P-{product:04d}",
        named,
        ordered,
        number % 24 + 1,
        price,
        0.05,
        "Open",
        note,
    )


def write(path: Path) -> None:
    """The workbook to edit: one sheet with a table, one with a formula over it."""
    import xlsxwriter  # type: ignore[import-untyped]

    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(SHEET)
    sheet.add_table(
        0,
        0,
        ROWS,
        len(HEADERS) - 1,
        {"name": "Lines", "columns": [{"header": name} for name in HEADERS]},
    )
    for number in range(ROWS):
        sheet.write_row(number + 1, 0, row(number))
    book.add_worksheet("Summary").write_formula("A1", "=SUM(Lines[Qty])")
    book.close()


def ours(source: Path, target: Path, watch: Stopwatch) -> None:
    """Open, read, edit and publish."""
    from sheetflow.running.garbage import no_garbage_collection
    from sheetflow.workbook import Workbook

    watch("import")
    with no_garbage_collection():  # as the command does
        book = Workbook.open(source)
        book.read(SHEET)
        watch("read")
        edit(book)
        book.save(target)
        watch("edit and write")


def edit(book: Workbook) -> None:
    """Change two cells in every tenth row, and append rows below the table."""
    changed = range(2, ROWS + 2, EACH)
    book.set_cells(SHEET, QUANTITY, changed, [number % 50 + 30 for number in changed])
    book.set_cells(SHEET, STATUS, changed, ["Shipped"] * len(changed))
    added = zip(*(row(ROWS + number) for number in range(APPENDED)), strict=True)
    book.append_rows(
        SHEET, 1, {column: list(values) for column, values in enumerate(added, 1)}
    )


def plain(source: Path, target: Path, watch: Stopwatch) -> None:
    """Read with python-calamine, then compress the same parts again."""
    import python_calamine

    watch("import")
    python_calamine.CalamineWorkbook.from_path(str(source)).get_sheet_by_name(
        SHEET
    ).to_python()
    watch("read")
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    watch("inflate")  # reported, but not counted: calamine has done it already
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    watch("deflate")


PROGRAMS: dict[str, Callable[[Path, Path, Stopwatch], None]] = {
    "ours": ours,
    "plain": plain,
}
COUNTED = {"ours": ("read", "edit and write"), "plain": ("read", "deflate")}


def counted(name: str, stages: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Seconds by the clock and of the processor, without the imports."""
    clock, processor = zip(*(stages[stage] for stage in COUNTED[name]), strict=True)
    return sum(clock), sum(processor)


def middle(
    name: str, rounds: list[dict[str, tuple[float, float]]]
) -> dict[str, tuple[float, float]]:
    """The round whose processor time is the median."""
    return sorted(rounds, key=lambda stages: counted(name, stages)[1])[len(rounds) // 2]


def main() -> None:
    """One program, or both side by side."""
    if len(sys.argv) == 4:
        watch = Stopwatch()
        PROGRAMS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]), watch)
        watch.report()
    else:
        from benchmarks.__main__ import edited

        edited()


if __name__ == "__main__":
    main()

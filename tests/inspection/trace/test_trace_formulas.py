"""What Excel works out in a trace is what the engine says: IronCalc and LibreOffice calculate it from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import ironcalc
import pytest
from hypothesis import given, settings
from office import convert, needs_office
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from random_runs import SEEDS, played
from test_trace_laws import source_of

from sheetflow.domain.numbers import MICRO
from sheetflow.inspection.trace.lookup import kinds
from sheetflow.inspection.trace.trace_workbook import FIRST, Heading, write_traces
from sheetflow.inspection.trace.tree import Trace, total


def traces_of(seed: int) -> list[Trace]:
    """The trace of everything in a random workbook."""
    run = played(seed)
    source = source_of(run)
    return [
        kind.trace(source, at)
        for kind in kinds()
        for at in range(len(run.book[kind.sheet]))
    ]


def written(traces: Sequence[Trace], path: Path) -> dict[int, float]:
    """Write traces; gives the figure that each formula holds, by row."""
    with path.open("wb") as file:
        write_traces(
            traces, Heading(Path("book.xlsx"), "2026-03-02", "A4"), file, path.parent
        )
    sheet, values = (
        load_workbook(path, data_only=only)["Trace"] for only in (False, True)
    )
    rows = range(FIRST, sheet.max_row + 1)
    return {
        row: values.cell(row, 3).value
        for row in rows
        if str(sheet.cell(row, 3).value).startswith("=")
    }


@settings(max_examples=6)
@given(SEEDS)
def test_ironcalc_works_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int
):
    path = tmp_path_factory.mktemp("trace") / "trace.xlsx"
    figures = written(traces_of(seed), path)
    assert len(figures) > 10
    assert calculated(path, figures) == pytest.approx(figures, abs=1e-6)


def calculated(path: Path, rows: Iterable[int]) -> dict[int, float]:
    """The figures of these rows as IronCalc works them out."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return {row: model.get_cell_value(0, row, 3) for row in rows}


def test_a_sum_of_many_stretches_is_taken_by_level(tmp_path: Path):
    parts = [
        total(f"Part {n}", n * MICRO, [Trace("Fact", n * MICRO)]) for n in range(1, 41)
    ]
    path = tmp_path / "trace.xlsx"
    figures = written([total("Sum", 820 * MICRO, parts)], path)
    assert (
        load_workbook(path)["Trace"].cell(FIRST, 3).value == "=SUMIFS(C6:C84,A6:A84,1)"
    )
    assert calculated(path, figures) == figures
    assert figures[FIRST] == 820


@needs_office
def test_libreoffice_works_out_the_same(tmp_path: Path):
    books = {seed: tmp_path / f"trace-{seed}.xlsx" for seed in range(8)}
    figures = {seed: written(traces_of(seed), path) for seed, path in books.items()}
    convert(books.values(), "ods", tmp_path / "out", recalculates=True)
    for seed, path in books.items():
        rows = CalamineWorkbook.from_path(
            tmp_path / "out" / f"{path.stem}.ods"
        ).get_sheet_by_index(0)
        cells = rows.to_python(skip_empty_area=False)
        assert {row: cells[row - 1][2] for row in figures[seed]} == pytest.approx(
            figures[seed], abs=1e-6
        )
        assert str(cells[1][0]).startswith("All ")

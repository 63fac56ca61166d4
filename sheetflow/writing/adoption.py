"""A workbook that is new to the engine: nothing of its owner's is taken for the engine's own and overwritten."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.domain.catalogue import derived_sheets, sheet_schema
from sheetflow.domain.schema import CHECK, loose
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.first_line import is_first_line


def refuse_strangers(
    workbook: Workbook, layouts: Mapping[str, Layout], derived: Mapping[str, str]
) -> None:
    """Stop where a workbook without a Run log holds anything where the engine would write.

    See docs/reference/workbook.md, A workbook that is new to sheetflow.

    `layouts` are the sheets of facts, `derived` the workbook's own names of the derived sheets. Raises SheetflowError.
    """
    what = strangers(workbook, layouts, derived)
    if what:
        raise SheetflowError(
            f"{workbook.path.name}: sheetflow has not run on this workbook yet, and would overwrite {', '.join(what)}: "
            "rename them, or run with --adopt to let it"
        )


def strangers(
    workbook: Workbook, layouts: Mapping[str, Layout], derived: Mapping[str, str]
) -> list[str]:
    """What of the owner's stands where the engine would write, as a person names it; nothing once there is a Run log.

    `layouts` are the sheets of facts, `derived` the workbook's own names of the derived sheets.
    """
    if "Run log" in derived and _has_rows(workbook.read(derived["Run log"]), "Run log"):
        return []
    grids = {sheet: workbook.read(name) for sheet, name in derived.items()}
    checked = any(_is_checked(grid, sheet) for sheet, grid in grids.items())
    taken = [
        _taken_columns(workbook.read(layout.name), layout, checked)
        for layout in layouts.values()
    ]
    own = [
        sheet
        for sheet, grid in grids.items()
        if _has_rows(grid, sheet) and not _is_checked(grid, sheet)
    ]
    return [
        *(f"the sheet {derived[sheet]}" for sheet in own),
        *(name for names in taken for name in names),
    ]


def _taken_columns(grid: Grid, layout: Layout, checked: bool) -> list[str]:
    """The derived columns of a sheet that hold something already; in a copy that was `checked` Check is ours."""
    found = []
    for column in layout.schema.derived_columns:
        at = layout.columns.get(column.header)
        if at is None or column.yields or (checked and column.header == CHECK):
            continue
        if any(
            row[at - 1] != "" for row in grid.rows[layout.header_row : layout.last_row]
        ):
            found.append(f"{layout.name}, column {column.header}")
    return found


def _has_rows(grid: Grid, sheet: str) -> bool:
    """Whether a derived sheet holds more than its own headers."""
    assert sheet in derived_sheets()
    headers = {loose(header) for header in sheet_schema(sheet).headers}
    cells = [cell for row in grid.rows for cell in row if cell != ""]
    return any(
        not isinstance(cell, str) or loose(cell) not in headers for cell in cells
    )


def _is_checked(grid: Grid, sheet: str) -> bool:
    """Whether this is the sheet Issues of a copy that `sheetflow check` wrote: by its first line."""
    if sheet != "Issues" or not grid.rows:
        return False
    first = {loose(cell) for cell in grid.rows[0] if isinstance(cell, str)}
    return is_first_line(grid.rows[0][0]) or first >= {
        loose(header) for header in sheet_schema(sheet).headers
    }

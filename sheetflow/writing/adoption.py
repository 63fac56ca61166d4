"""A workbook that is new to the engine: nothing of its owner's is mistaken for ours and overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sheetflow.domain.catalogue import derived_sheets, sheet_schema
from sheetflow.domain.messages import joined, message
from sheetflow.domain.schema import CHECK, Column, loose
from sheetflow.errors import SheetflowError
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.first_line import is_first_line


def refuse_strangers(
    workbook: Workbook, layouts: Mapping[str, Layout], derived: Mapping[str, str]
) -> None:
    """Stop where a workbook without a Run log has anything where the engine would write.

    See docs/reference/workbook.md, A workbook that is new to sheetflow.

    `layouts` are the sheets of facts, `derived` the workbook's own names of the derived sheets. Raises SheetflowError.
    """
    found = strangers(workbook, layouts, derived)
    if found:
        text = message(
            "{file}: this is the first run on this workbook, and it would overwrite {what}. "
            "Rename them, or run with --adopt to overwrite them",
            file=workbook.path.name,
            what=joined(found),
        )
        raise SheetflowError(text)


def strangers(
    workbook: Workbook, layouts: Mapping[str, Layout], derived: Mapping[str, str]
) -> list[str]:
    """The owner's sheets and columns that the engine would overwrite; none once there is a Run log.

    `layouts` are the sheets of facts, `derived` the workbook's own names of the derived sheets.
    """
    grids = {sheet: workbook.read(name) for sheet, name in derived.items()}
    if "Run log" in grids and _has_rows(grids["Run log"], "Run log"):
        return []
    sheets: list[str] = [
        message("the sheet {sheet}", sheet=derived[sheet])
        for sheet, grid in grids.items()
        if _has_rows(grid, sheet) and not _was_checked(grid, sheet)
    ]
    is_checked_copy = any(_was_checked(grid, sheet) for sheet, grid in grids.items())
    columns = [
        name
        for layout in layouts.values()
        for name in _taken_columns(workbook, layout, is_checked_copy)
    ]
    return sheets + columns


def _taken_columns(
    workbook: Workbook, layout: Layout, is_checked_copy: bool
) -> Iterator[str]:
    """The derived columns of a sheet that have values already; in a checked copy, Check is ours."""
    grid = workbook.read(layout.name)
    for column in layout.schema.derived_columns:
        is_ours = is_checked_copy and column.header == CHECK
        if not column.yields and not is_ours and _has_values(grid, layout, column):
            yield message(
                "{sheet}, column {column}", sheet=layout.name, column=column.title
            )


def _has_values(grid: Grid, layout: Layout, column: Column) -> bool:
    """Whether any cell below the header of a column has a value."""
    number = layout.columns.get(column.header)
    if number is None:
        return False
    rows = grid.rows[layout.header_row : layout.last_row]
    return any(row[number - 1] != "" for row in rows)


def _has_rows(grid: Grid, sheet: str) -> bool:
    """Whether a derived sheet has more than its own headers."""
    assert sheet in derived_sheets()
    headers = {loose(header) for header in sheet_schema(sheet).headers}
    cells = [cell for row in grid.rows for cell in row if cell != ""]
    return any(
        not isinstance(cell, str) or loose(cell) not in headers for cell in cells
    )


def _was_checked(grid: Grid, sheet: str) -> bool:
    """Whether this is the sheet Issues that `sheetflow check` wrote into a copy."""
    if sheet != "Issues" or not grid.rows:
        return False
    first_row = grid.rows[0]
    if is_first_line(first_row[0]):
        return True
    texts = {loose(cell) for cell in first_row if isinstance(cell, str)}
    headers = {loose(header) for header in sheet_schema(sheet).headers}
    return texts >= headers

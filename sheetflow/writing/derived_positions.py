"""Where the sheets that the engine writes are, or will be, in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from msgspec import structs

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.schema import SheetSchema
from sheetflow.reading.locate import Layout, find_derived
from sheetflow.workbook import Workbook
from sheetflow.writing.added_columns import with_columns
from sheetflow.writing.positions import LINE_ABOVE, SheetPosition, numbered_columns


@dataclass(frozen=True)
class DerivedSheets:
    """The derived sheets of a workbook: its own `names` for those that it has, and what they show.

    `with_costs` says whether columns of costs are added.
    """

    workbook: Workbook
    names: Mapping[str, str]
    currency: str
    with_costs: bool = True


def place_derived_sheets(
    derived: DerivedSheets, sheets: Iterable[str]
) -> dict[str, SheetPosition]:
    """The positions of these derived sheets, which the run writes next.

    Columns that an earlier version did not write are added at the right. A sheet that the owner made and let us adopt
    gets our headers in row 1.
    """
    return {sheet: _place(derived, sheet_schema(sheet)) for sheet in sheets}


def _place(derived: DerivedSheets, schema: SheetSchema) -> SheetPosition:
    name = derived.names.get(schema.sheet)
    if name is None:
        return _new_sheet(_shown(derived, schema, set()))
    layout = find_derived(derived.workbook.read(name), schema)
    if layout is None:
        return _adopted_sheet(derived, name, _shown(derived, schema, set()))
    return _known_sheet(derived, layout)


def _shown(
    derived: DerivedSheets, schema: SheetSchema, present: Iterable[str]
) -> SheetSchema:
    """The sheet without columns of costs that are neither `present` nor to be added."""
    columns = tuple(
        column
        for column in schema.columns
        if derived.with_costs or not column.costed or column.header in present
    )
    return structs.replace(schema, columns=columns)


def _new_sheet(schema: SheetSchema) -> SheetPosition:
    """The position of a sheet that the workbook lacks."""
    return SheetPosition(
        schema,
        schema.title,
        _own_header_row(schema),
        numbered_columns(schema),
        is_new=True,
    )


def _adopted_sheet(
    derived: DerivedSheets, name: str, schema: SheetSchema
) -> SheetPosition:
    """The position of a sheet that has none of our headers yet: they are written now."""
    is_empty = not derived.workbook.read(name).rows
    header_row = _own_header_row(schema) if is_empty else 1
    columns = numbered_columns(schema)
    for header, column in columns.items():
        derived.workbook.set_cells(
            name,
            column,
            [header_row],
            [schema.title_of(header)],
            overwrite_formulas=True,
        )
    return SheetPosition(schema, name, header_row, columns)


def _known_sheet(derived: DerivedSheets, layout: Layout) -> SheetPosition:
    """The position of a sheet that a run has written before, with the columns that it lacked."""
    schema = _shown(derived, layout.schema, layout.columns)
    missing = [
        column for column in schema.columns if column.header not in layout.columns
    ]
    position = with_columns(derived.workbook, layout, missing, derived.currency)
    return replace(position, schema=schema)


def _own_header_row(schema: SheetSchema) -> int:
    """The header row of a sheet that we make: below the first line on Issues, row 1 elsewhere."""
    return 1 + LINE_ABOVE if schema.sheet == "Issues" else 1

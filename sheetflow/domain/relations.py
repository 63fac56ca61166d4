"""What refers to what, and which rows belong to an order: all derived from schemas/."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sheetflow.domain.catalogue import Catalogue, catalogue, sheet_schema
from sheetflow.domain.schema import CompositeReference, SheetSchema

ORDERS = "Orders"
LINES = "Order lines"


@dataclass(frozen=True)
class ReferenceColumn:
    """A column of `sheet` that names rows of `target`.

    A frame keeps their positions under `name`; `code` is the problem of one that names none.
    A row is part of the order that it names where the column `belongs`.
    """

    sheet: str
    header: str
    target: str
    name: str
    code: str
    belongs: bool = True


def references() -> tuple[ReferenceColumn, ...]:
    """Every column of the facts that refers to a sheet, in the order of the contract."""
    return _references(catalogue())


@lru_cache(maxsize=16)
def _references(sheets: Catalogue) -> tuple[ReferenceColumn, ...]:
    return tuple(
        _reference(sheets, sheet, column.header)
        for sheet in sheets.facts
        for column in sheets[sheet].facts
        if column.references
    )


def _reference(sheets: Catalogue, sheet: str, header: str) -> ReferenceColumn:
    column = sheets[sheet].column(header)
    target = sheets[column.references].reference
    assert target is not None  # loading sees to it
    name = column.reference_name or target.name
    return ReferenceColumn(
        sheet, header, column.references, name, target.code, column.belongs
    )


def references_of(sheet: str) -> tuple[ReferenceColumn, ...]:
    """The columns of one sheet that refer to others."""
    return tuple(each for each in references() if each.sheet == sheet)


def references_to(target: str) -> tuple[ReferenceColumn, ...]:
    """The columns that refer to a sheet."""
    return tuple(each for each in references() if each.target == target)


def reference_between(sheet: str, target: str) -> ReferenceColumn:
    """The column of one sheet that refers to another; there must be one."""
    return next(each for each in references_to(target) if each.sheet == sheet)


def reference_names(schema: SheetSchema) -> tuple[str, ...]:
    """The names of all references of a sheet, each once."""
    names = [each.name for each in references_of(schema.sheet)]
    if schema.composite:
        names.append(schema.composite.name)
    return tuple(dict.fromkeys(names))


def unknown_codes() -> dict[str, str]:
    """The sheets that can be referred to, by the code of a reference that names no row."""
    return _unknown_codes(catalogue())


@lru_cache(maxsize=16)
def _unknown_codes(sheets: Catalogue) -> dict[str, str]:
    return {
        schema.reference.code: sheet
        for sheet, schema in sheets.items()
        if schema.reference
    }


def named_early() -> tuple[str, ...]:
    """The sheets whose rows others may name by a number that has not been filled yet."""
    named = {each.target for each in references()}
    return tuple(
        sheet
        for sheet in catalogue().facts
        if sheet in named and _is_number_filled(sheet)
    )


def _is_number_filled(sheet: str) -> bool:
    """Whether the rows of a sheet get a number where theirs is blank."""
    column = catalogue()[sheet].numbered
    return column is not None and not column.required


@dataclass(frozen=True)
class LineLink:
    """How rows of `sheet` name lines of `target`: by what the lines belong to, and a number.

    `owner` and `target_owner` are the names under which both refer to that (an order);
    `header` is the column of the number, and `name` that of the link.
    """

    sheet: str
    target: str
    name: str
    header: str
    owner_header: str
    owner: str
    target_owner: str


def line_links() -> tuple[LineLink, ...]:
    """How rows name lines by two columns, such as Order and Line, in the order of the contract."""
    return _line_links(catalogue())


@lru_cache(maxsize=16)
def _line_links(sheets: Catalogue) -> tuple[LineLink, ...]:
    return tuple(
        _line_link(sheets, sheet, schema.composite)
        for sheet, schema in sheets.items()
        if schema.composite
    )


def _line_link(sheets: Catalogue, sheet: str, named: CompositeReference) -> LineLink:
    owner_header, header = named.columns
    return LineLink(
        sheet,
        named.references,
        named.name,
        header,
        owner_header,
        _reference(sheets, sheet, owner_header).name,
        _reference(sheets, named.references, owner_header).name,
    )


def order_reference(sheet: str) -> ReferenceColumn | None:
    """The reference by which rows belong to an order.

    It names the order, or else a row that belongs to one. None if there is none.
    """
    return _order_references(catalogue()).get(sheet)


@lru_cache(maxsize=16)
def _order_references(sheets: Catalogue) -> dict[str, ReferenceColumn]:
    found: dict[str, ReferenceColumn] = {}
    reached = {ORDERS}
    while fresh := list(_references_into(sheets, reached)):
        for each in fresh:
            found.setdefault(each.sheet, each)
        reached |= found.keys()
    return found


def _references_into(
    sheets: Catalogue, reached: Collection[str]
) -> Iterator[ReferenceColumn]:
    """The references from other sheets to these."""
    for each in _references(sheets):
        is_new = each.target in reached and each.sheet not in reached
        if is_new and each.belongs:
            yield each


def belonging(sheet: str) -> bool:
    """Whether the rows of a sheet belong to orders."""
    return sheet == ORDERS or order_reference(sheet) is not None


def wholes_of(sheet: str) -> tuple[ReferenceColumn, ...]:
    """The references in a sheet's key of several columns: what its rows are a part of.

    A line of an invoice belongs with its invoice, whatever order it names.
    """
    key = sheet_schema(sheet).key
    return tuple(
        each
        for each in references_of(sheet)
        if each.header in key and len(key) > 1 and belonging(each.target)
    )


def order_activity() -> tuple[ReferenceColumn, ...]:
    """How the sheets that record what happens to orders refer to them.

    In the order of the contract.
    """
    return _order_activity(catalogue())


@lru_cache(maxsize=16)
def _order_activity(sheets: Catalogue) -> tuple[ReferenceColumn, ...]:
    found = []
    for sheet, schema in sheets.items():
        if schema.order_activity:
            reference = _order_references(sheets).get(sheet)
            assert reference, f"{sheet}: order_activity, but it refers to no order"
            assert schema.voidable, f"{sheet}: order_activity, but it has no Voided"
            found.append(reference)
    return tuple(found)


def sealed_sheets() -> tuple[str, ...]:
    """The sheets whose rows a closed period seals."""
    return tuple(
        sheet
        for sheet, schema in catalogue().items()
        if schema.booked_on or schema.booked_through
    )

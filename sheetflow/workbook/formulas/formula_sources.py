"""Which cells the formulas of a workbook read: directly, by name, or by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.formula_text import Reference, references
from sheetflow.workbook.cells.reference_reader import ReferenceReader
from sheetflow.workbook.formulas.grown_formulas import GrownFormulas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.cells.sheet_xml import FormulaCell
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.package.document import Document

EVERYWHERE = "*"

_DEEPEST_NAME = 8
"""Names that refer to one another more deeply than this may refer to anything."""


class Source(NamedTuple):
    """Cells that a formula reads.

    The sheet is EVERYWHERE if only calculating the formula would show which.
    """

    sheet: str
    area: Area


ANY_CELL = Source(EVERYWHERE, Area(1, 1, 1, 1))


class FormulaNode(NamedTuple):
    """A formula and what it reads."""

    sheet: str
    cell: FormulaCell
    sources: tuple[Source, ...]


def formula_nodes(
    document: Document, sheet: str, grown: Sequence[Grown]
) -> Iterator[FormulaNode]:
    """The formulas of a sheet and what they read after the growths."""
    xml = document.sheet(sheet)
    if not xml.formulas:
        return
    resolver = _Resolver(document, sheet, grown)
    for formula in xml.formulas:
        yield FormulaNode(sheet, formula, tuple(resolver.sources(formula)))


class _Resolver:
    """Finds the cells behind names and tables for the formulas of one sheet."""

    def __init__(self, document: Document, sheet: str, grown: Sequence[Grown]) -> None:
        self._document = document
        self._sheet = sheet
        self._grown = GrownFormulas(document.sheet(sheet), sheet, grown)
        self._reader = ReferenceReader()
        self._names = _defined_names(document, sheet)
        self._tables = _tables(document)

    def sources(self, formula: FormulaCell) -> Iterator[Source]:
        """What a formula reads."""
        text = self._grown.text(formula)
        if formula.attributes.get("t") == "dataTable":
            yield ANY_CELL
        for reference in self._reader.read(text):
            if reference.columns and not reference.name:
                found = self._own_table(formula, reference)
            else:
                found = self._cells(reference, 0)
            if reference.this_row:
                found = _in_row(found, formula.row)
            yield from found

    def _own_table(
        self, formula: FormulaCell, reference: Reference
    ) -> Iterator[Source]:
        """The columns of the table that the formula is in: `[@Price]` names no table."""
        for table in self._document.tables(self._sheet):
            if table.info.holds(formula.row, formula.column):
                yield from _columns_of(self._sheet, table, reference.columns)

    def _cells(self, reference: Reference, depth: int) -> Iterator[Source]:
        """The cells of a reference. `depth` counts the names on the way to it."""
        if reference.anywhere or depth > _DEEPEST_NAME:
            yield ANY_CELL
            return
        if reference.area:
            yield Source(reference.sheet or self._sheet, reference.area)
            return
        name = reference.name.casefold()
        if name in self._tables:
            sheet, table = self._tables[name]
            yield from _columns_of(sheet, table, reference.columns or ("*",))
        elif name in self._names:
            for inner in references(self._names[name]):
                yield from self._cells(inner, depth + 1)


def _in_row(sources: Iterable[Source], row: int) -> Iterator[Source]:
    """The cells of these sources that are in one row."""
    for source in sources:
        area = source.area._replace(first_row=row, last_row=row)
        yield Source(source.sheet, area)


def _columns_of(sheet: str, table: Table, names: Iterable[str]) -> Iterator[Source]:
    """The named columns of a table; the whole table for a name that is not a column."""
    headers = enumerate(table.info.columns, table.info.first_column)
    columns = {name.casefold(): column for column, name in headers}
    for name in names:
        column = columns.get(name.casefold())
        area = table.area
        if column is not None:
            area = area._replace(first_column=column, last_column=column)
        yield Source(sheet, area)


def _tables(document: Document) -> dict[str, tuple[str, Table]]:
    """All tables with their sheets, by name in lower case."""
    found: dict[str, tuple[str, Table]] = {}
    for sheet in document.sheet_parts:
        for table in document.tables(sheet):
            found[table.info.name.casefold()] = (sheet, table)
    return found


def _defined_names(document: Document, sheet: str) -> dict[str, str]:
    """The names that a sheet's formulas may use, in lower case, with their formulas.

    The sheet's own names hide the workbook's.
    """
    shared: dict[str, str] = {}
    own: dict[str, str] = {}
    for element in document.workbook.all("definedName"):
        name = element.get("name").casefold()
        scope = element.get("localSheetId")
        if not scope:
            shared[name] = document.workbook.text(element)
        elif _is_sheet(document, scope, sheet):
            own[name] = document.workbook.text(element)
    return {**shared, **own}


def _is_sheet(document: Document, scope: str, sheet: str) -> bool:
    """Whether a name's scope, the position of a sheet, is this sheet."""
    elements = document.sheet_elements
    if not scope.isdigit() or int(scope) >= len(elements):
        return False
    return elements[int(scope)].get("name") == sheet

"""What goes stale when cells change: the cached values of formulas, the calculation chain, pivot tables.

Excel calculates anew on opening; other readers trust the cached value of a formula. So the values of all
formulas that depend, directly or through others, on a changed cell are taken out, and of no others: a formula
without a value cannot be read as a fact.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import Element, Splice
from sheetflow.workbook.archive.xml_text import escape, parse_attributes
from sheetflow.workbook.cells.cell_references import LAST_ROW, Area
from sheetflow.workbook.cells.formula_text import Reference, references
from sheetflow.workbook.cells.reference_reader import ReferenceReader
from sheetflow.workbook.formulas.growing_ranges import Grown, grown_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sheetflow.workbook.cells.changed_cells import ChangedCells
    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.cells.sheet_xml import FormulaCell, SheetXml
    from sheetflow.workbook.package.document import Document

_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")

EVERYWHERE = "*"
_PASSES = (
    12  # formulas are in the order of their rows, so that nearly all chains end in two
)


class _Source(NamedTuple):
    """Cells that a formula reads; the sheet is EVERYWHERE where only calculating it would tell."""

    sheet: str
    area: Area


class _Node(NamedTuple):
    """A formula and what it reads."""

    sheet: str
    cell: FormulaCell
    sources: tuple[_Source, ...]


def stale_cells(
    document: Document, changed: ChangedCells, grown: Sequence[Grown] = ()
) -> dict[str, list[FormulaCell]]:
    """By sheet, the formulas that depend on changed cells; their own cells are then changed too."""
    waiting = [
        node
        for sheet in document.sheet_parts
        for node in _nodes(document, sheet, grown)
    ]
    found: dict[str, list[FormulaCell]] = defaultdict(list)
    for count in itertools.count():
        rest = []
        for node in waiting:
            if any(_is_stale(source, changed) for source in node.sources):
                found[node.sheet].append(node.cell)
                changed.add_area(node.sheet, _fed(node.cell.area, count))
            else:
                rest.append(node)
        if len(rest) == len(waiting):
            return dict(found)
        waiting = rest
    raise AssertionError("unreachable")


def _fed(area: Area, count: int) -> Area:
    """What goes stale with a formula: its cells, or in a very long chain of formulas their columns."""
    return area if count < _PASSES else area._replace(first_row=1, last_row=LAST_ROW)


def _is_stale(source: _Source, changed: ChangedCells) -> bool:
    return source.sheet == EVERYWHERE or changed.overlaps(source.sheet, source.area)


# -- what formulas read


def _nodes(document: Document, sheet: str, grown: Sequence[Grown]) -> Iterator[_Node]:
    """The formulas of a sheet and what they read."""
    xml = document.sheet(sheet)
    if not xml.formulas:
        return
    resolve = _Resolver(document, sheet, grown)
    for formula in xml.formulas:
        yield _Node(sheet, formula, tuple(resolve.sources(xml, formula)))


class _Resolver:
    """Finds the cells behind names and tables for the formulas of one sheet."""

    def __init__(self, document: Document, sheet: str, grown: Sequence[Grown]) -> None:
        self._document, self._sheet, self._grown = document, sheet, grown
        self._reader = ReferenceReader()
        self._names = _defined_names(document, sheet)
        self._tables = _tables(document)

    def sources(self, xml: SheetXml, formula: FormulaCell) -> Iterator[_Source]:
        text = xml.formula_text(formula)
        if self._grown:
            text = grown_formula(self._grown, self._sheet, text)
        if formula.attributes.get("t") == "dataTable":
            yield _Source(EVERYWHERE, Area(1, 1, 1, 1))
        for reference in self._reader.read(text):
            found = (
                self._own_table(formula, reference)
                if self._is_own(reference)
                else self._cells(reference, 0)
            )
            if reference.this_row:
                rows = {"first_row": formula.row, "last_row": formula.row}
                found = (
                    source._replace(area=source.area._replace(**rows))
                    for source in found
                )
            yield from found

    def _is_own(self, reference: Reference) -> bool:
        return bool(reference.columns) and not reference.name

    def _own_table(
        self, formula: FormulaCell, reference: Reference
    ) -> Iterator[_Source]:
        for table in self._document.tables(self._sheet):
            if table.info.holds(formula.row, formula.column):
                yield from _columns_of(self._sheet, table, reference.columns)

    def _cells(self, reference: Reference, depth: int) -> Iterator[_Source]:
        if reference.anywhere or depth > 8:
            yield _Source(EVERYWHERE, Area(1, 1, 1, 1))
        elif reference.area:
            yield _Source(reference.sheet or self._sheet, reference.area)
        elif reference.name.casefold() in self._tables:
            sheet, table = self._tables[reference.name.casefold()]
            yield from _columns_of(sheet, table, reference.columns or ("*",))
        elif reference.name.casefold() in self._names:
            for inner in references(self._names[reference.name.casefold()]):
                yield from self._cells(inner, depth + 1)


def _columns_of(sheet: str, table: Table, names: Iterable[str]) -> Iterator[_Source]:
    """The named columns of a table; all of it where a name is none of its columns."""
    columns = {
        name.casefold(): i
        for i, name in enumerate(table.info.columns, table.info.first_column)
    }
    for name in names:
        column = columns.get(name.casefold())
        area = (
            table.area
            if column is None
            else table.area._replace(first_column=column, last_column=column)
        )
        yield _Source(sheet, area)


def _tables(document: Document) -> dict[str, tuple[str, Table]]:
    pairs = (
        (sheet, table)
        for sheet in document.sheet_parts
        for table in document.tables(sheet)
    )
    return {table.info.name.casefold(): (sheet, table) for sheet, table in pairs}


def _defined_names(document: Document, sheet: str) -> dict[str, str]:
    """The names that a sheet's formulas may use, and their formulas; its own win over the workbook's."""
    names, own = {}, {}
    order = [element.get("name") for element in document.sheet_elements]
    for element in document.workbook.all("definedName"):
        text, scope = document.workbook.text(element), element.get("localSheetId")
        if not scope:
            names[element.get("name").casefold()] = text
        elif scope.isdigit() and int(scope) < len(order) and order[int(scope)] == sheet:
            own[element.get("name").casefold()] = text
    return {**names, **own}


# -- the edits


def formula_patches(
    document: Document,
    changed: ChangedCells,
    settled: Mapping[str, set[tuple[int, int]]],
    grown: Sequence[Grown],
) -> dict[str, list[Splice]]:
    """By sheet, the edits of formula cells.

    Stale values go out; ranges that were a table's whole columns become longer; followers of a shared formula
    whose text goes or changes get a text of their own. `settled` cells get, or have, the formula and value that
    they shall have.
    """
    of_tables = [one for one in grown if one.is_table]
    stale, patches = stale_cells(document, changed, of_tables), {}
    for sheet in document.sheet_parts:
        keep = settled.get(sheet, set())
        patcher = _Patcher(document.sheet(sheet), sheet, of_tables, keep)
        old = {(cell.row, cell.column): cell for cell in stale.get(sheet, ())}
        cells = patcher.cells if patcher.looks_at_all else old.values()
        found = (
            patcher.patch(c, (c.row, c.column) in old)
            for c in cells
            if (c.row, c.column) not in keep
        )
        patches[sheet] = [patch for patch in found if patch]
    return {sheet: some for sheet, some in patches.items() if some}


class _Patcher:
    """Makes the edits of the formula cells of one sheet."""

    def __init__(
        self,
        xml: SheetXml,
        sheet: str,
        grown: Sequence[Grown],
        overwritten: set[tuple[int, int]],
    ) -> None:
        self._xml, self._sheet, self._grown = xml, sheet, grown
        self.cells = xml.formulas
        self._parted = {
            cell.attributes.get("si", "")
            for cell in self.cells
            if cell.attributes.get("t") == "shared"
            and cell.text
            and (
                (cell.row, cell.column) in overwritten or self._text(cell) != cell.text
            )
        }

    @property
    def looks_at_all(self) -> bool:
        """May formulas that are not stale change too?"""
        return bool(self._grown or self._parted)

    def _text(self, cell: FormulaCell) -> str:
        return (
            grown_formula(self._grown, self._sheet, cell.text)
            if self._grown
            else cell.text
        )

    def patch(self, cell: FormulaCell, is_stale: bool) -> Splice | None:
        """The edit of one cell; None where nothing changes."""
        old = new = self._xml.data[cell.start : cell.end]
        px = self._xml.prefix.encode()
        if is_stale:
            new = without_value(new, px)
        if (
            cell.attributes.get("t") == "shared"
            and cell.attributes.get("si", "") in self._parted
        ):
            text = grown_formula(self._grown, self._sheet, self._xml.formula_text(cell))
            new = _with_formula(new, px, text, shared=False)
        elif (text := self._text(cell)) != cell.text:
            new = _with_formula(new, px, text, shared=True)
        return None if new == old else Splice(cell.start, cell.end, new)


def without_value(cell: bytes, px: bytes) -> bytes:
    """A formula's cell without its cached value, and without the kind of that value."""
    start = cell.find(b"<%sv" % px)
    if start < 0:
        return cell
    end = cell.index(b">", start) + 1
    if cell[end - 2 : end] != b"/>":
        end = cell.index(b">", cell.index(b"</%sv" % px, start)) + 1
    head = cell.index(b">") + 1
    return _untyped(cell[:head]) + cell[head:start] + cell[end:]


def _untyped(head: bytes) -> bytes:
    kind = parse_attributes(head).get("t")
    return head.replace(f' t="{kind}"'.encode(), b"", 1) if kind else head


def _with_formula(cell: bytes, px: bytes, text: str, shared: bool) -> bytes:
    """A cell with another formula; one no longer shared loses what its element said of that."""
    start = cell.index(b"<%sf" % px)
    head = cell.index(b">", start) + 1
    empty = cell[head - 2 : head] == b"/>"
    end = head if empty else cell.index(b">", cell.index(b"</%sf" % px, head)) + 1
    opening = cell[start:head] if shared else b"<%sf>" % px
    return cell[:start] + opening + escape(text).encode() + b"</%sf>" % px + cell[end:]


def recalculate_on_open(document: Document) -> None:
    """Have the workbook calculated anew when it is opened, and no calculation chain that knows old cells."""
    part = document.workbook
    calculation = part.first("calcPr", part.root)
    if calculation:
        part.set_attribute(calculation, "fullCalcOnLoad", "1")
    else:
        after = next(
            e for name in _BEFORE_CALCULATION if (e := part.first(name, part.root))
        )
        part.insert_after(
            after, f'<{part.prefix}calcPr calcId="0" fullCalcOnLoad="1"/>'
        )
    package = document.package
    for relation in list(package.relationships(package.workbook).values()):
        if relation.is_a("calcChain") and package.has(relation.target):
            package.remove(package.part_name(relation.target))


def refresh_pivots(document: Document, sheets: Iterable[str]) -> None:
    """Have the pivot tables over changed sheets refreshed when the workbook is opened."""
    changed = set(sheets)
    tables = {table.info.name for sheet in changed for table in document.tables(sheet)}
    names = {
        e.get("name")
        for e in document.workbook.all("definedName")
        if _names_any(document, e, changed)
    }
    for name in document.parts_related("/pivotCacheDefinition"):
        part = document.xml(name)
        for source in part.all("worksheetSource"):
            if source.get("sheet") in changed or source.get("name") in tables | names:
                part.set_attribute(part.root, "refreshOnLoad", "1")


def _names_any(document: Document, name: Element, sheets: set[str]) -> bool:
    return any(
        reference.sheet in sheets
        for reference in references(document.workbook.text(name))
    )

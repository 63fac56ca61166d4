"""Formulas whose cached values are out of date once cells have changed.

Excel recalculates on opening; other readers trust the cached value of a formula. So the
values of all formulas that depend, directly or through others, on a changed cell are
removed, and no others: a formula without a value cannot be read as a fact.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import Splice
from sheetflow.workbook.cells.cell_references import LAST_ROW
from sheetflow.workbook.formulas.formula_cell_xml import with_formula, without_value
from sheetflow.workbook.formulas.formula_sources import EVERYWHERE, formula_nodes
from sheetflow.workbook.formulas.grown_formulas import GrownFormulas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sheetflow.workbook.cells.cell_references import Area
    from sheetflow.workbook.cells.changed_cells import ChangedCells
    from sheetflow.workbook.cells.sheet_xml import FormulaCell, SheetXml
    from sheetflow.workbook.formulas.formula_sources import FormulaNode, Source
    from sheetflow.workbook.formulas.growing_ranges import Grown
    from sheetflow.workbook.package.document import Document

Cell = tuple[int, int]
"""Row and column."""

_PASSES = 12
"""Formulas come in the order of their rows, so nearly all chains end in two passes."""


def stale_cells(
    document: Document, changed: ChangedCells, grown: Sequence[Grown] = ()
) -> dict[str, list[FormulaCell]]:
    """By sheet, the formulas that depend on changed cells.

    Their own cells are added to `changed`.
    """
    waiting = [
        node
        for sheet in document.sheet_parts
        for node in formula_nodes(document, sheet, grown)
    ]
    found: dict[str, list[FormulaCell]] = defaultdict(list)
    for count in itertools.count():
        rest: list[FormulaNode] = []
        for node in waiting:
            if any(_is_stale(source, changed) for source in node.sources):
                found[node.sheet].append(node.cell)
                changed.add_area(node.sheet, _fed(node.cell.area, count))
            else:
                rest.append(node)
        if len(rest) == len(waiting):
            break
        waiting = rest
    return dict(found)


def _fed(area: Area, count: int) -> Area:
    """What goes stale with a formula: its cells, or their columns in a very long chain."""
    if count < _PASSES:
        return area
    return area._replace(first_row=1, last_row=LAST_ROW)


def _is_stale(source: Source, changed: ChangedCells) -> bool:
    return source.sheet == EVERYWHERE or changed.overlaps(source.sheet, source.area)


# -- the edits


def formula_patches(
    document: Document,
    changed: ChangedCells,
    settled: Mapping[str, set[Cell]],
    grown: Sequence[Grown],
) -> dict[str, list[Splice]]:
    """By sheet, the edits of formula cells.

    Stale values go; ranges that were a table's whole columns become longer; followers
    of a shared formula whose text goes or changes get their own text. `settled` cells
    are left alone: their formula and value are right, or written by others.
    """
    of_tables = [one for one in grown if one.is_table]
    stale = stale_cells(document, changed, of_tables)
    patches: dict[str, list[Splice]] = {}
    for sheet in document.sheet_parts:
        keep = settled.get(sheet, set())
        patcher = _Patcher(document.sheet(sheet), sheet, of_tables, keep)
        some = list(patcher.patches(stale.get(sheet, ())))
        if some:
            patches[sheet] = some
    return patches


class _Patcher:
    """Makes the edits of the formula cells of one sheet."""

    def __init__(
        self, xml: SheetXml, sheet: str, grown: Sequence[Grown], settled: set[Cell]
    ) -> None:
        self._xml = xml
        self._has_grown = bool(grown)
        self._grown = GrownFormulas(xml, sheet, grown)
        self._settled = settled
        self._dissolved = self._dissolved_groups()

    def _dissolved_groups(self) -> set[str]:
        """The groups of shared formulas whose text goes or changes."""
        return {
            cell.attributes.get("si", "")
            for cell in self._xml.formulas
            if cell.attributes.get("t") == "shared"
            and cell.text
            and (
                (cell.row, cell.column) in self._settled
                or self._text(cell) != cell.text
            )
        }

    def _text(self, cell: FormulaCell) -> str:
        """The formula after the growths; '' for the follower of a shared one."""
        return self._grown.text(cell) if cell.text else ""

    def patches(self, stale: Sequence[FormulaCell]) -> Iterator[Splice]:
        """The edits of the sheet's cells, of which these are stale."""
        old = {(cell.row, cell.column): cell for cell in stale}
        looks_at_all = self._has_grown or self._dissolved
        cells = self._xml.formulas if looks_at_all else old.values()
        for cell in cells:
            at = (cell.row, cell.column)
            if at in self._settled:
                continue
            patch = self._patch(cell, at in old)
            if patch:
                yield patch

    def _patch(self, cell: FormulaCell, is_stale: bool) -> Splice | None:
        """The edit of one cell; None if nothing changes."""
        old = self._xml.data[cell.start : cell.end]
        px = self._xml.prefix.encode()
        new = without_value(old, px) if is_stale else old
        attributes = cell.attributes
        if (
            attributes.get("t") == "shared"
            and attributes.get("si", "") in self._dissolved
        ):
            own = self._grown.text(cell)
            new = with_formula(new, px, own, shared=False)
        else:
            text = self._text(cell)
            if text != cell.text:
                new = with_formula(new, px, text, shared=True)
        return None if new == old else Splice(cell.start, cell.end, new)

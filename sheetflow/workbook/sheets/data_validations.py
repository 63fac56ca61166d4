"""The dropdowns of a new sheet, and the hints that Excel shows next to chosen cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import escape, quoted
from sheetflow.workbook.cells.cell_references import LAST_ROW, column_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.workbook.model import ColumnDesign, SheetDesign

# Excel's limits, in characters.
_LONGEST_LIST = 255
_LONGEST_PROMPT = 255
_LONGEST_TITLE = 32


def validations_xml(design: SheetDesign) -> Iterator[str]:
    """The dropdowns and hints of a sheet; nothing if there are none."""
    used = [xml for xml in _validations(design) if xml]
    if used:
        yield f'<dataValidations count="{len(used)}">{"".join(used)}</dataValidations>'


def _validations(design: SheetDesign) -> Iterator[str]:
    """What each column has; '' for nothing."""
    for number, column in enumerate(design.columns, 1):
        yield _validation_xml(design, number, column)


def _validation_xml(design: SheetDesign, number: int, column: ColumnDesign) -> str:
    """A column's dropdown, which allows other values too, and its hint."""
    formula = _list_formula(column)
    if not formula and not column.help:
        return ""
    kind = ' type="list" errorStyle="warning"' if formula else ""
    is_checked = 0 if column.free_text else 1
    inside = f"<formula1>{escape(formula)}</formula1>" if formula else ""
    return (
        f'<dataValidation{kind} allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="{is_checked}"{_prompt(column)} sqref="{_cells(design, number, column)}">'
        f"{inside}</dataValidation>"
    )


def _cells(design: SheetDesign, number: int, column: ColumnDesign) -> str:
    """The cells of a column: a table's, which grow with it, or all below the header."""
    grows = design.as_table and not column.derived
    last = design.last_row if grows else LAST_ROW
    letters = column_name(number)
    return f"{letters}{design.header_row + 1}:{letters}{last}"


def _prompt(column: ColumnDesign) -> str:
    if not column.help:
        return ""
    title = quoted(column.header[:_LONGEST_TITLE])
    text = quoted(column.help[:_LONGEST_PROMPT])
    return f' promptTitle="{title}" prompt="{text}"'


def _list_formula(column: ColumnDesign) -> str:
    """What a dropdown offers; '' for none.

    A formula of a range, or literals if they fit into what Excel allows.
    """
    choices = column.choices or ()
    if isinstance(choices, str):
        return choices
    if any("," in choice for choice in choices):
        return ""
    listed = ",".join(choices).replace('"', '""')
    return f'"{listed}"' if 0 < len(listed) <= _LONGEST_LIST else ""

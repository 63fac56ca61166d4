"""Cells to write: values down one column, and how they treat what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.workbook.cells.cell_references import column_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sheetflow.workbook.cells.cell_encoder import CellEncoder
    from sheetflow.workbook.model import Value

NO_STYLE = ("", "0")


class WriteOptions(NamedTuple):
    """How an edit treats blanks, cells with content, and styles.

    `keep_blanks` makes blank cells that have a style; `only_empty` leaves cells with
    content alone; `overwrite_formulas` includes the owner's formulas.

    A blank keeps the style of its cell, unless `restyle` gives every cell the style of
    a new one. `remove_blanks` removes a blank cell that looks like a new one.
    """

    keep_blanks: bool = False
    only_empty: bool = False
    overwrite_formulas: bool = False
    restyle: bool = False
    remove_blanks: bool = False


DEFAULT_OPTIONS = WriteOptions()
AS_NEW = WriteOptions(overwrite_formulas=True, remove_blanks=True)
"""As if nothing had been there."""


def keep_style(style: str) -> str:
    return style


def style_attribute(style: str) -> str:
    return f' s="{style}"' if style not in NO_STYLE else ""


@dataclass(eq=False)
class ColumnEdit:
    """Cells of one column to write.

    `rows` ascend; `values` None keeps the contents and changes the style alone.
    `new_style` is the style of a cell that is not there yet, `restyled` gives the new
    style of an existing cell from its old one. `tails` are the encoded values, where
    they are known already.
    """

    column: int
    rows: Sequence[int]
    values: Sequence[Value] | None
    new_style: str = ""
    restyled: Callable[[str], str] = keep_style
    tails: Sequence[str] | None = None
    options: WriteOptions = DEFAULT_OPTIONS
    _styles: dict[str, str] = field(init=False, default_factory=dict)

    @cached_property
    def letters(self) -> str:
        """The column's name."""
        return column_name(self.column)

    def style_over(self, style: str) -> str:
        """The style of an existing cell of this style, each worked out once."""
        if style not in self._styles:
            self._styles[style] = self.restyled(style)
        return self._styles[style]

    def encoded(self, start: int, end: int, encoder: CellEncoder) -> Sequence[str]:
        """The tails of the cells [start, end) of the edit; '' keeps a content.

        Raises SheetflowError, which names the cell, for a value that no cell can have.
        """
        if self.tails is not None:
            return self.tails[start:end]
        if self.values is None:
            return [""] * (end - start)
        values = self.values[start:end]
        try:
            return encoder.column(values)
        except SheetflowError:
            self._name_unwritable(values, start, encoder)
            raise

    def _name_unwritable(
        self, values: Sequence[Value], start: int, encoder: CellEncoder
    ) -> None:
        """Raise the error of the first value that cannot be written, with its cell."""
        for row, value in zip(self.rows[start:], values, strict=False):
            try:
                encoder.tail(value)
            except SheetflowError as error:
                cell = f"{encoder.sheet}!{self.letters}{row}"
                raise SheetflowError(f"{cell} cannot be written: {error}") from None

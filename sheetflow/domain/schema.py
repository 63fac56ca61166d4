"""What schemas/ may say of a sheet and its columns: the only description of them.

The checks, the numbers of new rows, the empty template with its dropdowns, the styles of
derived columns and the reference page all come from there. catalogue.py reads them; column.py
is the part about columns.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping

from msgspec import Struct, structs

from sheetflow.domain.column import Column as Column
from sheetflow.domain.column import Kind as Kind
from sheetflow.domain.column import OwnNames as OwnNames
from sheetflow.domain.column import Part as Part
from sheetflow.domain.column import Series as Series
from sheetflow.domain.column import Setting as Setting
from sheetflow.domain.column import loose as loose
from sheetflow.domain.column import retitled

CHECK = "Check"
"""The right-most derived column of every sheet of facts but Settings: what is wrong in a row."""


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """What rows that refer to a sheet call it, and the problem where they name no row."""

    name: str
    code: str


class CompositeReference(Struct, frozen=True, forbid_unknown_fields=True):
    """Several columns that together name a row by its key, as Order and Line do."""

    columns: tuple[str, ...]
    references: str
    name: str


class SheetSchema(Struct, frozen=True, forbid_unknown_fields=True):
    """One sheet of the workbook; `position` says where it comes among the others.

    A row with the same key as another is another version of it where the column `dated` says
    since when it holds; blank: always. `reference` is how other sheets refer to it, and
    `composite` is what several columns of it name together. `booked_on` is the date column
    by which a closed period seals its rows, and `sealed_columns` are the columns that it seals
    where people still fill in others, which also means that a row may come late;
    `booked_through` is the sheet whose date counts instead. `order_activity` rows record
    what happens to an order: a quote has none, and Re-open voids them; `only_if_shipped`
    ones an order has only where it requires shipping. What is `issued` stays as it is: what
    was changed in it is put back, or voided and issued again. `moves_units` is the column of the
    units that a row takes into or out of stock. An error in a row of
    a sheet that `holds_orders` puts every order that names the row on hold. `master_data`
    is what a new workbook takes over from another. A sheet that is not `compared` is left
    out by diff; one that is not `in_template` is not in an empty workbook. One of a `part` is
    used only in a workbook that has a sheet of that part, which is `in_use` then.
    """

    sheet: str
    about: str
    position: int
    columns: tuple[Column, ...]
    required: bool = False
    derived: bool = False
    key: tuple[str, ...] = ()
    identified_by: tuple[str, ...] = ()
    dated: str = ""
    reference: Reference | None = None
    composite: CompositeReference | None = None
    booked_on: str = ""
    booked_through: str = ""
    sealed_columns: tuple[str, ...] = ()
    order_activity: bool = False
    only_if_shipped: bool = False
    issued: bool = False
    moves_units: str = ""
    holds_orders: bool = False
    master_data: bool = False
    compared: bool = True
    in_template: bool = True
    part: Part = ""
    settings: tuple[Setting, ...] = ()
    own: OwnNames | None = None
    in_use: bool = True

    @property
    def title(self) -> str:
        """What the workbook calls it."""
        return self.own.title if self.own else self.sheet

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is found, the first that counts first; none where it is not in use."""
        if not self.in_use:
            return ()
        return self.own.known if self.own else (self.sheet,)

    def column(self, header: str) -> Column:
        """The column of that header; an unknown one is our own mistake."""
        return next(column for column in self.columns if column.header == header)

    def called(self, name: str, titles: Mapping[str, str]) -> SheetSchema:
        """The sheet, which has own names, as it is called in a workbook, and its columns."""
        columns = tuple(
            column.called(titles[column.header]) if column.header in titles else column
            for column in self.columns
        )
        own = retitled(self.own, name, self.sheet)
        return structs.replace(self, columns=columns, own=own)

    def title_of(self, header: str) -> str:
        """What the workbook calls a column; a name that is not one of the sheet's stays."""
        if self.own is None:
            return header
        titles = {column.header: column.title for column in self.columns}
        return titles.get(header, header)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of all columns, in the order of the contract."""
        return tuple(column.header for column in self.columns)

    @property
    def required_headers(self) -> tuple[str, ...]:
        """The headers that the header row must hold."""
        return tuple(
            column.header
            for column in self.columns
            if column.required or column.required_header
        )

    @property
    def facts(self) -> tuple[Column, ...]:
        """The columns that people type into."""
        return tuple(column for column in self.columns if not column.derived)

    @property
    def derived_columns(self) -> tuple[Column, ...]:
        """The columns that every run writes again."""
        return tuple(
            column for column in self.columns if column.derived and column.in_use
        )

    @property
    def columns_in_use(self) -> tuple[Column, ...]:
        """The columns without those of a part that the workbook does not have."""
        return tuple(column for column in self.columns if column.in_use)

    @property
    def voidable(self) -> bool:
        """Whether its rows can be voided."""
        return any(column.header == "Voided" for column in self.columns)

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that identify a row of a derived sheet from one run to the next."""
        return self.identified_by or self.key

    @property
    def numbered(self) -> Column | None:
        """The column of its key that is filled with the next number."""
        return next(
            (c for c in self.columns if c.series and c.header in self.key), None
        )


def attribute(name: str) -> str:
    """The attribute of a column, a sheet or a setting: `Discount %` is `discount_percent`."""
    words = name.replace("%", "percent").lower()
    found = re.sub(r"\W+", "_", words).strip("_")
    is_taken = keyword.iskeyword(found) or found in _FRAMES_OWN
    return f"{found}_" if is_taken else found


_FRAMES_OWN = frozenset({"number"})
"""Attributes that every frame has (frame.py)."""

"""The sheets and their columns, as declared in schemas/: the only description of them.

The checks, the empty template with its dropdowns, the styles of derived columns and the reference page all come from
here. A word that is not known in a declaration fails to load, so that a typing mistake cannot pass for a rule.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

KINDS = frozenset(
    {
        "key",
        "text",
        "choice",
        "yes-no",
        "country",
        "currency",
        "quantity",
        "price",
        "money",
        "percent",
        "date",
        "whole",
        "light",
        "number",
    }
)
NUMBER_KINDS = frozenset({"quantity", "price", "money", "percent", "whole", "number"})
SETTING_KINDS = KINDS | {"location", "gs1-prefix", "locale", "colour", "iban"}

FACTS = (
    "Settings",
    "Customers",
    "Products",
    "Locations",
    "Tax codes",
    "Orders",
    "Order lines",
    "Stock moves",
    "Picks",
    "Packing",
    "Shipments",
    "Invoices",
    "Invoice lines",
    "Payments",
    "Returns",
    "Restocks",
)
"""The sheets that people type into, in the order of the contract."""

DERIVED = (
    "Stock",
    "Movements",
    "Receivables",
    "Checks",
    "Issues",
    "Changes",
    "Run log",
    "Closed period",
)
"""The sheets that the engine writes."""

CHECK = "Check"
"""The right-most derived column of every sheet of facts but Settings: what is wrong in a row."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet. A `costed` one comes into a workbook only once a cost is known there.

    A `required` cell must hold something; of a `required_header` the header must stand, and the cells may be blank.
    One that `yields` is left to the owner where theirs has the same name, and does without where there is no room for
    it. `wrap` and `link` are how its cells look: broken into lines, and as what can be clicked.
    """

    header: str
    kind: str
    required: bool = False
    required_header: bool = False
    filled: str = ""
    derived: bool = False
    references: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""
    negative: bool = False
    positive: bool = False
    none: bool = False
    costed: bool = False
    yields: bool = False
    wrap: bool = False
    link: bool = False
    width: float = 12
    help: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMBER_KINDS

    @property
    def is_text(self) -> bool:
        """Whether its cells are held as text."""
        return not self.is_number and self.kind not in ("date", "yes-no")


@dataclass(frozen=True)
class Setting:
    """One row of Settings: its name, how its value is read, and what holds where it is blank."""

    name: str
    kind: str
    default: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class SheetSchema:
    """One sheet of the workbook."""

    sheet: str
    about: str
    columns: tuple[Column, ...]
    required: bool = False
    derived: bool = False
    key: tuple[str, ...] = ()
    prefix: str = ""
    settings: tuple[Setting, ...] = ()

    def column(self, header: str) -> Column:
        """The column of that header; an unknown one is our own mistake."""
        return next(column for column in self.columns if column.header == header)

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
        """The columns that every run writes anew."""
        return tuple(column for column in self.columns if column.derived)

    @property
    def voidable(self) -> bool:
        """Whether its rows can be voided."""
        return "Voided" in self.headers


@cache
def _folder() -> Path:
    """Where the declarations are: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent.parent
    inside = here / "_schemas"
    return inside if inside.is_dir() else here.parent / "schemas"


def _checked(kind: type, table: dict[str, Any], where: str) -> dict[str, Any]:
    """A declaration's words, all of them known."""
    unknown = set(table) - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"{where}: unknown {', '.join(sorted(unknown))}")
    return {
        word: tuple(value) if isinstance(value, list) else value
        for word, value in table.items()
    }


def _column(table: dict[str, Any], where: str) -> Column:
    column = Column(**_checked(Column, table, where))
    if column.kind not in KINDS:
        raise ValueError(f"{where}: unknown kind {column.kind!r}")
    if column.references and column.references not in FACTS:
        raise ValueError(f"{where}: refers to no sheet {column.references!r}")
    return column


def _setting(table: dict[str, Any], where: str) -> Setting:
    setting = Setting(**_checked(Setting, table, where))
    if setting.kind not in SETTING_KINDS:
        raise ValueError(f"{where}: unknown kind {setting.kind!r}")
    return setting


def parse(text: str) -> SheetSchema:
    """One declaration. Raises ValueError at any word that is not known."""
    table = tomllib.loads(text)
    where = str(table.get("sheet"))
    words = _checked(SheetSchema, table, where)
    words["columns"] = tuple(_column(column, where) for column in table["columns"])
    words["settings"] = tuple(
        _setting(setting, where) for setting in table.get("settings", ())
    )
    schema = SheetSchema(**words)
    if not set(schema.key) <= set(schema.headers):
        raise ValueError(f"{where}: the key names no column")
    return schema


@cache
def sheet_schema(sheet: str) -> SheetSchema:
    """The declaration of one sheet, by its name in the contract."""
    name = sheet.lower().replace(" ", "_") + ".toml"
    return parse((_folder() / name).read_text(encoding="utf-8"))


def fact_schemas() -> tuple[SheetSchema, ...]:
    """The sheets that people type into, in the order of the contract."""
    return tuple(sheet_schema(sheet) for sheet in FACTS)


def derived_schemas() -> tuple[SheetSchema, ...]:
    """The sheets that the engine writes."""
    return tuple(sheet_schema(sheet) for sheet in DERIVED)


_LOOSE = re.compile(r"[\s_\-]+")


def loose(name: str) -> str:
    """A sheet's name or a header as it is matched:
    without case, doubled spaces, a trailing `*`, `_` and `-` as spaces.
    """
    return _LOOSE.sub(" ", name.strip().rstrip("*")).strip().casefold()

"""How the sheets of the contract look when the program makes them: designs from schemas/, nothing else.

The empty template, an optional sheet that a run must create, the derived sheets and derived columns all take their
widths, number formats, dropdowns and hints from here, so that they look alike wherever they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sheetflow.controls.reconciliation.money_names import MONEY_NAMES
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.messages import in_own_language, translation
from sheetflow.domain.schema import Column, SheetSchema
from sheetflow.standards.currencies import minor_digits
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import (
    CellLook,
    ColumnDesign,
    ConditionalRule,
    RuleStyle,
    SheetDesign,
)
from sheetflow.writing.positions import numbered_columns

LAST_CHOICE_ROW = 5000
"""How far down a dropdown looks for the keys of another sheet."""

DERIVED_POSITION = 1_000
"""Where the sheets that the program writes begin among new ones: after all sheets of facts."""

_GAP = "_)"
"""Room for a bracket after a number: LibreOffice does not indent the results of formulas."""

OPENS_ON = "Orders"
"""The sheet that a new workbook shows when it is opened."""

FACT_TAB = "1F3864"
DERIVED_TAB = "BFBFBF"

VOIDED = RuleStyle(font_colour="8C8C8C", strike=True)
LIGHTS = MappingProxyType(
    {
        "None": RuleStyle(font_colour="8C8C8C", number_format='"● "@'),
        "Part": RuleStyle(font_colour="BF8F00", number_format='"● "@'),
        "Full": RuleStyle(font_colour="00803C", number_format='"● "@'),
    }
)
"""The lights of a progress column: a dot before the word, grey for what has not begun.

With the word it reads in black and white too.
"""


def own_key_ranges() -> dict[str, str]:
    """Where the keys of each sheet are in a workbook that the program has made.

    They are in its first column, below the header.
    """
    return {
        schema.sheet: f"'{schema.title}'!$A$2:$A${LAST_CHOICE_ROW}"
        for schema in fact_schemas()
        if not schema.settings
    }


def look_of(column: Column, currency: str = "USD") -> CellLook:
    """How the cells of a column look: ISO dates, money with its currency's digits, keys as text so that 00123 stays."""
    return CellLook(
        _number_format(column, currency),
        column.derived,
        column.is_number,
        column.wrap,
        column.link,
    )


def looks_of(schema: SheetSchema, currency: str) -> dict[str, CellLook]:
    """How the cells of each column of a sheet look, by header; every column of a derived sheet is a derived one."""
    looks = {column.header: look_of(column, currency) for column in schema.columns}
    return {
        header: look._replace(derived=look.derived or schema.derived)
        for header, look in looks.items()
    }


def _number_format(column: Column, currency: str) -> str:
    """The Excel number format of a column; empty is General."""
    if column.kind == "money":
        return money_format(currency)
    if column.kind == "key" and not column.counter:
        return "@"
    if column.kind == "price":
        return price_format(currency)
    return {"date": "yyyy-mm-dd", "number": f"General{_GAP}"}.get(column.kind, "")


def money_format(currency: str) -> str:
    """Thousands parted, and as many digits after the point as the currency has."""
    digits = minor_digits(currency)
    return "#,##0" + ("." + "0" * digits if digits else "")


def price_format(currency: str) -> str:
    """As money, with up to 6 digits; plain where the currency has none, or 5 yen would show as "5."."""
    digits = minor_digits(currency)
    return f"{money_format(currency)}{'#' * (6 - digits)}" if digits else ""


def width_of(column: Column) -> float:
    """A column's width in characters: as declared, and room for its header next to the filter's arrow."""
    return max(column.width, len(column.title) + 4)


def choices_of(
    column: Column, key_ranges: Mapping[str, str]
) -> tuple[str, ...] | str | None:
    """What a column's dropdown offers: literals,
    or the formula of the range of keys that it refers to; None: nothing.
    """
    if column.references:
        return key_ranges.get(column.references)
    if column.kind == "yes-no":
        return (column.own_word("Yes"), column.own_word("No"))
    return tuple(map(column.own_word, column.choices)) or None


def sheet_design(
    schema: SheetSchema,
    currency: str = "USD",
    key_ranges: Mapping[str, str] | None = None,
) -> SheetDesign:
    """The design of one sheet, without rows.

    `key_ranges` says where the keys of the sheets that it refers to are (`Products` →
    `Products!$A$2:$A$5000`, as in a workbook of ours where nothing is given); a column that
    refers to a sheet that is not in it gets no dropdown.
    """
    ranges = own_key_ranges() if key_ranges is None else key_ranges
    looks = looks_of(schema, currency)
    columns = tuple(
        _column_design(column, looks[column.header], ranges)
        for column in schema.columns_in_use
    )
    positions = numbered_columns(schema)
    rules = row_rules(schema, 1, positions)
    if schema.sheet == "Checks":
        rules = (*rules, *money_rules(1, positions, currency))
    return SheetDesign(
        name=schema.title,
        columns=columns,
        table_name=table_name(schema.title),
        tab_colour=DERIVED_TAB if schema.derived else FACT_TAB,
        rules=rules,
        opens=schema.sheet == OPENS_ON,
        position=schema.position + (DERIVED_POSITION if schema.derived else 0),
    )


def table_name(title: str) -> str:
    """The name of a sheet's table: letters, digits and underscores, not beginning with a digit."""
    name = re.sub(r"\W", "", title)
    return f"_{name}" if name[:1].isdigit() else name or "Table"


def _column_design(
    column: Column, look: CellLook, key_ranges: Mapping[str, str]
) -> ColumnDesign:
    choices = None if look.derived else choices_of(column, key_ranges)
    return ColumnDesign(
        column.title,
        width_of(column),
        look,
        choices,
        translation(column.help),
        free_text=column.kind == "text",
    )


def row_rules(
    schema: SheetSchema, header_row: int, columns: Mapping[str, int]
) -> tuple[ConditionalRule, ...]:
    """The conditional formats of a sheet: voided rows struck through, progress as lights.

    `columns` are the columns of the headers in the workbook, from 1.
    """
    return (
        *_voided_rules(header_row, columns),
        *_light_rules(schema, header_row, columns),
    )


def _voided_rules(
    header_row: int, columns: Mapping[str, int]
) -> Iterator[ConditionalRule]:
    """The rule that strikes voided rows through."""
    if "Voided" in columns:
        first = min(columns.values())
        last = max(columns.values())
        formula = f"LEN(${column_name(columns['Voided'])}{{row}})>0"
        yield ConditionalRule(header_row, first, last, VOIDED, formula=formula)


def money_rules(
    header_row: int, columns: Mapping[str, int], currency: str
) -> Iterator[ConditionalRule]:
    """The rule that shows the amounts among the figures of Checks in the currency's digits.

    The other figures are units and counts.
    """
    name = f"${column_name(columns['Check'])}{{row}}"
    names = ",".join(f'{name}="{in_own_language(each)}"' for each in MONEY_NAMES)
    style = RuleStyle(number_format=f"{money_format(currency)}{_GAP}")
    for header in ("Engine", "Workbook", "Difference"):
        number = columns[header]
        yield ConditionalRule(header_row, number, number, style, formula=f"OR({names})")


def _light_rules(
    schema: SheetSchema, header_row: int, columns: Mapping[str, int]
) -> Iterator[ConditionalRule]:
    """The rules that show each progress column as lights."""
    for column in schema.columns:
        number = columns.get(column.header)
        if column.kind == "light" and number is not None:
            for word, style in LIGHTS.items():
                text = column.own_word(word)
                yield ConditionalRule(header_row, number, number, style, text=text)

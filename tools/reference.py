"""`python -m tools.reference` writes the pages of docs/ that are made from what the code declares."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sheetflow.documents.pdf.data.common_fields import CODE, HouseData
from sheetflow.documents.pdf.data.field_declarations import (
    Field,
    FieldPath,
    walk_fields,
)
from sheetflow.documents.pdf.layouts import LAYOUTS, Layout
from sheetflow.domain.catalogue import derived_sheets, fact_sheets, sheet_schema
from sheetflow.domain.schema import Column, Setting, SheetSchema
from tools.action_page import actions_page
from tools.command_pages import commands_page
from tools.import_page import imports_page
from tools.markdown import MADE, page, table
from tools.problem_pages import problem_pages
from tools.room_pages import rooms_page

FOLDER = Path(__file__).resolve().parent.parent / "docs"

KINDS = {
    "key": "code",
    "text": "text",
    "choice": "choice",
    "yes-no": "Yes or No",
    "country": "two letters",
    "currency": "currency code",
    "e-address": "electronic address",
    "language": "language code",
    "quantity": "quantity",
    "price": "price",
    "money": "amount",
    "percent": "percentage",
    "date": "date",
    "whole": "whole number",
    "light": "None, Part, Full",
    "number": "number",
    "location": "location",
    "gs1-prefix": "7 to 10 digits",
    "locale": "locale",
    "colour": "6 hexadecimal digits",
    "iban": "IBAN",
    "days-list": "numbers of days",
}
"""How a reader calls the kinds of schemas/."""

WHAT_KINDS_ARE = (
    (
        "code",
        "text that names a record. 00123 stays 00123; a cell with the number 1001 means the text 1001",
    ),
    ("quantity, price", "a number with up to 6 decimals"),
    ("amount", "money, with no more decimals than the currency has"),
    (
        "percentage",
        "10, or 10% in a cell formatted as a percentage; up to 4 decimals",
    ),
    ("date", "a date cell, or text such as 2026-03-31; no time of day"),
    ("choice", "one of the words listed"),
)


def main() -> None:
    """Write every generated page, and delete those that are no longer generated."""
    wanted = pages()
    for name, text in wanted.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    for name in written() - set(wanted):
        (FOLDER / name).unlink()
    print(f"{FOLDER}: {len(wanted)} pages")


def pages() -> dict[str, str]:
    """Every page by its path in FOLDER."""
    made = {
        "actions.md": actions_page(),
        "sheets.md": _sheets(),
        "settings.md": _settings(),
        "layouts.md": _layouts(),
        "commands.md": commands_page(),
        "imports.md": imports_page(),
        **{f"problems/{name}": text for name, text in problem_pages().items()},
    }
    reference = {f"reference/{name}": text for name, text in made.items()}
    return {**reference, "contributing/rooms.md": rooms_page()}


def written() -> set[str]:
    """The generated pages in FOLDER, by their paths in it; pages written by hand are not among them."""
    return {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*.md")
        if MADE in path.read_text(encoding="utf-8")
    }


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _linked(names: Iterable[str]) -> str:
    return " · ".join(f"[{name}](#{_anchor(name)})" for name in names)


# -- sheets.md


def _sheets() -> str:
    facts = map(sheet_schema, fact_sheets())
    derived = map(sheet_schema, derived_sheets())
    return page(
        "Sheets and columns",
        "Every sheet and column that a run reads or writes. "
        "[The workbook](workbook.md) says how they are found and how cells are "
        "read; [Rules](rules.md) says what they mean.",
        f"You type: {_linked(fact_sheets())}  \nThe program writes: {_linked(derived_sheets())}",
        "Sheets and columns can be in any order, with others of your own between "
        "them. **Required** columns must be there and filled in on every row. What "
        "is *filled* is yours to type; if you leave it blank, the program fills it "
        "once and lists it on Changes. What is *derived* is written on every run; it "
        "has a grey header.",
        table(("Kind", "Means"), WHAT_KINDS_ARE),
        "## What you type",
        *[_sheet(schema) for schema in facts],
        "## What the program writes",
        "These sheets are rewritten on every run (Run log gets a row). You can add columns of your own at the right.",
        *[_sheet(schema) for schema in derived],
    )


def _sheet(schema: SheetSchema) -> str:
    rows = [
        (_header(schema, column), _kind(column), _rule(schema, column), column.help)
        for column in schema.columns
    ]
    about = schema.about.removeprefix("Derived: ")
    about = (
        about[:1].upper()
        + about[1:]
        + (" **The sheet is required.**" if schema.required else "")
    )
    return "\n\n".join(
        (f"### {schema.sheet}", about, table(("Column", "Kind", "", "Help"), rows))
    )


def _header(schema: SheetSchema, column: Column) -> str:
    return (
        f"**{column.header}**"
        if column.required or column.header in schema.key
        else column.header
    )


def _kind(column: Column) -> str:
    if column.references:
        return f"code of [{column.references}](#{_anchor(column.references)})"
    return ", ".join(column.choices) if column.choices else KINDS[column.kind]


def _rule(schema: SheetSchema, column: Column) -> str:
    """Whether a column is key, required, filled or derived, and what holds where it is blank."""
    if column.derived:
        return "derived"
    words = ["key"] if column.header in schema.key and not schema.derived else []
    words += (
        ["required"]
        if column.required
        else ["the header is required"]
        if column.required_header
        else []
    )
    words += [f"*filled*: {column.filled}"] if column.filled else []
    words += [f"blank: {column.default}"] if column.default else []
    words += ["above 0"] if column.positive else []
    words += [f"at most {column.at_most}"] if column.at_most else []
    words += ["may be below 0"] if column.negative else []
    return "; ".join(words)


# -- settings.md


def _settings() -> str:
    schema = sheet_schema("Settings")
    return page(
        "Settings",
        "The sheet Settings has one row per setting: its name under Setting, its value under Value. A setting that is "
        "blank or not there has its default. A value that cannot be read puts all orders on hold, "
        "unless no order depends on it. An unknown name gives a warning that suggests the nearest one.",
        table(
            ("Setting", "Value", "Default", "Meaning"), map(_setting, schema.settings)
        ),
    )


def _setting(setting: Setting) -> tuple[str, str, str, str]:
    values = ", ".join(setting.choices) if setting.choices else KINDS[setting.kind]
    return f"**{setting.name}**", values, setting.default, setting.help


# -- layouts.md


def _layouts() -> str:
    return page(
        "Layouts",
        "The fields that a layout of your own can use, by the name of its file. [Your own "
        "layouts](documents.md#your-own-layouts) says how to make one.",
        "The fields are in each of `data.documents`, and in `house` (the seller). All are texts, formatted for the "
        "setting Locale and ready to print; a field without a value is blank, or an empty list. A path with `[]` leads "
        "to a list. `sheetflow template check` finds fields that do not exist, and fields marked **must** that the "
        "layout does not show.",
        *[_layout(layout) for layout in LAYOUTS.values()],
        _fields(
            "house",
            "In every layout. Each layout above says which of these it must show.",
            walk_fields(HouseData, "house"),
        ),
    )


def _layout(layout: Layout) -> str:
    shown = ", ".join(f"`house.{name}`" for name in layout.house)
    about = f"{layout.title[0].upper()}{layout.title[1:]}." + (
        f" It must show {shown} too." if shown else ""
    )
    return _fields(layout.name, about, walk_fields(layout.document, "document"))


def _fields(title: str, about: str, paths: Iterable[FieldPath]) -> str:
    rows = [
        (
            f"`{path}`",
            item.about.meaning,
            _example(item),
            "must" if item.about.must else "",
        )
        for path, item in paths
    ]
    return f"## {title}\n\n{about}\n\n" + table(
        ("Field", "What it is", "For example", ""), rows
    )


def _example(item: Field) -> str:
    examples = (
        []
        if item.record
        else [str(example) for example in item.about.examples if example]
    )
    return "an SVG picture" if CODE in examples else ", ".join(examples[:2])


if __name__ == "__main__":
    main()

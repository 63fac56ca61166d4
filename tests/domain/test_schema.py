"""The declarations of sheets: complete, and an unknown word fails to load."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Literal

import pytest
from locations import DOCS, ROOT
from msgspec import Struct

from sheetflow.domain.catalogue import (
    catalogue,
    derived_schemas,
    derived_sheets,
    fact_schemas,
    fact_sheets,
    load_catalogue,
    sheet_schema,
)
from sheetflow.domain.declarations import DeclarationError, parse_tables
from sheetflow.domain.problems import Problem, rules
from sheetflow.domain.schema import (
    Column,
    CompositeReference,
    Reference,
    Series,
    Setting,
    SheetSchema,
)

SCHEMAS = ROOT / "schemas"

SHELVES = """sheet = "Shelves"
about = "Where goods are."
position = 900
key = ["Shelf"]
columns = [
    {header = "Shelf", kind = "key", required = true, help = "A code. { [ #"},
    {header = "Note", kind = "text", help = "For your own use."},
]
"""


def load(text: str, folder: Path) -> SheetSchema:
    """The sheet that a declaration makes, besides those of the contract."""
    shutil.copytree(SCHEMAS, folder, dirs_exist_ok=True)
    (folder / "shelves.toml").write_text(text, encoding="utf-8")
    return load_catalogue(folder)["Shelves"]


def test_a_declaration_says_what_a_sheet_is(tmp_path):
    schema = load(SHELVES, tmp_path)
    assert (schema.sheet, schema.key, schema.required_headers) == (
        "Shelves",
        ("Shelf",),
        ("Shelf",),
    )
    assert not schema.voidable


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("about =", "abuot =", 2, "unknown word 'abuot'"),
        ("position = 900\n", "", 1, "the word 'position' is missing"),
        ("position = 900", 'position = "x"', 3, "Expected `int`, got `str`"),
        ("required", "requierd", 6, "unknown word 'requierd'"),
        ('kind = "text"', 'kind = "txet"', 7, "Invalid enum value 'txet'"),
        ('kind = "text", ', "", 7, "the word 'kind' is missing"),
        ('"text",', '"key", references = "Shops",', 7, "refers to no sheet 'Shops'"),
        ('"text",', '"key", references = "Picks",', 7, "does not say how others refer"),
        ('"text",', '"key", series = {perfix = "S-"},', 7, "unknown word 'perfix'"),
        ('"text",', '"key", series = {setting = "S"},', 7, "there is no setting 'S'"),
        ('"text",', '"key", counts_within = "X",', 7, "there is no column 'X'"),
        ('key = ["Shelf"]', 'key = ["Rack"]', 4, "there is no column 'Rack'"),
        ("key =", 'booked_on = "Day"\nkey =', 4, "there is no column 'Day'"),
        ("key =", 'booked_through = "X"\nkey =', 4, "there is no sheet 'X'"),
        ('"Shelves"', '"Issues"', 1, "another file declares 'Issues' too"),
        ("columns", 'settings = [{name = "X", kind = "z"}]\ncolumns', 5, "value 'z'"),
        ('["Shelf"]', '["Shelf"', 5, "Unclosed array"),
    ],
)
def test_what_cannot_be_names_the_file_and_the_line(old, new, line, said, tmp_path):
    assert old in SHELVES
    with pytest.raises(DeclarationError) as caught:
        load(SHELVES.replace(old, new, 1), tmp_path)
    found = str(caught.value)
    assert re.match(rf"(shelves|issues)\.toml, line {line}: ", found), found
    assert said in found


@pytest.mark.parametrize(
    "kind", [SheetSchema, Column, Setting, Series, Reference, CompositeReference]
)
def test_the_docs_explain_every_word(kind):
    page = (DOCS / "contributing" / "declarations.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", page))))
    assert set(kind.__struct_fields__) - {"own", "in_use"} <= words


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """A declaration of a test."""

    kind: Literal["a", "b"]
    lengths: tuple[str, ...] = ()


TABLES = """# kind = nothing
["4x6"]
kind = "a"
lengths = ["1", "2"]
[B]
kind = "b"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "b"', 'kind = "c"', "t, line 6: B: Invalid enum value 'c'"),
        ('kind = "b"', "", "t, line 5: B: the word 'kind' is missing"),
        ('["1"', "[1", "t, line 4: 4x6: Expected `str`, got `int`"),
        ('kind = "b"', 'kind = "b"\nx = 1', "t, line 7: B: unknown word 'x'"),
    ],
)
def test_in_a_file_of_several_the_one_is_named(old, new, said):
    assert parse_tables(TABLES, Words, "t") == {
        "4x6": Words("a", ("1", "2")),
        "B": Words("b"),
    }
    with pytest.raises(DeclarationError) as caught:
        parse_tables(TABLES.replace(old, new, 1), Words, "t")
    assert str(caught.value) == said


def test_every_sheet_of_the_contract_is_declared():
    assert fact_sheets()[:2] == ("Settings", "Customers")
    assert fact_sheets()[-2:] == ("Imports", "Imported")
    assert derived_sheets() == (
        "Issues",
        "Stock",
        "Reorder",
        "Receivables",
        "Movements",
        "Checks",
        "Changes",
        "Closed period",
        "Issued documents",
        "Run log",
    )
    assert not any(schema.derived for schema in fact_schemas())
    assert all(schema.derived for schema in derived_schemas())
    assert {schema.sheet for schema in fact_schemas() if schema.required} == {
        "Customers",
        "Products",
        "Orders",
        "Order lines",
    }


@pytest.mark.parametrize("sheet", [*catalogue()])
def test_every_column_is_described_and_listed_once(sheet):
    schema = sheet_schema(sheet)
    assert schema.about.endswith(".")
    assert len(set(schema.headers)) == len(schema.headers)
    for column in schema.columns:
        assert column.help.endswith((".", "…")), (sheet, column.header)
        assert not (column.derived and (column.required or column.filled)), (
            sheet,
            column.header,
        )


@pytest.mark.parametrize("sheet", fact_sheets())
def test_facts_come_before_derived_columns_and_voided_is_the_last_fact(sheet):
    """But an order's Status is next to its Customer, where everybody looks first."""
    schema = sheet_schema(sheet)
    columns = [each for each in schema.columns if each.header != "Status"]
    assert columns == sorted(columns, key=lambda column: column.derived)
    if sheet == "Orders":
        after = schema.headers.index("Customer") + 1
        assert schema.headers[after] == "Status"
    if schema.voidable:
        assert schema.facts[-1].header == "Voided"


def test_every_kind_of_problem_is_described():
    for code, rule in rules().items():
        assert all([rule.title, rule.text, rule.remedy, rule.cause, rule.example]), code
    assert (
        Problem("NUM01", "Orders", 3, "Freight", "ten").text == '"ten" is not a number'
    )

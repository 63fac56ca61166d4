"""The declarations of sheets: complete, and an unknown word fails to load."""

from __future__ import annotations

import pytest

from sheetflow.domain.problems import Problem, rules
from sheetflow.domain.schema import (
    DERIVED,
    FACTS,
    derived_schemas,
    fact_schemas,
    parse,
    sheet_schema,
)

MINIMAL = """
sheet = "Shelves"
about = "Where things lie."
key = ["Shelf"]
columns = [
    {header = "Shelf", kind = "key", required = true, help = "A code."},
]
"""


def test_a_declaration_says_what_a_sheet_is():
    schema = parse(MINIMAL)
    assert (schema.sheet, schema.key, schema.required_headers) == (
        "Shelves",
        ("Shelf",),
        ("Shelf",),
    )
    assert not schema.voidable


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('about = "Where', 'abuot = "x"\nabout = "Where', "abuot"),
        ("required = true", "requierd = true", "requierd"),
        ('kind = "key"', 'kind = "keey"', "keey"),
        ('help = "A code."', 'references = "Shops"', "Shops"),
        ('key = ["Shelf"]', 'key = ["Rack"]', "key"),
        ("columns", 'settings = [{name = "X", kind = "wrong"}]\ncolumns', "wrong"),
        (
            "columns",
            'settings = [{name = "X", kind = "text", hlep = ""}]\ncolumns',
            "hlep",
        ),
    ],
)
def test_an_unknown_word_fails_to_load(old, new, said):
    assert old in MINIMAL
    with pytest.raises(ValueError, match=said):
        parse(MINIMAL.replace(old, new, 1))


def test_every_sheet_of_the_contract_is_declared():
    assert [schema.sheet for schema in fact_schemas()] == list(FACTS)
    assert [schema.sheet for schema in derived_schemas()] == list(DERIVED)
    assert not any(schema.derived for schema in fact_schemas())
    assert all(schema.derived for schema in derived_schemas())
    assert {schema.sheet for schema in fact_schemas() if schema.required} == {
        "Customers",
        "Products",
        "Orders",
        "Order lines",
    }


@pytest.mark.parametrize("sheet", [*FACTS, *DERIVED])
def test_every_column_is_told_in_words_and_stands_once(sheet):
    schema = sheet_schema(sheet)
    assert schema.about.endswith(".")
    assert len(set(schema.headers)) == len(schema.headers)
    for column in schema.columns:
        assert column.help.endswith((".", "…")), (sheet, column.header)
        assert not (column.derived and (column.required or column.filled)), (
            sheet,
            column.header,
        )


@pytest.mark.parametrize("sheet", FACTS)
def test_facts_come_before_derived_columns_and_voided_is_the_last_fact(sheet):
    schema = sheet_schema(sheet)
    assert schema.columns == (*schema.facts, *schema.derived_columns)
    if schema.voidable:
        assert schema.facts[-1].header == "Voided"


def test_every_kind_of_problem_is_told_in_words():
    for code, rule in rules().items():
        assert all([rule.title, rule.text, rule.remedy, rule.cause, rule.example]), code
    assert Problem("NUM01", "Orders", 3, "Freight", "ten").text == '"ten" is no number'
